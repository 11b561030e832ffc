"""Which part somebody plays: the role, and the team where there is one."""

from netwatch.text.html import plain
from netwatch.text.office import Office
from netwatch.text.role import ROLE
from sop.role import Role


def part(role: Role, team: str | None, office: Office) -> str:
    """Plain text, not escaped: `Tim Lapangan (Tim Utara)`."""
    return f"{ROLE[role]} ({plain(office.team_name(team), 40)})" if team is not None else ROLE[role]
