"""One daemon for one database: two would send everything twice."""

import fcntl
import os
import socket
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from netwatch.store.address import Address
from netwatch.store.error import StoreError
from netwatch.store.fault import translating
from netwatch.store.sqlite_file import writing_remedy

DAEMON_LOCK = 0x6461656D6F6E  # "daemon"

_REMEDY = "stop it, or name another database"


class DaemonLock(Protocol):
    async def hold(self) -> None:
        """Takes the lock, or makes sure that it is still held. Raises StoreError naming who has it."""
        ...

    async def release(self) -> None: ...


def daemon_lock(address: Address, engine: AsyncEngine) -> DaemonLock:
    return PostgresLock(address, engine) if address.file is None else FileLock(address.file)


class FileLock:
    """A lock on `<database>.lock`, which goes with its process however that ends; it names the holder."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.lock")
        self._file: IO[str] | None = None

    async def hold(self) -> None:
        if self._file is None:
            self._file = _locked(self._path)

    async def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class PostgresLock:
    """An advisory lock of a session of its own, whose name in pg_stat_activity tells who holds it."""

    def __init__(self, address: Address, engine: AsyncEngine) -> None:
        self._address = address
        self._engine = engine
        self._session: AsyncConnection | None = None

    async def hold(self) -> None:
        if self._session is not None and await _lives(self._session):
            return
        await self.release()
        with translating(self._address):
            session = await self._engine.connect()
            try:
                await session.execution_options(isolation_level="AUTOCOMMIT")
                holder = await _take(session)
            except BaseException:
                await session.invalidate()
                raise
            if holder is None:
                self._session = session
                return
            await session.close()
        raise StoreError(self._address.place, f"another daemon uses it: {holder}", _REMEDY)

    async def release(self) -> None:
        if self._session is None:
            return
        session, self._session = self._session, None
        with translating(self._address):
            await session.invalidate()  # ending the session gives the lock back, whatever state it is in
            await session.close()


def _locked(path: Path) -> IO[str]:
    try:
        opened = path.open("a+", encoding="ascii", errors="replace")
    except OSError as error:
        remedy = writing_remedy(error, path.parent)
        raise StoreError(str(path), f"cannot be opened ({error.strerror})", remedy) from None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        opened.seek(0)
        holder = opened.read(200).strip() or "an unnamed process"
        opened.close()
        raise StoreError(str(path), f"another daemon uses this database: {holder}", _REMEDY) from None
    opened.truncate(0)
    opened.write(f"{_own_name()}\n")
    opened.flush()
    return opened


async def _take(session: AsyncConnection) -> str | None:
    """None when the lock was taken, else who holds it."""
    await session.execute(text("SELECT set_config('application_name', :name, false)"), {"name": _own_name()})
    taken = await session.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": DAEMON_LOCK})
    if taken.scalar_one():
        return None
    holder = await session.execute(
        text(
            "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid)"
            " WHERE locktype = 'advisory' AND granted AND classid = :high AND objid = :low"
        ),
        {"high": DAEMON_LOCK >> 32, "low": DAEMON_LOCK & 0xFFFFFFFF},
    )
    return str(holder.scalars().first() or "an unnamed process")


async def _lives(session: AsyncConnection) -> bool:
    try:
        await session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _own_name() -> str:
    return f"netwatch, process {os.getpid()} on {socket.gethostname()}"[:63]
