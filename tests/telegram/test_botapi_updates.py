"""getUpdates: the queue, its offsets and its one poll."""

import asyncio

import pytest

from netwatch.demo.botapi.person import Person
from netwatch.demo.botapi.telegram import Telegram
from tests.telegram.botapi_stage import ManualClock, accepted, refused, stage

OTHER_POLL = (
    "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)

PATIENCE = 20.0
"""Seconds for what takes a moment, and less than a long poll lasts."""


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def telegram(clock: ManualClock) -> Telegram:
    return Telegram(clock=clock)


@pytest.fixture
def rina(telegram: Telegram) -> Person:
    return telegram.add_user(2001, "Rina")


async def texts(telegram: Telegram, **params: object) -> list[str]:
    return [update["message"]["text"] for update in await accepted(telegram, "getUpdates", **params)]


async def first_id(telegram: Telegram) -> int:
    first: int = (await accepted(telegram, "getUpdates", limit=1))[0]["update_id"]
    return first


async def test_unconfirmed_updates_come_again_and_ids_rise(telegram: Telegram, rina: Person) -> None:
    for text in ("a", "b", "c"):
        rina.say(text)
    updates = await accepted(telegram, "getUpdates")
    assert updates == await accepted(telegram, "getUpdates")
    first = updates[0]["update_id"]
    assert [update["update_id"] for update in updates] == [first, first + 1, first + 2]


async def test_an_offset_confirms_everything_before_it(telegram: Telegram, rina: Person) -> None:
    for text in ("a", "b", "c"):
        rina.say(text)
    first = await first_id(telegram)
    assert await texts(telegram, offset=first + 2) == ["c"]
    assert await texts(telegram) == ["c"]


async def test_a_negative_offset_keeps_only_the_last(telegram: Telegram, rina: Person) -> None:
    for text in ("a", "b", "c"):
        rina.say(text)
    assert await texts(telegram, offset=-2) == ["b", "c"]
    assert await texts(telegram) == ["b", "c"]


async def test_an_offset_far_in_the_future_is_not_believed(telegram: Telegram, rina: Person) -> None:
    rina.say("a")
    first = await first_id(telegram)
    assert await texts(telegram, offset=first + 1_000) == ["a"]
    assert await texts(telegram, offset=first + 1) == []


@pytest.mark.parametrize(("limit", "count"), [(2, 2), (0, 1), (500, 100), (100, 100)])
async def test_the_limit_is_between_1_and_100(
    telegram: Telegram, rina: Person, limit: int, count: int
) -> None:
    for number in range(120):
        rina.say(str(number))
    assert len(await texts(telegram, limit=limit)) == count


async def test_updates_older_than_a_day_are_gone(
    telegram: Telegram, rina: Person, clock: ManualClock
) -> None:
    rina.say("kemarin")
    clock.advance(24 * 3600 - 10)
    rina.say("hari ini")
    assert await texts(telegram) == ["kemarin", "hari ini"]
    clock.advance(11)
    assert await texts(telegram) == ["hari ini"]


async def test_allowed_types_hold_until_changed_and_for_later_updates_only(
    telegram: Telegram, rina: Person
) -> None:
    rina.say("a")
    assert await texts(telegram, allowed_updates='["callback_query"]') == ["a"]
    rina.say("b")
    assert await texts(telegram) == ["a"]
    assert (await accepted(telegram, "getWebhookInfo"))["allowed_updates"] == ["callback_query"]
    await accepted(telegram, "getUpdates", allowed_updates="[]")
    rina.say("c")
    assert await texts(telegram) == ["a", "c"]


async def test_a_long_poll_ends_with_the_first_update(telegram: Telegram, rina: Person) -> None:
    poll = asyncio.create_task(texts(telegram, timeout=30))
    await asyncio.sleep(0)
    assert not poll.done()
    rina.say("halo")
    async with asyncio.timeout(PATIENCE):
        assert await poll == ["halo"]


async def test_a_long_poll_ends_empty_at_its_timeout(telegram: Telegram) -> None:
    async with asyncio.timeout(PATIENCE):
        assert await texts(telegram, timeout=1) == []


async def test_a_second_poll_ends_the_first(telegram: Telegram, rina: Person) -> None:
    first = asyncio.create_task(refused(telegram, "getUpdates", timeout=30))
    await asyncio.sleep(0)
    second = asyncio.create_task(texts(telegram, timeout=30))
    async with asyncio.timeout(PATIENCE):
        assert await first == OTHER_POLL
    rina.say("halo")
    async with asyncio.timeout(PATIENCE):
        assert await second == ["halo"]


async def test_conflicts_that_follow_at_once_are_slowed_down(telegram: Telegram) -> None:
    telegram.world.updates.conflict_pause = 0.3
    polls = [asyncio.create_task(refused(telegram, "getUpdates", timeout=30)) for _ in range(2)]
    await asyncio.sleep(0)
    last = asyncio.create_task(texts(telegram, timeout=1))
    async with asyncio.timeout(PATIENCE):
        assert await polls[0] == OTHER_POLL
        assert not polls[1].done()
        assert await polls[1] == OTHER_POLL
        assert await last == []


async def test_a_webhook_keeps_polls_away(telegram: Telegram, rina: Person) -> None:
    poll = asyncio.create_task(refused(telegram, "getUpdates", timeout=30))
    await asyncio.sleep(0)
    await accepted(telegram, "setWebhook", url="https://bot.example/x")
    async with asyncio.timeout(PATIENCE):
        assert await poll == "409 Conflict: terminated by setWebhook request"
    telegram.world.updates.conflict_pause = 0.0
    assert await refused(telegram, "getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    rina.say("halo")
    assert (await accepted(telegram, "getWebhookInfo"))["pending_update_count"] == 1
    await accepted(telegram, "deleteWebhook")
    assert await texts(telegram) == ["halo"]


async def test_pending_updates_can_be_dropped(telegram: Telegram, rina: Person) -> None:
    rina.say("halo")
    await accepted(telegram, "deleteWebhook", drop_pending_updates="true")
    assert await texts(telegram) == []


async def test_a_poll_whose_client_went_away_bothers_nobody() -> None:
    async with stage() as on:
        rina = on.telegram.add_user(2001, "Rina")
        poll = asyncio.create_task(on.api("getUpdates", timeout=30))
        await on.telegram.wait_for(lambda: on.telegram.world.updates.polled)
        poll.cancel()
        await on.telegram.wait_for(lambda: not on.telegram.world.updates.polled)
        rina.say("halo")
        answer = await on.api("getUpdates", timeout=5)
        assert [update["message"]["text"] for update in answer["result"]] == ["halo"]
        assert not on.telegram.log.refused()
