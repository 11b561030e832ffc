"""Writes down what devices said unasked: in the history of their open ticket, else among their events."""

from collections.abc import Sequence

from netwatch.core.change import SYSTEM
from netwatch.core.device_event import DeviceEvent
from netwatch.core.history import Entry
from netwatch.core.notice import Notice
from netwatch.core.ticket import Ticket
from netwatch.store.store import Store

TRAP = "trap"


async def record_notices(store: Store, notices: Sequence[Notice]) -> None:
    """One transaction. Opens and changes no ticket. Raises StoreUnavailable; then nothing was written."""
    async with store.begin() as tx:
        tickets = _by_device(await tx.tickets.open())
        events = []
        for notice in notices:
            ticket = tickets.get(notice.device)
            if ticket is None:
                events.append(DeviceEvent(notice.device, notice.at, TRAP, notice.detail))
            else:
                await tx.history.append(ticket, notice.at, [Entry(TRAP, SYSTEM, notice.detail)])
        await tx.device_events.append(events)


def _by_device(tickets: Sequence[Ticket]) -> dict[str, int]:
    """Where a device is the cause of one ticket and cut off by another, its own comes first."""
    found = {impact.device: ticket.id for ticket in tickets for impact in ticket.impacted}
    found.update(
        {ticket.root.device: ticket.id for ticket in tickets if ticket.root is not None and ticket.root.device}
    )
    return found
