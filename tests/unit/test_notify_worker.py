"""The worker in time that passes only as it is waited for: every second below is exact."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from netwatch.core.message import (
    CardGone,
    Kind,
    Media,
    Message,
    Moved,
    Notification,
    Receipt,
    Recipient,
    Refused,
    Retry,
    Sent,
)
from netwatch.notify.pace import TELEGRAM, UNLIMITED, Limits, Pace
from netwatch.notify.worker import Worker

pytestmark = pytest.mark.looptime

START = datetime(2026, 11, 1, tzinfo=UTC)
LEASE = 90.0


def now() -> datetime:
    return START + timedelta(seconds=time())


def time() -> float:
    return asyncio.get_running_loop().time()


def row(number: int, chat: int = 1, kind: Kind = Kind.OPENED) -> Notification:
    return Notification(number, Recipient("fake", chat), kind, Message(f"secret {number}"), 42, False, 0, None)


@dataclass
class Row:
    notification: Notification
    due: float = 0.0
    claimed: float | None = None
    receipts: list[Receipt] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return bool(self.receipts) and isinstance(self.receipts[-1], Sent | Refused)


class MemoryOutbox:
    """Hands out the first unsent of each chat, as the store does; `away` makes every call fail."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.away = False
        self.claims = 0

    def put(self, *notifications: Notification) -> None:
        for each in notifications:
            self.rows[each.id] = Row(each, due=time())

    def _check(self) -> None:
        if self.away:
            raise OSError("database away")

    def _heads(self) -> Iterable[Row]:
        heads: dict[int, Row] = {}
        for each in self.rows.values():
            if not each.done:
                heads.setdefault(each.notification.to.chat_id, each)
        return heads.values()

    async def claim(self, channel: str, now: datetime, limit: int) -> list[Notification]:
        self.claims += 1
        self._check()
        free = [r for r in self._heads() if r.due <= time() and (r.claimed is None or time() - r.claimed >= LEASE)]
        for each in free[:limit]:
            each.claimed = time()
            each.notification = replace(each.notification, attempts=each.notification.attempts + 1)
        return [each.notification for each in free[:limit]]

    async def settle(self, notification: Notification, receipt: Receipt, now: datetime) -> None:
        self._check()
        each = self.rows[notification.id]
        each.receipts.append(receipt)
        each.claimed = None
        if isinstance(receipt, Retry):
            assert receipt.after is not None
            each.due = time() + receipt.after
        if isinstance(receipt, Moved):
            to = replace(notification.to, chat_id=receipt.chat_id)
            each.notification = replace(each.notification, to=to)

    async def next_due(self, channel: str) -> datetime | None:
        self._check()
        due = [r.due if r.claimed is None else r.claimed + LEASE for r in self._heads()]
        return START + timedelta(seconds=min(due)) if due else None

    def final(self, number: int) -> Receipt:
        return self.rows[number].receipts[-1]


class FakeChannel:
    """`takes` seconds for each message; `answer` decides. `sent` holds (time, chat, id) of every try."""

    name = "fake"

    def __init__(self) -> None:
        self.takes = 0.0
        self.sent: list[tuple[float, int, int]] = []
        self.answer: Callable[[Notification], Receipt] = lambda notification: Sent(notification.id)
        self.at_once = self.most_at_once = 0

    async def send(self, notification: Notification) -> Receipt:
        self.sent.append((time(), notification.to.chat_id, notification.id))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.takes)
            return self.answer(notification)
        finally:
            self.at_once -= 1

    def times(self, number: int) -> list[float]:
        return [at for at, _, sent in self.sent if sent == number]


@pytest.fixture
def outbox() -> MemoryOutbox:
    return MemoryOutbox()


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@asynccontextmanager
async def working(outbox: MemoryOutbox, channel: FakeChannel, limits: Limits = UNLIMITED) -> AsyncIterator[Worker]:
    worker = Worker(outbox, channel, now, Pace(limits))
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_message_goes_out_at_once_when_the_worker_is_nudged(outbox: MemoryOutbox, channel: FakeChannel) -> None:
    async with working(outbox, channel) as worker:
        await asyncio.sleep(10)
        outbox.put(row(1))
        worker.nudge()
        await asyncio.sleep(1)
    assert channel.times(1) == [10.0]
    assert outbox.final(1) == Sent(1)


