"""What a driver's exception means for whoever runs netwatch.

The driver's own text is shown for a failed connection only: after a statement PostgreSQL's holds the row that
was refused, and so citizens' data.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeGuard

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from netwatch.store.address import Address
from netwatch.store.error import StoreError, StoreUnavailable

if TYPE_CHECKING:
    import psycopg

_SQLITE = {
    sqlite3.SQLITE_PERM: ("no permission", "let netwatch's user write to the file and its folder"),
    sqlite3.SQLITE_BUSY: ("locked by another process", "end the process that holds it"),
    sqlite3.SQLITE_LOCKED: ("locked by another process", "end the process that holds it"),
    sqlite3.SQLITE_NOMEM: ("out of memory", "free memory on this machine"),
    sqlite3.SQLITE_READONLY: ("not writable", "let netwatch's user write to the file and its folder"),
    sqlite3.SQLITE_IOERR: ("the disk fails to read or write", "look into the kernel's log (dmesg)"),
    sqlite3.SQLITE_CORRUPT: ("the file is damaged", "put back the latest backup"),
    sqlite3.SQLITE_FULL: ("no space left", "free space on the disk"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "check that file and folder exist and are writable"),
    sqlite3.SQLITE_NOTADB: ("not an SQLite database", "name another file, or move this one away"),
}

_POSTGRESQL = {
    "08": ("the connection is lost", "check the server and the way to it"),
    "25006": ("the server is read-only", "name the primary server, not a standby"),
    "28": ("the server does not let this user in", "check user and password, and pg_hba.conf"),
    "3D000": ("there is no such database", "create it with createdb"),
    "40": ("the transaction was in another's way", "nothing to do: it is tried again"),
    "42501": ("no permission", "let netwatch's user own the database"),
    "53": ("out of disk, memory or connections", "see the server's log"),
    "55P03": ("locked by another process", "end the process that holds it"),
    "57": ("the server is shutting down or starting up", "wait for it, or start it"),
    "58": ("the server's disk fails", "see the server's log"),
}


@contextmanager
def translating(address: Address) -> Iterator[None]:
    """Turns the database's exceptions into StoreError; lets others through, such as a value's ValueError."""
    failure: BaseException
    try:
        yield
    except DBAPIError as error:
        failure = explain(error, address)
    except StatementError as error:
        failure = error.orig or explain(error, address)
    except SQLAlchemyError as error:
        failure = explain(error, address)
    except sqlite3.Error as error:
        failure = _sqlites(error, address) or _refused(error, address)
    else:
        return
    raise failure from None


def explain(error: SQLAlchemyError, address: Address) -> StoreError:
    place = address.place
    if isinstance(error, PoolTimeout):
        return StoreUnavailable(place, "all connections are busy", "nothing to do: it is tried again")
    if not isinstance(error, DBAPIError):
        return StoreError(place, f"{type(error).__name__} in a statement", "please report this as a fault")
    cause = error.orig
    if isinstance(cause, sqlite3.Error) and (unavailable := _sqlites(cause, address)) is not None:
        return unavailable
    if _is_postgresqls(cause):
        state = cause.sqlstate or ""
        known = _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
        if known:
            return StoreUnavailable(place, *known)
        if error.statement is None and not state:
            return StoreUnavailable(place, _first_line(cause, address), "check the server and the way to it")
    if error.connection_invalidated:
        return StoreUnavailable(place, *_POSTGRESQL["08"])
    return _refused(cause, address)


def _sqlites(cause: sqlite3.Error, address: Address) -> StoreUnavailable | None:
    known = _SQLITE.get(getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF)
    return StoreUnavailable(address.place, *known) if known else None


def _refused(cause: BaseException | None, address: Address) -> StoreError:
    return StoreError(address.place, f"refused a statement ({_name(cause)})", "please report this as a fault")


def _is_postgresqls(cause: BaseException | None) -> "TypeGuard[psycopg.Error]":
    """Asked without loading the driver, which takes 9 MB: whoever raises its errors has loaded it."""
    driver = sys.modules.get("psycopg")
    return driver is not None and isinstance(cause, driver.Error)


def _first_line(cause: "psycopg.Error", address: Address) -> str:
    text = str(cause).strip().partition("\n")[0] or type(cause).__name__
    secrets = [str(address.url.password or ""), *map(str, address.url.normalized_query.get("password", ()))]
    for secret in filter(None, secrets):
        text = text.replace(secret, "***")
    return text


def _name(cause: BaseException | None) -> str:
    """The kind of refusal, with the constraint where there is one: never a value."""
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorname", type(cause).__name__)
    if _is_postgresqls(cause):
        constraint = cause.diag.constraint_name
        return " ".join(filter(None, [type(cause).__name__, constraint]))
    return type(cause).__name__
