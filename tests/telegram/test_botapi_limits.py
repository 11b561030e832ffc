"""Flood limits: what is let through, and how long a 429 says to wait."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwatch.demo.botapi.errors import ApiError
from netwatch.demo.botapi.limits import FloodLimits
from netwatch.demo.botapi.telegram import Telegram
from tests.telegram.botapi_stage import ManualClock, accepted, call, refused, stage


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def telegram(clock: ManualClock) -> Telegram:
    telegram = Telegram(limits=True, clock=clock)
    for number in range(1, 50):
        telegram.add_user(number, f"Orang {number}", started=True)
    telegram.add_group(-10, "Tim", [telegram.people[1]])
    return telegram


async def test_a_chat_takes_one_message_a_second(telegram: Telegram, clock: ManualClock) -> None:
    await accepted(telegram, "sendMessage", chat_id=1, text="a")
    reply = await call(telegram, "sendMessage", chat_id=1, text="b")
    assert reply.status == 429
    assert reply.body == {
        "ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }  # fmt: skip
    await accepted(telegram, "sendMessage", chat_id=2, text="a")
    clock.advance(1)
    await accepted(telegram, "sendMessage", chat_id=1, text="b")


async def test_a_group_takes_20_a_minute_edits_counted(telegram: Telegram, clock: ManualClock) -> None:
    first = await accepted(telegram, "sendMessage", chat_id=-10, text="0")
    for number in range(1, 20):
        clock.advance(1.5)
        where = {"chat_id": -10, "message_id": first["message_id"]}
        await accepted(telegram, "editMessageText", text=str(number), **where)
    clock.advance(1.5)
    assert await refused(telegram, "sendMessage", chat_id=-10, text="x") == (
        "429 Too Many Requests: retry after 30"
    )
    clock.advance(30)
    await accepted(telegram, "sendMessage", chat_id=-10, text="x")


async def test_all_chats_together_take_30_a_second(telegram: Telegram, clock: ManualClock) -> None:
    for number in range(1, 31):
        await accepted(telegram, "sendMessage", chat_id=number, text="x")
    assert (await refused(telegram, "sendMessage", chat_id=31, text="x")).startswith("429")
    clock.advance(1)
    await accepted(telegram, "sendMessage", chat_id=31, text="x")


async def test_an_album_counts_as_its_items(telegram: Telegram, clock: ManualClock) -> None:
    photo = telegram.people[1].send_photo().photo
    assert photo is not None
    media = json.dumps([{"type": "photo", "media": photo.file_id}] * 10)
    for _ in range(2):
        await accepted(telegram, "sendMediaGroup", chat_id=-10, media=media)
        clock.advance(1)
    assert (await refused(telegram, "sendMessage", chat_id=-10, text="x")).startswith("429")


async def test_answers_to_presses_and_what_is_refused_cost_nothing(telegram: Telegram) -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]})
    await accepted(telegram, "sendMessage", chat_id=1, text="x", reply_markup=markup)
    for _ in range(40):
        query = telegram.people[1].tap("a")
        await accepted(telegram, "answerCallbackQuery", callback_query_id=query.id)
        await refused(telegram, "sendMessage", chat_id=2, text="")
    await accepted(telegram, "sendMessage", chat_id=2, text="x")


async def test_the_header_names_the_wait_too() -> None:
    async with stage(limits=True, clock=ManualClock()) as on:
        on.telegram.add_user(1, "Rina", started=True)
        for status in (200, 429):
            response = await on.http.post("sendMessage", json={"chat_id": 1, "text": "x"})
            assert response.status_code == status
        assert response.headers["retry-after"] == "1"


def told_to_wait(limits: FloodLimits, chat: int) -> int:
    """The seconds that the 429 names; 0 where the message goes through."""
    try:
        limits.spend(-chat, group=True)
    except ApiError as error:
        return int((error.parameters or {})["retry_after"])
    return 0


# sixty-fourths of a second add up without rounding
PAUSES = st.integers(0, 5 * 64).map(lambda each: each / 64)


@given(st.lists(st.tuples(st.integers(1, 3), PAUSES), max_size=150))
def test_no_window_ever_holds_more_than_its_rule_and_waiting_as_told_suffices(
    sends: list[tuple[int, float]]
) -> None:
    clock = ManualClock(0.0)
    limits = FloodLimits(clock)
    passed: list[tuple[float, int]] = []
    for chat, pause in sends:
        clock.advance(pause)
        if wait := told_to_wait(limits, chat):
            clock.advance(wait)
            assert not told_to_wait(limits, chat)
        passed.append((clock(), chat))
    for end, chat in passed:
        assert sum(end - 60 < at <= end and each == chat for at, each in passed) <= 20
        assert sum(end - 1 < at <= end and each == chat for at, each in passed) <= 1
