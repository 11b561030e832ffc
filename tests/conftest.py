"""What tests of several kinds share."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import settings

from netwatch.store.migrate import upgrade
from tests.integration.postgres import PostgresServer, binaries

# How long an example takes says something of the machine, and nothing of a law. A change is judged by the same examples
# as the last one; who looks for others says so: `pytest --hypothesis-profile=explore tests/property`.
settings.register_profile("netwatch", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("netwatch")


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
