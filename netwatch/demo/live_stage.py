"""The stage as it is played: the city, the clock, what netwatch has made of it, and the story, as one view."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from netwatch.demo.botapi.signal import Signal
from netwatch.demo.city import City
from netwatch.demo.player import Player
from netwatch.demo.stage import Chapter, DeviceView, LinkView, SiteView, StageView, TicketView
from netwatch.demo.story import CHAPTERS
from netwatch.demo.watcher import Watcher
from netwatch.paced_clock import PacedClock

PACES = (1, 60)
UNKNOWN = "unknown"
WELL = frozenset({"up", "degraded"})


@dataclass(frozen=True, slots=True)
class Known:
    """What netwatch has written down: each device's state and open ticket, and the tickets, newest first."""

    states: Mapping[str, str] = field(default_factory=dict)
    ticket_of: Mapping[str, int] = field(default_factory=dict)
    tickets: Sequence[TicketView] = ()


class LiveStage:
    """Implements `Stage`. The player and the watcher come when they are made: they need its `changed`."""

    chapters: Sequence[Chapter] = CHAPTERS
    paces: Sequence[int] = PACES

    def __init__(self, city: City, clock: PacedClock, changed: Signal) -> None:
        self.changed = changed
        self._city = city
        self._clock = clock
        self.known = Known()
        self.player: Player | None = None
        self.watcher: Watcher | None = None

    def view(self) -> StageView:
        city, known = self._city, self.known
        city.settle(time.monotonic())
        return StageView(
            now=self._clock.now(),
            pace=int(self._clock.last_turn.pace),
            is_watching=self.is_watching,
            playing=self.player is not None and self.player.playing,
            chapter=None if self.player is None else self.player.chapter,
            sites=[
                SiteView(site.id, site.name, site.kecamatan or "", city.has_power(site.id))
                for site in city.inventory.sites.values()
            ],
            devices=[
                DeviceView(
                    device.id, device.name, device.kind.value, device.site, device.parents, city.is_on(device.id),
                    city.answers(device.id), known.states.get(device.id, UNKNOWN), known.ticket_of.get(device.id),
                )
                for device in city.inventory.devices.values()
            ],
            links=[
                LinkView(device.id, parent, city.is_cut(device.id, parent))
                for device in city.inventory.devices.values()
                for parent in device.parents
            ],
            tickets=known.tickets,
        )

    @property
    def is_watching(self) -> bool:
        """netwatch runs, and has written down what it sees."""
        return self.watcher is not None and self.watcher.is_running and bool(self.known.states)

    @property
    def is_settled(self) -> bool:
        """netwatch knows of every device what is true, and no ticket is left of what is well again."""
        city, known = self._city, self.known
        return all(
            city.answers(device) == (known.states.get(device) in WELL)
            and not (city.answers(device) and device in known.ticket_of)
            for device in city.inventory.devices
        )

    def learn(self, known: Known) -> None:
        if known != self.known:
            self.known = known
            self.changed.fire()

    # orders

    def cut(self, child: str, parent: str) -> None:
        self._city.cut(child, parent, time.monotonic())
        self.changed.fire()

    def mend(self, child: str, parent: str) -> None:
        self._city.mend(child, parent, time.monotonic())
        self.changed.fire()

    def switch(self, device: str, on: bool) -> None:
        self._city.switch(device, on, time.monotonic())
        self.changed.fire()

    def power(self, site: str, on: bool) -> None:
        self._city.power(site, on, time.monotonic())
        self.changed.fire()

    def mend_all(self) -> None:
        self._city.mend_all(time.monotonic())
        self.changed.fire()

    def set_pace(self, pace: int) -> None:
        if pace not in self.paces:
            raise ValueError(f"there is no pace {pace}; take one of: {', '.join(map(str, self.paces))}")
        turn = self._clock.go_at(pace)
        if self.watcher is not None:
            self.watcher.tell(turn)
        self.changed.fire()

    def play(self, playing: bool) -> None:
        if self.player is not None:
            self.player.play(playing)

    def begin(self, chapter: str) -> None:
        if self.player is not None:
            self.player.begin(chapter)
