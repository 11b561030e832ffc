"""A ticket's life as the probes drive it: opened, moved to the true cause, closed, opened again.

Pure: the ticket and `now` (aware, UTC) come in, a `Change` goes out.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from netwatch.core.change import SYSTEM, Change
from netwatch.core.flapping import SAMPLE, SAMPLES
from netwatch.core.history import Entry
from netwatch.core.news import Closed, FlappingEnded, FlappingStarted, Merged, MovedUp, Opened, Reopened
from netwatch.core.priority import priority_of, raised
from netwatch.core.situation import Cause
from netwatch.core.ticket import Impact, Priority, RepairReportStatus, RootCause, Source, Status, Ticket
from netwatch.inventory.model import Inventory
from sop.document import Sop
from sop.machine import begin, finish
from sop.machine import reopen as reopen_steps

MOST_NAMES = 100


def open_for(cause: Cause, number: str, inventory: Inventory, sop: Sop, now: datetime) -> Change:
    """A new ticket for what has failed. Steps 1 to 3 are netwatch's own, so Kasi's clock starts at once."""
    ticket = Ticket(
        id=0,
        number=number,
        status=Status.OPEN,
        opened_at=now,
        source=Source.PROBE,
        priority=priority_of(inventory, cause.devices, cause.impacted),
        root=cause.root,
        site=cause.site,
        impacted=cause.impacted,
        steps=begin(sop, now, at="kasi_receive", by=SYSTEM),
        flapping=cause.flapping,
    )
    behind = [i.device for i in cause.impacted if i.device not in cause.devices]
    detail = f"{_subject(cause.root, cause.site)}: {cause.reason}; behind it: {_names(behind)}"
    return Change(ticket, (Entry("opened", SYSTEM, detail),), (Opened(),))


def update(ticket: Ticket, cause: Cause, inventory: Inventory, now: datetime) -> Change:
    """Takes in who is silent behind the cause now, and whether it flaps; who was confirmed once stays on the list."""
    current = {impact.device: impact for impact in cause.impacted}
    kept = [i for i in ticket.impacted if i.confirmed and i.device not in current and i.device != cause.root.device]
    confirmed_before = {impact.device for impact in ticket.impacted if impact.confirmed}
    impacted = tuple(kept) + tuple(
        Impact(i.device, i.confirmed or i.device in confirmed_before) for i in cause.impacted
    )
    change = _flap(ticket, cause, now)
    if _as_set(impacted) == _as_set(ticket.impacted):
        return change
    newly = [i.device for i in impacted if i.confirmed and i.device not in confirmed_before]
    entries = (Entry("impacted", SYSTEM, _names(newly)),) if newly else ()
    change = change.then(Change(replace(change.ticket, impacted=impacted), entries))
    return change.then(with_priority(change.ticket, priority_of(inventory, cause.devices, impacted)))


def _flap(ticket: Ticket, cause: Cause, now: datetime) -> Change:
    if cause.flapping == ticket.flapping:
        return Change(ticket)
    if not cause.flapping:
        return calm(ticket)
    entry = Entry("flapping", SYSTEM, cause.reason)
    # who has just been told that it is down again learns nothing from a message that it comes and goes
    known = ticket.reopened_at is not None and now - ticket.reopened_at < timedelta(seconds=SAMPLES * SAMPLE)
    return Change(replace(ticket, flapping=True), (entry,), () if known else (FlappingStarted(),))


def calm(ticket: Ticket) -> Change:
    """The root has stopped flapping, up or down."""
    entry = Entry("calm", SYSTEM, "no longer up and down in turns")
    return Change(replace(ticket, flapping=False), (entry,), (FlappingEnded(),))


def move_up(ticket: Ticket, cause: Cause, inventory: Inventory, now: datetime) -> Change:
    """The true cause is another: a device further up, or the power of the site. The number stays."""
    was = ticket.root
    if was is None:
        raise ValueError(f"ticket {ticket.id} has no root cause that could move")
    moved = replace(ticket, root=cause.root, site=cause.site, probable_cause=None, ports=())
    detail = f"{_subject(was, ticket.site)} -> {_subject(cause.root, cause.site)}: {cause.reason}"
    change = Change(moved, (Entry("moved_up", SYSTEM, detail),), (MovedUp(was),))
    return change.then(update(moved, cause, inventory, now))


def merge(ticket: Ticket, into: int, sop: Sop, now: datetime) -> Change:
    """Closes a ticket whose cause turned out to be another open ticket's."""
    closed = replace(ticket, status=Status.CLOSED, closed_at=now, steps=finish(sop, ticket.steps, now, SYSTEM))
    return Change(closed, (Entry("merged", SYSTEM, f"into {into}"),), (Merged(into),))


def close(ticket: Ticket, sop: Sop, now: datetime, by: str, detail: str) -> Change:
    """Closes it. A team that was on its way still owes its repair report."""
    owes = ticket.accepted_by is not None and ticket.repair_report is RepairReportStatus.NONE
    closed = replace(
        ticket,
        status=Status.CLOSED,
        closed_at=now,
        steps=finish(sop, ticket.steps, now, by),
        repair_report=RepairReportStatus.OUTSTANDING if owes else ticket.repair_report,
        impacted=tuple(impact for impact in ticket.impacted if impact.confirmed),
        hold=None,
    )
    return Change(closed, (Entry("closed", by, detail),), (Closed(by),))


def reopen(ticket: Ticket, cause: Cause, inventory: Inventory, sop: Sop, now: datetime) -> Change:
    """The same device is down again shortly after the closing: the same ticket goes on."""
    again = replace(
        ticket,
        status=Status.OPEN,
        closed_at=None,
        reopened=ticket.reopened + 1,
        reopened_at=now,
        probable_cause=None,
        ports=(),
        closure=None,
        repair_report=RepairReportStatus.NONE,
        repair_reminded=False,
        steps=reopen_steps(sop, ticket.steps, now),
    )
    change = Change(again, (Entry("reopened", SYSTEM, cause.reason),), (Reopened(),))
    return change.then(update(again, cause, inventory, now))


def with_priority(ticket: Ticket, priority: Priority) -> Change:
    """The ticket with this priority, if it is higher than its own."""
    higher = raised(ticket.priority, priority)
    if higher is ticket.priority or ticket.priority_by is not None:
        return Change(ticket)
    entry = Entry("priority", SYSTEM, f"{ticket.priority} -> {higher}")
    return Change(replace(ticket, priority=higher), (entry,))


def _subject(root: RootCause, site: str | None) -> str:
    """`rt-kejaksan ping`; `power at kejaksan`."""
    return f"{root.condition} at {site}" if root.device is None else f"{root.device} {root.condition}"


def _names(devices: Sequence[str]) -> str:
    """The devices for the history, which is kept for good: a whole city would be too long."""
    if not devices:
        return "nothing"
    more = len(devices) - MOST_NAMES
    return ", ".join(devices[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _as_set(impacted: tuple[Impact, ...]) -> set[tuple[str, bool]]:
    return {(impact.device, impact.confirmed) for impact in impacted}
