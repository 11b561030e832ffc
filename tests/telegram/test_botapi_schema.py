"""The schema checker can say no; and the server's methods and update types are those of the schema."""

import json
from typing import Any

import pytest

from netwatch.demo.botapi.methods.table import METHODS
from netwatch.demo.botapi.multipart import Part
from netwatch.demo.botapi.updates import ALL_TYPES
from tests.telegram.bot_api_schema import ABSENT, BotApiSchema, SchemaObserver, load_schema

LOADED = load_schema()
pytestmark = pytest.mark.skipif(LOADED is None, reason=ABSENT)
USER = {"id": 1, "is_bot": False, "first_name": "Rina"}
MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}


@pytest.fixture
def schema() -> BotApiSchema:
    assert LOADED is not None
    return LOADED


def album(*items: dict[str, Any]) -> str:
    return json.dumps(items)


PHOTO = {"type": "photo", "media": "attach://a"}
REQUESTS: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("a plain message", "sendMessage", {"chat_id": "1", "text": "x"}, []),
    ("a chat by name", "sendMessage", {"chat_id": "@x", "text": "x"}, []),
    ("a method that is none", "sendFax", {}, ["sendFax: no such method"]),
    ("an unknown parameter", "sendMessage", {"chat_id": "1", "text": "x", "colour": "red"},
     ["sendMessage: unknown colour"]),
    ("a missing parameter", "sendMessage", {"chat_id": "1"}, ["sendMessage: missing text"]),
    ("a number that is none", "deleteMessage", {"chat_id": "1", "message_id": "x"},
     ["deleteMessage.message_id: str instead of Integer"]),
    ("a truth that is none", "sendMessage", {"chat_id": "1", "text": "x", "protect_content": "maybe"},
     ["sendMessage.protect_content: str instead of Boolean"]),
    ("an object that is none", "sendMessage", {"chat_id": "1", "text": "x", "reply_parameters": "{"},
     ["sendMessage.reply_parameters: str instead of ReplyParameters"]),
    ("a text too long", "sendMessage", {"chat_id": "1", "text": "x" * 4097},
     ["sendMessage.text: 4097 characters, allowed are 1-4096"]),
    ("a marked-up text that may shrink", "sendMessage",
     {"chat_id": "1", "text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML"}, []),
    ("callback data of 66 bytes", "sendMessage",
     {"chat_id": "1", "text": "x",
      "reply_markup": '{"inline_keyboard": [[{"text": "a", "callback_data": "' + "é" * 33 + '"}]]}'},
     ["sendMessage.reply_markup(InlineKeyboardMarkup).inline_keyboard[0][0](InlineKeyboardButton)"
      ".callback_data: 66 bytes, allowed are 1-64"]),
    ("an album of one", "sendMediaGroup", {"chat_id": "1", "media": album(PHOTO), "a": Part("a", b"x", "a")},
     ["sendMediaGroup.media: 1 items, allowed are 2-10"]),
    ("an album of two", "sendMediaGroup",
     {"chat_id": "1", "media": album(PHOTO, PHOTO), "a": Part("a", b"x", "a")}, []),
    ("a file that nothing refers to", "sendMediaGroup",
     {"chat_id": "1", "media": album(PHOTO, PHOTO), "a": Part("a", b"x", "a"), "b": Part("b", b"x", "b")},
     ["sendMediaGroup: unknown b"]),
    ("an uploaded photo", "sendPhoto", {"chat_id": "1", "photo": Part("photo", b"x", "a")}, []),
    ("a scope that is none", "setMyCommands", {"commands": "[]", "scope": '{"type": "planet"}'},
     ["setMyCommands.scope(BotCommandScopeDefault).type: must be default, not 'planet'"]),
    ("a limit out of range", "getUpdates", {"limit": "101"}, ["getUpdates.limit: 101, allowed are 1-100"]),
    ("update types as a list", "getUpdates", {"allowed_updates": '["message"]'}, []),
    ("update types as a word", "getUpdates", {"allowed_updates": "message"},
     ["getUpdates.allowed_updates: str instead of an array"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "params", "problems"), [r[1:] for r in REQUESTS], ids=[r[0] for r in REQUESTS]
)
def test_requests_are_judged(
    schema: BotApiSchema, method: str, params: dict[str, Any], problems: list[str]
) -> None:
    assert schema.request_problems(method, params) == problems


RESPONSES: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("a message", "sendMessage", {"ok": True, "result": MESSAGE}, []),
    ("a message with a field of one's own", "sendMessage", {"ok": True, "result": MESSAGE | {"mood": "good"}},
     ["sendMessage result(Message): unknown mood"]),
    ("a chat without its type", "sendMessage", {"ok": True, "result": MESSAGE | {"chat": {"id": 1}}},
     ["sendMessage result(Message).chat(Chat): missing type"]),
    ("a date as text", "sendMessage", {"ok": True, "result": MESSAGE | {"date": "1"}},
     ["sendMessage result(Message).date: str instead of Integer"]),
    ("a truth for a number", "getChatMemberCount", {"ok": True, "result": True},
     ["getChatMemberCount result: bool instead of Integer"]),
    ("one message for an album", "sendMediaGroup", {"ok": True, "result": MESSAGE},
     ["sendMediaGroup result: dict instead of an array"]),
    ("a member", "getChatMember", {"ok": True, "result": {"status": "left", "user": USER}}, []),
    ("a member banned without end", "getChatMember",
     {"ok": True, "result": {"status": "kicked", "user": USER}},
     ["getChatMember result(ChatMemberBanned): missing until_date"]),
    ("an error", "getMe", {"ok": False, "error_code": 401, "description": "Unauthorized"}, []),
    ("an error without a word", "getMe", {"ok": False, "error_code": 401},
     ["getMe response: no description"]),
    ("an error with odd parameters", "getMe",
     {"ok": False, "error_code": 429, "description": "x", "parameters": {"wait": 1}},
     ["getMe response(ResponseParameters): unknown wait"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "response", "problems"), [r[1:] for r in RESPONSES], ids=[r[0] for r in RESPONSES]
)
def test_responses_are_judged(
    schema: BotApiSchema, method: str, response: dict[str, Any], problems: list[str]
) -> None:
    assert schema.response_problems(method, response) == problems


def test_the_observer_judges_accepted_requests_and_all_responses(schema: BotApiSchema) -> None:
    observer = SchemaObserver(schema)
    observer("getMe", {"x": "1"}, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    assert observer.problems == []
    observer("getMe", {"x": "1"}, {"ok": True, "result": USER | {"is_bot": 1}})
    assert observer.problems == ["getMe: unknown x", "getMe result(User).is_bot: int instead of Boolean"]


def test_the_server_has_no_method_that_telegram_has_not(schema: BotApiSchema) -> None:
    assert set(METHODS) <= set(schema.methods)


def test_update_types_are_all_there(schema: BotApiSchema) -> None:
    fields = {each["name"] for each in schema.types["Update"]["fields"]} - {"update_id"}
    assert fields == ALL_TYPES
