"""The daemon's sign of life, and what it brings back of what other processes have done."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwatch import heartbeat
from netwatch.core.maintenance import Window
from netwatch.core.message import Draft, Kind, Message, Recipient
from netwatch.core.readings import Readings
from netwatch.core.status import DeviceStatus, MonitorStatus
from netwatch.heartbeat import Heartbeat
from netwatch.store.error import StoreError, StoreUnavailable
from netwatch.store.monitor import Signs
from netwatch.store.store import Store

PATIENCE = 60.0
HOUR = timedelta(hours=1)


class NoRows:
    """Nobody is behind."""

    is_behind = False

    @asynccontextmanager
    async def portion(self) -> AsyncIterator[Sequence[DeviceStatus]]:
        yield ()


class Stage:
    """A heart that beats fast; `heeded` has the signs it told of."""

    def __init__(self, store: Store) -> None:
        self.heeded: asyncio.Queue[Signs] = asyncio.Queue()
        self.lost = asyncio.Event()
        self.started_at = datetime.now(UTC)
        self.probed_at = 0.0
        self.heart = Heartbeat(
            store,
            self._status,
            self._readings,
            NoRows(),
            lambda _, now: self.heeded.put_nowait(now),
            self.lost.set,
        )

    def _status(self) -> MonitorStatus:
        return MonitorStatus(4711, self.started_at, datetime.now(UTC), isolated=False)

    def _readings(self) -> Readings:
        self.probed_at += 1.0
        return Readings(("rt",), (self.probed_at,), (0.01,), (0.0,))

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.heart.run())
        try:
            async with asyncio.timeout(PATIENCE):
                yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def stage(store: Store, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(heartbeat, "BEAT", 0.05)
    return Stage(store)


async def test_what_another_process_has_left_is_told_of(stage: Stage, store: Store, database_url: str):
    now = datetime.now(UTC)
    other = await Store.open(database_url)
    async with stage.beating():
        async with other.begin() as tx:
            await tx.maintenance.add(Window("", now, now + HOUR, ("rt",), (), by="budi@server", added_at=now))
        assert await stage.heeded.get() == Signs(planned=1)
        async with other.begin() as tx:
            await tx.outbox.put([Draft(Recipient("console", 7, "Ani"), Kind.REPLY, Message("x"))], now)
        assert await stage.heeded.get() == Signs(planned=1, queued=1)
    await other.close()


async def test_status_stays_fresh(stage: Stage, store: Store):
    seen = set()
    async with stage.beating():
        while len(seen) < 3:
            async with store.read() as tx:
                found = await tx.monitor.load()
            if found is not None:
                seen.add((found[0].heartbeat_at, found[1]["rt"].last_probe_at))
            await asyncio.sleep(0.01)
    assert len({probed_at for _, probed_at in seen}) > 1


async def test_a_database_that_is_away_stops_no_heart(
    stage: Stage, store: Store, monkeypatch: pytest.MonkeyPatch
):
    beat, away = store.beat, [StoreUnavailable("here", "locked", "wait")] * 2

    async def beat_later(status: MonitorStatus, readings: bytes, rows: Sequence[DeviceStatus]) -> Signs:
        if away:
            raise away.pop()
        return replace(await beat(status, readings, rows), queued=5)

    monkeypatch.setattr(store, "beat", beat_later)
    async with stage.beating():
        assert await stage.heeded.get() == Signs(queued=5)
    assert not away
    assert not stage.lost.is_set()


async def test_a_database_that_another_daemon_has_taken_is_told_and_not_written_to(
    stage: Stage, store: Store, monkeypatch: pytest.MonkeyPatch
):
    async def taken() -> None:
        raise StoreError("here", "another daemon uses it", "stop it")

    monkeypatch.setattr(store, "hold_lock", taken)
    async with stage.beating():
        for _ in range(2):
            await stage.lost.wait()
            stage.lost.clear()
    async with store.read() as tx:
        assert await tx.monitor.load() is None


async def test_how_long_a_beat_has_been_under_way_is_known(
    stage: Stage, store: Store, monkeypatch: pytest.MonkeyPatch
):
    beat, begun, goes_on = store.beat, asyncio.Event(), asyncio.Event()

    async def held(*arguments: object) -> Signs:
        begun.set()
        await goes_on.wait()
        return replace(await beat(*arguments), queued=5)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "beat", held)
    assert stage.heart.held_for == 0.0
    async with stage.beating():
        await begun.wait()
        first = stage.heart.held_for
        await asyncio.sleep(0.01)
        assert stage.heart.held_for >= first + 0.009
        goes_on.set()
        await stage.heeded.get()
        while stage.heart.held_for:  # noqa: ASYNC110 - nothing tells of the end of a beat
            await asyncio.sleep(0)


async def test_a_beat_that_is_refused_does_not_tell_of_another_daemon(
    stage: Stage, store: Store, monkeypatch: pytest.MonkeyPatch
):
    async def refused(*arguments: object) -> Signs:
        raise StoreError("here", "refused a statement", "please report this as a fault")

    monkeypatch.setattr(store, "beat", refused)
    with pytest.raises(StoreError, match="refused"):
        await stage.heart.run()
    assert not stage.lost.is_set()
