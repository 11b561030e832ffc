from typing import Any

import pytest
from telegram import Update

from netwatch.core.message import Shut
from netwatch.core.request import (
    Action,
    Cancel,
    ChatMigrated,
    Edited,
    GoAway,
    Help,
    Incoming,
    Invite,
    Join,
    ListPeople,
    ListRepairs,
    ListTickets,
    Mute,
    Picture,
    PlanWork,
    Press,
    Repair,
    Report,
    Request,
    ShowDuty,
    ShowStatus,
    ShowTicket,
    Standing,
    Unreadable,
    WhoAmI,
    Wrote,
)
from netwatch.telegram.parse import parse

BOT = "netwatch_bot"
RINA = {"id": 2001, "is_bot": False, "first_name": "Rina", "last_name": "W"}
A_BOT = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
PRIVATE = {"id": 2001, "type": "private", "first_name": "Rina"}
GROUP = {"id": -100200, "type": "supergroup", "title": "Tim Utara"}


def read(**update: Any) -> Incoming | None:
    return parse(Update.de_json({"update_id": 5, **update}), BOT)


def message(chat: dict[str, Any] = PRIVATE, sender: dict[str, Any] | None = RINA, **content: Any) -> dict[str, Any]:
    return {"message_id": 9, "date": 1_790_000_000, "chat": chat, **({"from": sender} if sender else {}), **content}


