"""A copy of the database, whole and consistent, while the daemon goes on writing; and the way back to it."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from netwatch.store.address import parse_address
from netwatch.store.error import StoreError
from netwatch.store.lock import FileLock
from netwatch.store.sqlite_file import HEADER, create_file, require_usable


async def backup(url: str, path: Path) -> None:
    """Writes a copy to `path`, which must not exist yet; it appears there only when it is complete.

    Raises StoreError, on PostgreSQL always: its own tool does this better.
    """
    address = parse_address(url)
    if address.file is None:
        raise StoreError(
            address.place, "a PostgreSQL database is copied with its own tool",
            f"run: pg_dump --format=custom --file={path} {address.url.database or ''}".rstrip(),
        )
    await asyncio.to_thread(_copy, address.file, path)


async def restore(url: str, path: Path) -> None:
    """Makes the database what the copy in `path` is, in one transaction of SQLite's. The copy may be of any version.

    Raises StoreError while a daemon uses the database, and on PostgreSQL always.
    """
    address = parse_address(url)
    if address.file is None:
        raise StoreError(
            address.place, "a PostgreSQL database is put back with its own tool",
            f"run: pg_restore --clean --dbname={address.url.database or ''} {path}",
        )
    lock = FileLock(address.file)
    await lock.hold()
    try:
        await asyncio.to_thread(_put_back, path, address.file)
    finally:
        await lock.release()


def _put_back(path: Path, target: Path) -> None:
    _require_copy(path)
    create_file(target)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy, closing(
            sqlite3.connect(target)
        ) as database:
            verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
            if verdict == "ok":
                copy.backup(database)
    except sqlite3.Error as error:
        raise StoreError(str(target), f"cannot be put back ({error})", "free space, or look into the copy") from None
    if verdict != "ok":
        raise StoreError(str(path), "this copy is damaged", "take another one")


def _require_copy(path: Path) -> None:
    """It is only read: a copy may belong to somebody else."""
    try:
        with path.open("rb") as opened:
            header = opened.read(len(HEADER))
    except OSError as error:
        raise StoreError(
            str(path), f"cannot be read ({error.strerror})", "name a copy that `netwatch db backup` made"
        ) from None
    if header != HEADER:
        raise StoreError(str(path), "is not an SQLite database", "name a copy that `netwatch db backup` made")


def _copy(source: Path, path: Path) -> None:
    require_usable(source)
    if path.exists():
        raise StoreError(str(path), "exists already", "name another file")
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    create_file(unfinished)
    try:
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(unfinished)) as copy:
            # in one go, for in portions it would start anew with every commit; in WAL nobody waits for it
            original.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
            verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
        if verdict != "ok":
            raise StoreError(str(source), "the copy of it is damaged", "look into the kernel's log (dmesg)")
        _flush(unfinished)
        unfinished.rename(path)
        _flush(path.parent)
    except (sqlite3.Error, OSError) as error:
        problem = f"the copy failed ({error})"
        raise StoreError(str(path), problem, "free space, or name another place") from None
    finally:
        unfinished.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
