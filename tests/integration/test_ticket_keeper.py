"""When the tickets are looked at, and when only devices' rows are written, with a beat."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime
from types import MappingProxyType

import pytest

from netwatch import heartbeat, ticket_keeper
from netwatch.clock import Clock
from netwatch.core.agent import AgentState
from netwatch.core.city import City
from netwatch.core.flapping import CALM, restored
from netwatch.core.loss import Loss
from netwatch.core.readings import readings
from netwatch.core.state import State
from netwatch.core.status import DeviceStatus, MonitorStatus
from netwatch.desk.incidents import Incidents, Look
from netwatch.heartbeat import Heartbeat
from netwatch.store.error import StoreUnavailable
from netwatch.store.monitor import Signs
from netwatch.store.store import Store
from netwatch.ticket_keeper import TicketKeeper
from netwatch.watch.prober import Prober
from tests.sim.office import SimOffice
from tests.sim.world import World, inventory_of

PATIENCE = 30.0


AWAY = StoreUnavailable("here", "locked", "wait")
DEVICES = ("core", "a", "b", "c", "d")


class CountedIncidents(Incidents):
    """`open`: whether a look may go on from its beginning."""

    looks = 0

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.open = asyncio.Event()
        self.open.set()

    async def look(self, *arguments: object) -> Look:
        self.looks += 1
        await self.open.wait()
        return await super().look(*arguments)  # type: ignore[arg-type]


class Stage:
    """A city of devices that answer, its tickets kept, with a heart that beats fast once it is `beating`."""

    def __init__(self, store: Store) -> None:
        self.world = World(inventory_of({"core": (), **dict.fromkeys(DEVICES[1:], ("core",))}))
        self.world.run(20.0)
        office = SimOffice(self.world, store)
        self.clock = Clock(monotonic=lambda: self.world.now)
        self.incidents = CountedIncidents(store, office.setting, self.clock.now, lambda: None)
        self.conditions = office._conditions
        prober = Prober(self.world.inventory, self.world.city, self.clock.monotonic, lambda devices: None)
        self.keeper = TicketKeeper(store, self.incidents, prober, self.conditions, lambda: office.ways, self.clock)
        self._heart = Heartbeat(
            store,
            lambda: MonitorStatus(4711, self.clock.now(), self.clock.now(), isolated=False),
            lambda: readings(self.world.city, 0.0),
            self.keeper,
            lambda before, now: None,
            lambda: None,
        )
        self._store = store

    @asynccontextmanager
    async def kept(self, stored: Mapping[str, DeviceStatus] = MappingProxyType({})) -> AsyncIterator[None]:
        """At rest after the first look, unless something else wakes the keeper."""
        self.keeper.restore(stored)
        async with self.running():
            await self.until(lambda row: row is not None)
            await self.comes(lambda: self.keeper._at_rest)
            yield

    def running(self) -> AbstractAsyncContextManager[None]:
        return self._running(self.keeper.run())

    def beating(self) -> AbstractAsyncContextManager[None]:
        return self._running(self._heart.run())

    @asynccontextmanager
    async def _running(self, loop: Coroutine[object, object, None]) -> AsyncIterator[None]:
        task = asyncio.create_task(loop)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def comes(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0)

    async def until(self, holds) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds(await self.row()):  # noqa: ASYNC110 - nothing tells of a row that is written
                await asyncio.sleep(0.01)

    async def row(self) -> DeviceStatus | None:
        async with self._store.read() as tx:
            return await tx.devices.get("core")

    def lose(self, share: float, *devices: str) -> None:
        """A figure that no ticket asks for, of the core where no devices are given."""
        for device in devices or ("core",):
            self.world.city.tracks[device].loss = loss = Loss()
            loss.restore(share)
        self.conditions.judge_paths()
        self.keeper.note(devices or ("core",), matters=False)


def tells_of(figure: str):
    return lambda row: row is not None and any(c.detail.startswith(f"{figure} of") for c in row.conditions)


@pytest.fixture
def stage(store: Store, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(heartbeat, "BEAT", 0.05)
    return Stage(store)


async def test_a_figure_that_no_ticket_asks_for_is_written_with_a_beat_without_a_look_at_the_tickets(stage: Stage):
    async with stage.kept(), stage.beating():
        stage.lose(0.03)
        await stage.until(tells_of("3 %"))
        assert stage.incidents.looks == 1


async def test_what_matters_for_a_ticket_is_looked_at(stage: Stage):
    async with stage.kept():
        stage.lose(0.03)
        stage.keeper.note(["core"])
        await stage.until(tells_of("3 %"))
        assert stage.incidents.looks == 2


async def test_what_is_written_is_not_written_again(stage: Stage):
    async with stage.kept():
        stage.lose(0.03)
        async with stage.keeper.portion() as rows:
            assert [row.device for row in rows] == ["core"]
        assert not stage.keeper.is_behind
        stage.keeper.note(["core"], matters=False)
        async with stage.keeper.portion() as rows:
            assert rows == []


async def test_before_the_first_look_no_beat_has_rows(stage: Stage):
    stage.keeper.restore({})
    assert not stage.keeper.is_behind
    async with stage.keeper.portion() as rows:
        assert rows == ()


async def test_rows_that_a_beat_could_not_write_are_written_by_a_look(stage: Stage):
    async with stage.kept():
        stage.lose(0.03)
        with suppress(StoreUnavailable):
            async with stage.keeper.portion() as rows:
                assert [row.device for row in rows] == ["core"]
                raise AWAY
        await stage.until(tells_of("3 %"))
        assert stage.incidents.looks == 2


async def test_rows_that_cannot_be_made_stop_no_heart(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    async with stage.kept():
        stage.lose(0.03)
        with monkeypatch.context() as broken:
            broken.setattr(ticket_keeper, "statuses", lambda *arguments: 1 / 0)
            with suppress(ZeroDivisionError):
                async with stage.keeper.portion():
                    pytest.fail("there were rows")
        async with stage.keeper.portion() as rows:
            assert rows == ()
        await stage.until(tells_of("3 %"))
        assert stage.incidents.looks == 2


async def test_rows_that_neither_a_beat_nor_a_look_could_write_wait_for_the_database(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ticket_keeper, "STORE_PAUSE", 0.01)
    beats, looks = [AWAY] * 2, [AWAY] * 2

    def failing(do: Callable[..., Awaitable[object]], failures: list[StoreUnavailable]) -> Callable[..., object]:
        async def do_later(*arguments: object) -> object:
            if failures and arguments[-1] != ():
                raise failures.pop()
            return await do(*arguments)

        return do_later

    async with stage.kept():
        for name in ("beat", "save_statuses"):
            monkeypatch.setattr(stage._store, name, failing(getattr(stage._store, name), beats))
        monkeypatch.setattr(stage.incidents, "look", failing(stage.incidents.look, looks))
        async with stage.beating():
            stage.lose(0.03)
            await stage.until(tells_of("3 %"))
            stage.lose(0.04)
            await stage.until(tells_of("4 %"))
    assert not beats
    assert not looks


@pytest.mark.parametrize("way", ["a beat", "a look"])
async def test_rows_whose_commit_was_not_acknowledged_are_written_again_though_all_is_as_before(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, way: str
):
    monkeypatch.setattr(ticket_keeper, "STORE_PAUSE", 0.01)

    def unheard(do: Callable[..., Awaitable[object]]) -> Callable[..., object]:
        async def do_and_fail(*arguments: object) -> object:
            monkeypatch.undo()
            await do(*arguments)
            stage.lose(0.0)
            stage.keeper.wake()
            raise AWAY

        return do_and_fail

    stage.lose(0.0)
    async with stage.kept():
        if way == "a beat":
            stage.lose(0.03)
            with suppress(StoreUnavailable):
                async with stage.keeper.portion() as rows:
                    await unheard(stage._store.save_statuses)(rows)
        else:
            monkeypatch.setattr(stage.incidents, "look", unheard(stage.incidents.look))
            stage.lose(0.03)
            stage.keeper.wake()
        await stage.comes(lambda: stage.incidents.looks == (2 if way == "a beat" else 3) and stage.keeper._at_rest)
        assert tells_of("0 %")(await stage.row())


async def test_rows_of_a_look_that_failed_for_another_reason_are_the_next_ones(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    async with stage.kept():
        pass
    stage.lose(0.03)
    with monkeypatch.context() as broken:
        broken.setattr(stage.incidents, "look", lambda *arguments: 1 / 0)
        with suppress(ZeroDivisionError):
            await stage.keeper.run()
    async with stage.running():
        await stage.until(tells_of("3 %"))


async def test_a_row_that_can_never_be_made_does_not_keep_the_tickets_from_being_looked_at(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    made = ticket_keeper.statuses

    def refused(city: City, agents: object, roots: object, devices: Sequence[str], *more: object) -> object:
        return 1 / 0 if "core" in devices else made(city, agents, roots, devices, *more)  # type: ignore[arg-type]

    async with stage.kept():
        pass
    monkeypatch.setattr(ticket_keeper, "statuses", refused)
    stage.keeper.note(["core"])
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await stage.keeper.run()
    async with stage.running():
        await stage.comes(lambda: stage.keeper._at_rest)


async def test_a_beat_goes_without_rows_and_does_not_wait_while_a_look_is_under_way(stage: Stage):
    async with stage.kept():
        stage.incidents.open.clear()
        stage.keeper.wake()
        await stage.comes(lambda: stage.incidents.looks == 2)
        stage.lose(0.03)
        async with asyncio.timeout(PATIENCE), stage.keeper.portion() as rows:
            assert rows == ()
        stage.incidents.open.set()
        async with stage.beating():
            await stage.until(tells_of("3 %"))
        assert stage.incidents.looks == 2


async def test_a_look_waits_for_a_beats_rows(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ticket_keeper, "SETTLE", 0.0)
    async with stage.kept():
        stage.lose(0.03)
        async with stage.keeper.portion() as rows:
            stage.keeper.wake()
            for _ in range(50):
                await asyncio.sleep(0)
            assert stage.incidents.looks == 1
            await stage._store.save_statuses(rows)
        await stage.comes(lambda: stage.incidents.looks == 2)
        assert tells_of("3 %")(await stage.row())


async def test_many_rows_come_in_portions_of_which_the_first_goes_with_the_beat(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ticket_keeper, "PORTION", 2)
    beat, save, written = stage._store.beat, stage._store.save_statuses, asyncio.Queue[tuple[str, set[str]]]()

    async def beaten(status: MonitorStatus, packed: bytes, rows: Sequence[DeviceStatus]) -> Signs:
        written.put_nowait(("beat", {row.device for row in rows}))
        return await beat(status, packed, rows)

    async def saved(rows: Sequence[DeviceStatus]) -> None:
        written.put_nowait(("save", {row.device for row in rows}))
        await save(rows)

    async with stage.kept():
        monkeypatch.setattr(stage._store, "beat", beaten)
        monkeypatch.setattr(stage._store, "save_statuses", saved)
        stage.lose(0.03, *DEVICES)
        async with stage.beating(), asyncio.timeout(PATIENCE):
            portions = [await written.get() for _ in range(4)]
        assert stage.incidents.looks == 1
    assert [(way, len(devices)) for way, devices in portions] == [("beat", 2), ("save", 2), ("save", 1), ("beat", 0)]
    assert set().union(*(devices for _, devices in portions)) == set(DEVICES)


async def test_a_device_that_has_started_anew_is_a_looks(stage: Stage):
    async with stage.kept(), stage.beating():
        at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
        stage.conditions.agents["core"] = AgentState(last_reboot_at=at)
        stage.keeper.note(["core"], matters=False)
        await stage.until(lambda row: row is not None and row.last_reboot_at == at)
        assert stage.incidents.looks == 2
    async with stage._store.read() as tx:
        assert [event.device for event in await tx.device_events.latest(9)] == ["core"]


@pytest.fixture
def time_goes_on(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the keeper, to whom half a minute is a hundredth of a second."""
    begun, now = time.monotonic(), stage.world.now
    monkeypatch.setattr(stage.clock, "monotonic", lambda: now + time.monotonic() - begun)
    monkeypatch.setattr(ticket_keeper, "LONGEST_WAIT", 0.01)


