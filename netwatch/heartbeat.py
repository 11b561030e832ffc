"""The daemon's sign of life; with it comes what others have left in the database for it."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import structlog

from netwatch.common_moment import common_moment
from netwatch.core.readings import Readings
from netwatch.core.status import DeviceStatus, MonitorStatus
from netwatch.store.error import StoreError, StoreUnavailable
from netwatch.store.monitor import Signs
from netwatch.store.readings import pack
from netwatch.store.store import Store

log = structlog.get_logger("netwatch")

BEAT = 4.0
"""Seconds between two heartbeats: `status` is to be at the most 5 s behind. Within them is noticed what a command has
changed; tickets need not wait for that, for each look at them reads what is planned."""


class Rows(Protocol):
    """The devices' rows that are behind what is known, as TicketKeeper has them."""

    @property
    def is_behind(self) -> bool: ...

    def portion(self) -> AbstractAsyncContextManager[Sequence[DeviceStatus]]: ...


class Heartbeat:
    """`heed(before, now)` is called when the signs have changed since the last beat, of which there were none before
    the first; `lost` when another daemon has the database."""

    def __init__(
        self,
        store: Store,
        status: Callable[[], MonitorStatus],
        readings: Callable[[], Readings],
        rows: Rows,
        heed: Callable[[Signs, Signs], None],
        lost: Callable[[], None],
    ) -> None:
        self._store = store
        self._status = status
        self._readings = readings
        self._rows = rows
        self._heed = heed
        self._lost = lost
        self._signs = Signs()
        self._begun_at: float | None = None

    async def run(self) -> None:
        """Writes that the daemon lives, all readings and the rows that are behind."""
        while True:
            self._begun_at = asyncio.get_running_loop().time()
            try:
                # first, for whoever has lost the database would write over what the other daemon knows
                if await self._holds_lock():
                    await self._beat()
            except StoreUnavailable:
                log.warning("heartbeat or devices' rows not written, the database is away")
            finally:
                self._begun_at = None
            await common_moment(BEAT)

    @property
    def held_for(self) -> float:
        """Seconds for which the beat that is under way has taken; 0 between two."""
        return 0.0 if self._begun_at is None else asyncio.get_running_loop().time() - self._begun_at

    async def _beat(self) -> None:
        async with self._rows.portion() as rows:
            signs = await self._store.beat(self._status(), pack(self._readings()), rows)
        before, self._signs = self._signs, signs
        if signs != before:
            self._heed(before, signs)
        while self._rows.is_behind:
            await asyncio.sleep(0)
            async with self._rows.portion() as rows:
                await self._store.save_statuses(rows)

    async def _holds_lock(self) -> bool:
        try:
            await self._store.hold_lock()
            return True
        except StoreUnavailable:
            raise
        except StoreError as lost:
            log.error("another daemon has the database, this one ends", problem=str(lost))
            self._lost()
            return False
