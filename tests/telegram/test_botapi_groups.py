"""Groups: what the bot hears, topics, and what becomes of a group."""

import json

import pytest

from netwatch.demo.botapi.chats import Status
from netwatch.demo.botapi.group import Group
from netwatch.demo.botapi.person import Person
from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.botapi.user import User
from tests.telegram.botapi_stage import accepted, call, refused


@pytest.fixture
def telegram() -> Telegram:
    return Telegram(username="netwatch_bot")


@pytest.fixture
def agus(telegram: Telegram) -> Person:
    return telegram.add_user(2004, "Agus")


@pytest.fixture
def team(telegram: Telegram, agus: Person) -> Group:
    return telegram.add_group(-200, "Tim Utara", [agus])


async def heard(telegram: Telegram) -> list[str]:
    updates = await accepted(telegram, "getUpdates")
    return [update["message"].get("text") or update["message"].get("caption") or "foto"
            for update in updates if "message" in update]


SAYINGS = [
    ("an ordinary message is not heard", "halo semua", False),
    ("a command with the bot's name is heard", "/tiket@netwatch_bot 42", True),
    ("its name may be in capitals", "/tiket@NetWatch_Bot", True),
    ("a command for another bot is not heard", "/tiket@other_bot", False),
    ("a bare command is not heard before the bot spoke", "/tiket 42", False),
]


@pytest.mark.parametrize(("text", "is_heard"), [row[1:] for row in SAYINGS], ids=[row[0] for row in SAYINGS])
async def test_privacy_mode(telegram: Telegram, team: Group, agus: Person, text: str, is_heard: bool) -> None:
    agus.say(text, team)
    assert await heard(telegram) == ([text] if is_heard else [])


async def test_a_bare_command_is_heard_while_no_other_bot_spoke_since(
    telegram: Telegram, team: Group, agus: Person
) -> None:
    await accepted(telegram, "sendMessage", chat_id=-200, text="Tiket 42")
    agus.say("/tiket 42", team)
    assert await heard(telegram) == ["/tiket 42"]
    other = Person(telegram.world, User(7, "Bot lain", username="other_bot", is_bot=True))
    team.chat.members[7] = Status.MEMBER
    other.say("halo", team)
    agus.say("/tiket 43", team)
    assert await heard(telegram) == ["/tiket 42"]


async def test_photos_arrive_as_replies_to_the_bot_but_not_unasked(
    telegram: Telegram, team: Group, agus: Person
) -> None:
    agus.send_photo(team, caption="perbaikan")
    assert await heard(telegram) == []
    asked = await accepted(telegram, "sendMessage", chat_id=-200, text="Kirim foto")
    agus.send_photo(team, reply_to=asked["message_id"])
    (update,) = await accepted(telegram, "getUpdates")
    assert update["message"]["photo"]
    assert update["message"]["reply_to_message"]["text"] == "Kirim foto"


@pytest.mark.parametrize("privacy", [False, True], ids=["privacy off", "administrator"])
async def test_everything_is_heard_without_privacy_or_as_administrator(privacy: bool) -> None:
    telegram = Telegram(privacy=privacy)
    agus = telegram.add_user(2004, "Agus")
    team = telegram.add_group(-200, "Tim", [agus])
    if privacy:
        team.promote_bot()
    agus.say("halo semua", team)
    assert await heard(telegram) == ["halo semua"]


async def test_topics_take_messages_to_their_own_thread(telegram: Telegram, agus: Person) -> None:
    forum = telegram.add_group(-1001, "Jaringan", [agus], topics=True)
    north = forum.add_topic("Utara")
    sent = await accepted(telegram, "sendMessage", chat_id=-1001, text="x", message_thread_id=north)
    assert sent["message_thread_id"] == north
    assert sent["is_topic_message"]
    assert sent["chat"]["is_forum"]
    assert forum.screen(north)[-1].text == "x"
    reply = json.dumps({"message_id": sent["message_id"]})
    answer = await accepted(telegram, "sendMessage", chat_id=-1001, text="y", reply_parameters=reply)
    assert answer["message_thread_id"] == north
    agus.say("/status@netwatch_bot", forum, thread_id=north)
    assert (await accepted(telegram, "getUpdates"))[-1]["message"]["message_thread_id"] == north


