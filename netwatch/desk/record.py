"""Writes a change of a ticket down: the ticket, its history and the messages that follow, in one transaction."""

from dataclasses import replace
from datetime import datetime

from netwatch.core.change import Change
from netwatch.core.message import Kind
from netwatch.core.ticket import Ticket
from netwatch.desk.compose import compose
from netwatch.desk.setting import Setting
from netwatch.store.transaction import Transaction
from netwatch.text.office import Office


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
        if before.step != ticket.step or not ticket.is_open:
            await tx.outbox.withdraw(ticket.id, Kind.REMINDER)
    await tx.history.append(ticket.id, now, change.entries)
    office = await with_moved_groups(tx, setting.office)
    muted = await tx.mutes.chats(ticket.id, now)
    drafts = compose(ticket, change.news, has_card, setting.channel, office, now, muted)
    await tx.outbox.put(drafts, now)
    return ticket


async def with_moved_groups(tx: Transaction, office: Office) -> Office:
    """Each team's group under its id of today, as `card_chats` has it: else a group that has become a supergroup
    would be taken for one that was never told."""
    teams = [
        team if team.chat_id is None else replace(team, chat_id=await tx.chats.resolve(team.chat_id))
        for team in office.directory.teams
    ]
    return replace(office, directory=replace(office.directory, teams=tuple(teams)))
