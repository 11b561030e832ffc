"""getChat and its kin, leaveChat, pinChatMessage, setMessageReaction, getFile."""

from typing import Any

from netwatch.demo.botapi.access import message_in, readable_chat, writable_chat
from netwatch.demo.botapi.chats import Chat, Status, member_json
from netwatch.demo.botapi.errors import bad_request
from netwatch.demo.botapi.files import DOWNLOAD_LIMIT
from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.world import World

_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages",
)  # fmt: skip
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(world: World, params: Params) -> dict[str, Any]:
    chat = readable_chat(world, params.text("chat_id"))
    info = chat.as_json() | {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, chat.is_private),
    }
    if not chat.is_private:
        info["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    if pinned := [chat.messages[number] for number in chat.pinned if number in chat.messages]:
        info["pinned_message"] = pinned[-1].as_json()
    return info


def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    user_id = params.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    chat = _members_chat(world, params)
    user = world.users.get(user_id)
    if user is None:
        raise bad_request("member not found")
    status = Status.MEMBER if chat.is_private and user is world.bot else chat.status_of(user_id)
    return member_json(user, status)


def get_chat_member_count(world: World, params: Params) -> int:
    chat = _members_chat(world, params)
    return 2 if chat.is_private else sum(status.present for status in chat.members.values())


def get_chat_administrators(world: World, params: Params) -> list[dict[str, Any]]:
    chat = _members_chat(world, params)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(world.users[user_id], status)
        for user_id, status in chat.members.items()
        if status in (Status.CREATOR, Status.ADMINISTRATOR)
        and (not world.users[user_id].is_bot or user_id == world.bot.id or params.boolean("return_bots"))
    ]


def leave_chat(world: World, params: Params) -> bool:
    chat = readable_chat(world, params.text("chat_id"))
    if chat.is_private:
        raise bad_request("chat not found")
    chat.members[world.bot.id] = Status.LEFT
    world.changed.fire()
    return True


def pin_chat_message(world: World, params: Params) -> bool:
    chat = writable_chat(world, params.text("chat_id"))
    message = message_in(chat, params.integer("message_id"), "message to pin")
    if not chat.is_private and not world.administers(chat):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    chat.pinned = [number for number in chat.pinned if number != message.id] + [message.id]
    world.post(Message(
        id=world.next_message_id(chat), chat=chat, sender=world.bot, date=world.now(),
        service={"pinned_message": message.as_json(nested=True)}, thread_id=message.thread_id,
    ))
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    reactions = params.json("reaction", "can't parse reaction types JSON object") or []
    if not isinstance(reactions, list):
        raise bad_request("expected an Array of ReactionType")
    for reaction in reactions:
        if not isinstance(reaction, dict) or reaction.get("type") not in ("emoji", "custom_emoji", "paid"):
            raise bad_request("can't parse ReactionType: invalid reaction type specified")
    chat = readable_chat(world, params.text("chat_id"))
    message = message_in(chat, params.integer("message_id"), "message to react")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction["type"] != "emoji" or not reaction.get("emoji") for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    message.reactions = reactions
    world.changed.fire()
    return True


def get_file(world: World, params: Params) -> dict[str, Any]:
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = world.files.by_id(file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return stored.identity() | {"file_path": stored.path}


def _members_chat(world: World, params: Params) -> Chat:
    """A deactivated group and one the bot is not in show no members."""
    chat = readable_chat(world, params.text("chat_id"))
    return chat if chat.is_private else writable_chat(world, params.text("chat_id"))
