"""Who writes to the bot, for the settings: asked of Telegram without taking anything away from the daemon."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

from telegram import Chat, Update
from telegram.error import Conflict, InvalidToken, TelegramError

from netwatch.telegram.client import TelegramClient
from netwatch.telegram.receipt import tell
from netwatch.telegram.redact import install

PAUSE: Final = 1.0
"""Seconds between two questions: what waits is told again with each of them."""

MOST_SHOWN: Final = 100
"""What Telegram tells at once of what was not confirmed."""


@dataclass(frozen=True, slots=True)
class Person:
    telegram_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """`topic`: the number of the topic that was written in, None for the general one."""

    chat_id: int
    title: str
    topic: int | None = None


class AskingFailed(Exception):
    """The text says what is wrong and what to do; it holds no token."""


async def bot_name(client: TelegramClient) -> str:
    """The bot's user name, without @. Raises AskingFailed."""
    install(client.redactor, logging.getLogger().handlers)
    try:
        return (await client.bot.get_me()).username or ""
    except TelegramError as error:
        raise AskingFailed(_said(error, client)) from None


async def who_writes(client: TelegramClient) -> AsyncIterator[Person | Group]:
    """Each person and group once, as they write, without end. Raises AskingFailed.

    Nothing is confirmed: what people write now, the daemon reads when it starts, as long as Telegram keeps it (24 h).
    """
    seen: set[Person | Group] = set()
    while True:
        try:
            updates = await client.bot.raw_updates(None)
        except TelegramError as error:
            raise AskingFailed(_said(error, client)) from None
        for found in (each for update in updates for each in _in(update, client)):
            if found not in seen:
                seen.add(found)
                yield found
        if len(updates) >= MOST_SHOWN:
            raise AskingFailed(
                f"{len(updates)} messages wait for the bot, and newer ones are not shown; start netwatch, which reads "
                "them and tells whom it does not know their id"
            )
        await asyncio.sleep(PAUSE)


def _in(raw: dict[str, Any], client: TelegramClient) -> list[Person | Group]:
    update = Update.de_json(raw, client.bot)
    user, chat, message = update.effective_user, update.effective_chat, update.effective_message
    found: list[Person | Group] = []
    if chat is not None and chat.type in (Chat.GROUP, Chat.SUPERGROUP):
        topic = message.message_thread_id if message is not None and message.is_topic_message else None
        found.append(Group(chat.id, chat.title or "", topic))
    if user is not None and not user.is_bot:
        found.append(Person(user.id, user.full_name))
    return found


def _said(error: TelegramError, client: TelegramClient) -> str:
    told = tell(error, client.redactor)
    if isinstance(error, Conflict) and "webhook" in str(error).lower():
        return f"the bot has a webhook ({told}); start netwatch, which removes it, or use a bot of your own"
    if isinstance(error, Conflict):
        return (
            f"somebody else asks for what people write to this bot ({told}); is netwatch running? Stop it for this "
            "(systemctl stop netwatch), or let people write to the bot: whom it does not know it shows their id"
        )
    if isinstance(error, InvalidToken):
        return f"Telegram does not know the bot: {told}; check the token"
    return f"Telegram cannot be asked: {told}; check the way to it, and try again"
