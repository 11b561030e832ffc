"""The database as the rest of the house sees it: transactions, the workers' queue, the daemon's lock."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Self

from sqlalchemy.ext.asyncio import AsyncEngine

from netwatch.core.status import DeviceStatus, MonitorStatus
from netwatch.store.address import Address, parse_address
from netwatch.store.connection import transaction
from netwatch.store.engine import create_engine
from netwatch.store.lock import daemon_lock
from netwatch.store.migrate import Age, require_current, schema_age
from netwatch.store.monitor import Signs
from netwatch.store.outbox_queue import OutboxQueue
from netwatch.store.pulse import pulse_of
from netwatch.store.sqlite_file import require_usable
from netwatch.store.transaction import Transaction


class Store:
    """An open database. Every method, and each of a transaction's, raises StoreError or StoreUnavailable."""

    def __init__(self, address: Address, engine: AsyncEngine) -> None:
        self._address = address
        self._engine = engine
        self._lock = daemon_lock(address, engine)
        self._turn = asyncio.Lock()
        self._writer: asyncio.Task[object] | None = None
        self._pulse = pulse_of(address, self.begin, self._turn)
        self.outbox = OutboxQueue(self.begin, self.read)

    @classmethod
    async def open(cls, url: str) -> Self:
        """`url`: `sqlite:////folder/file.db` or `postgresql+psycopg://user@host/database`.

        Raises StoreError: no such folder, not writable, not a database, schema of another version, no server.
        """
        address = parse_address(url)
        if address.file is not None:
            require_usable(address.file)
        engine = create_engine(address)
        try:
            require_current(await schema_age(engine, address), address)
        except BaseException:
            await engine.dispose()
            raise
        return cls(address, engine)

    async def close(self) -> None:
        """Gives back the daemon's lock and all connections."""
        try:
            await self._lock.release()
            await self._pulse.close()
        finally:
            await self._engine.dispose()

    async def schema_is_current(self) -> bool:
        """False once another version of netwatch has migrated the database under this one."""
        return await schema_age(self._engine, self._address) is Age.CURRENT

    async def hold_lock(self) -> None:
        """Makes this the only daemon on the database, until close(); again makes sure that it still is.

        Raises StoreError naming the daemon that has it.
        """
        await self._lock.hold()

    async def beat(self, status: MonitorStatus, readings: bytes, rows: Sequence[DeviceStatus] = ()) -> Signs:
        """`readings`: those of all devices, packed; `rows`: what has changed of devices, written with them or not at
        all."""
        return await self._pulse.beat(status, readings, rows)

    async def save_statuses(self, statuses: Iterable[DeviceStatus]) -> None:
        """Writes these devices' rows and nothing else, for a small part of what a transaction costs."""
        await self._pulse.save(statuses)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        """One write transaction: committed at the end, rolled back on an exception. One at a time."""
        if self._writer is not None and self._writer is asyncio.current_task():
            raise RuntimeError("begin() inside begin() would wait for itself; pass the transaction on")
        # in SQLite's own queue nobody has a turn: whoever polls at the right moment gets in
        async with self._turn:
            self._writer = asyncio.current_task()
            try:
                async with transaction(self._engine, self._address, writes=True) as connection:
                    yield Transaction(connection)
            finally:
                self._writer = None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A snapshot: all reads in it see the same moment. Raises RuntimeError for a write."""
        async with transaction(self._engine, self._address, writes=False) as connection:
            yield Transaction(connection)
