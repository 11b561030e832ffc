"""`reply_parameters`: which message is answered."""

from netwatch.demo.botapi.access import readable_chat
from netwatch.demo.botapi.chats import Chat
from netwatch.demo.botapi.errors import bad_request
from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.world import World


def replied_message(world: World, chat: Chat, params: Params) -> Message | None:
    """None when nothing is answered, or when the message is gone and that was allowed; a 400 otherwise."""
    given = params.json("reply_parameters", "can't parse reply parameters JSON object")
    if not given:
        return None
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    message_id = given.get("message_id")
    if isinstance(message_id, str) and message_id.isdecimal():
        message_id = int(message_id)
    if not isinstance(message_id, int):
        raise bad_request('can\'t find field "message_id"')
    if message_id <= 0:
        return None
    other = given.get("chat_id")
    where = chat if other in (None, "") or str(other) == str(chat.id) else readable_chat(world, str(other))
    message = where.messages.get(message_id)
    if message is None and not given.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message
