"""A database that goes away or is full is said to be so, loses nothing, and works again when it is back."""

import asyncio
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from netwatch.core.status import MonitorStatus
from netwatch.core.ticket import Evidence, Priority, Source, Status, Ticket
from netwatch.store import pulse
from netwatch.store.error import StoreError, StoreUnavailable
from netwatch.store.store import Store
from tests.integration.postgres import PostgresServer

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
TICKET = Ticket(0, None, Status.OPEN, NOW, Source.PROBE, Priority.HIGH, None, None)

WRITER = textwrap.dedent("""
    import asyncio, sys
    from datetime import UTC, datetime
    from netwatch.core.history import Entry
    from netwatch.core.ticket import Priority, Source, Status, Ticket
    from netwatch.store.store import Store

    NOW = datetime(2026, 11, 24, tzinfo=UTC)

    async def main():
        store = await Store.open(sys.argv[1])
        while True:
            async with store.begin() as tx:
                ticket = await tx.tickets.add(
                    Ticket(0, None, Status.OPEN, NOW, Source.PROBE, Priority.HIGH, None, None)
                )
                await tx.history.append(ticket.id, NOW, [Entry("opened", "netwatch")])
            print(ticket.id, flush=True)

    asyncio.run(main())
""")


@pytest.mark.postgres
async def test_a_server_that_restarts_in_a_transaction(postgres: PostgresServer, postgres_url: str):
    store = await Store.open(postgres_url)

    async def write_across_the_restart() -> None:
        async with store.begin() as tx:
            await tx.tickets.add(TICKET)
            postgres.stop()
            postgres.start()
            await tx.tickets.add(TICKET)

    with pytest.raises(StoreUnavailable, match=r"^PostgreSQL netwatch@127"):
        await write_across_the_restart()
    async with store.begin() as tx:
        assert await tx.tickets.all() == []
        await tx.tickets.add(TICKET)
    await store.close()


@pytest.mark.postgres
async def test_a_server_that_is_away_for_a_while(postgres: PostgresServer, postgres_url: str):
    store = await Store.open(postgres_url)
    async with store.begin() as tx:
        await tx.tickets.add(TICKET)
    postgres.stop()
    try:
        for _ in range(2):
            with pytest.raises(StoreUnavailable):
                async with store.begin():
                    pass
            with pytest.raises(StoreUnavailable):
                await store.outbox.next_due("telegram")
        with pytest.raises(StoreUnavailable):
            await Store.open(postgres_url)
    finally:
        postgres.start()
    assert await store.outbox.next_due("telegram") is None
    async with store.read() as tx:
        assert len(await tx.tickets.all()) == 1
    await store.close()


@pytest.mark.postgres
async def test_a_server_that_goes_away_before_the_commit(postgres: PostgresServer, postgres_url: str):
    store = await Store.open(postgres_url)

    async def write_and_lose_the_server() -> None:
        async with store.begin() as tx:
            await tx.tickets.add(TICKET)
            postgres.stop()

    try:
        with pytest.raises(StoreUnavailable):
            await write_and_lose_the_server()
    finally:
        postgres.start()
    async with store.read() as tx:
        assert await tx.tickets.all() == []
    await store.close()


async def test_a_full_disk(sqlite_url: str):
    store = await Store.open(sqlite_url)
    async with store.begin() as tx:
        kept = await tx.tickets.add(TICKET)
        pages = (await tx.connection.execute(text("PRAGMA page_count"))).scalar_one()

    async def limit_to(count: int) -> None:
        async with store.read() as tx:  # the pool hands out the same connection again
            await tx.connection.execute(text(f"PRAGMA max_page_count={count}"))

    await limit_to(pages + 2)
    with pytest.raises(StoreUnavailable, match=r"no space left; free space on the disk"):
        async with store.begin() as tx:
            await tx.tickets.save(replace(kept, evidence=(Evidence(NOW, "sw", "x", "y" * 100_000),)))
    async with store.read() as tx:
        assert await tx.tickets.all() == [kept]
    await limit_to(1_000_000)
    full = replace(kept, evidence=(Evidence(NOW, "sw", "x", "y" * 100_000),))
    async with store.begin() as tx:
        await tx.tickets.save(full)
    async with store.read() as tx:
        assert await tx.tickets.all() == [full]
    await store.close()


def killed_while_writing(url: str) -> list[int]:
    """The tickets that a process said it had committed before it was killed."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    told = [int(writer.stdout.readline()) for _ in range(20)]
    writer.send_signal(signal.SIGKILL)
    return told + [int(line) for line in writer.communicate()[0].splitlines()]


async def test_what_was_committed_survives_kill_9(database_url: str):
    told = await asyncio.to_thread(killed_while_writing, database_url)
    store = await Store.open(database_url)
    async with asyncio.timeout(60), store.begin() as tx:
        kept = {ticket.id for ticket in await tx.tickets.all()}
        assert kept >= set(told)
        assert len(kept) <= len(told) + 1
        assert (await tx.history.head()).seq == len(kept)
        assert await tx.history.audit() is None
    await store.close()


async def test_a_full_file_system(sqlite_url: str, small_disk: Path):
    """As above, on a real one."""
    database = shutil.copy(sqlite_url.removeprefix("sqlite:///"), small_disk / "netwatch.db")
    store = await Store.open(f"sqlite:///{database}")
    written = 0

    async def fill() -> None:
        nonlocal written
        for _ in range(1000):
            async with store.begin() as tx:
                await tx.tickets.add(replace(TICKET, evidence=(Evidence(NOW, "sw", "x", "y" * 50_000),)))
            written += 1

    with pytest.raises(StoreUnavailable, match=r"no space left|disk fails"):
        await fill()
    assert written > 0
    (small_disk / "ballast").unlink()
    async with store.begin() as tx:
        assert len(await tx.tickets.all()) == written
        await tx.tickets.add(TICKET)
    async with store.read() as tx:
        assert len(await tx.tickets.all()) == written + 1
    await store.close()


async def test_a_file_system_that_became_read_only(sqlite_url: str, small_disk: Path):
    database = shutil.copy(sqlite_url.removeprefix("sqlite:///"), small_disk / "netwatch.db")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)  # noqa: ASYNC221
    with pytest.raises(StoreError, match=r"for writing \(Read-only file system\); .* ReadWritePaths="):
        await Store.open(f"sqlite:///{database}")


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of 4 MB with a file of 1 MB on it that can be given up."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {mounted.stderr.strip()}")
    try:
        (folder / "ballast").write_bytes(b"x" * 1_000_000)
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


async def test_a_beat_that_cannot_open_the_database_leaves_no_thread_behind(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
):
    store = await Store.open(sqlite_url)
    before = set(threading.enumerate())
    monkeypatch.setattr(pulse, "SQLITE_PRAGMAS", ("nothing that SQLite knows (",))
    for _ in range(3):
        with pytest.raises(StoreError):
            await store.beat(MonitorStatus(4711, NOW, NOW, isolated=False), b"")
    async with asyncio.timeout(10.0):
        while set(threading.enumerate()) - before:  # noqa: ASYNC110 - nothing tells of a thread that has ended
            await asyncio.sleep(0.01)
    await store.close()
