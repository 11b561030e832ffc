"""Which function answers which method. Names count without regard to case, as in Telegram."""

from collections.abc import Awaitable, Callable
from typing import Any

from netwatch.demo.botapi.methods import (
    callback_answer,
    chat_info,
    editing,
    menu,
    polling,
    sending,
)  # fmt: skip
from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.world import World

Method = Callable[[World, Params], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": polling.get_me,
    "getUpdates": polling.get_updates,
    "setWebhook": polling.set_webhook,
    "deleteWebhook": polling.delete_webhook,
    "getWebhookInfo": polling.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "answerCallbackQuery": callback_answer.answer_callback_query,
    "setMyCommands": menu.set_my_commands,
    "getMyCommands": menu.get_my_commands,
    "deleteMyCommands": menu.delete_my_commands,
    "getChat": chat_info.get_chat,
    "getChatMember": chat_info.get_chat_member,
    "getChatMemberCount": chat_info.get_chat_member_count,
    "getChatAdministrators": chat_info.get_chat_administrators,
    "leaveChat": chat_info.leave_chat,
    "pinChatMessage": chat_info.pin_chat_message,
    "setMessageReaction": chat_info.set_message_reaction,
    "getFile": chat_info.get_file,
}

_BY_LOWER_CASE = {name.lower(): name for name in METHODS}


def canonical_name(name: str) -> str | None:
    """The method's name as documented; None for one this server does not have."""
    return _BY_LOWER_CASE.get(name.lower())
