"""Databases for the tests: each test its own, on SQLite and on PostgreSQL; and both SNMP engines."""

import asyncio
import itertools
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from netwatch.store.migrate import upgrade
from netwatch.store.store import Store
from probes.snmp.engine import SnmpEngine
from probes.snmp.engines import ENGINES
from tests.integration.postgres import PostgresServer

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def sqlite_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file to copy."""
    path = tmp_path_factory.mktemp("pattern") / "netwatch.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_pattern: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_pattern, tmp_path / 'netwatch.db')}"


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    postgres.create_database(name, "pattern")
    yield postgres.url(name)
    postgres.drop_database(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database, empty."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    opened = await Store.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture(params=ENGINES)
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[SnmpEngine]:
    """What one engine does, the other does too."""
    made = ENGINES[request.param](time.monotonic)
    yield made
    await made.close()
