"""What was said of tickets, through which channel, and of several at once."""

from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.message import Draft, Kind, Message, Recipient, Refused
from netwatch.core.second_channel import SMS, Fate, Said
from netwatch.core.ticket import Priority, Source, Status, Ticket
from netwatch.store.store import Store

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
DEDI = Recipient("telegram", 2003, "Dedi")
GROUP = Recipient("telegram", -100200)
BY_SMS = Recipient(SMS, 628110000003, "Dedi")
TICKET = Ticket(0, None, Status.OPEN, NOW, Source.PROBE, Priority.HIGH, None, None)


@pytest.fixture
async def tickets(store: Store) -> list[int]:
    async with store.begin() as tx:
        return [(await tx.tickets.add(TICKET)).id for _ in range(3)]


def draft(to: Recipient, kind: Kind, ticket: int | None, **more: object) -> Draft:
    return Draft(to, kind, Message("x"), ticket, **more)  # type: ignore[arg-type]


async def test_alarms_and_closings_are_read_with_their_fate_by_ticket(store: Store, tickets: list[int]):
    first, second, third = tickets
    async with store.begin() as tx:
        await tx.outbox.put([draft(DEDI, Kind.OPENED, first, card=True), draft(DEDI, Kind.BREACHED, first)], NOW)
        await tx.outbox.put([draft(BY_SMS, Kind.OPENED, first, also=(second,))], NOW + timedelta(minutes=2))
    [opened] = await store.outbox.claim("telegram", NOW, 10)
    await store.outbox.settle(opened, Refused("blocked"), NOW)
    async with store.read() as tx:
        said = await tx.second_channel.said_of(tickets)
        of_second = await tx.outbox.of_ticket(second)
    by_sms = Said(BY_SMS, Kind.OPENED, False, Fate.WAITING, NOW + timedelta(minutes=2))
    assert said == {
        first: [Said(DEDI, Kind.OPENED, False, Fate.REFUSED, NOW), by_sms], second: [by_sms], third: [],
    }
    assert [record.to for record in of_second] == [BY_SMS], "one message is among those of each of its tickets"


async def test_a_group_that_has_moved_is_known_by_its_id_of_today(store: Store, tickets: list[int]):
    async with store.begin() as tx:
        await tx.outbox.put([draft(GROUP, Kind.OPENED, tickets[0])], NOW)
        await tx.chats.migrate(-100200, -1009)
        await tx.outbox.put([draft(GROUP, Kind.REOPENED, tickets[0])], NOW)
        said = await tx.second_channel.said_of(tickets[:1])
    assert [each.to.chat_id for each in said[tickets[0]]] == [-1009, -1009]


async def test_what_a_channel_has_said_lately_is_counted_and_its_tickets_are_known(store: Store, tickets: list[int]):
    first, second, third = tickets
    async with store.begin() as tx:
        await tx.outbox.put([draft(BY_SMS, Kind.OPENED, third)], NOW - timedelta(minutes=11))
        await tx.outbox.put([draft(BY_SMS, Kind.OPENED, first, also=(second,))], NOW)
        await tx.outbox.put([draft(DEDI, Kind.OPENED, third)], NOW)
    async with store.read() as tx:
        lately = NOW - timedelta(minutes=10)
        assert await tx.second_channel.tickets_spoken_of(SMS, lately) == [first, second]
        assert await tx.second_channel.counts(SMS, lately) == {"Dedi": 1}
        assert await tx.second_channel.counts(SMS, NOW + timedelta(seconds=1)) == {}
