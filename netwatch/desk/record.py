"""Writes a change of a ticket down: the ticket, its history and the messages that follow, in one transaction."""

from datetime import datetime

from netwatch.core.change import Change
from netwatch.core.ticket import Ticket
from netwatch.desk.compose import compose
from netwatch.desk.setting import Setting
from netwatch.store.transaction import Transaction


async def record(tx: Transaction, before: Ticket | None, change: Change, setting: Setting, now: datetime) -> Ticket:
    """`before` is None for a new ticket. Returns the ticket as stored; writes nothing when nothing changed."""
    if before == change.ticket and not change.entries:
        return change.ticket
    if before is None:
        ticket = await tx.tickets.add(change.ticket)
        has_card = []
    else:
        ticket = change.ticket
        await tx.tickets.save(ticket)
        has_card = await tx.outbox.card_chats(ticket.id)
    await tx.history.append(ticket.id, now, change.entries)
    drafts = compose(ticket, change.news, has_card, setting.channel, setting.office, now)
    await tx.outbox.put(drafts, now)
    return ticket
