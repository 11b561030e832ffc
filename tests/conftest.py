"""What tests of several kinds share."""

import asyncio
from collections.abc import Iterator

import pytest

from netwatch.store.migrate import upgrade
from tests.integration.postgres import PostgresServer, binaries


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running server with a migrated database `pattern` to copy."""
    found = binaries()
    if found is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    server = PostgresServer(found)
    try:
        server.start()
        server.create_database("pattern")
        asyncio.run(upgrade(server.url("pattern")))
        yield server
    finally:
        server.remove()
