"""The channel `telegram`: one notification, one request, one receipt."""

from dataclasses import replace

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from netwatch.core.message import Message, Notification, Receipt, Sent, Shut
from netwatch.telegram.client import TelegramClient
from netwatch.telegram.receipt import is_markup_fault, is_topic_fault, receipt_for
from netwatch.telegram.shown import Shown
from netwatch.text.html import seen

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramChannel:
    """Implements `netwatch.core.message.Channel`."""

    name = "telegram"

    def __init__(self, client: TelegramClient) -> None:
        self._client = client
        self._shown = Shown()

    async def send(self, notification: Notification) -> Receipt:
        try:
            return await self._send_somewhere(notification)
        except TelegramError as error:
            return receipt_for(error, notification, self._client.redactor)

    async def _send_somewhere(self, notification: Notification) -> Sent:
        """An alarm in the general topic is better than none, where its own is gone."""
        try:
            return await self._send_somehow(notification)
        except BadRequest as error:
            if notification.to.thread_id is None or not is_topic_fault(error):
                raise
            in_general = replace(notification, to=replace(notification.to, thread_id=None))
            return replace(await self._send_somehow(in_general), trouble=Shut.NO_TOPIC)

    async def _send_somehow(self, notification: Notification) -> Sent:
        """And one with plain letters is better than none."""
        try:
            return await self._send(notification, notification.message.html, ParseMode.HTML)
        except BadRequest as error:
            if not is_markup_fault(error):
                raise
            return await self._send(notification, seen(notification.message.html), None)

    async def _send(self, notification: Notification, text: str, parse_mode: ParseMode | None) -> Sent:
        bot, chat_id, message = self._client.bot, notification.to.chat_id, notification.message
        keyboard = _keyboard(message)
        if message.media:
            return await self._send_media(notification, text, parse_mode)
        card = notification.card_message_id
        if notification.edits is not None:
            return await self._edit(notification, notification.edits, text, parse_mode)
        if notification.card and card is not None:
            return await self._edit(notification, card, text, parse_mode)
        sent = await bot.send_message(
            chat_id, text, parse_mode=parse_mode, link_preview_options=_NO_PREVIEW,
            reply_markup=ForceReply(selective=True) if message.force_reply else keyboard,
            disable_notification=message.silent, message_thread_id=notification.to.thread_id,
            reply_parameters=ReplyParameters(card, allow_sending_without_reply=True) if card is not None else None,
        )
        self._shown.note(sent.chat.id, sent.message_id, message)
        return Sent(sent.message_id)

    async def _edit(
        self, notification: Notification, message_id: int, text: str, parse_mode: ParseMode | None
    ) -> Sent:
        bot, chat_id, message = self._client.bot, notification.to.chat_id, notification.message
        keyboard = _keyboard(message)
        if not text:
            self._shown.forget(chat_id, message_id)
            await bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard)
        elif not self._shown.says(chat_id, message_id, message):
            self._shown.forget(chat_id, message_id)
            await bot.edit_message_text(
                text, chat_id=chat_id, message_id=message_id, parse_mode=parse_mode, reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
            self._shown.note(chat_id, message_id, message)
        return Sent(message_id)

    async def _send_media(self, notification: Notification, caption: str, parse_mode: ParseMode | None) -> Sent:
        bot, chat_id, message = self._client.bot, notification.to.chat_id, notification.message
        kind: type[InputMediaDocument] | type[InputMediaPhoto]
        kind = InputMediaDocument if message.media[0].is_document else InputMediaPhoto
        if len(message.media) > 1:
            album = [kind(each.file_id) for each in message.media]
            sent = await bot.send_media_group(
                chat_id, album, caption=caption, parse_mode=parse_mode, disable_notification=message.silent
            )
            return Sent(sent[0].message_id)
        send = bot.send_document if message.media[0].is_document else bot.send_photo
        one = await send(
            chat_id, message.media[0].file_id, caption=caption, parse_mode=parse_mode,
            disable_notification=message.silent,
        )
        return Sent(one.message_id)


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    if not message.buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in message.buttons]
    )
