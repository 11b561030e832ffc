"""What the daemon writes every few seconds, for years: its heartbeat, and the rows of devices whose figures have moved.

A transaction through SQLAlchemy costs ten times what SQLite takes for this; here it is asked without.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import ScalarSelect, Table
from sqlalchemy.dialects import sqlite

from netwatch.core.status import DeviceStatus, MonitorStatus
from netwatch.store.address import Address
from netwatch.store.connection import upsert_of
from netwatch.store.devices import row_of as device_row_of
from netwatch.store.engine import SQLITE_PRAGMAS
from netwatch.store.fault import translating
from netwatch.store.monitor import SIGNS, Signs
from netwatch.store.monitor import row_of as monitor_row_of
from netwatch.store.schema import device_status, monitor
from netwatch.store.sqlite_driver import OneErrandConnection, Rows, connect
from netwatch.store.transaction import Transaction

_DIALECT = sqlite.dialect(paramstyle="qmark")

_T = TypeVar("_T")
Values = tuple[Any, ...]
Writes = tuple[str, list[Values]]
"""A statement, and the rows that it is run for."""


class Pulse(Protocol):
    """Each is a transaction of its own, and raises StoreUnavailable."""

    async def beat(self, status: MonitorStatus, readings: bytes, statuses: Iterable[DeviceStatus]) -> Signs:
        """As Monitor.beat, and Devices.save."""
        ...

    async def save(self, statuses: Iterable[DeviceStatus]) -> None:
        """As Devices.save."""
        ...

    async def close(self) -> None: ...


def pulse_of(
    address: Address, begin: Callable[[], AbstractAsyncContextManager[Transaction]], turn: asyncio.Lock
) -> Pulse:
    """`turn` is had by whoever writes."""
    return ServerPulse(begin) if address.file is None else FilePulse(address, address.file, turn)


class ServerPulse:
    """Like any other transaction."""

    def __init__(self, begin: Callable[[], AbstractAsyncContextManager[Transaction]]) -> None:
        self._begin = begin

    async def beat(self, status: MonitorStatus, readings: bytes, statuses: Iterable[DeviceStatus]) -> Signs:
        async with self._begin() as tx:
            await tx.devices.save(statuses)
            return await tx.monitor.beat(status, readings)

    async def save(self, statuses: Iterable[DeviceStatus]) -> None:
        async with self._begin() as tx:
            await tx.devices.save(statuses)

    async def close(self) -> None:
        """Nothing is held."""


class FilePulse:
    """A connection of its own; each is one errand to its thread."""

    def __init__(self, address: Address, file: Path, turn: asyncio.Lock) -> None:
        self._address = address
        self._file = file
        self._turn = turn
        self._connection: OneErrandConnection | None = None

    async def beat(self, status: MonitorStatus, readings: bytes, statuses: Iterable[DeviceStatus]) -> Signs:
        row = monitor_row_of(status, readings)
        upsert = _upsert(monitor, tuple(row), SIGNS)
        ((*signs,),) = await self._errand(partial(_beat, (upsert.statement, upsert.values(row)), _writes(statuses)))
        return Signs(*signs)

    async def save(self, statuses: Iterable[DeviceStatus]) -> None:
        if (writes := _writes(statuses)) is not None:
            await self._errand(partial(_save, writes))

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def _errand(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        async with self._turn:
            with translating(self._address):
                return await (await self._opened()).let(work)

    async def _opened(self) -> OneErrandConnection:
        if self._connection is None:
            connection = await connect(str(self._file), isolation_level=None)
            try:
                # Of what is written here the last may be lost in a power cut: by then the daemon has ended, too, and
                # the next one asks all devices anew. What others commit waits for the disk, and for all before it.
                for pragma in (*SQLITE_PRAGMAS, "synchronous=NORMAL"):
                    await connection.cursor().execute(f"PRAGMA {pragma}")
            except BaseException:
                await connection.close()
                raise
            self._connection = connection
        return self._connection


def _writes(statuses: Iterable[DeviceStatus]) -> Writes | None:
    if not (rows := [device_row_of(status) for status in statuses]):
        return None
    upsert = _upsert(device_status, tuple(rows[0]))
    return upsert.statement, [upsert.values(row) for row in rows]


def _beat(beat: tuple[str, Values], writes: Writes | None, connection: sqlite3.Connection) -> Rows:
    if writes is None:
        # alone, a statement is its own transaction
        return connection.execute(*beat).fetchall()
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        connection.executemany(*writes)
        return connection.execute(*beat).fetchall()


def _save(writes: Writes, connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        connection.executemany(*writes)


@dataclass(frozen=True, slots=True)
class _Upsert:
    """As SQLite's driver takes it, and what it gives for each row: by place, which is found faster than by name."""

    statement: str
    constants: dict[str, Any]
    places: tuple[tuple[str, Callable[[Any], Any] | None], ...]

    def values(self, row: dict[str, Any]) -> Values:
        known = self.constants | row
        return tuple([known[name] if process is None else process(known[name]) for name, process in self.places])


@cache
def _upsert(table: Table, names: tuple[str, ...], returning: tuple[ScalarSelect[Any], ...] = ()) -> _Upsert:
    compiled = upsert_of(table, names, returning, sqlite=True).compile(dialect=_DIALECT, column_keys=names)
    constants = {name: value for name, value in compiled.params.items() if name not in names}
    processors = {name: table.c[name].type.dialect_impl(_DIALECT).bind_processor(_DIALECT) for name in names}
    places = tuple((name, processors.get(name)) for name in compiled.positiontup or ())
    return _Upsert(str(compiled), constants, places)
