"""What maintenance keeps from the tickets. Pure: a situation comes in, and goes out as the tickets may know it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from netwatch.core.maintenance import Window, in_maintenance
from netwatch.core.probable_cause import ProbableCause, Proof
from netwatch.core.reconcile import devices_of
from netwatch.core.situation import Cause, Situation
from netwatch.core.state import State
from netwatch.core.ticket import Ticket
from netwatch.inventory.model import Inventory
from netwatch.inventory.topology import dependents


@dataclass(frozen=True, slots=True)
class Work:
    """The windows of one inventory as they are at `now`. `by_device`: each device in maintenance with its window."""

    windows: Sequence[Window]
    inventory: Inventory
    now: datetime
    by_device: Mapping[str, Window]


def work_at(windows: Sequence[Window], inventory: Inventory, now: datetime) -> Work:
    return Work(windows, inventory, now, in_maintenance(windows, inventory, now))


def mute(situation: Situation, work: Work, open_tickets: Iterable[Ticket]) -> Situation:
    """The situation without the causes that are to open no ticket.

    Those are the devices in maintenance, and those that have not come back since work on the way to them silenced
    them; but a ticket that is open already goes on. `situation.standing` has to know the devices in maintenance.

    What is silent because of a dropped cause is no cause itself, so it opens nothing either.
    """
    ticketed = {device for ticket in open_tickets for device in devices_of(ticket)}
    causes = tuple(
        _after_work(cause, work)
        for cause in situation.causes
        if cause.device in ticketed or not (cause.device in work.by_device or _in_the_wake(cause, situation, work))
    )
    return replace(situation, causes=causes, maintenance=frozenset(work.by_device))


def affecting(site: str, roots: Mapping[str, str | None], work: Work) -> Window | None:
    """The window that is felt at a site: on a device there, or on the one that silences a device there.

    `roots`: what makes a device unreachable, where something does. Of several windows the last to end.
    """
    here = [device.id for device in work.inventory.devices.values() if device.site == site]
    causes = {*here, *(roots.get(device) for device in here)}
    felt = [window for device, window in work.by_device.items() if device in causes]
    return max(felt, key=lambda window: window.end, default=None)


def suspect_work(
    suspected: ProbableCause | None, ticket: Ticket, situation: Situation, work: Work
) -> ProbableCause | None:
    """What is suspected, or the work where the ticket's devices fell silent during it and are not back since.

    That several fell at once speaks of their power only where nobody was at work.
    """
    if suspected is not None and suspected.proof is not Proof.SITE_VANISHED:
        return suspected
    devices = devices_of(ticket)
    for cause in situation.causes:
        if cause.device in devices and (window := _outlasted(cause, work)) is not None:
            reason = f"{cause.device} fell silent during maintenance {window.key} and was not back at its end"
            return ProbableCause(Proof.SILENT_SINCE_WORK, reason, at=window.stops_at)
    return suspected


def _in_the_wake(cause: Cause, situation: Situation, work: Work) -> bool:
    """Whether a device in maintenance that leads to it came back after it fell: a switch that starts anew is there
    before the access points that it feeds."""
    return any(
        standing.state is State.UP and standing.lasts < cause.fell_ago
        and cause.device in dependents(work.inventory, device)
        for device in work.by_device
        if (standing := situation.standing.get(device)) is not None
    )


def _after_work(cause: Cause, work: Work) -> Cause:
    """Says in the reason what the silence has outlasted, for whoever asks why the ticket opens only now."""
    window = _outlasted(cause, work)
    if window is None:
        return cause
    what = f"maintenance {window.key}" + (f" ({window.reason})" if window.reason else "")
    return replace(cause, reason=f"{cause.reason}; still down after {what} ended at {window.stops_at:%H:%M:%S} UTC")


def _outlasted(cause: Cause, work: Work) -> Window | None:
    """The window in which the device fell silent and that is over; of several the latest to end."""
    fell_at = work.now - timedelta(seconds=cause.fell_ago)
    over = [
        window for window in work.windows
        if window.start <= fell_at < window.stops_at <= work.now and window.covers(cause.device, work.inventory)
    ]
    return max(over, key=lambda window: window.stops_at, default=None)
