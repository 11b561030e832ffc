"""Asks Telegram for updates, without end, and hands each to the desk before it is confirmed.

The offset of the next question is what the desk has kept, so an update counts as received only when its effects
are committed. What was handled in a process that died before it could confirm comes again, and the desk knows it.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from telegram import BotCommand, Update
from telegram.error import Conflict, RetryAfter, TelegramError

from netwatch.core.backoff import backoff
from netwatch.core.fault import describe
from netwatch.core.request import Answer, Desk, Incoming
from netwatch.core.unavailable import Unavailable
from netwatch.telegram.client import POLL_SECONDS, AskingBot, TelegramClient
from netwatch.telegram.parse import parse
from netwatch.telegram.receipt import retry_after, tell

log: structlog.stdlib.BoundLogger = structlog.get_logger("netwatch")

CAP: Final = 30.0
"""Seconds, the longest wait between two tries."""
REBUILD_AFTER: Final = 300.0
"""Seconds without a good poll after which the connections are made anew."""
TRIES: Final = 3
"""For one update that the desk cannot handle."""
_POLL_DEADLINE: Final = POLL_SECONDS + 60.0
"""A server that sends a byte now and then would pass every timeout of the connection."""
_TOAST_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of the menu that Telegram shows; `name` without slash."""

    name: str
    description: str


class Receiver:
    """`run` ends only when it is cancelled. `last_good_poll`: when Telegram last answered as it should."""

    def __init__(
        self, client: TelegramClient, desk: Desk, now: Callable[[], datetime], menu: Sequence[Command] = ()
    ) -> None:
        self._client = client
        self._desk = desk
        self._now = now
        self._menu = tuple(BotCommand(command.name, command.description) for command in menu)
        self._username: str | None = None
        self._menu_shown = not menu
        self._failures = 0
        self._failing_since = 0.0
        self._last_error = ""
        self.last_good_poll: datetime | None = None

    async def run(self) -> None:
        async with asyncio.TaskGroup() as answers:
            while True:
                offset = await self._next_offset()
                updates = await self._ask(offset)
                if updates is None:
                    continue
                for update in updates:
                    await self._take(update, answers)
                if updates and await self._next_offset() == offset:
                    # Told the same again at once, Telegram would be asked in a hot loop.
                    await asyncio.sleep(1.0)

    async def _next_offset(self) -> int | None:
        failures = 0
        while True:
            try:
                return await self._desk.next_update_id()
            except Exception as error:
                failures += 1
                await self._wait_for_desk(error, failures)

    async def _ask(self, offset: int | None) -> list[dict[str, Any]] | None:
        """One question; None when it failed, after the wait that follows from that."""
        try:
            async with asyncio.timeout(_POLL_DEADLINE):
                await self._get_to_know(self._client.bot)
                updates = await self._client.bot.raw_updates(offset)
            readable = [update for update in updates if isinstance(update.get("update_id"), int)]
        except Exception as error:
            await self._recover(error)
            return None
        self._succeeded()
        await self._show_menu()
        return readable

    async def _get_to_know(self, bot: AskingBot) -> None:
        if self._username is None:
            self._username = (await bot.get_me()).username or ""

    def _succeeded(self) -> None:
        if self._failures:
            log.info("telegram answers again", failed_polls=self._failures)
        self._failures, self._last_error = 0, ""
        self.last_good_poll = self._now()

    async def _recover(self, error: Exception) -> None:
        time = asyncio.get_running_loop().time
        told = tell(error, self._client.redactor) if isinstance(error, TelegramError) else describe(error)
        if told != self._last_error:
            log.warning("telegram cannot be asked", error=told)
        self._last_error = told
        self._failures += 1
        if self._failures == 1:
            self._failing_since = time()
        if isinstance(error, Conflict) and "webhook" in str(error).lower():
            await self._remove_webhook()
        if time() - self._failing_since >= REBUILD_AFTER:
            log.warning("telegram connections are made anew", failed_polls=self._failures)
            await self._client.rebuild()
            self._failing_since, self._username = time(), None
        asked_to_wait = retry_after(error) if isinstance(error, RetryAfter) else 0.0
        await asyncio.sleep(min(max(backoff(self._failures, CAP), asked_to_wait), CAP))

    async def _remove_webhook(self) -> None:
        try:
            await self._client.bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.warning("telegram webhook is still there", error=tell(error, self._client.redactor))

    async def _show_menu(self) -> None:
        if self._menu_shown:
            return
        try:
            await self._client.bot.set_my_commands(self._menu)
        except TelegramError as error:
            log.warning("telegram menu is not set", error=tell(error, self._client.redactor))
        else:
            self._menu_shown = True

    async def _take(self, raw: dict[str, Any], answers: asyncio.TaskGroup) -> None:
        answer = await self._handle(raw)
        query = raw.get("callback_query")
        if isinstance(query, dict) and isinstance(query.get("id"), str):
            answers.create_task(self._answer(query["id"], answer))

    async def _handle(self, raw: dict[str, Any]) -> Answer:
        """Returns when the update's id is kept: handled, not for us, or given up."""
        update_id: int = raw["update_id"]
        try:
            incoming = parse(Update.de_json(raw, self._client.bot), self._username or "")
        except Exception as error:
            log.error("update cannot be read", update_id=update_id, error=describe(error))
            incoming = None
        answer = None if incoming is None else await self._ask_the_desk(incoming)
        if answer is not None:
            return answer
        await self._ignore(update_id)
        return Answer()

    async def _ask_the_desk(self, incoming: Incoming) -> Answer | None:
        """None when it cannot be handled, which is tried again: the reason may pass."""
        tries = waits = 0
        while tries < TRIES:
            try:
                return await self._desk.handle(incoming)
            except Unavailable as error:
                waits += 1
                await self._wait_for_desk(error, waits)
            except Exception as error:
                tries += 1
                told = describe(error)
                log.error("update cannot be handled", update_id=incoming.update_id, attempt=tries, error=told)
                if tries < TRIES:
                    await asyncio.sleep(backoff(tries, CAP))
        log.error("update is skipped", update_id=incoming.update_id)
        return None

    async def _ignore(self, update_id: int) -> None:
        failures = 0
        while True:
            try:
                await self._desk.ignore(update_id)
            except Exception as error:
                failures += 1
                await self._wait_for_desk(error, failures)
            else:
                return

    async def _wait_for_desk(self, error: Exception, failures: int) -> None:
        if failures == 1:
            log.warning("updates wait for the database", error=describe(error))
        await asyncio.sleep(backoff(failures, CAP))

    async def _answer(self, query_id: str, answer: Answer) -> None:
        """An unanswered button seems dead, but an answer that comes too late harms nobody."""
        text = answer.toast[:_TOAST_LIMIT] if answer.toast else None
        private = f"https://t.me/{self._username}?start={answer.start}" if answer.start else None
        try:
            await self._client.bot.answer_callback_query(query_id, text=text, show_alert=answer.alert, url=private)
        except Exception as error:
            told = tell(error, self._client.redactor) if isinstance(error, TelegramError) else describe(error)
            log.info("press was not answered", error=told)
