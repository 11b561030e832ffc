"""Chats that refuse everything: known from the first refusal until something goes through."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from netwatch.core.message import Draft, Kind, Message, Receipt, Recipient, Refused, Sent, Shut
from netwatch.core.trouble import Trouble
from netwatch.store.store import Store

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
DEDI = Recipient("telegram", 2003, "Dedi")
GROUP = Recipient("telegram", -200)
BLOCKED = Trouble("telegram", 2003, "Dedi", Shut.BLOCKED, NOW)


async def answered(store: Store, to: Recipient, receipt: Receipt, now: datetime = NOW) -> None:
    """A message to somebody, and what the channel said of it."""
    async with store.begin() as tx:
        await tx.outbox.put([Draft(to, Kind.BREACHED, Message("x"))], now)
    [row] = await store.outbox.claim("telegram", now, 1)
    await store.outbox.settle(row, receipt, now)


async def troubles(store: Store) -> list[Trouble]:
    async with store.read() as tx:
        return await tx.troubles.all()


async def test_a_chat_is_in_trouble_from_its_first_refusal_until_something_goes_through(store: Store):
    await answered(store, DEDI, Refused("blocked", Shut.BLOCKED))
    await answered(store, GROUP, Refused("kicked", Shut.NOT_IN_GROUP), LATER)
    assert await troubles(store) == [BLOCKED, Trouble("telegram", -200, None, Shut.NOT_IN_GROUP, LATER)]
    await answered(store, DEDI, Sent(1), LATER)
    assert [trouble.chat_id for trouble in await troubles(store)] == [-200]


async def test_a_message_that_is_refused_for_itself_is_no_trouble_of_the_chat_and_ends_none(store: Store):
    await answered(store, DEDI, Refused("too long"))
    assert await troubles(store) == []
    await answered(store, DEDI, Refused("blocked", Shut.BLOCKED))
    await answered(store, DEDI, Refused("too long"))
    assert await troubles(store) == [BLOCKED]


async def test_whoever_was_told_is_not_told_again_while_it_lasts_whatever_the_reason_is_by_now(store: Store):
    await answered(store, DEDI, Refused("blocked", Shut.BLOCKED))
    async with store.begin() as tx:
        await tx.troubles.mark_told(await tx.troubles.all(), NOW)
    await answered(store, DEDI, Refused("deactivated", Shut.DELETED), LATER)
    assert await troubles(store) == [replace(BLOCKED, why=Shut.DELETED, told=True)]


async def test_a_strangers_chat_is_nobodys_trouble(store: Store):
    await answered(store, replace(DEDI, person=None), Refused("blocked", Shut.BLOCKED))
    assert await troubles(store) == []


async def test_a_group_that_moves_leaves_its_trouble_behind(store: Store):
    await answered(store, GROUP, Refused("kicked", Shut.NOT_IN_GROUP))
    async with store.begin() as tx:
        await tx.chats.migrate(-200, -1009)
    assert await troubles(store) == []


async def test_a_topic_is_back_when_something_goes_to_it_and_not_when_something_goes_elsewhere(store: Store):
    topic = replace(GROUP, thread_id=7)
    await answered(store, topic, Sent(1, Shut.NO_TOPIC))
    await answered(store, GROUP, Sent(2))
    assert [trouble.why for trouble in await troubles(store)] == [Shut.NO_TOPIC]
    await answered(store, topic, Sent(3))
    assert await troubles(store) == []
