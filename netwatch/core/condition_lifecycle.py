"""A condition's ticket as the device drives it: opened, made worse, handed over to an outage, opened again.

Pure: the ticket and `now` (aware, UTC) come in, a `Change` goes out. `symptom` says to people what is the matter, with
its numbers; it is closed and merged like any other ticket (see `lifecycle`).
"""

from dataclasses import replace
from datetime import datetime

from netwatch.core.change import SYSTEM, Change
from netwatch.core.condition_view import Ailment
from netwatch.core.conditions.ups import BATTERY_LOW
from netwatch.core.history import Entry
from netwatch.core.lifecycle import reopen, with_priority
from netwatch.core.news import MovedUp, Opened, Worsened
from netwatch.core.priority import priority_of
from netwatch.core.situation import PING, Cause
from netwatch.core.ticket import RootCause, Source, Status, Ticket
from netwatch.inventory.model import Inventory
from sop.document import Sop
from sop.machine import begin


def open_for_condition(ailment: Ailment, number: str, symptom: str, sop: Sop, now: datetime) -> Change:
    """A new ticket. Steps 1 to 3 are netwatch's own, as for an outage."""
    ticket = Ticket(
        id=0,
        number=number,
        status=Status.OPEN,
        opened_at=now,
        source=Source.PROBE,
        priority=ailment.priority,
        root=ailment.cause,
        site=ailment.site,
        steps=begin(sop, now, at="kasi_receive", by=SYSTEM),
        symptom=symptom,
    )
    return Change(ticket, (Entry("opened", SYSTEM, _told(ailment)),), (Opened(),))


def worsen(ticket: Ticket, ailment: Ailment, symptom: str) -> Change:
    """It calls for a higher priority now. People are told anew only where the device itself got worse."""
    change = with_priority(ticket, ailment.priority)
    if ailment.status.sign != BATTERY_LOW:
        return change
    worse = replace(change.ticket, symptom=symptom)
    return change.then(Change(worse, (Entry("worsened", SYSTEM, _told(ailment)),), (Worsened(),)))


def reopen_for_condition(
    ticket: Ticket, ailment: Ailment, symptom: str, inventory: Inventory, sop: Sop, now: datetime
) -> Change:
    """The same condition has its problem again shortly after the closing: the same ticket goes on."""
    cause = Cause(ailment.cause, ailment.site, (ailment.device,), 0.0, _told(ailment))
    change = reopen(replace(ticket, symptom=symptom), cause, inventory, sop, now)
    return change.then(with_priority(change.ticket, ailment.priority))


def hand_over(ticket: Ticket, device: str, reason: str, inventory: Inventory) -> Change:
    """The ticket becomes that of a device which is down: same number, true cause."""
    was = ticket.root
    assert was is not None
    moved = replace(
        ticket,
        root=RootCause(device, PING),
        site=inventory.devices[device].site,
        symptom=None,
        probable_cause=None,
        ports=(),
    )
    detail = f"{was.device} {was.condition} -> {device} {PING}: {reason}"
    change = Change(moved, (Entry("moved_up", SYSTEM, detail),), (MovedUp(was),))
    return change.then(with_priority(moved, priority_of(inventory, (device,), ())))


def _told(ailment: Ailment) -> str:
    return f"{ailment.device} {ailment.status.key}: {ailment.status.detail}"
