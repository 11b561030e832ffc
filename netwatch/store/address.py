"""Where the database is, told apart from the secrets in its URL."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from netwatch.store.error import StoreError

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
_EXAMPLES = "write sqlite:////var/lib/netwatch/netwatch.db or postgresql+psycopg://user@host/netwatch"


@dataclass(frozen=True, slots=True)
class Address:
    """`place` names the database in messages. `file` is SQLite's, None on PostgreSQL."""

    url: URL = field(repr=False)
    place: str
    file: Path | None

    @property
    def is_sqlite(self) -> bool:
        return self.file is not None


def parse_address(text: str) -> Address:
    """`text`: a SQLAlchemy URL of SQLite or PostgreSQL; the driver may be left out.

    Raises StoreError, which never shows the URL itself: a misread one may hold the password anywhere.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None:
        raise StoreError("database", "this is not a database URL", _EXAMPLES)
    backend = url.get_backend_name()
    if backend not in _DRIVERS or url.drivername not in (backend, _DRIVERS[backend]):
        raise StoreError("database", f"{url.drivername!r} is not supported", _EXAMPLES)
    url = url.set(drivername=_DRIVERS[backend])
    if backend == "sqlite":
        if url.database in (None, "", ":memory:"):
            raise StoreError("database", "the URL names no file", _EXAMPLES)
        return Address(url, str(url.database), Path(str(url.database)))
    if url.host and "@" in url.host:
        raise StoreError("database", "the URL has more than one @", "write %40 for an @ in the password")
    return Address(url, _server(url), None)


def _server(url: URL) -> str:
    host = url.host or url.query.get("host") or "local socket"
    port = f":{url.port}" if url.port else ""
    user = f"{url.username}@" if url.username else ""
    return f"PostgreSQL {user}{host}{port}/{url.database or ''}"
