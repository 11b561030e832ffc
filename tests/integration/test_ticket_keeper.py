"""When the tickets are looked at, and when only devices' rows are written."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from netwatch import ticket_keeper
from netwatch.clock import Clock
from netwatch.core.loss import Loss
from netwatch.core.status import DeviceStatus
from netwatch.desk.incidents import Incidents, Look
from netwatch.store.store import Store
from netwatch.ticket_keeper import TicketKeeper
from netwatch.watch.prober import Prober
from tests.sim.office import SimOffice
from tests.sim.world import World, inventory_of

PATIENCE = 30.0


class CountedIncidents(Incidents):
    looks = 0

    async def look(self, *arguments: object) -> Look:
        self.looks += 1
        return await super().look(*arguments)  # type: ignore[arg-type]


class Stage:
    """A city of one device that answers, its tickets kept; `fresh`: seconds that a row may be behind."""

    def __init__(self, store: Store) -> None:
        self.world = World(inventory_of({"core": ()}))
        self.world.run(20.0)
        office = SimOffice(self.world, store)
        self.clock = Clock(monotonic=lambda: self.world.now)
        self.incidents = CountedIncidents(store, office.setting, self.clock.now, lambda: None)
        self.conditions = office._conditions
        prober = Prober(self.world.inventory, self.world.city, self.clock.monotonic, lambda devices: None)
        self.keeper = TicketKeeper(store, self.incidents, prober, self.conditions, lambda: office.ways, self.clock)
        self._store = store

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        self.keeper.restore({})
        task = asyncio.create_task(self.keeper.run())
        await self.until(lambda row: row is not None)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def until(self, holds) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds(await self.row()):  # noqa: ASYNC110 - nothing tells of a row that is written
                await asyncio.sleep(0.01)

    async def row(self) -> DeviceStatus | None:
        async with self._store.read() as tx:
            return await tx.devices.get("core")

    def lose(self, share: float) -> None:
        loss = Loss()
        loss.restore(share)
        self.world.city.tracks["core"].loss = loss
        self.conditions.judge_paths()


def tells_of(figure: str):
    return lambda row: row is not None and any(figure in c.detail for c in row.conditions)


@pytest.fixture
def stage(store: Store, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(ticket_keeper, "FRESH", 0.05)
    return Stage(store)


async def test_a_figure_that_no_ticket_asks_for_is_written_without_a_look_at_the_tickets(stage: Stage):
    async with stage.kept():
        stage.lose(0.03)
        stage.keeper.note(["core"], matters=False)
        await stage.until(tells_of("3 %"))
        assert stage.incidents.looks == 1


async def test_what_matters_for_a_ticket_is_looked_at(stage: Stage):
    async with stage.kept():
        stage.lose(0.03)
        stage.keeper.note(["core"])
        await stage.until(tells_of("3 %"))
        assert stage.incidents.looks == 2


@pytest.fixture
def time_goes_on(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the keeper, to whom half a minute is a hundredth of a second."""
    begun, now = time.monotonic(), stage.world.now
    monkeypatch.setattr(stage.clock, "monotonic", lambda: now + time.monotonic() - begun)
    monkeypatch.setattr(ticket_keeper, "LONGEST_WAIT", 0.01)


@pytest.mark.usefixtures("time_goes_on")
async def test_where_all_is_well_and_nothing_is_waited_for_the_tickets_are_left_alone(stage: Stage):
    async with stage.kept():
        for percent in (3, 4, 5):
            stage.lose(percent / 100)
            stage.keeper.note(["core"], matters=False)
            await stage.until(tells_of(f"{percent} %"))
        assert stage.incidents.looks == 1


@pytest.mark.usefixtures("time_goes_on")
async def test_while_somebody_is_silent_the_tickets_are_looked_at_again_and_again(stage: Stage):
    stage.world.city.noticed.add("core")
    async with stage.kept(), asyncio.timeout(PATIENCE):
        while stage.incidents.looks < 3:  # noqa: ASYNC110 - nothing tells of a look that finds nothing
            await asyncio.sleep(0.01)
