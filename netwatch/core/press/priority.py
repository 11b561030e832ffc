"""Kasi says how urgent it is; from then on the priority does not change by itself."""

from dataclasses import replace

from netwatch.core.change import Change, Refusal, Why
from netwatch.core.history import Entry
from netwatch.core.press.pressing import Pressing
from netwatch.core.ticket import Priority


def prioritise(pressing: Pressing) -> Change | Refusal:
    """Raises ValueError for what is no priority."""
    ticket, by = pressing.ticket, pressing.person.name
    priority = Priority(pressing.argument or "")
    if priority is ticket.priority and ticket.priority_by is not None:
        return Refusal(Why.NOTHING_NEW)
    entry = Entry("priority", by, f"{ticket.priority} -> {priority}")
    return Change(replace(ticket, priority=priority, priority_by=by), (entry,))
