"""The history's chain in the database: nobody changes it quietly, not even with SQL."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from netwatch.core.history import Entry, verify
from netwatch.core.ticket import Priority, Source, Status, Ticket
from netwatch.store.error import StoreError
from netwatch.store.history import Head
from netwatch.store.store import Store

NOW = datetime(2026, 11, 24, 3, 15, 0, 5, tzinfo=UTC)
TICKET = Ticket(0, None, Status.OPEN, NOW, Source.PROBE, Priority.HIGH, None, None)
OPENED = Entry("opened", "netwatch", "rt-kejaksan is down")
ACCEPTED = Entry("accepted", "Agus")


async def two_tickets_with_history(store: Store) -> tuple[int, int]:
    async with store.begin() as tx:
        one, two = (await tx.tickets.add(TICKET)).id, (await tx.tickets.add(TICKET)).id
        await tx.history.append(one, NOW, [OPENED])
        await tx.history.append(two, NOW, [OPENED])
        await tx.history.append(one, NOW, [ACCEPTED, replace(ACCEPTED, detail="again")])
    return one, two


async def test_entries_form_one_chain_over_all_tickets(store: Store):
    one, two = await two_tickets_with_history(store)
    async with store.read() as tx:
        chain = [entry async for entry in tx.history.stream()]
        assert [entry.seq for entry in chain] == [1, 2, 3, 4]
        assert verify(chain) is None
        assert await tx.history.of(one) == [chain[0], chain[2], chain[3]]
        assert await tx.history.of(two) == [chain[1]]
        assert await tx.history.head() == Head(4, chain[3].hash)


async def test_an_entry_comes_back_as_it_was_recorded(store: Store):
    async with store.begin() as tx:
        ticket = await tx.tickets.add(TICKET)
        recorded = await tx.history.append(ticket.id, NOW, [OPENED, ACCEPTED])
        assert await tx.history.append(ticket.id, NOW, []) == []
    async with store.read() as tx:
        assert await tx.history.of(ticket.id) == recorded
    assert [(e.event, e.actor, e.detail, e.at) for e in recorded] == [
        ("opened", "netwatch", "rt-kejaksan is down", NOW), ("accepted", "Agus", "", NOW),
    ]


async def test_text_that_cannot_be_stored_as_it_is_does_not_break_the_chain(store: Store):
    async with store.begin() as tx:
        ticket = await tx.tickets.add(TICKET)
        await tx.history.append(ticket.id, NOW, [Entry("noted", "A\0", "x\0y\ud800")])
    async with store.read() as tx:
        chain = [entry async for entry in tx.history.stream()]
    assert chain[0].detail == "x\ufffdy\ufffd"
    assert verify(chain) is None


@pytest.mark.parametrize("statement", [
    pytest.param("UPDATE history SET actor = 'somebody else' WHERE seq = 2", id="an entry is changed"),
    pytest.param("DELETE FROM history WHERE seq = 4", id="the last entry is deleted"),
    pytest.param("DELETE FROM history", id="all is deleted"),
])
async def test_the_database_refuses_to_change_what_is_written(store: Store, statement: str):
    await two_tickets_with_history(store)
    async with store.read() as tx:
        before = [entry async for entry in tx.history.stream()]
    with pytest.raises(StoreError):
        async with store.begin() as tx:
            await tx.connection.execute(text(statement))
    async with store.read() as tx:
        assert [entry async for entry in tx.history.stream()] == before


@pytest.mark.postgres
async def test_postgresql_refuses_to_truncate_it_too(postgres_url: str):
    store = await Store.open(postgres_url)
    with pytest.raises(StoreError):
        async with store.begin() as tx:
            await tx.connection.execute(text("TRUNCATE history"))
    await store.close()


async def without_triggers(store: Store, statement: str) -> None:
    """What somebody with the database's password can do."""
    async with store.begin() as tx:
        for action in ("update", "delete"):
            on = " ON history" if "postgresql" in store._engine.dialect.name else ""
            name = f"history_no_{action}".upper() if not on else f"history_no_{action.upper()}"
            await tx.connection.execute(text(f"DROP TRIGGER {name}{on}"))
        await tx.connection.execute(text(statement))


@pytest.mark.parametrize(("statement", "first_bad"), [
    pytest.param("UPDATE history SET actor = 'x' WHERE seq = 2", 2, id="an actor changed"),
    pytest.param("DELETE FROM history WHERE seq = 2", 3, id="an entry taken out"),
    pytest.param("DELETE FROM history WHERE seq >= 3", 3, id="the tail cut off"),
    pytest.param("DELETE FROM history", 1, id="everything deleted"),
    pytest.param("UPDATE history_head SET seq = 3", 4, id="the head set back"),
    pytest.param("UPDATE history_head SET hash = 'x'", 4, id="the head's hash changed"),
    pytest.param("DELETE FROM history_head", 1, id="the head taken away"),
])
async def test_a_change_past_the_triggers_is_found(store: Store, statement: str, first_bad: int):
    await two_tickets_with_history(store)
    async with store.read() as tx:
        assert await tx.history.audit() is None
    await without_triggers(store, statement)
    async with store.read() as tx:
        broken = await tx.history.audit()
    assert broken is not None
    assert broken.seq == first_bad


async def test_a_long_history_is_audited_in_parts(store: Store):
    async with store.begin() as tx:
        ticket = await tx.tickets.add(TICKET)
        await tx.history.append(ticket.id, NOW, [ACCEPTED] * 2000)
    async with store.read() as tx:
        assert await tx.history.audit() is None
    await without_triggers(store, "UPDATE history SET detail = 'x' WHERE seq = 1001")
    async with store.read() as tx:
        broken = await tx.history.audit()
    assert broken is not None
    assert broken.seq == 1001


async def test_an_empty_history_is_in_order(store: Store):
    async with store.read() as tx:
        assert await tx.history.audit() is None


async def test_an_entry_of_a_transaction_that_failed_leaves_no_gap(store: Store):
    one, _ = await two_tickets_with_history(store)

    async def fail() -> None:
        async with store.begin() as tx:
            await tx.history.append(one, NOW, [ACCEPTED])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.begin() as tx:
        assert [entry.seq for entry in await tx.history.append(one, NOW, [ACCEPTED])] == [5]