def said(text: str, chat: dict[str, Any] = PRIVATE) -> Request | None:
    incoming = read(message=message(chat, text=text))
    return incoming.request if incoming else None


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        pytest.param("/lapor", Report(""), id="lapor alone asks for the how-to"),
        pytest.param("/lapor kejaksan internet mati", Report("kejaksan internet mati"), id="lapor with its text"),
        pytest.param("/lapor\nkejaksan\ninternet mati\n", Report("kejaksan\ninternet mati"), id="lapor over lines"),
        pytest.param("/LAPOR@NetWatch_Bot: kejaksan mati", Report("kejaksan mati"), id="lapor shouted at this bot"),
        pytest.param(
            "  «/lapor kejaksan a.n. Budi +62 811-1000", Report("kejaksan a.n. Budi +62 811-1000"),
            id="junk before a command is dropped, the citizen's words stay",
        ),
        pytest.param("/lapor +628111 mati", Report("+628111 mati"), id="a leading phone number keeps its plus"),
        pytest.param("/tiket", ListTickets(), id="tiket alone lists"),
        pytest.param("/tiket@netwatch_bot .", ListTickets(), id="a full stop is no ticket"),
        pytest.param("/tiket 42", ShowTicket(42), id="tiket with a number"),
        pytest.param("/tiket #42.", ShowTicket(42), id="tiket with a hash and a full stop"),
        pytest.param("/tiket\n  no. 042 ya", ShowTicket(42), id="tiket with words around the number"),
        pytest.param("/Tiket_42", ShowTicket(42), id="tiket and number in one word"),
        pytest.param("/tiket42@netwatch_bot", ShowTicket(42), id="tiket and number without anything between"),
        pytest.param("#42", ShowTicket(42), id="a number with a hash in private"),
        pytest.param("/tiket 0", Unreadable("/tiket 0"), id="there is no ticket zero"),
        pytest.param("/tiket kejaksan", Unreadable("/tiket kejaksan"), id="a ticket has no name"),
        pytest.param("/tiket 42abc", Unreadable("/tiket 42abc"), id="a number that goes on as a word"),
        pytest.param(
            "/tiket 042/PGD-TIK/XI/2026", Unreadable("/tiket 042/PGD-TIK/XI/2026"),
            id="the official number is not the id",
        ),
        pytest.param("/tiket " + "9" * 4000, Unreadable("/tiket " + "9" * 4000), id="a number of thousands of digits"),
        pytest.param("/tiket ٤٢", Unreadable("/tiket ٤٢"), id="digits that are not ASCII"),
        pytest.param("/status", ShowStatus(""), id="status of the city"),
        pytest.param("/pemeliharaan", PlanWork(""), id="planned work is listed"),
        pytest.param("/start u-q3Xv_-1", Join("q3Xv_-1"), id="the link of an invitation"),
        pytest.param("/undang", Invite(), id="somebody is to be invited"),
        pytest.param("/orang", ListPeople(), id="the office's people"),
        pytest.param("/saya", WhoAmI(), id="what is known of oneself"),
        pytest.param("/jaga@netwatch_bot", ShowDuty(), id="who is on duty"),
        pytest.param("/absen besok diwakili Bayu", GoAway("besok diwakili Bayu"), id="somebody will be away"),
        pytest.param(
            "/pemeliharaan@netwatch_bot kejaksan 2j ganti UPS", PlanWork("kejaksan 2j ganti UPS"), id="work is planned"
        ),
        pytest.param("/status  Kec. Kejaksan ", ShowStatus("Kec. Kejaksan"), id="status of a place"),
        pytest.param("/senyap 42 2h", Mute(42, "2h"), id="no reminders for two hours"),
        pytest.param("/senyap #42, 2 jam", Mute(42, "2 jam"), id="the same with words"),
        pytest.param("/senyap 42", Mute(42, ""), id="reminders again"),
        pytest.param("/senyap", Mute(None, ""), id="of which ticket is not said"),
        pytest.param("/senyap 42abc", Mute(None, ""), id="no ticket is called that"),
        pytest.param("/senyap 0 2h", Unreadable("/senyap 0 2h"), id="no reminders of ticket zero"),
        pytest.param("/bantuan", Help(), id="bantuan"),
        pytest.param("/start abc", Help(), id="start with a payload that is not ours"),
        pytest.param("/start perbaikan-42", Repair(42), id="start from a ticket's report"),
        pytest.param("/start perbaikan-042", Help(), id="start with a forged payload"),
        pytest.param("/perbaikan", ListRepairs(), id="perbaikan alone lists"),
        pytest.param("/perbaikan 42", Repair(42), id="perbaikan with a number"),
        pytest.param("/perbaikan kejaksan", Unreadable("/perbaikan kejaksan"), id="a report has no name"),
        pytest.param("/help", Help(), id="help"),
        pytest.param("/apa ini", Unreadable("/apa ini"), id="an unknown command"),
        pytest.param("selamat pagi", Wrote("selamat pagi"), id="words that are no command"),
        pytest.param("internet/wifi mati", Wrote("internet/wifi mati"), id="a slash within words"),
        pytest.param(" (belum diketahui)\n", Wrote("(belum diketahui)"), id="words in brackets are kept whole"),
        pytest.param("/batal", Cancel(), id="batal"),
        pytest.param("???", Unreadable(""), id="nothing but punctuation"),
        pytest.param("/tiket@other_bot", None, id="a command for another bot"),
    ],
)
def test_what_is_written_in_private(text: str, request_: Request | None) -> None:
    assert said(text) == request_


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        pytest.param("/tiket 42", ShowTicket(42), id="a command that reached us"),
        pytest.param("/lapor@netwatch_bot kejaksan", Report("kejaksan"), id="a command with our name"),
        pytest.param("/apa@netwatch_bot", Unreadable("/apa@netwatch_bot"), id="an unknown command with our name"),
        pytest.param("/apa", None, id="an unknown command may be another bot's"),
        pytest.param("#42", None, id="a hash is chatter"),
        pytest.param("selamat pagi", None, id="chatter"),
        pytest.param("@netwatch_bot tolong", None, id="a mention"),
    ],
)
def test_what_is_written_in_a_group(text: str, request_: Request | None) -> None:
    assert said(text, GROUP) == request_


@pytest.mark.parametrize(
    ("answered", "request_"),
    [
        pytest.param({"id": 7, "is_bot": True, "first_name": "N", "username": "Netwatch_Bot"}, Wrote("kabel putus"),
                     id="to us"),
        pytest.param({"id": 8, "is_bot": True, "first_name": "B", "username": "lain_bot"}, None, id="to another bot"),
        pytest.param({"id": 9, "is_bot": False, "first_name": "Agus"}, None, id="to a colleague"),
        pytest.param(None, None, id="to a post of a channel"),
    ],
)
def test_a_reply_in_a_group(answered: dict[str, Any] | None, request_: Request | None) -> None:
    incoming = read(
        message=message(GROUP, text="kabel putus", reply_to_message=message(GROUP, sender=answered, text="Apa?"))
    )
    assert (incoming.request if incoming else None) == request_