async def test_a_message_that_nobody_announced_goes_out_within_five_minutes(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    async with working(outbox, channel):
        await asyncio.sleep(1)
        outbox.put(row(1))
        await asyncio.sleep(301)
    assert channel.times(1) == [300.0]


async def test_an_idle_worker_hardly_asks_the_database(outbox: MemoryOutbox, channel: FakeChannel) -> None:
    async with working(outbox, channel):
        await asyncio.sleep(3600)
    assert outbox.claims <= 13


async def test_a_storm_of_300_messages_in_30_chats_obeys_every_limit_and_keeps_order(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    channel.takes = 0.1
    chats = [*range(1, 21), *range(-10, 0)]
    outbox.put(*(row(number, chats[number % 30]) for number in range(1, 301)))
    async with working(outbox, channel, TELEGRAM):
        await asyncio.sleep(60)
    assert sorted(number for _, _, number in channel.sent) == list(range(1, 301))
    for chat in chats:
        mine = [(at, number) for at, to, number in channel.sent if to == chat]
        assert [number for _, number in mine] == sorted(number for _, number in mine)
        assert all(later - earlier >= 1.0 for (earlier, _), (later, _) in pairwise(mine))
    starts = [at for at, _, _ in channel.sent]
    assert all(sum(at <= other < at + 1 for other in starts) <= 30 for at in starts)
    assert 1 < channel.most_at_once <= 8
    assert max(starts) < 16, "25 a second over all, ten for each chat one second apart"


async def test_a_group_gets_no_more_than_twenty_a_minute_and_nobody_else_waits_for_it(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    outbox.put(*(row(number, -5) for number in range(1, 31)), *(row(number, 7) for number in range(31, 61)))
    async with working(outbox, channel, TELEGRAM):
        await asyncio.sleep(100)
    group = [at for at, chat, _ in channel.sent if chat == -5]
    person = [at for at, chat, _ in channel.sent if chat == 7]
    assert len(group) == len(person) == 30
    assert all(sum(at <= other < at + 60 for other in group) <= 20 for at in group)
    assert max(person) < 35


async def test_one_chat_has_one_message_under_way_and_others_do_not_wait(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    channel.takes = 5.0
    outbox.put(row(1, 1), row(2, 1), row(3, 2))
    async with working(outbox, channel):
        await asyncio.sleep(11)
    assert channel.sent == [(0.0, 1, 1), (0.0, 2, 3), (5.0, 1, 2)]


async def test_the_next_message_waits_from_the_answer_to_the_last_one_on(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    """Telegram counts when it gets them, and nobody knows when that was: the next may be quicker on its way."""
    channel.takes = 2.0
    outbox.put(row(1), row(2))
    async with working(outbox, channel, TELEGRAM):
        await asyncio.sleep(10)
    (first,), (second,) = channel.times(1), channel.times(2)
    assert second - first == pytest.approx(3.05, abs=0.02)


async def test_the_pictures_of_an_album_each_count(outbox: MemoryOutbox, channel: FakeChannel) -> None:
    album = Message("", media=tuple(Media(f"f{number}") for number in range(10)))
    outbox.put(*(replace(row(number, -1), message=album) for number in range(1, 4)))
    async with working(outbox, channel, TELEGRAM):
        await asyncio.sleep(90)
    assert channel.times(2)[0] < 3.0
    assert channel.times(3)[0] > 60.0, "twenty a minute in a group"


async def test_replies_go_before_cards_when_the_pace_holds_both_back(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    outbox.put(*(row(number, number, Kind.CARD) for number in range(1, 41)), row(41, 41, Kind.REPLY))
    async with working(outbox, channel, TELEGRAM):
        await asyncio.sleep(5)
    assert channel.times(41) == [0.0]
    assert len(channel.sent) == 41


@pytest.mark.parametrize(
    "receipt",
    [pytest.param(Refused("Forbidden: blocked"), id="refused"), pytest.param(Sent(), id="sent without an id")],
)
async def test_what_is_final_is_settled_once_and_the_next_message_goes_on(
    outbox: MemoryOutbox, channel: FakeChannel, receipt: Receipt
) -> None:
    channel.answer = lambda notification: receipt
    outbox.put(row(1), row(2))
    with capture_logs() as logs:
        async with working(outbox, channel):
            await asyncio.sleep(60)
    assert [number for _, _, number in channel.sent] == [1, 2]
    assert outbox.rows[1].receipts == [receipt]
    assert all("secret" not in str(entry) for entry in logs)


async def test_a_refusal_is_logged_by_id_and_kind(outbox: MemoryOutbox, channel: FakeChannel) -> None:
    channel.answer = lambda notification: Refused("Forbidden: blocked")
    outbox.put(row(1))
    with capture_logs() as logs:
        async with working(outbox, channel):
            await asyncio.sleep(1)
    assert [(entry["event"], entry["id"], entry["kind"]) for entry in logs] == [("message refused", 1, "opened")]


@pytest.mark.parametrize("receipt", [pytest.param(CardGone(), id="card gone"), pytest.param(Moved(-9), id="moved")])
async def test_what_the_outbox_has_to_correct_is_sent_again_at_once(
    outbox: MemoryOutbox, channel: FakeChannel, receipt: Receipt
) -> None:
    channel.answer = lambda notification: Sent(7) if notification.attempts > 1 else receipt
    outbox.put(row(1, -5))
    async with working(outbox, channel):
        await asyncio.sleep(1)
    assert channel.times(1) == [0.0, 0.0]
    assert channel.sent[1][1] == (-9 if isinstance(receipt, Moved) else -5)


async def test_too_fast_waits_as_long_as_telegram_says_and_only_in_that_chat(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    channel.answer = lambda n: Retry("flood", after=17.0) if n.to.chat_id == 1 and n.attempts == 1 else Sent(n.id)
    outbox.put(row(1, 1), row(2, 1), row(3, 2))
    async with working(outbox, channel, TELEGRAM):
        await asyncio.sleep(60)
    assert channel.times(1) == [0.0, 17.0]
    assert channel.times(2)[0] > 17.0
    assert channel.times(3) == [0.0]


async def test_a_row_s_own_failures_back_off_and_keep_the_chat_s_order(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    channel.answer = lambda n: Retry("hm") if n.id == 1 and n.attempts <= 6 else Sent(n.id)
    outbox.put(row(1), row(2))
    async with working(outbox, channel):
        await asyncio.sleep(120)
    assert channel.times(1) == [0.0, 1.0, 3.0, 7.0, 15.0, 30.0, 45.0]
    assert channel.times(2) == [45.0]


async def test_a_channel_that_is_away_is_tried_by_one_message_at_a_time_and_heard_soon_after_it_is_back(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    back_at = 3600.0
    channel.takes = 10.0
    channel.answer = lambda n: Sent(n.id) if time() >= back_at + 10 else Retry("no network", whole_channel=True)
    outbox.put(*(row(number, number) for number in range(1, 21)))
    async with working(outbox, channel):
        await asyncio.sleep(back_at - 1)
        tries_before = len(channel.sent)
        channel.most_at_once = 0
        await asyncio.sleep(1)
        channel.takes, channel.answer = 0.1, lambda n: Sent(n.id)
        await asyncio.sleep(60)
    assert all(outbox.rows[number].done for number in range(1, 21))
    first = min(at for at, _, number in channel.sent if at >= back_at)
    assert first <= back_at + 20
    last = max(at for at, _, _ in channel.sent)
    assert last <= back_at + 30
    assert tries_before <= 3600 / 25 + 20


async def test_while_the_channel_fails_different_messages_try_so_that_a_bad_one_holds_nobody_up(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    channel.answer = lambda n: Retry("502", whole_channel=True) if n.id == 1 else Sent(n.id)
    outbox.put(*(row(number, number) for number in range(1, 41)))
    async with working(outbox, channel):
        await asyncio.sleep(10)
    assert all(outbox.rows[number].done for number in range(2, 41))


async def test_a_channel_s_own_time_to_wait_is_honoured(outbox: MemoryOutbox, channel: FakeChannel) -> None:
    channel.answer = lambda n: Retry("flood", 40.0, whole_channel=True) if n.attempts == 1 and n.id == 1 else Sent(n.id)
    outbox.put(row(1, 1))
    async with working(outbox, channel) as worker:
        await asyncio.sleep(1)
        outbox.put(row(2, 2))
        worker.nudge()
        await asyncio.sleep(60)
    assert channel.times(2) == [40.0]


async def test_what_was_accepted_is_not_sent_again_while_the_database_is_away(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    channel.takes = 1.0
    outbox.put(row(1), row(2))
    async with working(outbox, channel):
        await asyncio.sleep(0.5)
        outbox.away = True
        await asyncio.sleep(600)
        outbox.away = False
        await asyncio.sleep(20)
    assert channel.times(1) == [0.0]
    assert outbox.rows[1].receipts == [Sent(1)]
    assert len(channel.times(2)) == 1
    assert outbox.final(2) == Sent(2)


async def test_a_database_that_is_away_at_first_is_waited_for(outbox: MemoryOutbox, channel: FakeChannel) -> None:
    outbox.put(row(1))
    outbox.away = True
    with capture_logs() as logs:
        async with working(outbox, channel):
            await asyncio.sleep(100)
            outbox.away = False
            await asyncio.sleep(16)
    assert outbox.final(1) == Sent(1)
    assert len([entry for entry in logs if entry["event"] == "outbox waits for the database"]) == 1


async def test_a_channel_that_breaks_on_one_message_gives_it_up_in_the_end_and_goes_on(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    def answer(notification: Notification) -> Receipt:
        if notification.id == 1:
            raise KeyError("secret 1")
        return Sent(notification.id)

    channel.answer = answer
    outbox.put(row(1), row(2))
    with capture_logs() as logs:
        async with working(outbox, channel):
            await asyncio.sleep(300)
    assert len(channel.times(1)) == 10
    refused = outbox.final(1)
    assert isinstance(refused, Refused)
    assert refused.error.startswith("given up after 10 tries: KeyError at test_notify_worker.py:")
    assert outbox.final(2) == Sent(2)
    assert all("secret" not in str(entry) for entry in logs)


async def test_a_stopped_worker_lets_what_is_under_way_end(outbox: MemoryOutbox, channel: FakeChannel) -> None:
    channel.takes = 3.0
    outbox.put(row(1))
    async with working(outbox, channel):
        await asyncio.sleep(1)
    assert time() == 3.0
    assert outbox.final(1) == Sent(1)


async def test_a_stopped_worker_waits_no_longer_than_its_grace_and_leaves_every_row_claimable(
    outbox: MemoryOutbox, channel: FakeChannel
) -> None:
    channel.takes = 60.0
    outbox.put(*(row(number, number) for number in range(1, 13)))
    async with working(outbox, channel):
        await asyncio.sleep(1)
    assert time() == 6.0
    assert all(each.claimed is None for each in outbox.rows.values())
    under_way, held = outbox.final(1), outbox.final(12)
    assert isinstance(under_way, Retry)
    assert under_way.error.startswith("unknown whether it was sent")
    assert held == Retry("not sent: netwatch was stopped", after=0.0)


async def test_a_worker_ends_although_the_database_is_away(outbox: MemoryOutbox, channel: FakeChannel) -> None:
    outbox.put(row(1), row(2, 2))
    async with working(outbox, channel):
        channel.takes = 1.0
        await asyncio.sleep(0.5)
        outbox.away = True
        await asyncio.sleep(2)
    assert time() <= 10.0
