"""Refusals in Telegram's own words: what a bot's error handling will meet."""

import json
from typing import Any

import pytest

from netwatch.demo.botapi.telegram import Telegram
from tests.telegram.botapi_stage import TOKEN, ManualClock, accepted, call, refused, stage

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


def keyboard(*rows: list[dict[str, Any]]) -> str:
    return json.dumps({"inline_keyboard": list(rows)})


def button(data: str, text: str = "Terima") -> dict[str, Any]:
    return {"text": text, "callback_data": data}


@pytest.fixture
def telegram() -> Telegram:
    telegram = Telegram()
    telegram.add_user(1, "Rina", started=True)
    telegram.add_user(2, "Sari")
    telegram.add_user(3, "Asing", known=False)
    telegram.add_user(4, "Budi", started=True).block()
    members = [telegram.people[1]]
    telegram.add_group(-10, "Tim")
    telegram.add_group(-11, "Ditendang", members).kick_bot()
    telegram.add_group(-12, "Ditinggal", members).remove_bot()
    telegram.add_group(-1001, "Super ditendang", members, supergroup=True).kick_bot()
    telegram.add_group(-1002, "Super ditinggal", members, supergroup=True).remove_bot()
    return telegram


SENDS = [
    ("no chat", {"text": "x"}, "400 Bad Request: chat_id is empty"),
    ("unknown chat", {"chat_id": 99, "text": "x"}, "400 Bad Request: chat not found"),
    ("chat id that is no number", {"chat_id": "abc", "text": "x"}, "400 Bad Request: chat not found"),
    ("unknown name", {"chat_id": "@nobody", "text": "x"}, "400 Bad Request: chat not found"),
    ("person the bot never met", {"chat_id": 3, "text": "x"}, "400 Bad Request: chat not found"),
    ("person who never started", {"chat_id": 2, "text": "x"},
     "403 Forbidden: bot can't initiate conversation with a user"),
    ("person who blocked", {"chat_id": 4, "text": "x"}, "403 Forbidden: bot was blocked by the user"),
    ("kicked from the group", {"chat_id": -11, "text": "x"},
     "403 Forbidden: bot was kicked from the group chat"),
    ("left the group", {"chat_id": -12, "text": "x"},
     "403 Forbidden: bot is not a member of the group chat"),
    ("kicked from the supergroup", {"chat_id": -1001, "text": "x"},
     "403 Forbidden: bot was kicked from the supergroup chat"),
    ("left the supergroup", {"chat_id": -1002, "text": "x"},
     "403 Forbidden: bot is not a member of the supergroup chat"),
    ("no text", {"chat_id": 1}, "400 Bad Request: message text is empty"),
    ("only spaces", {"chat_id": 1, "text": " \n "}, "400 Bad Request: text must be non-empty"),
    ("only markup", {"chat_id": 1, "text": "<b></b>", "parse_mode": "HTML"},
     "400 Bad Request: text must be non-empty"),
    ("too long", {"chat_id": 1, "text": "x" * 4097}, "400 Bad Request: message is too long"),
    ("far too long", {"chat_id": 1, "text": "x" * 40000}, "400 Bad Request: text is too long"),
    ("bad HTML", {"chat_id": 1, "text": "suhu < 5 >", "parse_mode": "HTML"},
     '400 Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 5'),
    ("markdown", {"chat_id": 1, "text": "*x*", "parse_mode": "MarkdownV2"},
     "400 Bad Request: this server does not parse MarkdownV2; send HTML"),
    ("unknown parse mode", {"chat_id": 1, "text": "x", "parse_mode": "BBCode"},
     "400 Bad Request: unsupported parse_mode"),
    ("reply to nothing", {"chat_id": 1, "text": "x", "reply_parameters": '{"message_id": 77}'},
     "400 Bad Request: message to be replied not found"),
    ("reply parameters that are no JSON", {"chat_id": 1, "text": "x", "reply_parameters": "{"},
     "400 Bad Request: can't parse reply parameters JSON object"),
    ("topic in a private chat", {"chat_id": 1, "text": "x", "message_thread_id": 5},
     "400 Bad Request: message thread not found"),
    ("markup that is no JSON", {"chat_id": 1, "text": "x", "reply_markup": "{"},
     "400 Bad Request: can't parse reply keyboard markup JSON object"),
    ("callback data of 65 bytes", {"chat_id": 1, "text": "x", "reply_markup": keyboard([button("x" * 65)])},
     "400 Bad Request: BUTTON_DATA_INVALID"),
    ("callback data of 33 two-byte letters",
     {"chat_id": 1, "text": "x", "reply_markup": keyboard([button("é" * 33)])},
     "400 Bad Request: BUTTON_DATA_INVALID"),
    ("button that does nothing", {"chat_id": 1, "text": "x", "reply_markup": keyboard([{"text": "Terima"}])},
     "400 Bad Request: can't parse inline keyboard button: "
     "Text buttons are unallowed in the inline keyboard"),
    ("button without a label", {"chat_id": 1, "text": "x", "reply_markup": keyboard([button("a", " ")])},
     "400 Bad Request: inline keyboard button text must be non-empty"),
    ("101 buttons", {"chat_id": 1, "text": "x", "reply_markup": keyboard(*[[button("a")]] * 101)},
     "400 Bad Request: reply markup is too long"),
    ("keyboard over 10 kB",
     {"chat_id": 1, "text": "x", "reply_markup": keyboard(*[[button("a" * 60, "b" * 60)]] * 80)},
     "400 Bad Request: reply markup is too long"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "answer"), [row[1:] for row in SENDS], ids=[row[0] for row in SENDS])
