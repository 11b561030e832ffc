"""Planned work: which devices are in maintenance at a moment, until when, and why.

A window names devices and whole sites, and keeps them as they were named: a site stands for the devices that it has
while the window runs, those that joined it later too. What falls silent because a device in maintenance is silent
needs no window of its own (see `muting`).

Windows come from the inventory file and from the database, where people have put them; those of the file are kept
there only once somebody has ended them early. Times are aware datetimes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from netwatch.core.ticket import Ticket
from netwatch.inventory.model import Inventory, PlannedMaintenance

LONGEST = timedelta(days=31)
"""What is longer is more likely a slip in the year than work that nobody wants to hear of."""


class Phase(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Window:
    """`key` is what people end it by: its number in the database ("" until it has one), or that of its entry in the
    inventory (see `entry_key`). `by` and `added_at` are None for those of the inventory."""

    key: str
    start: datetime
    end: datetime
    devices: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    reason: str = ""
    by: str | None = None
    added_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None

    @property
    def from_inventory(self) -> bool:
        return self.by is None

    @property
    def stops_at(self) -> datetime:
        """When it stops having an effect."""
        return self.end if self.ended_at is None else min(self.end, self.ended_at)

    def phase(self, now: datetime) -> Phase:
        """It runs from its start on, and no longer at its end."""
        if now >= self.stops_at:
            return Phase.OVER
        return Phase.PLANNED if now < self.start else Phase.RUNNING

    def covers(self, device: str, inventory: Inventory) -> bool:
        known = inventory.devices.get(device)
        return device in self.devices or (known is not None and known.site in self.sites)

    def covered(self, inventory: Inventory) -> tuple[str, ...]:
        """The devices that the inventory has of it now, in the file's order."""
        return tuple(device for device in inventory.devices if self.covers(device, inventory))


class Unfit(StrEnum):
    """Why a window cannot be added."""

    NOTHING = "it names neither a device nor a site"
    BACKWARDS = "it ends before it begins"
    PAST = "it is over already"
    TOO_LONG = "it is longer than 31 days"


def unfit(window: Window, now: datetime, longest: timedelta = LONGEST) -> Unfit | None:
    """What keeps it from being added, None where nothing does. `longest`: what its author may ask for."""
    if not window.devices and not window.sites:
        return Unfit.NOTHING
    if window.end <= window.start:
        return Unfit.BACKWARDS
    if window.end <= now:
        return Unfit.PAST
    return Unfit.TOO_LONG if window.end - max(window.start, now) > longest else None


def entry_key(planned: PlannedMaintenance) -> str:
    """`i` and eight hex digits over what the entry plans: another plan is another window."""
    content = [sorted(planned.devices), planned.start.timestamp(), planned.end.timestamp()]
    return f"i{hashlib.sha256(json.dumps(content).encode()).hexdigest()[:8]}"


def all_windows(inventory: Inventory, stored: Iterable[Window]) -> tuple[Window, ...]:
    """Those of the database and those of the inventory that the database does not know as ended; by their start."""
    found = {window.key: window for window in _planned(inventory)} | {window.key: window for window in stored}
    return tuple(sorted(found.values(), key=lambda window: (window.start, window.end, window.key)))


def _planned(inventory: Inventory) -> Iterator[Window]:
    for entry in inventory.maintenance:
        yield Window(entry_key(entry), entry.start, entry.end, entry.devices, reason=entry.reason)


def in_maintenance(windows: Iterable[Window], inventory: Inventory, now: datetime) -> Mapping[str, Window]:
    """The devices in maintenance at `now`, each with the window that keeps it there longest."""
    found: dict[str, Window] = {}
    for window in sorted((w for w in windows if w.phase(now) is Phase.RUNNING), key=lambda w: w.stops_at):
        found.update(dict.fromkeys(window.covered(inventory), window))
    return found


def touching(ticket: Ticket, windows: Iterable[Window], inventory: Inventory, now: datetime) -> list[Window]:
    """The windows that were in force at the ticket's cause, or at its site where it has no device, during its life."""
    root = ticket.root.device if ticket.root is not None else None
    here = [root] if root is not None else [d.id for d in inventory.devices.values() if d.site == ticket.site]
    until = ticket.closed_at or now
    return [
        window for window in windows
        if window.start < until and ticket.opened_at < window.stops_at
        and any(window.covers(device, inventory) for device in here)
    ]


def next_boundary(windows: Sequence[Window], now: datetime) -> datetime | None:
    """When the next window begins or ends, None when none does."""
    live = [window for window in windows if window.phase(now) is not Phase.OVER]
    return min((at for window in live for at in (window.start, window.stops_at) if at > now), default=None)


def end_early(window: Window, by: str, now: datetime) -> Window | None:
    """The window as `by` ends it, or calls it off before it has begun; None when it is over already."""
    return None if window.phase(now) is Phase.OVER else replace(window, ended_at=now, ended_by=by)
