"""What tests of several kinds share."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

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


@pytest.fixture
def nobody_may_enter(tmp_path: Path) -> Iterator[Path]:
    """A folder that the user of this process may not enter; root is another user as long as the test lasts."""
    folder, user = tmp_path / "closed", os.geteuid()
    folder.mkdir(mode=0o000)
    if user == 0:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        os.seteuid(user)
        folder.chmod(0o700)