@pytest.mark.parametrize(
    ("content", "request_"),
    [
        pytest.param(
            {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}], "caption": "/lapor mati"},
            Report("mati"), id="a command under a photo",
        ),
        pytest.param(
            {"photo": [
                {"file_id": "s", "file_unique_id": "1", "width": 90, "height": 60, "file_size": 900},
                {"file_id": "l", "file_unique_id": "2", "width": 900, "height": 600, "file_size": 90_000},
            ]},
            Picture("l", "2", 90_000), id="a photo alone, the largest of its sizes",
        ),
        pytest.param(
            {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}], "media_group_id": "1",
             "caption": " kabel putus "},
            Picture("a", "b", album="1", caption="kabel putus"), id="a photo of an album with its words",
        ),
        pytest.param(
            {"document": {"file_id": "a", "file_unique_id": "b", "mime_type": "image/jpeg", "file_size": 7}},
            Picture("a", "b", 7, is_document=True), id="a picture sent as a file",
        ),
        pytest.param(
            {"document": {"file_id": "a", "file_unique_id": "b", "mime_type": "application/pdf"}},
            Unreadable(""), id="a file that is no picture",
        ),
        pytest.param({"document": {"file_id": "a", "file_unique_id": "b"}}, Unreadable(""), id="a file of no kind"),
        pytest.param(
            {"video": {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1, "duration": 3},
             "media_group_id": "1"},
            None, id="a video of an album",
        ),
        pytest.param(
            {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}}, Unreadable(""), id="a voice message"
        ),
        pytest.param({"location": {"latitude": -6.7, "longitude": 108.5}}, Unreadable(""), id="a place on the map"),
        pytest.param({"delete_chat_photo": True}, None, id="a notice of Telegram's"),
    ],
)
def test_what_has_no_text(content: dict[str, Any], request_: Request | None) -> None:
    incoming = read(message=message(**content))
    assert (incoming.request if incoming else None) == request_


def test_a_sticker_in_a_group_is_chatter() -> None:
    assert read(message=message(GROUP, voice={"file_id": "a", "file_unique_id": "b", "duration": 3})) is None


@pytest.mark.parametrize(
    "update",
    [
        pytest.param({"edited_message": message(GROUP, text="mati", edit_date=1)}, id="edited chatter in a group"),
        pytest.param(
            {"edited_message": message(location={"latitude": 1.0, "longitude": 1.0, "live_period": 60}, edit_date=1)},
            id="a location that moves on",
        ),
        pytest.param({"message": message(GROUP, sender=A_BOT, text="/tiket")}, id="a command from a bot"),
        pytest.param({"message": message(GROUP, sender=None, text="/tiket")}, id="a command from nobody"),
        pytest.param({"channel_post": message(GROUP, sender=None, text="/tiket")}, id="a post in a channel"),
        pytest.param({"something_new": {"of": "next year"}}, id="a kind of update that is not invented yet"),
    ],
)
def test_what_is_not_for_us(update: dict[str, Any]) -> None:
    assert read(**update) is None


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
def test_an_edited_command_is_an_edit_and_no_command(chat: dict[str, Any]) -> None:
    incoming = read(edited_message=message(chat, text="/lapor mati", edit_date=1))
    assert incoming is not None
    assert incoming.request == Edited()


def test_the_topic_goes_with_what_is_written_or_pressed_there_and_a_mere_thread_is_none() -> None:
    there = message(GROUP, text="/tiket", message_thread_id=7, is_topic_message=True)
    replied = message(GROUP, text="/tiket", message_thread_id=7)
    assert [read(message=each).thread_id for each in (there, replied)] == [7, None]  # type: ignore[union-attr]
    pressed = press("t:42:ack", message=there)
    assert pressed is not None
    assert (pressed.thread_id, pressed.pressed_message_id) == (7, there["message_id"])


def test_who_wrote_and_where_goes_with_it() -> None:
    assert read(message=message(GROUP, text="/tiket")) == Incoming(5, 2001, -100200, "Rina W", False, ListTickets())
    assert read(message=message(text="/tiket")) == Incoming(5, 2001, 2001, "Rina W", True, ListTickets())


