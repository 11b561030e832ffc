"""Which chat a request means, and whether the bot may read or write there, with Telegram's own refusals."""

from netwatch.demo.botapi.chats import Chat, Status
from netwatch.demo.botapi.errors import bad_request, forbidden
from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.params import Params, leading_integer
from netwatch.demo.botapi.world import World


def readable_chat(world: World, chat_id: str) -> Chat:
    """Raises 400 for a chat the bot does not know, 403 for a supergroup it is not in."""
    if not chat_id:
        raise bad_request("chat_id is empty")
    chat = _find(world, chat_id)
    if chat is None:
        raise bad_request("chat not found")
    if chat.type == "supergroup":
        _check_membership(world, chat)
    return chat


def writable_chat(world: World, chat_id: str) -> Chat:
    """Raises besides: 403 where the bot is blocked, was never started, left or was kicked; 400 with
    `migrate_to_chat_id` for a group that has become a supergroup."""
    chat = readable_chat(world, chat_id)
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat",
                          {"migrate_to_chat_id": chat.migrated_to.id})
    if chat.is_private:
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
    else:
        _check_membership(world, chat)
    return chat


def thread_of(chat: Chat, params: Params) -> int | None:
    """The topic a message goes to. Only groups with topics and private chats look at it, as in Telegram."""
    thread_id = params.integer("message_thread_id")
    if thread_id <= 0:
        return None
    if chat.topics is None:
        if chat.is_private:
            raise bad_request("message thread not found")
        return None
    # the general topic, number 1, is none of them: Telegram refuses it by its number too
    if thread_id not in chat.topics:
        raise bad_request("message thread not found")
    return thread_id


def message_in(chat: Chat, message_id: int, what: str) -> Message:
    """`what` as in Telegram's refusal: "message to edit", "message to delete"."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def _find(world: World, chat_id: str) -> Chat | None:
    if chat_id.startswith("@"):
        return None
    number = leading_integer(chat_id)
    chat = world.chats.get(number)
    # a stranger to the bot is no chat at all
    if chat is not None and chat.peer is not None and not chat.peer.known and not chat.started:
        return None
    return chat


def _check_membership(world: World, chat: Chat) -> None:
    status = chat.status_of(world.bot.id)
    kind = "supergroup" if chat.type == "supergroup" else "group"
    if status is Status.KICKED:
        raise forbidden(f"bot was kicked from the {kind} chat")
    if status is Status.LEFT:
        raise forbidden(f"bot is not a member of the {kind} chat")
