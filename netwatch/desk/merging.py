"""A ticket is closed because its cause is another one's, and its citizens go over to that one."""

from datetime import datetime

from netwatch.core.citizen_ticket import move_reports
from netwatch.core.lifecycle import merge
from netwatch.core.ticket import Ticket
from netwatch.desk.record import record
from netwatch.desk.setting import Setting
from netwatch.store.transaction import Transaction


async def merge_into(tx: Transaction, ticket: Ticket, into: int, setting: Setting, now: datetime) -> dict[int, Ticket]:
    """Returns both tickets as stored, by their ids; the ticket alone where there is no other."""
    merged = merge(ticket, into, setting.office.sop, now)
    taker = await tx.tickets.get(into)
    if taker is None:
        return {ticket.id: await record(tx, ticket, merged, setting, now)}
    given, taken = move_reports(merged.ticket, taker)
    await tx.tickets.move_reports(ticket.id, into)
    await tx.drafts.move(ticket.id, into)
    return {
        ticket.id: await record(tx, ticket, merged.then(given), setting, now),
        into: await record(tx, taker, taken, setting, now),
    }