MIGRATED = ChatMigrated(-100, -1000000000100)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(
            message({"id": -100, "type": "group", "title": "T"}, migrate_to_chat_id=-1000000000100), id="in the old one"
        ),
        pytest.param(
            message({"id": -1000000000100, "type": "supergroup", "title": "T"}, migrate_from_chat_id=-100),
            id="in the new one",
        ),
        pytest.param(
            message({"id": -100, "type": "group", "title": "T"}, sender=A_BOT, migrate_to_chat_id=-1000000000100),
            id="by an owner who hides behind the group",
        ),
    ],
)
def test_a_group_that_moved_says_the_same_wherever_it_is_told(sent: dict[str, Any]) -> None:
    incoming = read(message=sent)
    assert incoming is not None
    assert incoming.request == MIGRATED


def standing(chat: dict[str, Any], **me: Any) -> Request | None:
    old = {"status": "member", "user": A_BOT}
    change = {"chat": chat, "from": RINA, "date": 1, "old_chat_member": old, "new_chat_member": {"user": A_BOT, **me}}
    incoming = read(my_chat_member=change)
    return None if incoming is None else incoming.request


CAN_ALL = dict.fromkeys(
    (
        "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
        "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
        "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
        "can_react_to_messages", "can_edit_tag",
    ),
    True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(standing(PRIVATE, status="kicked", until_date=0), Standing(Shut.BLOCKED), id="blocked"),
        pytest.param(standing(PRIVATE, status="member"), Standing(None), id="started again"),
        pytest.param(standing(GROUP, status="kicked", until_date=0), Standing(Shut.NOT_IN_GROUP), id="put out"),
        pytest.param(standing(GROUP, status="left"), Standing(Shut.NOT_IN_GROUP), id="taken out"),
        pytest.param(standing(GROUP, status="member"), Standing(None), id="added"),
        pytest.param(
            standing(GROUP, status="restricted", is_member=True, until_date=0, **CAN_ALL), Standing(None),
            id="restricted in something else",
        ),
        pytest.param(
            standing(
                GROUP, status="restricted", is_member=True, until_date=0, **{**CAN_ALL, "can_send_messages": False}
            ),
            Standing(Shut.MAY_NOT_WRITE), id="muted",
        ),
        pytest.param(standing({"id": -1005, "type": "channel", "title": "T"}, status="left"), None, id="a channel"),
    ],
)  # fmt: skip
def test_whether_we_may_write_in_a_chat(request_: Request | None, expected: Request | None) -> None:
    assert request_ == expected


def press(data: str | None, **more: Any) -> Incoming | None:
    query: dict[str, Any] = {"id": "77", "from": RINA, "chat_instance": "1", **more}
    return read(callback_query=query if data is None else {**query, "data": data})


@pytest.mark.parametrize(
    ("pressed", "incoming"),
    [
        pytest.param(
            press("t:42:ack", message=message(GROUP, sender=A_BOT, text="card")),
            Incoming(5, 2001, -100200, "Rina W", False, Press(42, Action.ACKNOWLEDGE), 9, bot=BOT),
            id="a button in a group",
        ),
        pytest.param(
            press("t:42:ack", message={"message_id": 9, "date": 0, "chat": PRIVATE}),
            Incoming(5, 2001, 2001, "Rina W", True, Press(42, Action.ACKNOWLEDGE), 9, bot=BOT),
            id="a button of a message too old for Telegram to show",
        ),
        pytest.param(
            press("drop table"),
            Incoming(5, 2001, 2001, "Rina W", True, Unreadable("drop table", pressed=True), bot=BOT),
            id="forged data without a message",
        ),
        pytest.param(
            press(None, game_short_name="g"),
            Incoming(5, 2001, 2001, "Rina W", True, Unreadable("", pressed=True), bot=BOT),
            id="a button without data",
        ),
        pytest.param(press("t:42:ack", **{"from": A_BOT}), None, id="a button pressed by a bot"),
    ],
)
def test_buttons(pressed: Incoming | None, incoming: Incoming | None) -> None:
    assert pressed == incoming
