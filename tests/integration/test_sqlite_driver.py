"""SQLite's driver keeps what a driver promises, with one errand to its thread a statement."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from netwatch.store.sqlite_driver import AT_ONCE, OneErrandConnection, connect

NUMBERS = f"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {AT_ONCE * 3}) SELECT x FROM n"
MANY = list(range(1, AT_ONCE * 3 + 1))


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[OneErrandConnection]:
    opened = await connect(str(tmp_path / "a.db"), isolation_level=None)
    await opened.cursor().execute("CREATE TABLE t (x INTEGER PRIMARY KEY)")
    yield opened
    await opened.close()


@pytest.fixture
def errands(connection: OneErrandConnection, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the thread is asked to do from now on."""
    asked: list[object] = []
    put = connection._tx.put_nowait

    class Queue:
        def put_nowait(self, errand: tuple[object, object]) -> None:
            asked.append(errand[1])
            put(errand)  # type: ignore[arg-type]

    monkeypatch.setattr(connection, "_tx", Queue())
    return asked


async def _all(connection: OneErrandConnection) -> list[int]:
    cursor = await connection.cursor().execute("SELECT x FROM t ORDER BY x")
    return [x for (x,) in await cursor.fetchall()]


async def test_a_transaction_of_one_statement_is_two_errands(
    connection: OneErrandConnection, errands: list[object]
):
    connection.begin_with = "BEGIN IMMEDIATE"
    cursor = await connection.cursor().execute("INSERT INTO t VALUES (?), (?) RETURNING x", (4, 7))
    assert await cursor.fetchall() == [(4,), (7,)]
    await cursor.close()
    assert cursor.rowcount == 2
    assert [column[0] for column in cursor.description] == ["x"]
    await connection.commit()
    assert len(errands) == 2
    assert await _all(connection) == [4, 7]


async def test_a_transaction_of_no_statement_is_no_errand(connection: OneErrandConnection, errands: list[object]):
    for end in (connection.commit, connection.rollback):
        connection.begin_with = "BEGIN IMMEDIATE"
        await end()
    assert not errands
    await connection.cursor().execute("INSERT INTO t VALUES (1)")
    assert not connection.in_transaction


async def test_what_was_rolled_back_is_gone(connection: OneErrandConnection):
    connection.begin_with = "BEGIN"
    await connection.cursor().executemany("INSERT INTO t VALUES (?)", [(1,), (2,)])
    await connection.rollback()
    assert await _all(connection) == []


async def test_a_refused_statement_leaves_its_transaction_to_be_ended(connection: OneErrandConnection):
    connection.begin_with = "BEGIN"
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await connection.cursor().execute("SELECT * FROM elsewhere")
    assert connection.in_transaction
    await connection.rollback()
    assert not connection.in_transaction


async def test_more_rows_than_come_at_once_all_come(connection: OneErrandConnection):
    cursor = await connection.cursor().execute(NUMBERS)
    assert [x for (x,) in await cursor.fetchall()] == MANY


async def test_rows_are_streamed_in_pieces(connection: OneErrandConnection, errands: list[object]):
    cursor = await connection.cursor().execute(NUMBERS)
    pieces = []
    while piece := await cursor.fetchmany(100):
        assert len(piece) <= 100
        pieces += [x for (x,) in piece]
    await cursor.close()
    assert pieces == MANY
    assert len(errands) > len(MANY) // AT_ONCE
