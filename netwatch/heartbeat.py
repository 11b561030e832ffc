"""The daemon's sign of life; with it comes what others have left in the database for it."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import structlog

from netwatch.common_moment import common_moment
from netwatch.core.readings import Readings
from netwatch.core.status import DeviceStatus, MonitorStatus
from netwatch.sdnotify import Notifier
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
        notifier: Notifier,
        status: Callable[[], MonitorStatus],
        readings: Callable[[], Readings],
        rows: Rows,
        heed: Callable[[Signs, Signs], None],
        lost: Callable[[], None],
    ) -> None:
        self._store = store
        self._notifier = notifier
        self._status = status
        self._readings = readings
        self._rows = rows
        self._heed = heed
        self._lost = lost
        self._signs = Signs()

    async def run(self) -> None:
        """Writes that the daemon lives, all readings and the rows that are behind, and tells the service manager's
        watchdog."""
        while True:
            self._notifier.tell("WATCHDOG=1")
            try:
                await self._beat()
                await self._hold_lock()
            except StoreUnavailable:
                log.warning("heartbeat or devices' rows not written, the database is away")
            await common_moment(BEAT)

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

    async def _hold_lock(self) -> None:
        try:
            await self._store.hold_lock()
        except StoreUnavailable:
            raise
        except StoreError as lost:
            log.error("another daemon has the database, this one ends", problem=str(lost))
            self._lost()
