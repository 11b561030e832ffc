"""Writes a change of a ticket down: the ticket, its history and the messages that follow, in one transaction."""

from datetime import datetime

from netwatch.core.change import Change
from netwatch.core.message import Kind
from netwatch.core.ticket import Ticket
from netwatch.desk.brief import brief
from netwatch.desk.compose import compose
from netwatch.desk.digests import without_storm
from netwatch.desk.setting import Setting
from netwatch.store.transaction import Transaction


async def record(tx: Transaction, before: Ticket | None, change: Change, setting: Setting, now: datetime) -> Ticket:
    """`before` is None for a new ticket; `setting` has the office as it is now (`staff.office_now`). Returns the ticket
    as stored; writes nothing when nothing changed."""
    if before == change.ticket and not change.entries:
        return change.ticket
    ticket = await keep(tx, before, change, now)
    has_card = []
    if before is not None:
        has_card = await tx.outbox.card_chats(ticket.id)
        if before.step != ticket.step or not ticket.is_open:
            await tx.outbox.withdraw(ticket.id, Kind.REMINDER)
    muted = await tx.mutes.chats(ticket.id, now)
    briefing = await brief(tx, ticket)
    drafts = compose(ticket, change.news, has_card, setting.channel, setting.office, now, muted, briefing)
    await tx.outbox.put(await without_storm(tx, ticket, drafts, now), now)
    return ticket


async def keep(tx: Transaction, before: Ticket | None, change: Change, now: datetime) -> Ticket:
    """Only the ticket and its history, for what shows on no card and is told to nobody."""
    if before is None:
        ticket = await tx.tickets.add(change.ticket)
    else:
        ticket = change.ticket
        await tx.tickets.save(ticket)
    await tx.history.append(ticket.id, now, change.entries)
    return ticket