@pytest.mark.parametrize("thread", [999, 1], ids=["a topic that never was", "the general topic"])
async def test_a_wrong_topic_is_refused(telegram: Telegram, agus: Person, thread: int) -> None:
    forum = telegram.add_group(-1001, "Jaringan", [agus], topics=True)
    gone = forum.add_topic("Lama")
    forum.delete_topic(gone)
    for number in (thread, gone):
        answer = await refused(telegram, "sendMessage", chat_id=-1001, text="x", message_thread_id=number)
        assert answer == "400 Bad Request: message thread not found"


async def test_a_group_without_topics_ignores_the_thread(telegram: Telegram, team: Group) -> None:
    sent = await accepted(telegram, "sendMessage", chat_id=-200, text="x", message_thread_id=5)
    assert "message_thread_id" not in sent


async def test_a_migrated_group_tells_where_it_went(telegram: Telegram, team: Group, agus: Person) -> None:
    new = team.migrate()
    updates = await accepted(telegram, "getUpdates")
    assert updates[0]["message"]["chat"]["id"] == -200
    assert updates[0]["message"]["migrate_to_chat_id"] == new.id
    assert updates[1]["message"]["chat"] == {"id": new.id, "type": "supergroup", "title": "Tim Utara"}
    assert updates[1]["message"]["migrate_from_chat_id"] == -200
    body = (await call(telegram, "sendMessage", chat_id=-200, text="x")).body
    assert body == {
        "ok": False, "error_code": 400, "parameters": {"migrate_to_chat_id": new.id},
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
    }  # fmt: skip
    await accepted(telegram, "sendMessage", chat_id=new.id, text="x")
    assert new.screen()[-1].text == "x"
    with pytest.raises(ValueError, match="is now"):
        agus.say("halo", team)


async def test_membership_changes_of_the_bot_are_told(telegram: Telegram, team: Group, agus: Person) -> None:
    agus.start()
    agus.block()
    agus.unblock()
    team.kick_bot()
    team.add_bot()
    changes = [update["my_chat_member"] for update in await accepted(telegram, "getUpdates")
               if "my_chat_member" in update]
    assert [(each["chat"]["id"], each["new_chat_member"]["status"]) for each in changes] == [
        (2004, "kicked"), (2004, "member"), (-200, "kicked"), (-200, "member"),
    ]  # fmt: skip


async def test_a_blocked_person_hears_and_says_nothing(telegram: Telegram, agus: Person) -> None:
    agus.start()
    agus.block()
    assert "403" in await refused(telegram, "sendMessage", chat_id=2004, text="x")
    with pytest.raises(ValueError, match="has blocked the bot"):
        agus.say("halo")
    agus.start()
    await accepted(telegram, "sendMessage", chat_id=2004, text="x")


async def test_members_and_administrators_are_listed(telegram: Telegram, team: Group, agus: Person) -> None:
    assert await accepted(telegram, "getChatMemberCount", chat_id=-200) == 2
    (owner,) = await accepted(telegram, "getChatAdministrators", chat_id=-200)
    assert (owner["status"], owner["user"]["id"]) == ("creator", 2004)
    member = await accepted(telegram, "getChatMember", chat_id=-200, user_id=telegram.bot.id)
    assert member["status"] == "member"
    await accepted(telegram, "leaveChat", chat_id=-200)
    assert "bot is not a member" in await refused(telegram, "sendMessage", chat_id=-200, text="x")


async def test_pinning_needs_an_administrator(telegram: Telegram, team: Group) -> None:
    sent = await accepted(telegram, "sendMessage", chat_id=-200, text="x")
    where = {"chat_id": -200, "message_id": sent["message_id"]}
    assert "not enough rights" in await refused(telegram, "pinChatMessage", **where)
    team.promote_bot()
    await accepted(telegram, "pinChatMessage", **where)
    assert team.screen()[0].pinned
    assert (await accepted(telegram, "getChat", chat_id=-200))["pinned_message"]["text"] == "x"


async def test_a_stranger_to_the_group_cannot_write_there(telegram: Telegram, team: Group) -> None:
    rina = telegram.add_user(2001, "Rina")
    with pytest.raises(ValueError, match="Rina is not in 'Tim Utara'"):
        rina.say("halo", team)
    team.join(rina)
    rina.say("/x@netwatch_bot", team)
    team.leave(rina)
    assert await accepted(telegram, "getChatMemberCount", chat_id=-200) == 2
    kinds = ("new_chat_members", "text", "left_chat_member")
    heard = [update["message"] for update in await accepted(telegram, "getUpdates")]
    assert [[kind for kind in kinds if kind in message] for message in heard] == [[kind] for kind in kinds]
