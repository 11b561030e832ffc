"""What a transaction promises, on both databases alike."""

import asyncio
import traceback
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, text

from netwatch.core.ticket import CitizenReport, Priority, Source, Status, Ticket
from netwatch.store import schema
from netwatch.store.error import StoreError, StoreUnavailable
from netwatch.store.store import Store

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
TICKET = Ticket(0, None, Status.OPEN, NOW, Source.PROBE, Priority.HIGH, None, None)


async def test_what_failed_leaves_nothing(store: Store):
    async def fail() -> None:
        async with store.begin() as tx:
            await tx.tickets.add(TICKET)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.read() as tx:
        assert await tx.tickets.all() == []


async def test_a_reader_sees_one_moment_and_holds_up_no_writer(store: Store):
    async with store.begin() as tx:
        await tx.tickets.add(TICKET)
    async with store.read() as reader:
        before = await reader.tickets.all()
        async with store.begin() as tx:
            await tx.tickets.add(TICKET)
        assert await reader.tickets.all() == before
    async with store.read() as reader:
        assert len(await reader.tickets.all()) == 2


async def test_writers_take_turns_also_from_two_processes_connections(database_url: str):
    stores = [await Store.open(database_url) for _ in range(2)]

    async def count_up(store: Store) -> None:
        for _ in range(10):
            async with store.begin() as tx:
                await tx.tickets.next_sequence(2026)

    await asyncio.gather(*(count_up(store) for store in stores for _ in range(2)))
    async with stores[0].begin() as tx:
        assert await tx.tickets.next_sequence(2026) == 41
    for store in stores:
        await store.close()


async def test_a_write_in_a_read_is_refused(store: Store):
    with pytest.raises(RuntimeError, match=r"use store\.begin"):
        async with store.read() as tx:
            await tx.tickets.add(TICKET)


async def test_a_transaction_inside_another_says_so_and_does_not_hang(store: Store):
    async with asyncio.timeout(60):
        with pytest.raises(RuntimeError, match="would wait for itself"):
            async with store.begin():
                await store.outbox.claim("telegram", NOW, 1)
        async with store.begin() as tx:
            await tx.tickets.add(TICKET)


async def test_a_cancelled_transaction_leaves_nothing_and_blocks_nobody(store: Store):
    inside = asyncio.Event()

    async def stuck() -> None:
        async with store.begin() as tx:
            await tx.tickets.add(TICKET)
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(stuck())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(60), store.begin() as tx:
        assert await tx.tickets.all() == []


async def test_no_value_is_told_by_an_error(store: Store, caplog: pytest.LogCaptureFixture):
    report = CitizenReport(NOW, "Rina", "wa", "rahasia sekali", "Budi Santoso", "+6281200000001")
    async with store.begin() as tx:
        ticket = await tx.tickets.add(replace(TICKET, citizen_reports=(report,)))
    values = {"ticket_id": ticket.id, "position": 0, "at": NOW, "taken_by": "Rina", "channel": "wa",
              "text": "rahasia sekali", "name": "Budi Santoso", "phone": "+6281200000001"}
    for broken in (values, {**values, "position": 1, "channel": None}):
        with pytest.raises(StoreError) as raised:
            async with store.begin() as tx:
                await tx.connection.execute(insert(schema.citizen_report).values(broken))
        shown = "".join(traceback.format_exception(raised.value)) + caplog.text
        assert type(raised.value) is StoreError
        for secret in ("rahasia", "Santoso", "6281200000001"):
            assert secret not in shown


async def test_a_database_locked_by_another_process_is_unavailable_and_comes_back(sqlite_url: str):
    holder, store = await Store.open(sqlite_url), await Store.open(sqlite_url)
    async with store.begin() as tx:
        await tx.connection.execute(text("PRAGMA user_version"))

    async def short_patience() -> None:
        async with store.read() as tx:
            await tx.connection.execute(text("PRAGMA busy_timeout=50"))

    await short_patience()  # the pool hands the same connection out again
    async with holder.begin() as held:
        await held.tickets.all()
        with pytest.raises(StoreUnavailable, match=r"locked by another process; end the process"):
            async with store.begin() as tx:
                await tx.tickets.all()
    async with store.begin() as tx:
        await tx.tickets.add(TICKET)
    for opened in (holder, store):
        await opened.close()


@pytest.mark.parametrize(("pragma", "value"), [
    pytest.param("journal_mode", "wal", id="readers and the writer do not wait for each other"),
    pytest.param("synchronous", 2, id="a commit survives a power cut"),
    pytest.param("foreign_keys", 1, id="nothing hangs in the air"),
])
async def test_sqlite_is_set_up_as_the_design_says(sqlite_url: str, pragma: str, value: object):
    store = await Store.open(sqlite_url)
    async with store.read() as tx:
        assert (await tx.connection.execute(text(f"PRAGMA {pragma}"))).scalar_one() == value
    await store.close()