async def test_sending_is_refused(telegram: Telegram, params: dict[str, Any], answer: str) -> None:
    assert await refused(telegram, "sendMessage", **params) == answer
    assert not telegram.people[1].screen()


async def test_what_is_just_within_the_limits_is_taken(telegram: Telegram) -> None:
    markup = keyboard([button("x" * 64)], *[[button("a", "b")]] * 99)
    await accepted(telegram, "sendMessage", chat_id=1, text="x" * 4096, reply_markup=markup)
    missing = '{"message_id": 77, "allow_sending_without_reply": true}'
    await accepted(telegram, "sendMessage", chat_id=1, text="x", reply_parameters=missing)
    shown = telegram.people[1].screen()
    assert [len(shown[0].text), len(shown[0].buttons), shown[1].reply_to] == [4096, 100, None]


EDITS = [
    ("nothing changed", "editMessageText", {"text": "lama"}, NOT_MODIFIED),
    ("no such message", "editMessageText", {"text": "x", "message_id": 99},
     "400 Bad Request: message to edit not found"),
    ("no message named", "editMessageText", {"text": "x", "message_id": "", "chat_id": ""},
     "400 Bad Request: message identifier is not specified"),
    ("another's message", "editMessageText", {"text": "x", "message_id": 2},
     "400 Bad Request: message can't be edited"),
    ("caption of a text", "editMessageCaption", {"caption": "x"},
     "400 Bad Request: there is no caption in the message to edit"),
    ("same buttons", "editMessageReplyMarkup", {}, NOT_MODIFIED),
    ("reply keyboard", "editMessageText", {"text": "x", "reply_markup": '{"keyboard": [["a"]]}'},
     "400 Bad Request: inline keyboard expected"),
    ("no text", "editMessageText", {}, "400 Bad Request: message text is empty"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "answer"), [r[1:] for r in EDITS], ids=[r[0] for r in EDITS])
async def test_editing_is_refused(
    telegram: Telegram, method: str, params: dict[str, Any], answer: str
) -> None:
    message_id = (await accepted(telegram, "sendMessage", chat_id=1, text="lama"))["message_id"]
    assert message_id + 1 == telegram.people[1].say("halo").id
    known = {"chat_id": 1, "message_id": message_id}
    if params.get("message_id") == 2:
        params = params | {"message_id": message_id + 1}
    assert await refused(telegram, method, **known | params) == answer


async def test_editing_the_text_of_a_deleted_message_is_refused(telegram: Telegram) -> None:
    message = await accepted(telegram, "sendMessage", chat_id=1, text="x")
    where = {"chat_id": 1, "message_id": message["message_id"]}
    assert await accepted(telegram, "deleteMessage", **where) is True
    assert await refused(telegram, "editMessageText", text="y", **where) == EDITS[1][3]
    assert await refused(telegram, "deleteMessage", **where) == "400 Bad Request: message to delete not found"


