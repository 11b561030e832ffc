"""Presses: one answer each, in time, seen by who pressed."""

import asyncio
import json

import pytest

from netwatch.demo.botapi.callbacks import CallbackAnswer
from netwatch.demo.botapi.person import Person
from netwatch.demo.botapi.telegram import Telegram
from tests.telegram.botapi_stage import ManualClock, accepted, refused

TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
KEYBOARD = json.dumps({"inline_keyboard": [[{"text": "Terima", "callback_data": "ack:42"}]]})


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def telegram(clock: ManualClock) -> Telegram:
    return Telegram(clock=clock)


@pytest.fixture
async def dedi(telegram: Telegram) -> Person:
    dedi = telegram.add_user(2003, "Dedi", started=True)
    await accepted(telegram, "sendMessage", chat_id=2003, text="Tiket 42", reply_markup=KEYBOARD)
    return dedi


@pytest.mark.parametrize("button", ["Terima", "ack:42"])
async def test_a_press_reaches_the_bot_with_its_message_and_data(
    telegram: Telegram, dedi: Person, button: str
) -> None:
    tapped = dedi.tap(button)
    (update,) = await accepted(telegram, "getUpdates")
    query = update["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (tapped.id, "ack:42", 2003)
    assert (query["message"]["chat"]["id"], query["message"]["text"]) == (2003, "Tiket 42")


@pytest.mark.parametrize(
    ("params", "seen"),
    [
        ({}, CallbackAnswer()),
        ({"text": "Diterima"}, CallbackAnswer("Diterima")),
        ({"text": "x" * 200, "show_alert": "true"}, CallbackAnswer("x" * 200, alert=True)),
    ],
    ids=["silence", "a line", "a window of 200 characters"],
)
async def test_the_answer_is_seen(
    telegram: Telegram, dedi: Person, params: dict[str, str], seen: CallbackAnswer
) -> None:
    press = asyncio.create_task(dedi.press("Terima", within=30))
    (update,) = await accepted(telegram, "getUpdates", timeout=30)
    query_id = update["callback_query"]["id"]
    await accepted(telegram, "answerCallbackQuery", callback_query_id=query_id, **params)
    assert await press == seen


async def test_a_press_that_nobody_answers_shows_nothing(dedi: Person) -> None:
    assert await dedi.press("Terima", within=0.05) is None


async def test_a_second_answer_is_refused(telegram: Telegram, dedi: Person) -> None:
    query = dedi.tap("Terima")
    await accepted(telegram, "answerCallbackQuery", callback_query_id=query.id, text="satu")
    assert await refused(telegram, "answerCallbackQuery", callback_query_id=query.id, text="dua") == TOO_OLD
    assert query.answer == CallbackAnswer("satu")


async def test_an_answer_after_15_seconds_is_refused(
    telegram: Telegram, dedi: Person, clock: ManualClock
) -> None:
    early, late = dedi.tap("Terima"), dedi.tap("Terima")
    clock.advance(15)
    await accepted(telegram, "answerCallbackQuery", callback_query_id=early.id)
    clock.advance(0.1)
    assert await refused(telegram, "answerCallbackQuery", callback_query_id=late.id) == TOO_OLD
    assert late.answer is None


async def test_201_characters_are_too_long(telegram: Telegram, dedi: Person) -> None:
    query = dedi.tap("Terima")
    answer = await refused(telegram, "answerCallbackQuery", callback_query_id=query.id, text="x" * 201)
    assert answer == "400 Bad Request: MESSAGE_TOO_LONG"


async def test_a_button_that_is_gone_cannot_be_pressed(telegram: Telegram, dedi: Person) -> None:
    message_id = dedi.screen()[-1].message_id
    await accepted(telegram, "editMessageReplyMarkup", chat_id=2003, message_id=message_id)
    with pytest.raises(ValueError, match=r"no button 'Terima' in chat 2003; there are: none"):
        dedi.tap("Terima")
