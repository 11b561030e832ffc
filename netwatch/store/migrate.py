"""Brings a database to the schema of this version, or says how far it is from it.

Alembic takes 10 MB and 0.15 s; it is loaded for a database that it has something to do for.
"""

import re
from enum import Enum, auto
from importlib.resources import files

from sqlalchemy import Connection, column, func, inspect, select, table
from sqlalchemy.ext.asyncio import AsyncEngine

from netwatch.store.address import Address, parse_address
from netwatch.store.connection import WRITER_LOCK
from netwatch.store.engine import WRITES, create_engine
from netwatch.store.error import StoreError
from netwatch.store.fault import translating
from netwatch.store.sqlite_file import create_file, require_place

_SCRIPTS = "netwatch.store:migrations"
_VERSIONS = "netwatch.store.migrations.versions"
_VERSION_FILE = re.compile(r"v([0-9]{4})_\w+\.py")
_IN_DATABASE = table("alembic_version", column("version_num"))


class Age(Enum):
    """A database's schema beside that of this version."""

    EMPTY = auto()
    OLDER = auto()
    CURRENT = auto()
    NEWER = auto()


async def upgrade(url: str) -> None:
    """Makes the database where there is none (PostgreSQL: in an empty one) and runs all missing migrations.

    All of them or none: a failure leaves the database as it was. Raises StoreError, also for a database that
    a newer netwatch has made.
    """
    address = parse_address(url)
    if address.file is not None:
        create_file(address.file)
    engine = create_engine(address, foreign_keys=False)
    try:
        with translating(address):
            async with engine.connect() as connection:
                await connection.execution_options(**{WRITES: True})
                async with connection.begin():
                    if not address.is_sqlite:
                        await connection.execute(select(func.pg_advisory_xact_lock(WRITER_LOCK)))
                    await connection.run_sync(_upgrade, address)
    finally:
        await engine.dispose()


async def age_of(url: str) -> tuple[str, Age]:
    """Where the database is, and its age, without making or changing anything.

    Raises StoreError where it could not be made or used, also for one of a newer netwatch.
    """
    address = parse_address(url)
    if address.file is not None and require_place(address.file):
        return address.place, Age.EMPTY
    engine = create_engine(address)
    try:
        age = await schema_age(engine, address)
    finally:
        await engine.dispose()
    if age is Age.NEWER:
        require_current(age, address)
    return address.place, age


async def schema_age(engine: AsyncEngine, address: Address) -> Age:
    with translating(address):
        async with engine.connect() as connection:
            return await connection.run_sync(_age)


def require_current(age: Age, address: Address) -> None:
    """Raises StoreError with the remedy where the schema is not this version's."""
    if age is Age.EMPTY:
        raise StoreError(address.place, "holds no netwatch database", "run: netwatch db upgrade")
    if age is Age.OLDER:
        raise StoreError(address.place, "is of an older netwatch", "run: netwatch db upgrade")
    if age is Age.NEWER:
        raise StoreError(
            address.place, "is of a newer netwatch",
            "install that version, or put back the backup made before it",
        )


def _age(connection: Connection) -> Age:
    if not inspect(connection).has_table(_IN_DATABASE.name):
        return Age.EMPTY
    revision = connection.execute(select(_IN_DATABASE.c.version_num)).scalar()
    if revision is None:
        return Age.EMPTY
    known = revisions()
    if revision == max(known):
        return Age.CURRENT
    return Age.OLDER if revision in known else Age.NEWER


def revisions() -> set[str]:
    """Those of this version; the numbers in their files' names are their ids, and count upwards."""
    names = (file.name for file in files(_VERSIONS).iterdir())
    return {found[1] for name in names if (found := _VERSION_FILE.fullmatch(name))}


def _upgrade(connection: Connection, address: Address) -> None:
    age = _age(connection)
    if age is Age.NEWER:
        require_current(age, address)
    if age is Age.CURRENT:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _SCRIPTS)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if address.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreError(
            address.place, "a migration would leave rows without their ticket",
            "please report this as a fault",
        )