async def test_an_edit_without_a_keyboard_takes_the_keyboard_away(telegram: Telegram) -> None:
    sent = await accepted(telegram, "sendMessage", chat_id=1, text="x", reply_markup=keyboard([button("a")]))
    where = {"chat_id": 1, "message_id": sent["message_id"]}
    edited = await accepted(telegram, "editMessageText", text="x", **where)
    assert "reply_markup" not in edited
    assert telegram.people[1].screen()[-1].buttons == ()
    assert not telegram.people[1].screen()[-1].edited


async def test_messages_older_than_two_days_cannot_be_deleted() -> None:
    clock = ManualClock()
    telegram = Telegram(clock=clock)
    telegram.add_user(1, "Rina", started=True)
    message = await accepted(telegram, "sendMessage", chat_id=1, text="x")
    clock.advance(48 * 3600 + 1)
    answer = await refused(telegram, "deleteMessage", chat_id=1, message_id=message["message_id"])
    assert answer == "400 Bad Request: message can't be deleted"


OTHERS = [
    ("unknown method", "sendFax", {}, "404 Not Found: method not found"),
    ("unknown callback", "answerCallbackQuery", {"callback_query_id": "1"},
     "400 Bad Request: query is too old and response timeout expired or query ID is invalid"),
    ("unknown file", "getFile", {"file_id": "abc"}, "400 Bad Request: invalid file_id"),
    ("no file named", "getFile", {}, "400 Bad Request: file_id not specified"),
    ("no photo", "sendPhoto", {"chat_id": 1}, "400 Bad Request: there is no photo in the request"),
    ("photo from the network", "sendPhoto", {"chat_id": 1, "photo": "https://x.id/a.jpg"},
     "400 Bad Request: failed to get HTTP URL content"),
    ("photo id that never was", "sendPhoto", {"chat_id": 1, "photo": "AgAC"},
     "400 Bad Request: wrong remote file identifier specified: Wrong string length"),
    ("caption too long", "sendPhoto", {"chat_id": 1, "photo": "AgAC", "caption": "x" * 1025},
     "400 Bad Request: message caption is too long"),
    ("no media", "sendMediaGroup", {"chat_id": 1}, '400 Bad Request: parameter "media" is required'),
    ("empty album", "sendMediaGroup", {"chat_id": 1, "media": "[]"},
     "400 Bad Request: there are no messages to send"),
    ("attachment that was not sent", "sendMediaGroup",
     {"chat_id": 1, "media": '[{"type": "photo", "media": "attach://a"}]'},
     "400 Bad Request: media not found"),
    ("unknown action", "sendChatAction", {"chat_id": 1, "action": "sleeping"},
     "400 Bad Request: wrong parameter action in request"),
    ("command in capitals", "setMyCommands", {"commands": '[{"command": "Tiket", "description": "x"}]'},
     "400 Bad Request: BOT_COMMAND_INVALID"),
    ("command without description", "setMyCommands",
     {"commands": '[{"command": "tiket", "description": ""}]'},
     "400 Bad Request: command description must be non-empty"),
    ("scope of an unknown chat", "setMyCommands",
     {"commands": "[]", "scope": '{"type": "chat", "chat_id": 99}'}, "400 Bad Request: chat not found"),
    ("administrators of a private chat", "getChatAdministrators", {"chat_id": 1},
     "400 Bad Request: there are no administrators in the private chat"),
    ("member who is none", "getChatMember", {"chat_id": -10, "user_id": 99},
     "400 Bad Request: member not found"),
    ("user id 0", "getChatMember", {"chat_id": -10, "user_id": 0},
     "400 Bad Request: invalid user_id specified"),
    ("pinning nothing", "pinChatMessage", {"chat_id": -10, "message_id": 5},
     "400 Bad Request: message to pin not found"),
    ("reaction to nothing", "setMessageReaction", {"chat_id": 1, "message_id": 5},
     "400 Bad Request: message to react not found"),
    ("webhook without TLS", "setWebhook", {"url": "http://x.id"},
     "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "answer"), [r[1:] for r in OTHERS], ids=[r[0] for r in OTHERS])
async def test_other_requests_are_refused(
    telegram: Telegram, method: str, params: dict[str, Any], answer: str
) -> None:
    assert await refused(telegram, method, **params) == answer


async def test_refused_calls_stand_in_the_log_as_refused(telegram: Telegram) -> None:
    await call(telegram, "sendMessage", chat_id=99, text="x")
    await call(telegram, "sendMessage", chat_id=1, text="y")
    assert [each.params["text"] for each in telegram.log.refused()] == ["x"]
    assert [each.params["text"] for each in telegram.log.of("sendMessage")] == ["y"]


PATHS = [
    ("a token nobody has", "GET", f"/bot1{TOKEN}/getMe", 401, "Unauthorized"),
    ("a token that is none", "GET", "/botabc/getMe", 404, "Not Found"),
    ("no method", "GET", f"/bot{TOKEN}", 404, "Not Found"),
    ("nothing", "GET", "/", 404, "Not Found"),
    ("a file with a wrong token", "GET", f"/file/bot1{TOKEN}/photos/file_1.jpg", 401, "Unauthorized"),
    ("a file that is none", "GET", f"/file/bot{TOKEN}/photos/file_1.jpg", 404, "Not Found"),
    ("another verb", "DELETE", f"/bot{TOKEN}/getMe", 404, "Not Found"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "path", "code", "description"), [r[1:] for r in PATHS], ids=[r[0] for r in PATHS]
)
async def test_wrong_paths_get_telegrams_json(verb: str, path: str, code: int, description: str) -> None:
    async with stage() as on:
        response = await on.http.request(verb, on.server.url + path)
        assert response.status_code == code
        assert response.json() == {"ok": False, "error_code": code, "description": description}


BODIES = [
    ("JSON cut short", "application/json", b'{"chat_id": 1', "can't parse parameter value"),
    ("JSON that is a list", "application/json", b"[]", "JSON object expected"),
    ("multipart without a boundary", "multipart/form-data", b"x", "boundary not found"),
    ("multipart cut short", "multipart/form-data; boundary=b", b"--b\r\n\r\nx",
     "unexpected end of request content"),
    ("a part without headers", "multipart/form-data; boundary=b", b"--b\r\nx\r\n--b--",
     "headers in multipart/form-data are empty"),
    ("a part without a name", "multipart/form-data; boundary=b",
     b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
     "field name in multipart/form-data not found"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "reason"), [r[1:] for r in BODIES], ids=[r[0] for r in BODIES])
async def test_malformed_bodies_are_a_400(kind: str, body: bytes, reason: str) -> None:
    async with stage() as on:
        response = await on.http.post("sendMessage", content=body, headers={"content-type": kind})
        assert response.status_code == 400
        assert response.json()["description"] == f"Bad Request: {reason}"


async def test_a_body_larger_than_any_upload_is_a_413() -> None:
    async with stage() as on:
        on.telegram.add_user(1, "Rina", started=True)
        data = b"x" * (52 * 1024 * 1024)
        files = {"document": ("a.bin", data)}
        response = await on.http.post("sendDocument", data={"chat_id": "1"}, files=files)
        assert response.status_code == 413
        assert not on.telegram.people[1].screen()


FORMS: list[tuple[str, dict[str, Any]]] = [
    ("query", {"params": {"chat_id": 1, "text": "halo", "disable_notification": "true"}}),
    ("form", {"data": {"chat_id": 1, "text": "halo", "disable_notification": "True"}}),
    ("JSON", {"json": {"chat_id": 1, "text": "halo", "disable_notification": True, "parse_mode": None}}),
    ("multipart", {"files": {"chat_id": (None, "1"), "text": (None, "halo"),
                             "disable_notification": (None, "1")}}),
]


@pytest.mark.parametrize("form", [form for _, form in FORMS], ids=[name for name, _ in FORMS])
async def test_parameters_may_come_in_any_form(form: dict[str, Any]) -> None:
    async with stage() as on:
        on.telegram.add_user(1, "Rina", started=True)
        response = await on.http.post("SENDmessage", **form)
        assert response.json()["ok"], response.text
        (shown,) = on.telegram.people[1].screen()
        assert (shown.text, shown.silent, shown.from_bot) == ("halo", True, True)
