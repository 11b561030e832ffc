"""What waits to be said, summed up by channel."""

from datetime import UTC, datetime, timedelta

from netwatch.core.backlog import Backlog
from netwatch.core.message import Draft, Kind, Message, Recipient, Retry, Sent
from netwatch.core.second_channel import SMS
from netwatch.store.store import Store

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
DEDI = Recipient("telegram", 2003, "Dedi")
TEAM = Recipient("telegram", -100200)
BY_SMS = Recipient(SMS, 628110000003, "Dedi")
AWAY = "NetworkError: ConnectError"


async def put(store: Store, to: Recipient, now: datetime, stale_at: datetime | None = None) -> None:
    async with store.begin() as tx:
        await tx.outbox.put([Draft(to, Kind.BREACHED, Message("x"), stale_at=stale_at)], now)


async def backlogs(store: Store, now: datetime = LATER) -> list[Backlog]:
    async with store.read() as tx:
        return await tx.backlogs.all(now)


async def test_what_waits_is_counted_with_the_oldest_one_and_what_the_last_try_met(store: Store):
    assert await backlogs(store) == []
    await put(store, DEDI, NOW)
    await put(store, TEAM, NOW + timedelta(minutes=1))
    await put(store, BY_SMS, NOW + timedelta(minutes=2))
    first, second = await store.outbox.claim("telegram", LATER, 2)
    await store.outbox.settle(second, Retry("TimedOut"), LATER)
    await store.outbox.settle(first, Retry(AWAY), LATER + timedelta(seconds=5))
    assert await backlogs(store) == [
        Backlog(SMS, 1, NOW + timedelta(minutes=2), None),
        Backlog("telegram", 2, NOW, AWAY),
    ]


async def test_what_has_been_sent_or_comes_too_late_waits_no_more(store: Store):
    await put(store, DEDI, NOW)
    (row,) = await store.outbox.claim("telegram", NOW, 1)
    await store.outbox.settle(row, Sent(1), NOW)
    await put(store, DEDI, NOW, stale_at=NOW + timedelta(minutes=5))
    assert await backlogs(store) == []
    assert [each.messages for each in await backlogs(store, NOW)] == [1]
