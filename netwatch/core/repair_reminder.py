"""When a team that owes its repair report is reminded: once, and at an hour at which nobody minds."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from netwatch.core.change import SYSTEM, Change
from netwatch.core.history import Entry
from netwatch.core.news import RepairOwed
from netwatch.core.ticket import Ticket

PATIENCE = timedelta(hours=2)
"""The closing itself asks for the report; a team that is still packing up is left alone."""

FROM, UNTIL = time(8), time(20)
"""On the office's clock."""


def remind_at(closed_at: datetime, zone: ZoneInfo) -> datetime:
    """The first moment between `FROM` and `UNTIL` that is late enough after the closing; in UTC like `closed_at`."""
    patient = (closed_at + PATIENCE).astimezone(zone)
    if patient.time() < FROM:
        patient = datetime.combine(patient.date(), FROM, zone)
    elif patient.time() >= UNTIL:
        patient = datetime.combine(patient.date() + timedelta(days=1), FROM, zone)
    return patient.astimezone(closed_at.tzinfo)


def remind(ticket: Ticket) -> Change:
    return Change(replace(ticket, repair_reminded=True), (Entry("repair_reminded", SYSTEM, ""),), (RepairOwed(),))
