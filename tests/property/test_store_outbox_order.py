"""Whatever happens to messages, each chat hears them in order, each once, and the card's last word last."""

import asyncio
import shutil
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwatch.core.message import CardGone, Draft, Kind, Message, Moved, Notification, Recipient, Retry, Sent
from netwatch.core.ticket import Priority, Source, Status, Ticket
from netwatch.store.migrate import upgrade
from netwatch.store.outbox_queue import CLAIM_LASTS
from netwatch.store.store import Store

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
TICKET = Ticket(0, None, Status.OPEN, NOW, Source.PROBE, Priority.HIGH, None, None)
CHATS = st.sampled_from([1, 2])

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("news"), CHATS),
        st.tuples(st.just("card"), CHATS),
        st.tuples(st.just("reply"), CHATS),
        st.tuples(st.just("claim"), st.integers(1, 4)),
        st.tuples(st.sampled_from(["sent", "retry", "card gone", "moved"]), st.integers(0, 3)),
        st.tuples(st.just("restart"), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 100)),
    ),
    max_size=40,
)


class Office:
    """Puts numbered messages, sends them as told, and keeps what each reader heard."""

    def __init__(self, store: Store, ticket_id: int) -> None:
        self.store = store
        self.ticket_id = ticket_id
        self.now = NOW
        self.count = 0
        self.address = {1: -1, 2: -2}
        self.under_way: list[tuple[datetime, Notification]] = []
        self.put: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.heard: dict[tuple[str, int], list[int]] = defaultdict(list)

    async def do(self, what: str, number: int) -> None:
        match what:
            case "news" | "card" | "reply":
                await self._put(what, number)
            case "claim":
                claimed = await self.store.outbox.claim("telegram", self.now, number)
                self.under_way += [(self.now, notification) for notification in claimed]
            case "restart":
                self.under_way.clear()
                await self.store.outbox.release_claims()
            case "wait":
                self.now += timedelta(seconds=number)
                self.under_way = [(at, n) for at, n in self.under_way if self.now - at < CLAIM_LASTS]
            case _ if self.under_way:
                await self._settle(what, self.under_way.pop(number % len(self.under_way))[1])

    async def finish(self) -> None:
        await self.do("restart", 0)
        for _ in range(2 * self.count + 2):
            self.now += timedelta(minutes=1)
            for notification in await self.store.outbox.claim("telegram", self.now, 10):
                await self._settle("sent", notification)

    async def _put(self, what: str, chat: int) -> None:
        self.count += 1
        kind = {"news": Kind.BREACHED, "card": Kind.CARD, "reply": Kind.REPLY}[what]
        to = Recipient("telegram", -chat, str(chat))  # as the settings have it, whatever moved since
        draft = Draft(to, kind, Message(f"{what} {self.count}"), self.ticket_id, card=what == "card")
        async with self.store.begin() as tx:
            await tx.outbox.put([draft], self.now)
        self.put[what, chat].append(self.count)

    async def _settle(self, what: str, notification: Notification) -> None:
        receipt: Sent | Retry | CardGone | Moved
        match what:
            case "sent":
                text, number = notification.message.html.split()
                self.heard[text, int(str(notification.to.person))].append(int(number))
                receipt = Sent(self.count)
            case "retry":
                receipt = Retry("timeout", after=3.0)
            case "card gone":
                receipt = CardGone()
            case _:
                receipt = Moved(notification.to.chat_id - 10)
        await self.store.outbox.settle(notification, receipt, self.now)


@pytest.fixture(scope="module")
def pattern():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pattern.db"
        asyncio.run(upgrade(f"sqlite:///{path}"))
        yield path


@settings(max_examples=40)
@given(steps=STEPS)
def test_order_holds_whatever_happens(pattern: Path, steps: list[tuple[str, int]]):
    async def play() -> Office:
        with tempfile.TemporaryDirectory() as folder:
            store = await Store.open(f"sqlite:///{shutil.copy(pattern, Path(folder) / 'netwatch.db')}")
            async with store.begin() as tx:
                office = Office(store, (await tx.tickets.add(TICKET)).id)
            for what, number in steps:
                await office.do(what, number)
            await office.finish()
            assert await store.outbox.next_due("telegram") is None
            await store.close()
        return office

    office = asyncio.run(play())
    for chat in (1, 2):
        assert office.heard["news", chat] == office.put["news", chat]
        assert office.heard["reply", chat] == office.put["reply", chat]
        cards = office.heard["card", chat]
        assert cards == sorted(set(cards))
        assert cards[-1:] == office.put["card", chat][-1:]
