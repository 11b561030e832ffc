"""The loop that keeps the tickets, and the devices' rows, in line with what is known of the city."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime
from functools import partial
from itertools import islice

import structlog

from netwatch.clock import Clock
from netwatch.core.scene import Scene, Ways, scene_of
from netwatch.core.situation import Situation, sum_up
from netwatch.core.state import State
from netwatch.core.status import DeviceStatus
from netwatch.core.status_book import StatusBook
from netwatch.core.statuses import statuses
from netwatch.core.ticket import Ticket
from netwatch.desk.incidents import Incidents
from netwatch.set_within import set_within
from netwatch.store.error import StoreUnavailable
from netwatch.store.store import Store
from netwatch.watch.condition_watch import ConditionWatch
from netwatch.watch.prober import Prober

log = structlog.get_logger("netwatch")

SETTLE = 0.1
"""Seconds: what falls together is looked at together."""

STORE_PAUSE = 2.0
LONGEST_WAIT = 30.0
"""Seconds between two looks at the tickets at the most, so that a jump of the wall clock is noticed soon."""

CALM_WAIT = 300.0
"""As many where nobody is silent and nothing passes by itself: then whatever may happen wakes the keeper."""

PORTION = 500
"""Devices whose rows are made and written in one go, a few hundredths of a second of the loop's time: when a whole city
falls, its probes must not wait for its rows."""


class TicketKeeper:
    """`prober` and `conditions` know how the devices are, `ways` what is known of which port leads where."""

    def __init__(
        self,
        store: Store,
        incidents: Incidents,
        prober: Prober,
        conditions: ConditionWatch,
        ways: Callable[[], Ways],
        clock: Clock,
    ) -> None:
        self._store = store
        self._incidents = incidents
        self._prober = prober
        self._conditions = conditions
        self._ways = ways
        self._clock = clock
        self._changed = asyncio.Event()
        self._dirty: set[str] = set()
        self._failed: set[str] = set()
        self._book = StatusBook({})
        self._book_in_use = asyncio.Lock()
        self._at_rest = False
        self._situation = Situation((), {})

    def restore(self, stored: Mapping[str, DeviceStatus]) -> None:
        """Takes up what the database says of the devices, all of which are then looked at."""
        self._book = StatusBook(stored)
        self._dirty.update(self._prober.city.tracks)

    def wake(self) -> None:
        """A ticket may be missing something."""
        self._changed.set()

    def note(self, devices: Iterable[str], matters: bool = True) -> None:
        """These devices' rows may have changed. What does not matter for a ticket is written with the next beat."""
        self._dirty.update(devices)
        if matters:
            self._changed.set()

    async def run(self) -> None:
        """Looks whenever something changed, and when time alone asks for it, until it is cancelled."""
        while True:
            self._changed.clear()
            # Taken out before the look: what changes while it lasts belongs to the next one.
            dirty, self._dirty = self._dirty, set()
            try:
                # A beat's rows take a few milliseconds.
                async with self._book_in_use:
                    look = await self._incidents.look(
                        self._sum_up,
                        partial(self._statuses, dirty),
                        self._scene,
                        self._conditions.view,
                        self._book.reboots,
                    )
                    self._book.settle()
            except StoreUnavailable as away:
                self._dirty |= dirty
                log.error("database away, detection goes on", problem=str(away))
                await asyncio.sleep(STORE_PAUSE)
                continue
            except BaseException:
                # Not a third time: a row that cannot be made or written must not keep all tickets from being looked at.
                self._dirty |= dirty - self._failed
                self._failed = dirty
                raise
            self._failed = set()
            if look.done:
                log.info("tickets", done=list(look.done))
            await self._until_changed(look.again_at)
            await asyncio.sleep(SETTLE)

    async def _until_changed(self, again_at: datetime | None) -> None:
        if again_at is not None:
            pause = min(LONGEST_WAIT, max(0.0, self._clock.until(again_at)))
        else:
            pause = LONGEST_WAIT if self._prober.city.noticed or self._passing else CALM_WAIT
        self._at_rest = True
        try:
            await set_within(self._changed, pause)
        finally:
            self._at_rest = False

    @property
    def is_behind(self) -> bool:
        """Whether rows wait for a beat. Those that a look is due for, or under way, are the look's."""
        return self._at_rest and bool(self._dirty) and not self._changed.is_set()

    def portion(self) -> AbstractAsyncContextManager[Sequence[DeviceStatus]]:
        """Rows of devices of which something has changed that no ticket asks for: a temperature, a load. To be written
        within the block, for one beat at a time; none when nobody is behind.

        Where the block fails, or more than rows is to be written, a look is what it takes: it writes them all.
        """
        return self._portion() if self.is_behind else nullcontext(())

    @asynccontextmanager
    async def _portion(self) -> AsyncIterator[Sequence[DeviceStatus]]:
        # Free, for the keeper is at rest: a beat never waits for a look.
        async with self._book_in_use:
            portion = set(islice(self._dirty, PORTION))
            self._dirty -= portion
            is_settled = False
            try:
                self._book.withdraw()
                rows = self._propose(portion, self._situation)
                if self._book.reboots():
                    yield ()
                else:
                    yield rows
                    self._book.settle()
                    is_settled = True
            finally:
                if not is_settled:
                    self.note(portion)

    def _sum_up(self, devices: Iterable[str]) -> Situation:
        return sum_up(self._prober.city, self._clock.monotonic(), devices)

    def _scene(self, ticket: Ticket) -> Scene | None:
        inventory = self._incidents.setting.office.inventory
        city, agents = self._prober.city, self._conditions.agents
        return scene_of(ticket, inventory, city, agents, self._clock.wall_of, self._ways())

    def _statuses(self, dirty: set[str], situation: Situation) -> Iterator[Sequence[DeviceStatus]]:
        """Rows for what may have changed, and for all that are not well: their causes move without them. In portions,
        each of what is known when it is asked for.

        Of a device that was not probed yet nothing moves: after a start these are thousands.
        """
        self._situation = situation
        city = self._prober.city
        passing = situation.maintenance | self._passing
        unwell = {d for d in city.noticed if city.tracks[d].health.state is not State.UNKNOWN}
        self._book.withdraw()
        devices = iter(dirty | passing | unwell)
        while portion := list(islice(devices, PORTION)):
            yield self._propose(portion, situation)

    @property
    def _passing(self) -> set[str]:
        """Whose row says what ends by time alone; rows of devices that have left the inventory stay as they are."""
        return self._book.passing & self._prober.city.tracks.keys()

    def _propose(self, devices: Iterable[str], situation: Situation) -> Sequence[DeviceStatus]:
        """Those of the devices' rows that have changed."""
        city = self._prober.city
        return self._book.propose(
            statuses(
                city, self._conditions.agents, situation.roots, [d for d in devices if d in city.tracks],
                self._clock.monotonic(), self._clock.wall_of, situation.maintenance, self._conditions.paths,
                self._prober.unasked,
            )
        )
