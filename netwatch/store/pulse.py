"""The daemon's heartbeat on its way into the database: one statement, every few seconds, for years.

A transaction through SQLAlchemy costs ten times what SQLite takes for this; here it is asked without.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.dialects import sqlite

from netwatch.core.status import MonitorStatus
from netwatch.store.address import Address
from netwatch.store.connection import upsert_of
from netwatch.store.engine import SQLITE_PRAGMAS
from netwatch.store.fault import translating
from netwatch.store.monitor import SIGNS, Signs, row_of
from netwatch.store.schema import monitor as table
from netwatch.store.sqlite_driver import OneErrandConnection, connect
from netwatch.store.transaction import Transaction

_DIALECT = sqlite.dialect(paramstyle="named")


class Pulse(Protocol):
    async def beat(self, status: MonitorStatus, readings: bytes) -> Signs:
        """As Monitor.beat, in a transaction of its own. Raises StoreUnavailable."""
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

    async def beat(self, status: MonitorStatus, readings: bytes) -> Signs:
        async with self._begin() as tx:
            return await tx.monitor.beat(status, readings)

    async def close(self) -> None:
        """Nothing is held."""


class FilePulse:
    """A connection of its own, on which the statement is its own transaction."""

    def __init__(self, address: Address, file: Path, turn: asyncio.Lock) -> None:
        self._address = address
        self._file = file
        self._turn = turn
        self._connection: OneErrandConnection | None = None

    async def beat(self, status: MonitorStatus, readings: bytes) -> Signs:
        statement, values = _written_out(row_of(status, readings))
        async with self._turn:
            with translating(self._address):
                if self._connection is None:
                    self._connection = await _opened(self._file)
                ((*signs,),) = (await self._connection.run(lambda c: c.execute(statement, values))).rows
        return Signs(*signs)

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None


async def _opened(file: Path) -> OneErrandConnection:
    connection = await connect(str(file), isolation_level=None)
    for pragma in SQLITE_PRAGMAS:
        await connection.cursor().execute(f"PRAGMA {pragma}")
    return connection


def _written_out(row: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The statement and its values, as SQLite's driver takes them."""
    statement, constants, processors = _compiled(tuple(row))
    return statement, constants | {name: processors[name](value) for name, value in row.items()}


@cache
def _compiled(names: tuple[str, ...]) -> tuple[str, dict[str, Any], dict[str, Callable[[Any], Any]]]:
    compiled = upsert_of(table, names, SIGNS, sqlite=True).compile(dialect=_DIALECT, column_keys=names)
    constants = {name: value for name, value in compiled.params.items() if name not in names}
    processors = {name: table.c[name].type.dialect_impl(_DIALECT).bind_processor(_DIALECT) for name in names}
    return str(compiled), constants, {name: found or _as_it_is for name, found in processors.items()}


def _as_it_is(value: Any) -> Any:
    return value
