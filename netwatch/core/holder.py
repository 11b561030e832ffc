"""Who has a step of the SOP in hand, for the record."""

from netwatch.core.acting import acting
from netwatch.core.directory import Directory
from netwatch.core.ticket import Ticket
from sop.role import Role


def holder(ticket: Ticket, role: Role, directory: Directory) -> str:
    """The names of those whose step it is, `team utara` for a team, `nobody` where the settings have none."""
    if role is Role.TIM_LAPANGAN:
        if ticket.accepted_by is not None:
            return ticket.accepted_by
        teams = [ticket.team] if ticket.team is not None else [t.id for t in directory.teams_for(ticket.site)]
        return ", ".join(f"team {team}" for team in teams) or "nobody"
    return ", ".join(each.name for each in acting(directory.with_role(role), directory)) or "nobody"
