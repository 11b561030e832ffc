"""editMessageText, editMessageCaption, editMessageReplyMarkup, deleteMessage."""

from typing import Any

from netwatch.demo.botapi.access import message_in, writable_chat
from netwatch.demo.botapi.errors import bad_request
from netwatch.demo.botapi.formatting import FormattedText, caption, message_text
from netwatch.demo.botapi.keyboards import read_markup
from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.world import World

DELETE_WITHIN = 48 * 60 * 60
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def edit_message_text(world: World, params: Params) -> dict[str, Any]:
    entities = params.json("entities", "can't parse entities JSON object")
    text = message_text(params.text("text"), params.text("parse_mode"), entities, world.find_user)
    markup = read_markup(params, inline_only=True)
    message = _own_message(world, params)
    if message.has_media or message.text is None:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, message, text, markup)


def edit_message_caption(world: World, params: Params) -> dict[str, Any]:
    entities = params.json("caption_entities", "can't parse caption_entities JSON object")
    text = caption(params.text("caption"), params.text("parse_mode"), entities, world.find_user)
    markup = read_markup(params, inline_only=True)
    message = _own_message(world, params)
    if not message.has_media:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, message, text, markup)


def edit_message_reply_markup(world: World, params: Params) -> dict[str, Any]:
    markup = read_markup(params, inline_only=True)
    message = _own_message(world, params)
    return _edit(world, message, message.text or FormattedText(""), markup)


def delete_message(world: World, params: Params) -> bool:
    """A bot deletes its own messages, in a private chat the other's too, in a group others' as administrator;
    all of them for 48 hours."""
    message_id = params.integer("message_id")
    chat = writable_chat(world, params.text("chat_id"))
    if message_id == 0:
        raise bad_request("message identifier is not specified")
    message = message_in(chat, message_id, "message to delete")
    may = message.sender is world.bot or chat.is_private or world.administers(chat)
    if not may or world.now() - message.date > DELETE_WITHIN:
        raise bad_request("message can't be deleted")
    del chat.messages[message.id]
    world.changed.fire()
    return True


def _own_message(world: World, params: Params) -> Message:
    message_id = params.integer("message_id")
    if not params.text("chat_id") and not message_id:
        raise bad_request("message identifier is not specified")
    chat = writable_chat(world, params.text("chat_id"))
    message = message_in(chat, message_id, "message to edit")
    if message.sender is not world.bot or message.service is not None:
        raise bad_request("message can't be edited")
    return message


def _edit(world: World, message: Message, text: FormattedText,
          markup: dict[str, Any] | None) -> dict[str, Any]:
    if text == (message.text or FormattedText("")) and markup == message.markup:
        raise bad_request(_NOT_MODIFIED)
    world.spend(message.chat)
    message.text_edited = message.text_edited or text != (message.text or FormattedText(""))
    message.text, message.markup, message.edit_date = text, markup, world.now()
    world.edited(message)
    return message.as_json()
