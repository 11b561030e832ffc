"""One transaction on the database, the same on SQLite and PostgreSQL, whose errors tell no secrets."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Executable, Row, ScalarSelect, Table, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql.expression import UpdateBase

from netwatch.store.address import Address
from netwatch.store.engine import WRITES
from netwatch.store.fault import translating

WRITER_LOCK = 0x6E65747761746368  # "netwatch"

Values = Mapping[str, Any]


class Connection:
    """What the aggregates speak to. Every method raises StoreError or StoreUnavailable."""

    def __init__(self, raw: AsyncConnection, address: Address, writes: bool) -> None:
        self._raw = raw
        self._address = address
        self._writes = writes

    async def execute(self, statement: Executable) -> CursorResult[Any]:
        self._permit(statement)
        with translating(self._address):
            return await self._raw.execute(statement)

    async def execute_many(self, statement: Executable, rows: Iterable[Values]) -> None:
        """Once for each row; without rows nothing happens."""
        self._permit(statement)
        if values := [dict(row) for row in rows]:
            with translating(self._address):
                await self._raw.execute(statement, values)

    async def upsert(self, table: Table, rows: Iterable[Values]) -> None:
        """Inserts rows, or updates those whose primary key is there with what the row gives."""
        values = [dict(row) for row in rows]
        if not values:
            return
        await self.execute_many(upsert_of(table, tuple(values[0]), (), sqlite=self._address.is_sqlite), values)

    async def upsert_one(self, table: Table, row: Values, returning: tuple[ScalarSelect[Any], ...]) -> Row[Any]:
        """`returning`: what the same statement is to tell besides."""
        statement = upsert_of(table, tuple(row), returning, sqlite=self._address.is_sqlite)
        self._permit(statement)
        with translating(self._address):
            return (await self._raw.execute(statement, dict(row))).one()

    async def stream(self, statement: Executable) -> AsyncIterator[Row[Any]]:
        """The rows one after the other, never all in memory."""
        self._permit(statement)
        with translating(self._address):
            async with self._raw.stream(statement) as result:
                async for row in result:
                    yield row

    def _permit(self, statement: Executable) -> None:
        if statement.is_dml and not self._writes:
            raise RuntimeError("a write inside store.read(); use store.begin()")


@cache
def upsert_of(
    table: Table, names: tuple[str, ...], returning: tuple[ScalarSelect[Any], ...], *, sqlite: bool
) -> UpdateBase:
    """Made once for each table and choice of columns: making it costs more than writing a row."""
    insert = sqlite_insert(table) if sqlite else postgresql_insert(table)
    keys = [column.name for column in table.primary_key]
    changes = {name: insert.excluded[name] for name in names if name not in keys}
    upsert = insert.on_conflict_do_update(index_elements=keys, set_=changes)
    return upsert.returning(*returning) if returning else upsert


@asynccontextmanager
async def transaction(
    engine: AsyncEngine, address: Address, *, writes: bool
) -> AsyncIterator[Connection]:
    """Committed at the end, rolled back on an exception.

    `writes`: no other writer, of this process or another, is between its first statement and its end meanwhile.
    Without it: every read sees the database as it was at the first.
    """
    with translating(address):
        async with engine.connect() as raw:
            if address.is_sqlite:
                await raw.execution_options(**{WRITES: writes})
            elif not writes:
                await raw.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            async with raw.begin():
                if writes and not address.is_sqlite:
                    # as SQLite has it: what holds for one database holds for the other
                    await raw.execute(select(func.pg_advisory_xact_lock(WRITER_LOCK)))
                yield Connection(raw, address, writes)
