"""What a team is told on its way, beside what the ticket and the inventory say."""

from dataclasses import dataclass

from netwatch.core.site_history import PastRepair
from netwatch.core.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Briefing:
    """`model` and `serial` of the root cause's device, '' where its agent has not told them; `past` repairs of the
    site, the newest first."""

    model: str = ""
    serial: str = ""
    past: tuple[PastRepair, ...] = ()


UNBRIEFED = Briefing()


def is_in_hand(ticket: Ticket) -> bool:
    """Whether a team is to leave for it, or has left."""
    return ticket.is_open and (ticket.team is not None or ticket.accepted_by is not None)


def is_theirs(ticket: Ticket, team: str | None) -> bool:
    """Whether the readers who are in `team` are those who leave for it."""
    return is_in_hand(ticket) and (ticket.team is None or team == ticket.team)
