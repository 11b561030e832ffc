"""Updates as Telegram might send them, with whatever people may put into them."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]

BOT = {"id": 7000001, "is_bot": True, "first_name": "netwatch", "username": "netwatch_bot"}
PEOPLE = (2001, 2002, 2003, 2004, 2009, 7777, 2**52)
GROUPS = (-200, -100200, -1000000000300, -(2**52))
HOSTILE = (
    "", " ", "<b>", "</code>&amp;", "x" * 4096, "🔥" * 2048, "\u202e\u2066kilab", "\x00\x07", "\ud83d", "۱۲۳", "#１",
    "{0} %s", "/", "//", "/@", "/lapor@", "0812-3456-7890", "a.n.", "' OR 1=1 --", "\n\n\n", "١٢", "²",
)  # fmt: skip
COMMANDS = (
    "/lapor", "/tiket", "/status", "/senyap", "/pemeliharaan", "/bantuan", "/start", "/batal", "/tiket_1", "/apaini",
    "/jaga", "/saya", "/undang", "/laporan", "/grafik",
)  # fmt: skip
PLACES = ("kejaksan", "rt-kejaksan", "kec kejaksan", "smp 4", "entah di mana", "1", "99999999999", "besok 08.00-10.00")
CHOICES = (
    "t", "r", "m", "w", "1", "2", "0", "-1", "999999999", "99999999999", "ack", "accept", "instruct", "receive",
    "forward", "repaired", "mute", "join", "new", "apart", "cancel", "work", "end", "site", "confirm", "lasts",
    "utara", "kejaksan", "24h", "1h", "selesai", "i0123abcd", "", "é",
)  # fmt: skip

words = st.one_of(st.sampled_from(HOSTILE), st.sampled_from(PLACES), st.text(max_size=60))
commands = st.builds("{}{}{}{}".format, st.sampled_from(COMMANDS), st.sampled_from(("", "@netwatch_bot", "@lain")),
                     st.sampled_from((" ", "\n", "")), words)
texts = st.one_of(words, commands, st.builds("{} {}".format, st.sampled_from(PLACES), words))
callback_data = st.one_of(st.lists(st.sampled_from(CHOICES), min_size=1, max_size=5).map(":".join), words)


@st.composite
def users(draw: st.DrawFn) -> Json:
    person = {"id": draw(st.sampled_from(PEOPLE)), "is_bot": draw(st.sampled_from((False,) * 9 + (True,)))}
    return person | {"first_name": draw(words)} | draw(st.sampled_from(({}, {"last_name": "x"}, {"username": "y"})))


def chat_of(kind: str, chat_id: int) -> Json:
    chat: Json = {"id": chat_id, "type": kind}
    return chat | ({"first_name": "x"} if kind == "private" else {"title": "<i>Tim</i>"})


@st.composite
def chats(draw: st.DrawFn, user: Json) -> Json:
    kind = draw(st.sampled_from(("private", "private", "group", "supergroup", "channel")))
    return chat_of(kind, user["id"] if kind == "private" else draw(st.sampled_from(GROUPS)))


FILE = {"file_id": "a", "file_unique_id": "b"}
wordless = st.sampled_from(
    (
        {"sticker": FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
        {"voice": FILE | {"duration": 3}},
        {"video_note": FILE | {"duration": 3, "length": 4}},
        {"location": {"latitude": -6.7, "longitude": 108.5}},
        {"contact": {"phone_number": "0812", "first_name": "<b>"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"document": FILE | {"file_name": "../../etc/passwd"}},
        {"new_chat_members": [BOT]},
        {"left_chat_member": BOT},
        {"new_chat_title": "x"},
        {"group_chat_created": True},
        {"migrate_to_chat_id": -1000000000300},
        {"migrate_from_chat_id": -200},
        {"forum_topic_created": {"name": "x", "icon_color": 1}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 0}},
        {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                  "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False,
                  "members_only": False}},
        {"web_app_data": {"data": "{}", "button_text": "x"}},
        {},
    )
)  # fmt: skip
photo = [FILE | {"width": 1, "height": 1}]


@st.composite
def messages(draw: st.DrawFn) -> Json:
    user = draw(users())
    chat = draw(chats(user))
    message: Json = {"message_id": draw(st.integers(1, 2**31)), "date": draw(st.integers(0, 2**31)), "chat": chat}
    if draw(st.sampled_from((True,) * 9 + (False,))):
        message["from"] = user
    kind = draw(st.sampled_from(("text", "text", "text", "caption", "wordless")))
    if kind == "text":
        message["text"] = draw(texts)
    elif kind == "caption":
        message |= {"photo": photo, "caption": draw(texts)}
    else:
        message |= draw(wordless)
    if draw(st.booleans()):
        answered = {"message_id": 1, "date": 1, "chat": chat, "from": draw(st.sampled_from((BOT, user))), "text": "x"}
        message["reply_to_message"] = answered
    message |= draw(
        st.sampled_from(({}, {}, {"media_group_id": "9"}, {"message_thread_id": 7, "is_topic_message": True},
                         {"message_thread_id": 7}, {"via_bot": BOT}))
    )
    return message


@st.composite
def presses(draw: st.DrawFn) -> Json:
    user = draw(users())
    query: Json = {"id": "77", "from": user, "chat_instance": "1"}
    where = draw(st.sampled_from(("message", "old", "nowhere")))
    chat = draw(chats(user))
    if where == "message":
        query["message"] = {"message_id": 1, "date": 1, "chat": chat, "from": BOT, "text": "x"}
    elif where == "old":
        query["message"] = {"message_id": 1, "date": 0, "chat": chat}
    return query | draw(st.one_of(st.builds(lambda data: {"data": data}, callback_data),
                                  st.just({"game_short_name": "g"})))


@st.composite
def standings(draw: st.DrawFn) -> Json:
    user = draw(users())
    status = draw(st.sampled_from(("member", "left", "kicked", "administrator", "creator")))
    extra: Json = {"kicked": {"until_date": 0}, "creator": {"is_anonymous": False}}.get(status, {})
    if status == "administrator":
        rights = (
            "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
            "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
            "can_edit_stories", "can_delete_stories",
        )  # fmt: skip
        extra = dict.fromkeys(rights, False)
    old = {"status": "member", "user": BOT}
    return {"chat": draw(chats(user)), "from": user, "date": 1, "old_chat_member": old,
            "new_chat_member": {"status": status, "user": BOT, **extra}}  # fmt: skip


@st.composite
def contents(draw: st.DrawFn) -> Json:
    """An update without its number."""
    rare = ("edited_message", "my_chat_member", "new")
    kind = draw(st.sampled_from(("message",) * 6 + ("callback_query",) * 4 + rare))
    match kind:
        case "message":
            return {"message": draw(messages())}
        case "callback_query":
            return {"callback_query": draw(presses())}
        case "edited_message":
            return {"edited_message": draw(messages()) | {"edit_date": 2}}
        case "my_chat_member":
            return {"my_chat_member": draw(standings())}
        case _:
            return {"something_of_next_year": {"x": draw(words)}}


scalars = st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False), words)
anything = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3))


@st.composite
def spoiled(draw: st.DrawFn) -> Json:
    """What Telegram would never send: an update with something in it taken out, or put in the place of another."""
    content = deepcopy(draw(contents()))
    place: Any = content
    key: Any = next(iter(content))
    while isinstance(place[key], dict | list) and place[key] and draw(st.integers(0, 3)):
        place = place[key]
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    if isinstance(place, dict) and draw(st.booleans()):
        del place[key]
    else:
        place[key] = draw(anything)
    return content
