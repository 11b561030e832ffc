"""The database's URL as SQLAlchemy's asyncio drivers want it."""

import re
from pathlib import Path

from netwatch.config.suggestion import did_you_mean

_SQLITE_DRIVER = "sqlite+aiosqlite"
_SQLITE = ("sqlite", _SQLITE_DRIVER)
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_REMEDY = "write sqlite:///netwatch.db or postgresql+psycopg://user@host/netwatch"
_FORM = re.compile(r"([A-Za-z0-9+_-]+)://(.*)", re.DOTALL)


def normalise_database_url(url: str, folder: Path) -> str:
    """`url` with its driver named and a relative SQLite file resolved against `folder` (absolute).

    Raises ValueError that says what to write and never repeats the URL: it may hold a password.
    """
    found = _FORM.fullmatch(url)
    if not found:
        raise ValueError(f"the database is not a URL; {_REMEDY}")
    scheme, rest = found[1].lower(), found[2]
    if scheme in _POSTGRESQL:
        if not rest.strip("/"):
            raise ValueError(
                "the database's URL names no server; write postgresql+psycopg://user@host/netwatch"
            )
        return f"postgresql+psycopg://{rest}"
    if scheme in _SQLITE:
        return f"{_SQLITE_DRIVER}:///{_sqlite_file(rest, folder)}"
    hint = did_you_mean(scheme, ("sqlite", "postgresql+psycopg"))
    raise ValueError(f"databases of the kind {scheme!r} are not supported{hint or '; ' + _REMEDY}")


def data_folder(url: str, folder: Path) -> Path:
    """Where pictures are kept unless the settings say another place: `data` beside the SQLite file of a normalised
    URL, beside the settings where the database is a server."""
    file = sqlite_file(url)
    return (file.parent if file is not None else folder) / "data"


def sqlite_file(url: str) -> Path | None:
    """The file of a normalised URL, None where the database is a server."""
    file = url.removeprefix(f"{_SQLITE_DRIVER}:///")
    return Path(file) if file != url else None


def _sqlite_file(rest: str, folder: Path) -> Path:
    if not rest.startswith("/"):
        raise ValueError("an SQLite URL has three slashes before the file; write sqlite:///netwatch.db")
    name = rest[1:]
    if not name or name.startswith(":memory:") or name.endswith("/"):
        raise ValueError(
            "the database has to be a file that outlives the daemon; write sqlite:///netwatch.db"
        )
    file = (folder / name).resolve()
    if "?" in str(file):
        raise ValueError(
            "options behind ? and files with ? in their path are not supported; name a plain file"
        )
    return file
