"""Who may plan work, and who hears of it.

The Kepala Seksi and the admin plan freely. Tim Lapangan may plan what fits into a working day: they are the ones who
pull the plug, often at short notice, and the Kepala Seksi hears of it at once and can end it with one press. Call
takers hear of it because citizens will phone; the SPV has nothing to do with it and is not disturbed.
"""

from collections.abc import Mapping
from datetime import timedelta

from netwatch.core.acting import hand_of
from netwatch.core.audience import Reader, readers_in_team, readers_with_role
from netwatch.core.directory import Directory
from netwatch.core.maintenance import LONGEST, Window
from netwatch.inventory.model import Inventory
from sop.role import Role

LONGEST_BY_ROLE: Mapping[Role, timedelta] = {
    Role.KASI_INFRASTRUKTUR: LONGEST,
    Role.ADMIN: LONGEST,
    Role.TIM_LAPANGAN: timedelta(hours=8),
}
"""The roles that may plan, each with how long."""


def concerned(window: Window, inventory: Inventory, directory: Directory, but: str | None) -> list[Reader]:
    """Each chat once; `but` is the name of whoever did it and knows."""
    sites = dict.fromkeys(window.sites)
    sites |= dict.fromkeys(inventory.devices[d].site for d in window.devices if d in inventory.devices)
    teams = dict.fromkeys(team for site in sites for team in directory.teams_for(site))
    readers = [
        *readers_with_role(directory, Role.KASI_INFRASTRUKTUR),
        *(reader for team in teams for reader in readers_in_team(team, directory)),
        *readers_with_role(directory, Role.CALL_TAKER),
    ]
    hand = None if but is None else hand_of(but)
    by_chat = {reader.chat_id: reader for reader in reversed(readers) if reader.person is None or reader.person != hand}
    return list(reversed(by_chat.values()))
