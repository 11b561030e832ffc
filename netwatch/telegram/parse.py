"""An update of Telegram's, read. Pure; `None` is what is not for us."""

import re
from dataclasses import replace

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Document,
    MaybeInaccessibleMessage,
    Message,
    PhotoSize,
    Update,
    User,
)

from netwatch.core.callback_data import decode
from netwatch.core.member import INVITED
from netwatch.core.message import Shut
from netwatch.core.request import (
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
from netwatch.core.start_word import read_start_word

WORDLESS = ""
"""Stands for what has no words: a sticker, a voice message."""

_LEADING_JUNK = re.compile(r"\A[^\w/#]+")
_COMMAND = re.compile(r"/(?P<name>\w+)(?:@(?P<bot>\w+))?(?P<rest>.*)", re.DOTALL)
_NUMBER_IN_NAME = re.compile(r"tiket_?(?P<number>[0-9]+)")
_BARE_NUMBER = re.compile(r"#(?P<number>[0-9]+)\W*")
# A slash behind it makes it an official number, 042/PGD-TIK/XI/2026, which is not the ticket's id.
_NUMBER = re.compile(r"(?:(?:no|nomor|tiket)\b)?[^\w/]*(?P<number>[0-9]+)(?![\w/])", re.IGNORECASE)
_BEFORE_ARGUMENT = " \t\r\n\v\f\xa0:;,.–—"

_GREATEST_ID = 999_999_999
"""Fits every database's integer."""


def parse(update: Update, username: str) -> Incoming | None:
    """What an update asks of netwatch; `username` is the bot's own, without @.

    An edited message is never the command that it holds: one that was corrected would be carried out twice.
    """
    if update.callback_query is not None:
        return _pressed(update.update_id, update.callback_query, username)
    if update.message is not None:
        return _written(update.update_id, update.message, username)
    if update.edited_message is not None:
        return _corrected(update.update_id, update.edited_message, username)
    if update.my_chat_member is not None:
        return _standing(update.update_id, update.my_chat_member)
    return None


def _pressed(update_id: int, query: CallbackQuery, username: str) -> Incoming | None:
    if query.from_user.is_bot:
        return None
    chat = query.message.chat if query.message is not None else None
    request = decode(query.data or "")
    message_id = query.message.message_id if query.message is not None else None
    incoming = _incoming(update_id, query.from_user, chat, request)
    return replace(incoming, pressed_message_id=message_id, thread_id=_topic(query.message), bot=username)


def _written(update_id: int, message: Message, username: str) -> Incoming | None:
    migrated = _migration(message)
    if migrated is not None:
        return _incoming(update_id, message.from_user, message.chat, migrated)
    if message.from_user is None or message.from_user.is_bot:
        return None
    request = _request(message, username)
    if request is None:
        return None
    return replace(_incoming(update_id, message.from_user, message.chat, request), thread_id=_topic(message))


def _standing(update_id: int, change: ChatMemberUpdated) -> Incoming | None:
    if change.chat.type == Chat.CHANNEL:
        return None
    standing = Standing(_shut(change.new_chat_member, private=change.chat.type == Chat.PRIVATE))
    return _incoming(update_id, change.from_user, change.chat, standing)


def _shut(we: ChatMember, *, private: bool) -> Shut | None:
    if we.status in (ChatMember.BANNED, ChatMember.LEFT):
        return Shut.BLOCKED if private else Shut.NOT_IN_GROUP
    return Shut.MAY_NOT_WRITE if isinstance(we, ChatMemberRestricted) and not we.can_send_messages else None


def _migration(message: Message) -> ChatMigrated | None:
    """Telegram tells it twice, once in each of the two chats."""
    if message.migrate_to_chat_id is not None:
        return ChatMigrated(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return ChatMigrated(message.migrate_from_chat_id, message.chat.id)
    return None


def _corrected(update_id: int, message: Message, username: str) -> Incoming | None:
    """Only words are corrected: a location that is shared lives on by itself."""
    words = message.text or message.caption
    incoming = _written(update_id, message, username) if words else None
    return None if incoming is None else replace(incoming, request=Edited())


def _topic(message: MaybeInaccessibleMessage | None) -> int | None:
    """Outside of topics Telegram numbers threads too, and takes no message for those."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


def _incoming(update_id: int, sender: User | None, chat: Chat | None, request: Request) -> Incoming:
    telegram_id = sender.id if sender else 0
    return Incoming(
        update_id=update_id,
        telegram_id=telegram_id,
        chat_id=chat.id if chat else telegram_id,
        sender_name=sender.full_name if sender else "",
        private=chat is None or chat.type == Chat.PRIVATE,
        request=request,
    )


def _request(message: Message, username: str) -> Request | None:
    private = message.chat.type == Chat.PRIVATE
    # In a group who replies to us speaks to us; all else there that is no command is chatter.
    to_us = private or _answers(message, username)
    written = (message.text or message.caption or "").strip()
    text = _LEADING_JUNK.sub("", written)
    command = _COMMAND.match(text)
    if command is None:
        return _loose(message, text, written) if to_us else None
    bot = command["bot"]
    if bot is not None and bot.lower() != username.lower():
        return None
    known = _known(command["name"].lower(), command["rest"].lstrip(_BEFORE_ARGUMENT), text)
    if known is None and (private or bot is not None):
        return Unreadable(text)
    return known


def _answers(message: Message, username: str) -> bool:
    answered = message.reply_to_message
    author = answered.from_user if answered is not None else None
    return author is not None and (author.username or "").lower() == username.lower()


def _loose(message: Message, text: str, written: str) -> Request | None:
    """What is no command; `text` is `written` without the junk before it."""
    picture = _picture(message, written)
    if picture is not None:
        return picture
    if not text:
        # Of an album of videos only one speaks, and a notice of Telegram's says nothing to us.
        speaks = message.text or (message.effective_attachment is not None and message.media_group_id is None)
        return Unreadable(WORDLESS) if speaks else None
    number = _BARE_NUMBER.fullmatch(text)
    return _ticket(number["number"], text) if number else Wrote(written)


def _picture(message: Message, caption: str) -> Picture | None:
    """A photo, in the largest of its sizes, or a document that is a picture."""
    document = message.document
    if message.photo:
        sent: PhotoSize | Document = max(message.photo, key=lambda size: size.width * size.height)
    elif document is not None and (document.mime_type or "").startswith("image/"):
        sent = document
    else:
        return None
    return Picture(
        sent.file_id, sent.file_unique_id, sent.file_size, isinstance(sent, Document), message.media_group_id, caption
    )


def _known(name: str, argument: str, text: str) -> Request | None:
    match name:
        case "lapor":
            return Report(argument)
        case "tiket":
            number = _NUMBER.match(argument)
            if number:
                return _ticket(number["number"], text)
            return Unreadable(text) if re.search(r"\w", argument) else ListTickets()
        case "status":
            return ShowStatus(argument)
        case "senyap":
            return _mute(argument, text)
        case "pemeliharaan":
            return PlanWork(argument)
        case "undang":
            return Invite()
        case "orang":
            return ListPeople()
        case "saya":
            return WhoAmI()
        case "jaga":
            return ShowDuty()
        case "absen":
            return GoAway(argument)
        case "start" if argument.startswith(INVITED):
            return Join(argument.removeprefix(INVITED))
        case "perbaikan":
            number = _NUMBER.match(argument)
            if number:
                return _repair(number["number"], text)
            return Unreadable(text) if re.search(r"\w", argument) else ListRepairs()
        case "start":
            return read_start_word(argument) or Help()
        case "bantuan" | "help":
            return Help()
        case "batal":
            return Cancel()
    number = _NUMBER_IN_NAME.fullmatch(name)
    return _ticket(number["number"], text) if number else None


def _mute(argument: str, text: str) -> Request:
    number = _NUMBER.match(argument)
    if number is None:
        return Mute(None, "")
    ticket = _ticket(number["number"], text)
    if not isinstance(ticket, ShowTicket):
        return ticket
    return Mute(ticket.ticket_id, argument[number.end() :].strip(_BEFORE_ARGUMENT))


def _ticket(digits: str, text: str) -> Request:
    number = _id(digits)
    return ShowTicket(number) if number else Unreadable(text)


def _repair(digits: str, text: str) -> Request:
    number = _id(digits)
    return Repair(number) if number else Unreadable(text)


def _id(digits: str) -> int:
    """0 for what is no ticket's."""
    # Compared by length first: int() of thousands of digits is slow, and refused.
    digits = digits.lstrip("0")
    return int(digits) if 0 < len(digits) <= len(str(_GREATEST_ID)) else 0
