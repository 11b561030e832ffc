"""Gathers what a team is to be told on its way."""

from netwatch.core.briefing import UNBRIEFED, Briefing, is_in_hand
from netwatch.core.site_history import site_history
from netwatch.core.ticket import Ticket
from netwatch.store.transaction import Transaction


async def brief(tx: Transaction, ticket: Ticket) -> Briefing:
    """Nothing while no team has the ticket."""
    if not is_in_hand(ticket):
        return UNBRIEFED
    device = ticket.root.device if ticket.root is not None else None
    status = await tx.devices.get(device) if device is not None else None
    past = await tx.site_history.of(ticket.site) if ticket.site is not None else []
    return Briefing(
        model=status.model if status is not None else "",
        serial=status.serial if status is not None else "",
        past=site_history(ticket, past),
    )
