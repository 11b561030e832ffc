"""Kasi closes a ticket by hand, or says that there never was a fault.

Whatever the probes say: from then on the device opens no ticket until it has been up once (see `core.dismissal`), and
a condition of it none until it has been well once (see `core.condition_tickets`).
"""

from dataclasses import replace

from netwatch.core.change import Change, Refusal
from netwatch.core.condition_tickets import is_of_condition
from netwatch.core.lifecycle import close
from netwatch.core.press.pressing import Pressing
from netwatch.core.reconcile import devices_of
from netwatch.core.ticket import Closure, Dismissal


def close_by_hand(pressing: Pressing) -> Change | Refusal:
    return _dismissed(pressing, Dismissal.CLOSED)


def not_a_fault(pressing: Pressing) -> Change | Refusal:
    """Nothing was repaired, so nobody owes a report of it."""
    return _dismissed(pressing, Dismissal.NOT_A_FAULT)


def _dismissed(pressing: Pressing, kind: Dismissal) -> Change:
    ticket, reason = pressing.ticket, pressing.argument or ""
    closed = close(ticket, pressing.sop, pressing.now, pressing.person.name, f"{kind}: {reason}")
    owed = ticket.repair_report if kind is Dismissal.NOT_A_FAULT else closed.ticket.repair_report
    closure = Closure(kind, reason, until_up=bool(devices_of(ticket)) or is_of_condition(ticket))
    return closed.on(replace(closed.ticket, closure=closure, repair_report=owed))
