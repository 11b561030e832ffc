"""Teams that owe their repair report are asked for it once more."""

from datetime import datetime

from netwatch.core.repair_reminder import remind, remind_at
from netwatch.desk.record import record
from netwatch.desk.setting import Setting
from netwatch.store.transaction import Transaction


async def remind_of_reports(tx: Transaction, setting: Setting, now: datetime) -> tuple[list[str], float | None]:
    """What was done, in words for the log, and in how many seconds the next one is due."""
    done, later = [], []
    for ticket in await tx.tickets.owing_a_report():
        if ticket.repair_reminded or ticket.closed_at is None:
            continue
        at = remind_at(ticket.closed_at, setting.office.zone)
        if at > now:
            later.append(at)
            continue
        await record(tx, ticket, remind(ticket), setting, now)
        done.append(f"Reminded #{ticket.id}")
    return done, (min(later) - now).total_seconds() if later else None
