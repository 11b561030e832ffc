"""What was wrong at a site the last times, and what helped: chosen from the repair reports of its tickets. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from netwatch.core.repair import current
from netwatch.core.ticket import RepairState, Ticket

MOST: Final = 3
KNOWN = frozenset({RepairState.FILED, RepairState.ACCEPTED})
"""What is being written, or was sent back to be mended, is not known yet."""


@dataclass(frozen=True, slots=True)
class PastRepair:
    """A repair report of a ticket of the site; `place` is its place there, `device` the ticket's root cause.

    `at`: when it was handed in; `closed_at` is that of its ticket, None while that is open.
    """

    ticket_id: int
    place: int
    device: str | None
    at: datetime
    closed_at: datetime | None
    cause: str
    action: str
    state: RepairState


def site_history(ticket: Ticket, repairs: Iterable[PastRepair]) -> tuple[PastRepair, ...]:
    """At most MOST, one a ticket, the newest first.

    `repairs` are those of the ticket's site in any order. An open ticket's report is history only where the ticket is
    this one, opened again after that repair.
    """
    latest: dict[int, PastRepair] = {}
    for repair in sorted(repairs, key=lambda each: (each.ticket_id, each.place)):
        if repair.state in KNOWN and repair.cause and _is_past(repair, ticket):
            latest[repair.ticket_id] = repair
    return tuple(sorted(latest.values(), key=lambda each: each.closed_at or each.at, reverse=True)[:MOST])


def _is_past(repair: PastRepair, ticket: Ticket) -> bool:
    if repair.ticket_id != ticket.id:
        return repair.closed_at is not None
    return ticket.reopened > 0 and repair.place != current(ticket)
