"""What the demo's screen shows of the city and its watcher, and what a hand on the screen can do to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from netwatch.demo.botapi.signal import Signal


@dataclass(frozen=True, slots=True)
class SiteView:
    """`has_power` is the truth of the city, not what netwatch has found out."""

    id: str
    name: str
    kecamatan: str
    has_power: bool


@dataclass(frozen=True, slots=True)
class DeviceView:
    """`is_on` and `answers` are the truth of the city; `state` is what netwatch has made of it so far.

    `state`: `up`, `down`, `unreachable`, `degraded` or `unknown` as in `netwatch status --json`; `ticket` the open
    ticket that it belongs to.
    """

    id: str
    name: str
    kind: str
    site: str
    parents: tuple[str, ...]
    is_on: bool
    answers: bool
    state: str
    ticket: int | None


@dataclass(frozen=True, slots=True)
class LinkView:
    """The cable from a device to one of its parents."""

    child: str
    parent: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class TicketView:
    """`title` says in a few Indonesian words what and where; `step` is the SOP's step in progress, 1 to 8, or None."""

    id: int
    title: str
    is_open: bool
    step: int | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Chapter:
    """One event of the story, as it can be begun by hand. `title` and `caption` by language: `id` and `en`."""

    key: str
    title: dict[str, str]
    caption: dict[str, str]


@dataclass(frozen=True, slots=True)
class StageView:
    """One moment. `now` and `pace` are the SOP's clock: SOP seconds in a real one. `is_watching`: netwatch is up.

    `playing`: the story goes on by itself. `chapter`: what it is at, None before the first and after the last.
    """

    now: datetime
    pace: int
    is_watching: bool
    playing: bool
    chapter: str | None
    sites: Sequence[SiteView]
    devices: Sequence[DeviceView]
    links: Sequence[LinkView]
    tickets: Sequence[TicketView]


class Stage(Protocol):
    """Every order takes effect at once and fires `changed`. Raises KeyError for what the city does not have,
    ValueError for a pace that is not offered."""

    changed: Signal
    chapters: Sequence[Chapter]
    paces: Sequence[int]

    def view(self) -> StageView: ...

    def cut(self, child: str, parent: str) -> None: ...

    def mend(self, child: str, parent: str) -> None: ...

    def switch(self, device: str, on: bool) -> None: ...

    def power(self, site: str, on: bool) -> None: ...

    def mend_all(self) -> None: ...

    def set_pace(self, pace: int) -> None: ...

    def play(self, playing: bool) -> None: ...

    def begin(self, chapter: str) -> None: ...