@pytest.mark.usefixtures("time_goes_on")
async def test_where_all_is_well_and_nothing_is_waited_for_the_tickets_are_left_alone(stage: Stage):
    async with stage.kept(), stage.beating():
        for percent in (3, 4, 5):
            stage.lose(percent / 100)
            await stage.until(tells_of(f"{percent} %"))
        assert stage.incidents.looks == 1


@pytest.mark.usefixtures("time_goes_on")
async def test_so_they_are_though_a_device_left_the_inventory_in_the_middle_of_its_maintenance(stage: Stage):
    async with stage._store.begin() as tx:
        at = stage.clock.now()
        await tx.devices.save([DeviceStatus("gone", State.UP, at, "", maintenance=True)])
    async with stage._store.read() as tx:
        stored = await tx.devices.load()
    async with stage.kept(stored), stage.beating():
        for percent in (3, 4, 5):
            stage.lose(percent / 100)
            await stage.until(tells_of(f"{percent} %"))
        assert stage.incidents.looks == 1


@pytest.mark.usefixtures("time_goes_on")
async def test_while_somebody_is_silent_the_tickets_are_looked_at_again_and_again(stage: Stage):
    stage.world.city.noticed.add("core")
    async with stage.kept(), asyncio.timeout(PATIENCE):
        while stage.incidents.looks < 3:  # noqa: ASYNC110 - nothing tells of a look that finds nothing
            await asyncio.sleep(0.01)


@pytest.mark.usefixtures("time_goes_on")
async def test_a_row_says_of_a_device_that_it_flaps_no_longer_than_it_does(stage: Stage):
    track = stage.world.city.tracks["core"]
    track.flaps = restored(stage.clock.monotonic())
    stage.world.city.restless.add("core")
    async with stage.kept():
        await stage.until(lambda row: row is not None and row.flapping)
        track.flaps = CALM
        await stage.until(lambda row: row is not None and not row.flapping)
