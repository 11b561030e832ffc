"""The channel against what Telegram, or something in its place, may answer; the requests go through PTB's own stack."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from netwatch.core.message import (
    Button,
    CardGone,
    Kind,
    Message,
    Moved,
    Notification,
    Receipt,
    Recipient,
    Refused,
    Retry,
    Sent,
    Shut,
)
from netwatch.telegram.client import TelegramClient
from netwatch.telegram.receipt import UNKNOWN
from netwatch.telegram.sender import TelegramChannel

TOKEN = "7000001:AAE-test_token_of-no_worth-00000001"
BODY = "Pak Budi 08111 <b>mati</b>"

Handler = Callable[[httpx.Request], httpx.Response]


class Stage:
    """A channel whose requests end in `handler`; `calls` are method and parameters of each."""

    def __init__(self) -> None:
        self.handler: Handler = lambda request: answer(message())
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.client = TelegramClient(
            TOKEN, "http://telegram.test/bot", "http://telegram.test/file/bot", lambda: httpx.MockTransport(self._serve)
        )
        self.channel = TelegramChannel(self.client)

    def _serve(self, request: httpx.Request) -> httpx.Response:
        form = dict(httpx.QueryParams(request.content.decode()))
        self.calls.append((request.url.path.rsplit("/", 1)[-1], form))
        return self.handler(request)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    yield stage
    await stage.client.aclose()


def answer(result: Any) -> httpx.Response:
    return httpx.Response(200, json={"ok": True, "result": result})


def message(message_id: int = 77) -> dict[str, Any]:
    return {"message_id": message_id, "date": 1, "chat": {"id": 2003, "type": "private"}, "text": "x"}


def refuse(code: int, description: str, **parameters: int) -> Handler:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return lambda request: httpx.Response(code, json=body)


def fail(error: type[httpx.HTTPError], text: str = "") -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        raise error(text or f"cannot reach {request.url}")

    return handler


def notification(
    card: bool = False, card_message_id: int | None = None, edits: int | None = None, **message: Any
) -> Notification:
    return Notification(
        id=1, to=Recipient("telegram", 2003, "Dedi"), kind=Kind.OPENED,
        message=Message(**{"html": BODY, **message}), ticket_id=42, card=card, attempts=1,
        card_message_id=card_message_id, edits=edits,
    )


NEW = notification()
CARD = notification(card=True, card_message_id=70)
EDIT = notification(card_message_id=70, edits=75)
AWAY = {"whole_channel": True}


@pytest.mark.parametrize(
    ("handler", "sent", "receipt"),
    [
        pytest.param(lambda r: answer(message()), NEW, Sent(77), id="accepted"),
        pytest.param(lambda r: answer(message(70)), CARD, Sent(70), id="a card is edited"),
        pytest.param(
            refuse(429, "Too Many Requests: retry after 7", retry_after=7), NEW,
            Retry("RetryAfter: Flood control exceeded. Retry in 7 seconds", 7.0), id="too fast: as long as it says",
        ),
        pytest.param(
            refuse(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009), NEW,
            Moved(-1009), id="the group has moved",
        ),
        pytest.param(
            refuse(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009), CARD,
            Moved(-1009), id="the group has moved with the card",
        ),
        pytest.param(
            refuse(403, "Forbidden: bot was blocked by the user"), NEW,
            Refused("Forbidden: Forbidden: bot was blocked by the user", Shut.BLOCKED), id="blocked: never again",
        ),
        pytest.param(
            refuse(400, "Bad Request: chat not found"), NEW,
            Refused("BadRequest: Chat not found", Shut.NEVER_STARTED),
            id="never started: never again, though PTB calls it a network error",
        ),
        pytest.param(
            refuse(400, "Bad Request: message is not modified: the same"), CARD, Sent(70),
            id="an edit that changes nothing has succeeded",
        ),
        pytest.param(
            refuse(400, "Bad Request: message is not modified"), NEW, Refused("BadRequest: Message is not modified"),
            id="for what is no edit the same words are no success",
        ),
        pytest.param(refuse(400, "Bad Request: message to edit not found"), CARD, CardGone(), id="the card is gone"),
        pytest.param(refuse(400, "Bad Request: message can't be edited"), CARD, CardGone(), id="the card is frozen"),
        pytest.param(refuse(400, "Bad Request: MESSAGE_ID_INVALID"), CARD, CardGone(), id="the card's id is void"),
        pytest.param(lambda r: answer(message(75)), EDIT, Sent(75), id="another message takes its new text"),
        pytest.param(
            refuse(400, "Bad Request: message is not modified"), EDIT, Sent(75), id="and had it already"
        ),
        pytest.param(
            refuse(400, "Bad Request: message to edit not found"), EDIT,
            Refused("BadRequest: Message to edit not found"), id="or is gone, and nobody misses it",
        ),
        pytest.param(refuse(502, "Bad Gateway"), NEW, Retry("NetworkError: Bad Gateway", **AWAY), id="502"),
        pytest.param(
            lambda r: httpx.Response(502, text=f"<html>{BODY}</html>"), NEW,
            Retry("NetworkError: Bad Gateway (502)", **AWAY), id="502 as a page, which is not quoted",
        ),
        pytest.param(
            lambda r: httpx.Response(200, text="<html>Log in</html>"), NEW,
            Retry("TelegramError: Invalid server response", **AWAY), id="a captive portal's 200",
        ),
        pytest.param(
            refuse(409, "Conflict: something"), NEW, Retry("Conflict: Conflict: something", **AWAY), id="409"
        ),
        pytest.param(
            fail(httpx.ConnectError, "refused"), NEW, Retry("NetworkError: httpx.ConnectError: refused", **AWAY),
            id="connection refused: surely not sent",
        ),
        pytest.param(
            fail(httpx.ConnectTimeout), NEW, Retry("TimedOut: Timed out", **AWAY), id="no connection: surely not sent"
        ),
        pytest.param(
            fail(httpx.ReadTimeout), NEW, Retry(f"{UNKNOWN}TimedOut: Timed out", **AWAY), id="no answer: unknown"
        ),
        pytest.param(
            fail(httpx.RemoteProtocolError, "Server disconnected"), NEW,
            Retry(f"{UNKNOWN}NetworkError: httpx.RemoteProtocolError: Server disconnected", **AWAY),
            id="cut before the answer: unknown",
        ),
    ],
)
async def test_what_becomes_of_a_message(stage: Stage, handler: Handler, sent: Notification, receipt: Receipt) -> None:
    stage.handler = handler
    assert await stage.channel.send(sent) == receipt


@pytest.mark.parametrize(
    ("chat_id", "code", "said", "shut"),
    [
        (2003, 403, "Forbidden: bot was blocked by the user", Shut.BLOCKED),
        (2003, 403, "Forbidden: bot can't initiate conversation with a user", Shut.NEVER_STARTED),
        (2003, 403, "Forbidden: user is deactivated", Shut.DELETED),
        (2003, 400, "Bad Request: chat not found", Shut.NEVER_STARTED),
        (-200, 400, "Bad Request: chat not found", Shut.NOT_IN_GROUP),
        (-200, 403, "Forbidden: bot was kicked from the supergroup chat", Shut.NOT_IN_GROUP),
        (-200, 403, "Forbidden: bot is not a member of the supergroup chat", Shut.NOT_IN_GROUP),
        (-200, 403, "Forbidden: the group chat was deleted", Shut.DELETED),
        (-200, 400, "Bad Request: not enough rights to send text messages to the chat", Shut.MAY_NOT_WRITE),
        (-200, 400, "Bad Request: have no rights to send a message", Shut.MAY_NOT_WRITE),
        (-200, 400, "Bad Request: CHAT_WRITE_FORBIDDEN", Shut.MAY_NOT_WRITE),
        (-200, 400, "Bad Request: TOPIC_CLOSED", Shut.MAY_NOT_WRITE),
        (2003, 400, "Bad Request: message is too long", None),
        (2003, 403, "Forbidden: something that is not invented yet", None),
    ],
)
async def test_whether_the_chat_refuses_or_only_this_message(
    stage: Stage, chat_id: int, code: int, said: str, shut: Shut | None
) -> None:
    stage.handler = refuse(code, said)
    receipt = await stage.channel.send(replace(NEW, to=replace(NEW.to, chat_id=chat_id)))
    assert isinstance(receipt, Refused)
    assert receipt.shut is shut


@pytest.mark.parametrize("code", [pytest.param(401, id="revoked"), pytest.param(404, id="malformed")])
async def test_a_wrong_token_stops_the_channel_and_says_what_to_correct(stage: Stage, code: int) -> None:
    stage.handler = refuse(code, "Unauthorized")
    receipt = await stage.channel.send(NEW)
    assert isinstance(receipt, Retry)
    assert receipt.whole_channel
    assert "correct telegram.token in the settings" in receipt.error


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param(fail(httpx.ReadError), id="a network error quotes the URL"),
        pytest.param(fail(httpx.ConnectError), id="a refused connection quotes the URL"),
        pytest.param(lambda r: httpx.Response(500, text=f"{r.url} {BODY}"), id="a proxy quotes URL and message"),
        pytest.param(lambda r: httpx.Response(400, text=f"{r.url} {BODY}"), id="a proxy quotes them in a 400"),
        pytest.param(refuse(400, f"Bad Request: {TOKEN} " + "x" * 5000), id="a long description with the token"),
    ],
)
async def test_an_error_holds_neither_token_nor_message(stage: Stage, handler: Handler) -> None:
    stage.handler = handler
    receipt = await stage.channel.send(NEW)
    assert isinstance(receipt, Retry | Refused)
    assert TOKEN.split(":")[1] not in receipt.error
    assert "Budi" not in receipt.error
    assert len(receipt.error) <= 300


async def test_a_new_message_carries_its_keyboard_without_sound_and_preview(stage: Stage) -> None:
    await stage.channel.send(notification(silent=True, buttons=((Button("✅ Terima", "t:42:ack"),),)))
    [(method, form)] = stage.calls
    assert method == "sendMessage"
    assert form["chat_id"] == "2003"
    assert (form["text"], form["parse_mode"]) == (BODY, "HTML")
    assert form["disable_notification"] == "true"
    assert json.loads(form["link_preview_options"]) == {"is_disabled": True}
    assert json.loads(form["reply_markup"])["inline_keyboard"] == [[{"text": "✅ Terima", "callback_data": "t:42:ack"}]]
    assert "reply_parameters" not in form


async def test_a_question_in_a_group_is_one_to_reply_to(stage: Stage) -> None:
    await stage.channel.send(notification(force_reply=True))
    [(_, form)] = stage.calls
    assert json.loads(form["reply_markup"]) == {"force_reply": True, "selective": True}


async def test_a_ticket_s_other_messages_reply_to_its_card_even_if_somebody_deleted_it(stage: Stage) -> None:
    await stage.channel.send(notification(card=False, card_message_id=70))
    [(method, form)] = stage.calls
    assert method == "sendMessage"
    assert json.loads(form["reply_parameters"]) == {"message_id": 70, "allow_sending_without_reply": True}


async def test_a_card_is_sent_once_and_edited_from_then_on(stage: Stage) -> None:
    await stage.channel.send(notification(card=True))
    await stage.channel.send(CARD)
    (first, _), (second, form) = stage.calls
    assert (first, second) == ("sendMessage", "editMessageText")
    assert form["message_id"] == "70"
    assert "reply_markup" not in form


@pytest.mark.parametrize(
    ("html", "method", "text"), [(BODY, "editMessageText", BODY), ("", "editMessageReplyMarkup", None)]
)
async def test_a_message_is_replaced_or_given_other_buttons(
    stage: Stage, html: str, method: str, text: str | None
) -> None:
    await stage.channel.send(notification(edits=75, html=html, buttons=((Button("Batal", "t:42:x"),),)))
    [(called, form)] = stage.calls
    assert (called, form["message_id"], form.get("text")) == (method, "75", text)
    assert json.loads(form["reply_markup"])["inline_keyboard"] == [[{"text": "Batal", "callback_data": "t:42:x"}]]


async def test_an_alarm_that_telegram_cannot_parse_goes_out_as_plain_letters(stage: Stage) -> None:
    def picky(request: httpx.Request) -> httpx.Response:
        if "parse_mode" in stage.calls[-1][1]:
            return refuse(400, "Bad Request: can't parse entities: Unsupported start tag")(request)
        return answer(message())

    stage.handler = picky
    assert await stage.channel.send(NEW) == Sent(77)
    assert stage.calls[-1][1]["text"] == "Pak Budi 08111 mati"


async def test_a_rebuilt_client_sends_and_leaves_the_old_connections_to_end(stage: Stage) -> None:
    old = stage.client.bot
    await stage.client.rebuild()
    assert stage.client.bot is not old
    assert await stage.channel.send(NEW) == Sent(77)
    assert (await old.send_message(2003, "x")).message_id == 77
    await stage.client.rebuild()
    assert await stage.channel.send(NEW) == Sent(77)


async def test_repr_of_the_client_shows_no_token(stage: Stage) -> None:
    assert TOKEN not in repr(stage.client)


async def test_an_edit_that_would_change_nothing_is_not_sent(stage: Stage) -> None:
    asked: list[str] = []

    def telegram(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path.rpartition("/")[2])
        return answer(message(70))

    stage.handler = telegram
    assert await stage.channel.send(notification(card=True)) == Sent(70)
    assert await stage.channel.send(CARD) == Sent(70)
    assert asked == ["sendMessage"], "it reads so since it was sent"
    other = notification(card=True, card_message_id=70, html="Selesai")
    for _ in range(2):
        assert await stage.channel.send(other) == Sent(70)
    assert asked == ["sendMessage", "editMessageText"]
    assert await stage.channel.send(CARD) == Sent(70)
    assert asked == ["sendMessage", "editMessageText", "editMessageText"], "and back again"


async def test_after_a_refusal_nobody_knows_how_a_message_reads(stage: Stage) -> None:
    stage.handler = lambda r: answer(message(70))
    await stage.channel.send(notification(card=True))
    stage.handler = refuse(400, "Bad Request: message to edit not found")
    other = notification(card=True, card_message_id=70, html="Selesai")
    assert await stage.channel.send(other) == CardGone()
    assert await stage.channel.send(CARD) == CardGone()
