"""Who writes to the bot, for the settings: asked of Telegram without taking anything away from the daemon."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

from telegram import Chat, Update
from telegram.error import TelegramError

from netwatch.telegram.client import TelegramClient
from netwatch.telegram.redact import install
from netwatch.telegram.unanswered import why_unanswered

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
        raise AskingFailed(why_unanswered(error, client.redactor)) from None


async def who_writes(client: TelegramClient) -> AsyncIterator[Person | Group]:
    """Each person and group once, as they write, without end. Raises AskingFailed.

    Nothing is confirmed: what people write now, the daemon reads when it starts, as long as Telegram keeps it (24 h).
    """
    seen: set[Person | Group] = set()
    while True:
        try:
            updates = await client.bot.raw_updates(None)
        except TelegramError as error:
            raise AskingFailed(why_unanswered(error, client.redactor)) from None
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
