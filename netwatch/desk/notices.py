"""Writes down what devices said unasked: in the history of their open ticket, else among their events."""

from collections.abc import Sequence

from netwatch.core.change import SYSTEM
from netwatch.core.device_event import DeviceEvent
from netwatch.core.history import Entry
from netwatch.core.notice import Notice
from netwatch.desk.device_events import ticket_by_device
from netwatch.store.store import Store

TRAP = "trap"


async def record_notices(store: Store, notices: Sequence[Notice]) -> None:
    """One transaction. Opens and changes no ticket. Raises StoreUnavailable; then nothing was written."""
    async with store.begin() as tx:
        tickets = ticket_by_device(await tx.tickets.open())
        events = []
        for notice in notices:
            ticket = tickets.get(notice.device)
            if ticket is None:
                events.append(DeviceEvent(notice.device, notice.at, TRAP, notice.detail))
            else:
                await tx.history.append(ticket, notice.at, [Entry(TRAP, SYSTEM, notice.detail)])
        await tx.device_events.append(events)
