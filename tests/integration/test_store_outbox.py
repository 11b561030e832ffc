"""The outbox: what is said in which order, and what becomes of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from netwatch.core.message import (
    Button,
    CardGone,
    Draft,
    Kind,
    Media,
    Message,
    Moved,
    Notification,
    Recipient,
    Refused,
    Retry,
    Sent,
)
from netwatch.core.storm import Digest
from netwatch.core.ticket import Priority, Source, Status, Ticket
from netwatch.store.schema import REFUSED, outbox
from netwatch.store.store import Store

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
LATER = NOW + timedelta(seconds=10)
KASI = Recipient("telegram", 2003, "Dedi")
TEAM = Recipient("telegram", -100200)
TICKET = Ticket(0, None, Status.OPEN, NOW, Source.PROBE, Priority.HIGH, None, None)


def say(text: str, to: Recipient = KASI, kind: Kind = Kind.BREACHED, **more: object) -> Draft:
    return Draft(to, kind, Message(text), **more)  # type: ignore[arg-type]


def card(
    text: str, ticket_id: int, to: Recipient = KASI, kind: Kind = Kind.CARD, silent: bool = True
) -> Draft:
    return Draft(to, kind, Message(text, silent=silent), ticket_id, card=True)


async def put(store: Store, *drafts: Draft, now: datetime = NOW) -> None:
    async with store.begin() as tx:
        await tx.outbox.put(drafts, now)


async def claim(store: Store, now: datetime = NOW, limit: int = 10) -> list[Notification]:
    return await store.outbox.claim("telegram", now, limit)


async def texts(store: Store, now: datetime = NOW) -> list[str]:
    return [n.message.html for n in await claim(store, now)]


async def one(store: Store, now: datetime = NOW) -> Notification:
    [notification] = await claim(store, now)
    return notification


@pytest.fixture
async def ticket_id(store: Store) -> int:
    async with store.begin() as tx:
        return (await tx.tickets.add(TICKET)).id


async def test_a_message_comes_out_as_it_was_put_in(store: Store, ticket_id: int):
    buttons = ((Button("Terima", "a:1"),), (Button("x", "y"), Button("z", "w")))
    message = Message("<b>Gangguan</b> & \U0001f534", buttons)
    await put(store, Draft(KASI, Kind.OPENED, message, ticket_id, card=True))
    notification = await one(store)
    assert notification == Notification(
        notification.id, KASI, Kind.OPENED, message, ticket_id, card=True, attempts=1, card_message_id=None
    )


async def test_a_question_comes_out_as_a_question(store: Store):
    question = Message("Kenapa ditunda?", force_reply=True)
    await put(store, Draft(TEAM, Kind.REPLY, question))
    assert (await one(store)).message == question


async def test_pictures_come_out_as_they_were_put_in(store: Store):
    album = Message("Foto", media=(Media("AgAC-1"), Media("AgAC-2")))
    await put(store, Draft(KASI, Kind.REPLY, album))
    assert (await one(store)).message == album


async def test_a_chat_gets_one_message_at_a_time_in_the_order_in_which_they_were_put(store: Store):
    await put(store, say("1"), say("2"), say("team", TEAM), say("3"))
    first, other = await claim(store)
    assert (first.message.html, other.message.html) == ("1", "team")
    assert await claim(store) == []
    await store.outbox.settle(first, Sent(1), NOW)
    second = await one(store)
    assert second.message.html == "2"
    await store.outbox.settle(second, Refused("blocked"), NOW)
    assert await texts(store) == ["3"]


async def test_channels_do_not_wait_for_each_other(store: Store):
    await put(store, say("telegram"), say("console", replace(KASI, channel="console")))
    assert await texts(store) == ["telegram"]
    assert [n.message.html for n in await store.outbox.claim("console", NOW, 10)] == ["console"]


async def test_a_claim_takes_no_more_than_asked_for_the_oldest_first(store: Store):
    await put(store, *(say(str(n), Recipient("telegram", n)) for n in range(5, 0, -1)))
    assert [n.message.html for n in await claim(store, limit=2)] == ["5", "4"]
    assert [n.message.html for n in await claim(store, limit=2)] == ["3", "2"]


async def test_an_answer_to_a_command_does_not_wait_behind_what_cannot_be_sent(store: Store):
    await put(store, say("alarm"), say("alarm 2"))
    await store.outbox.settle(await one(store), Retry("flood", after=600), NOW)
    await put(store, say("answer", kind=Kind.REPLY), say("answer 2", kind=Kind.REPLY))
    answer = await one(store)
    assert answer.message.html == "answer"
    await store.outbox.settle(answer, Sent(1), NOW)
    assert await texts(store) == ["answer 2"]


async def test_replies_are_handed_out_before_the_rest(store: Store):
    await put(store, say("alarm"), say("answer", TEAM, Kind.REPLY))
    assert await texts(store) == ["answer", "alarm"]


async def test_a_retry_keeps_its_place_and_waits(store: Store):
    await put(store, say("1"), say("2"))
    await store.outbox.settle(await one(store), Retry("timeout", after=8.0), NOW)
    assert await claim(store, NOW + timedelta(seconds=7.9)) == []
    again = await one(store, NOW + timedelta(seconds=8))
    assert (again.message.html, again.attempts) == ("1", 2)


async def test_a_retry_without_a_time_is_not_due_at_once(store: Store):
    await put(store, say("1"))
    await store.outbox.settle(await one(store), Retry("no network"), NOW)
    assert await claim(store) == []
    assert await texts(store, NOW + timedelta(seconds=30)) == ["1"]


async def test_the_first_receipt_of_a_row_counts(store: Store, ticket_id: int):
    await put(store, say("1", ticket_id=ticket_id))
    notification = await one(store)
    await store.outbox.settle(notification, Sent(1), NOW)
    for late in (Retry("timeout", after=0), Refused("blocked"), Sent(2)):
        await store.outbox.settle(notification, late, LATER)
    assert await claim(store, NOW + timedelta(days=1)) == []
    async with store.read() as tx:
        [record] = await tx.outbox.of_ticket(ticket_id)
    assert (record.sent_at, record.error) == (NOW, None)


@pytest.mark.parametrize(("seconds", "found"), [
    pytest.param(89, [], id="a claim is respected while its worker may be sending"),
    pytest.param(90, ["1"], id="after 90 s it is that of a dead process"),
    pytest.param(-89, [], id="a clock set back a little changes nothing"),
    pytest.param(-3600, ["1"], id="a clock set back an hour does not keep it for an hour"),
])
async def test_how_long_a_claim_lasts(store: Store, seconds: int, found: list[str]):
    await put(store, say("1"), now=NOW - timedelta(days=1))
    await one(store)
    assert await texts(store, NOW + timedelta(seconds=seconds)) == found


async def test_at_start_up_all_claims_are_released(store: Store):
    await put(store, say("1"), say("2"), say("team", TEAM))
    await claim(store)
    assert await store.outbox.release_claims() == 2
    assert await texts(store) == ["1", "team"]


async def test_a_clock_set_back_does_not_hold_up_a_message(store: Store):
    await put(store, say("new"), say("retried", TEAM))
    _, retried = await claim(store)
    await store.outbox.settle(retried, Retry("timeout", after=8.0), NOW)
    await store.outbox.release_claims()
    assert await texts(store, NOW - timedelta(days=1)) == ["new", "retried"]


async def test_what_is_stale_is_dropped_and_holds_up_nothing(store: Store):
    await put(store, say("reminder", stale_at=LATER), say("news"))
    await store.outbox.settle(await one(store), Retry("no network", after=600), NOW)
    assert await texts(store, LATER) == ["news"]


async def test_what_is_being_sent_is_not_dropped_under_way(store: Store):
    await put(store, say("reminder", stale_at=LATER), say("news"))
    reminder = await one(store)
    assert await claim(store, LATER) == []
    await store.outbox.settle(reminder, Sent(1), LATER)
    assert await texts(store, LATER) == ["news"]


async def test_the_second_draft_with_the_same_key_is_dropped_even_after_the_first_was_sent(store: Store):
    await put(store, say("a", dedup="k"), say("b", dedup="k"), say("c"))
    first = await one(store)
    await store.outbox.settle(first, Sent(1), NOW)
    await put(store, say("d", dedup="k"))
    assert await texts(store) == ["c"]


async def test_next_due_is_when_a_claim_may_find_something(store: Store):
    next_due = store.outbox.next_due
    assert await next_due("telegram") is None
    await put(store, say("1"), say("behind it"))
    assert await next_due("telegram") == NOW
    assert await next_due("console") is None
    notification = await one(store)
    assert await next_due("telegram") == NOW + timedelta(seconds=90)
    await store.outbox.settle(notification, Retry("flood", after=30), NOW)
    assert await next_due("telegram") == NOW + timedelta(seconds=30)
    reminder = say("reminder", TEAM, stale_at=NOW + timedelta(seconds=20))
    await put(store, reminder, now=NOW + timedelta(seconds=25))
    assert await next_due("telegram") == NOW + timedelta(seconds=20)


async def test_a_newer_card_takes_the_place_of_one_not_yet_sent(store: Store, ticket_id: int):
    await put(store, card("v1", ticket_id), say("news"), card("v2", ticket_id))
    first = await one(store)
    assert first.message.html == "v2"
    await store.outbox.settle(first, Sent(7), NOW)
    assert await texts(store) == ["news"]


async def test_cards_of_other_tickets_and_chats_stay_apart(store: Store, ticket_id: int):
    async with store.begin() as tx:
        other = (await tx.tickets.add(TICKET)).id
    await put(store, card("a", ticket_id), card("b", other), card("c", ticket_id, TEAM))
    first, team = await claim(store)
    assert (first.message.html, team.message.html) == ("a", "c")
    await store.outbox.settle(first, Sent(1), NOW)
    assert await texts(store) == ["b"]


@pytest.mark.parametrize(("older", "newer", "kind", "silent"), [
    pytest.param(Kind.OPENED, Kind.CARD, Kind.OPENED, False, id="an opening not yet heard stays one"),
    pytest.param(Kind.OPENED, Kind.REOPENED, Kind.OPENED, False, id="even when reopened meanwhile"),
    pytest.param(Kind.REOPENED, Kind.CARD, Kind.REOPENED, False, id="a reopening not yet heard stays one"),
    pytest.param(Kind.CARD, Kind.CARD, Kind.CARD, True, id="a silent change stays silent"),
])
async def test_why_and_how_loudly_a_replaced_card_is_sent(
    store: Store, ticket_id: int, older: Kind, newer: Kind, kind: Kind, silent: bool
):
    await put(store, card("v1", ticket_id, kind=older, silent=silent), card("v2", ticket_id, kind=newer))
    notification = await one(store)
    assert (notification.kind, notification.message) == (kind, Message("v2", silent=silent))


async def test_a_card_that_is_being_sent_is_not_touched(store: Store, ticket_id: int):
    await put(store, card("v1", ticket_id))
    first = await one(store)
    await put(store, card("v2", ticket_id))
    await put(store, card("v3", ticket_id))
    await store.outbox.settle(first, Sent(7), NOW)
    second = await one(store)
    assert (second.message.html, second.card_message_id) == ("v3", 7)
    await store.outbox.settle(second, Sent(7), NOW)
    assert await claim(store) == []


async def test_a_card_that_could_not_be_sent_says_what_the_one_behind_it_says(store: Store, ticket_id: int):
    await put(store, card("v1", ticket_id, kind=Kind.OPENED, silent=False))
    first = await one(store)
    await put(store, say("news"), card("v2", ticket_id))
    await store.outbox.settle(first, Retry("timeout", after=0), NOW)
    again = await one(store)
    assert (again.id, again.kind, again.message) == (first.id, Kind.OPENED, Message("v2"))
    await store.outbox.settle(again, Sent(7), NOW)
    assert await texts(store) == ["news"]
    async with store.read() as tx:
        assert len(await tx.outbox.of_ticket(ticket_id)) == 1


async def test_a_sent_card_is_edited_and_replied_to(store: Store, ticket_id: int):
    await put(store, card("v1", ticket_id))
    await store.outbox.settle(await one(store), Sent(7), NOW)
    await put(store, say("closed", ticket_id=ticket_id), card("v2", ticket_id, TEAM))
    reply, team = await claim(store)
    assert (reply.card_message_id, team.card_message_id) == (7, None)


async def test_a_channel_without_message_ids_gets_every_card_anew(store: Store, ticket_id: int):
    await put(store, card("v1", ticket_id))
    await store.outbox.settle(await one(store), Sent(), NOW)
    await put(store, card("v2", ticket_id))
    assert (await one(store)).card_message_id is None


async def test_a_card_that_is_gone_is_sent_anew_at_once(store: Store, ticket_id: int):
    await put(store, card("v1", ticket_id))
    await store.outbox.settle(await one(store), Sent(7), NOW)
    await put(store, card("v2", ticket_id), now=LATER)
    edit = await one(store, LATER)
    assert (edit.card_message_id, edit.hurries) == (7, False)
    await store.outbox.settle(edit, CardGone(), LATER)
    anew = await one(store, LATER)
    assert (anew.id, anew.card_message_id, anew.hurries) == (edit.id, None, True)


async def test_a_card_that_is_there_is_made_anew_at_most_every_three_seconds(store: Store, ticket_id: int):
    await put(store, card("v1", ticket_id))
    await store.outbox.settle(await one(store), Sent(7), NOW)
    for version in range(2, 6):
        await put(store, card(f"v{version}", ticket_id), now=NOW + timedelta(seconds=version / 2))
    soon = NOW + timedelta(seconds=2.9)
    assert await claim(store, soon) == []
    assert await store.outbox.next_due("telegram") == NOW + timedelta(seconds=3)
    edit = await one(store, NOW + timedelta(seconds=3))
    assert (edit.message.html, edit.card_message_id) == ("v5", 7)
    await store.outbox.settle(edit, Sent(7), NOW + timedelta(seconds=4))
    await put(store, card("v6", ticket_id), now=NOW + timedelta(seconds=4))
    assert await store.outbox.next_due("telegram") == NOW + timedelta(seconds=7)


async def test_what_is_only_made_anew_keeps_no_news_waiting(store: Store, ticket_id: int):
    await put(store, card("v1", ticket_id))
    await store.outbox.settle(await one(store), Sent(7), NOW)
    await put(store, card("v2", ticket_id), say("news"), say("asked", kind=Kind.REPLY))
    assert await texts(store) == ["asked", "news"], "while the card waits for its time"
    assert await texts(store, LATER) == ["v2"]


async def test_a_chat_gets_one_message_made_anew_at_a_time_and_news_come_first(store: Store):
    async with store.begin() as tx:
        tickets = [(await tx.tickets.add(TICKET)).id for _ in range(3)]
    for to in (KASI, TEAM):
        for ticket in tickets:
            await put(store, card("old", ticket, to))
            await store.outbox.settle(await one(store), Sent(ticket), NOW)
    await put(store, *(card(f"new {ticket}", ticket, to) for to in (KASI, TEAM) for ticket in tickets))
    await put(store, say("news"), now=LATER)
    first = await claim(store, LATER)
    assert [n.message.html for n in first] == ["news", f"new {tickets[0]}", f"new {tickets[0]}"]
    assert await claim(store, LATER) == []
    await store.outbox.settle(first[1], Sent(7), LATER)
    assert await texts(store, LATER) == [f"new {tickets[1]}"]


async def test_a_group_that_moved_is_followed(store: Store, ticket_id: int):
    await put(store, card("v1", ticket_id, TEAM))
    await store.outbox.settle(await one(store), Sent(7), NOW)
    await put(store, card("v2", ticket_id, TEAM), say("2", TEAM), say("3", TEAM), now=LATER)
    second, first = await claim(store, LATER)
    await store.outbox.settle(first, Moved(-100999), LATER)
    again = await one(store, LATER)
    assert (again.id, again.to.chat_id, again.card_message_id) == (first.id, -100999, None)
    await store.outbox.settle(again, Sent(1), LATER)
    await store.outbox.settle(second, Sent(2), LATER)
    third = await one(store, LATER)
    assert (third.message.html, third.to.chat_id) == ("3", -100999)
    async with store.read() as tx:
        assert await tx.outbox.card_chats(ticket_id) == [replace(TEAM, chat_id=-100999)]


async def test_a_card_that_arrived_in_a_group_just_before_it_moved_is_forgotten(store: Store, ticket_id: int):
    await put(store, card("v1", ticket_id, TEAM))
    first = await one(store)
    async with store.begin() as tx:
        await tx.chats.migrate(TEAM.chat_id, -100999)
    await store.outbox.settle(first, Sent(7), NOW)
    await put(store, card("v2", ticket_id, TEAM))
    notification = await one(store)
    assert (notification.to.chat_id, notification.card_message_id) == (-100999, None)


async def test_who_has_a_card_or_will_have_it(store: Store, ticket_id: int):
    rina = Recipient("telegram", 2001, "Rina")
    await put(store, card("x", ticket_id, KASI), card("x", ticket_id, rina), card("x", ticket_id, TEAM))
    dedi, blocked, _ = await claim(store)
    await store.outbox.settle(dedi, Sent(7), NOW)
    await store.outbox.settle(blocked, Refused("blocked"), NOW)
    await put(store, say("y", Recipient("telegram", 9), ticket_id=ticket_id), card("x2", ticket_id, KASI))
    async with store.read() as tx:
        assert await tx.outbox.card_chats(ticket_id) == [KASI, TEAM]
        assert await tx.outbox.card_chats(ticket_id + 1) == []


async def test_what_became_of_a_tickets_messages(store: Store, ticket_id: int):
    rina, agus = Recipient("telegram", 2001, "Rina"), Recipient("telegram", 2004, "Agus")
    await put(store, *(say("x", to, ticket_id=ticket_id, stale_at=s) for to, s in (
        (KASI, None), (TEAM, None), (rina, None), (agus, NOW + timedelta(seconds=1)))))
    sent, refused, retried, late = await claim(store)
    await store.outbox.settle(sent, Sent(7), LATER)
    await store.outbox.settle(refused, Refused("blocked"), LATER)
    await store.outbox.settle(retried, Retry("timeout", after=60), LATER)
    await store.outbox.settle(late, Retry("timeout", after=60), LATER)
    await claim(store, LATER)
    async with store.read() as tx:
        records = await tx.outbox.of_ticket(ticket_id)
    assert [(r.to, r.created_at, r.sent_at, r.attempts, r.error) for r in records] == [
        (KASI, NOW, LATER, 1, None),
        (TEAM, NOW, None, 1, "blocked"),
        (rina, NOW, None, 1, "timeout"),
        (agus, NOW, None, 1, "dropped: too late to be worth sending"),
    ]
    assert {r.kind for r in records} == {Kind.BREACHED}


async def test_messages_of_a_transaction_that_failed_are_never_sent(store: Store):
    async def fail() -> None:
        async with store.begin() as tx:
            await tx.outbox.put([say("x")], NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await claim(store) == []


async def test_a_digest_whose_first_message_was_refused_leaves_nothing_behind_that_waits_for_ever(
    store: Store, ticket_id: int
):
    async with store.begin() as tx:
        digest = (await tx.digests.keep(Digest(0, KASI, (ticket_id,), NOW, NOW))).id
    await put(store, say("1 gangguan", kind=Kind.DIGEST, also=(ticket_id,), digest=digest, anew=True))
    await store.outbox.settle(await one(store), Refused("blocked"), NOW)
    await put(store, say("2 gangguan", kind=Kind.DIGEST, also=(ticket_id,), digest=digest), now=LATER)
    async with store.read() as tx:
        states = (await tx.connection.execute(select(outbox.c.state).order_by(outbox.c.id))).scalars().all()
    assert states == [REFUSED]
    await put(store, say("3 gangguan", kind=Kind.DIGEST, also=(ticket_id,), digest=digest, anew=True), now=LATER)
    assert await texts(store, LATER) == ["3 gangguan"]


async def test_a_digest_that_is_just_being_sent_is_made_anew_afterwards(store: Store, ticket_id: int):
    async with store.begin() as tx:
        digest = (await tx.digests.keep(Digest(0, KASI, (ticket_id,), NOW, NOW))).id
    await put(store, say("1 gangguan", kind=Kind.DIGEST, also=(ticket_id,), digest=digest, anew=True))
    first = await one(store)
    await put(store, say("2 gangguan", kind=Kind.DIGEST, also=(ticket_id,), digest=digest))
    assert await texts(store) == []
    await store.outbox.settle(first, Sent(77), NOW)
    second = await one(store)
    assert (second.message.html, second.edits) == ("2 gangguan", 77)


async def test_a_digest_that_is_news_again_is_told_behind_what_waits_for_the_chat(store: Store, ticket_id: int):
    async with store.begin() as tx:
        digest = (await tx.digests.keep(Digest(0, KASI, (ticket_id,), NOW, NOW))).id

    def shows(text: str, *, anew: bool = False) -> Draft:
        return say(text, kind=Kind.DIGEST, also=(ticket_id,), digest=digest, anew=anew)

    await put(store, shows("1 gangguan", anew=True))
    await store.outbox.settle(await one(store), Sent(7), NOW)
    await put(store, shows("2 gangguan"), say("lain"), shows("3 gangguan", anew=True))
    told = []
    for _ in range(2):
        notification = await one(store)
        told.append((notification.message.html, notification.edits))
        await store.outbox.settle(notification, Sent(8), NOW)
    assert told == [("lain", None), ("3 gangguan", None)]
    assert await claim(store) == []
