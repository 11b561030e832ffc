"""SQLite's connection for SQLAlchemy, with one errand to its thread a statement.

Each errand wakes two threads and costs a turn of the event loop, which is more than most statements do. aiosqlite alone
runs four for one: for a cursor, for the statement, for its rows, and for the end of the cursor.
"""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Self, TypeVar

from aiosqlite import Connection

AT_ONCE = 256
"""Rows that come with their statement. Whoever streams a large table gets the rest in pieces."""

_T = TypeVar("_T")
Rows = list[tuple[Any, ...]]


class OneErrandConnection(Connection):
    """`begin_with` is said together with the next statement: before that nobody sees anything of the database."""

    begin_with: str | None = None
    _is_begun = False

    def cursor(self) -> "OneErrandCursor":  # type: ignore[override]
        return OneErrandCursor(self)

    async def errand(self, work: Callable[[], _T]) -> _T:
        """Calls it in the connection's thread, after all that was asked for before."""
        done: _T = await self._execute(work)  # type: ignore[no-untyped-call]
        return done

    async def let(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """As `errand`, with SQLite's own connection, outside of the transaction that was asked for."""
        return await self.errand(partial(work, self._conn))

    async def run(self, work: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> "Ran":
        """A statement with its first rows, in the transaction that was asked for."""
        begin_with, self.begin_with = self.begin_with, None
        self._is_begun |= begin_with is not None
        return await self.errand(partial(_run, self._conn, begin_with, work))

    async def commit(self) -> None:
        if self._was_begun():
            await super().commit()

    async def rollback(self) -> None:
        if self._was_begun():
            await super().rollback()

    def _was_begun(self) -> bool:
        was_begun, self._is_begun, self.begin_with = self._is_begun, False, None
        return was_begun


@dataclass(frozen=True, slots=True)
class Ran:
    """`more` holds the rows that did not come with it, None when all did."""

    description: Any
    rows: Rows
    rowcount: int
    lastrowid: int | None
    more: sqlite3.Cursor | None


class OneErrandCursor:
    """What SQLAlchemy asks of an asynchronous driver's cursor; one statement each."""

    arraysize = 1

    def __init__(self, connection: OneErrandConnection) -> None:
        self._connection = connection
        self._ran = Ran(None, [], -1, None, None)

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        return self._ran.description

    @property
    def rowcount(self) -> int:
        return self._ran.rowcount if self._ran.more is None else self._ran.more.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._ran.lastrowid

    async def execute(self, statement: str, values: Any = ()) -> Self:
        self._ran = await self._connection.run(lambda connection: connection.execute(statement, values))
        return self

    async def executemany(self, statement: str, rows: Iterable[Any]) -> Self:
        self._ran = await self._connection.run(lambda connection: connection.executemany(statement, rows))
        return self

    async def fetchall(self) -> Rows:
        rows, more = self._take(AT_ONCE), self._ran.more
        return rows if more is None else rows + await self._connection.errand(more.fetchall)

    async def fetchmany(self, size: int = AT_ONCE) -> Rows:
        """At most `size`, and none only when there are no more."""
        rows, more = self._take(size), self._ran.more
        return rows if rows or more is None else await self._connection.errand(partial(more.fetchmany, size))

    async def close(self) -> None:
        if self._ran.more is not None:
            await self._connection.errand(self._ran.more.close)

    def _take(self, most: int) -> Rows:
        rows = self._ran.rows[:most]
        del self._ran.rows[:most]
        return rows


async def connect(file: str, **options: Any) -> OneErrandConnection:
    """`options` are those of sqlite3.connect()."""
    connection = OneErrandConnection(partial(sqlite3.connect, file, **options), AT_ONCE)
    # A connection that nobody has closed is not to hold up the end of the process.
    connection._thread.daemon = True
    await connection
    return connection


def _run(
    connection: sqlite3.Connection, begin_with: str | None, work: Callable[[sqlite3.Connection], sqlite3.Cursor]
) -> Ran:
    if begin_with is not None:
        connection.execute(begin_with)
    cursor = work(connection)
    rows = [] if cursor.description is None else cursor.fetchmany(AT_ONCE)
    is_all = len(rows) < AT_ONCE
    ran = Ran(cursor.description, rows, cursor.rowcount, cursor.lastrowid, None if is_all else cursor)
    if is_all:
        cursor.close()
    return ran
