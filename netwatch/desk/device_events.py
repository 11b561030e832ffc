"""Writes down what devices told: among their events, and in the history of their open ticket."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from netwatch.core.change import SYSTEM
from netwatch.core.device_event import DeviceEvent
from netwatch.core.history import Entry
from netwatch.core.ticket import Ticket
from netwatch.store.transaction import Transaction


async def record_events(
    tx: Transaction, events: Sequence[DeviceEvent], open_tickets: Iterable[Ticket], now: datetime
) -> None:
    """Opens and changes no ticket."""
    if not events:
        return
    await tx.device_events.append(events)
    tickets = ticket_by_device(open_tickets)
    for event in events:
        if (ticket := tickets.get(event.device)) is not None:
            await tx.history.append(ticket, now, [Entry(event.event, SYSTEM, event.detail)])


def ticket_by_device(tickets: Iterable[Ticket]) -> Mapping[str, int]:
    """The open ticket of each device; where it is the cause of one and cut off by another, its own."""
    still_open = [ticket for ticket in tickets if ticket.is_open]
    found = {impact.device: ticket.id for ticket in still_open for impact in ticket.impacted}
    found.update(
        {ticket.root.device: ticket.id for ticket in still_open if ticket.root is not None and ticket.root.device}
    )
    return found
