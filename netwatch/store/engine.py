"""Connections to either database, set up so that a commit survives a power cut."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import await_only

from netwatch.store.address import Address
from netwatch.store.sqlite_driver import OneErrandConnection, connect

WRITES = "netwatch_writes"
"""Execution option of a connection whose transaction is going to write."""

_BUSY_TIMEOUT_MS = 10_000
_TRY_EVERY = 0.02
SQLITE_PRAGMAS = (
    f"busy_timeout={_BUSY_TIMEOUT_MS}",  # first: the others may have to wait too
    "journal_mode=WAL",
    "synchronous=FULL",  # WAL with NORMAL may lose the last commits in a power cut
)

# a server that vanishes without a word is noticed within about half a minute
_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


def create_engine(address: Address, *, foreign_keys: bool = True) -> AsyncEngine:
    """No connection is made yet. `foreign_keys` False: SQLite lets a migration rebuild tables."""
    return _sqlite(address, foreign_keys) if address.is_sqlite else _postgresql(address)


def _sqlite(address: Address, foreign_keys: bool) -> AsyncEngine:
    engine = create_async_engine(address.url, hide_parameters=True, connect_args={"async_creator_fn": connect})
    pragmas = (*SQLITE_PRAGMAS, f"foreign_keys={'ON' if foreign_keys else 'OFF'}")

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # the driver would begin a transaction too late: before the first write, not before the first read
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            _insist(partial(cursor.execute, f"PRAGMA {pragma}"))
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # a deferred transaction that turns to writing fails at once when another has written since
        writes = connection.get_execution_options().get(WRITES, False)
        driver = connection.connection.driver_connection
        assert isinstance(driver, OneErrandConnection)
        driver.begin_with = "BEGIN IMMEDIATE" if writes else "BEGIN"

    return engine


def _insist(run: Callable[[], object]) -> None:
    """For as long as others would be waited for. Of two who make a new file a WAL one at the same moment SQLite refuses
    one at once, however patient it was told to be."""
    until = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            run()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
        await_only(asyncio.sleep(_TRY_EVERY))


def _postgresql(address: Address) -> AsyncEngine:
    options = " ".join(address.url.normalized_query.get("options", ()))
    return create_async_engine(
        address.url.difference_update_query(["options"]),
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={
            "application_name": "netwatch",
            **{name: value for name, value in _PATIENCE.items() if name not in address.url.query},
            "options": f"{options} -c timezone=UTC -c lock_timeout={_BUSY_TIMEOUT_MS}".strip(),
        },
    )
