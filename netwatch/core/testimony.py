"""What the network itself said when a ticket's device was asked in vain: a router, the device, or our own kernel."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from netwatch.core.change import SYSTEM, Change
from netwatch.core.history import Entry
from netwatch.core.ticket import Evidence, Ticket
from netwatch.core.track import Track

SOURCE: Final = "icmp"
MOST: Final = 5
"""Different words that are kept of one ticket's device: a router that changes its mind all the time fills nothing."""


def said_about(track: Track, wall_of: Callable[[float], datetime]) -> Evidence | None:
    """The latest word about a device's present silence; None where nobody said anything.

    `wall_of` turns seconds of the city's clock into wall time.
    """
    if track.told is None or track.health.fell_at is None:
        return None
    at, words = track.told
    return Evidence(wall_of(at), SOURCE, words, "") if at >= track.health.fell_at else None


def hear(ticket: Ticket, testimony: Evidence | None) -> Change:
    """Attaches it to the ticket, once."""
    kept = [each.summary for each in ticket.evidence if each.source == SOURCE]
    if testimony is None or testimony.summary in kept or len(kept) >= MOST:
        return Change(ticket)
    entry = Entry("evidence", SYSTEM, f"{testimony.source}: {testimony.summary}")
    return Change(replace(ticket, evidence=(*ticket.evidence, testimony)), (entry,))
