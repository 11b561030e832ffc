"""The state behind the Bot API: accounts, chats, messages, and what the bot may see of them."""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from netwatch.demo.botapi.callbacks import CallbackBook
from netwatch.demo.botapi.chats import Chat, Status
from netwatch.demo.botapi.command_menu import CommandMenu
from netwatch.demo.botapi.files import FileStore
from netwatch.demo.botapi.limits import FloodLimits
from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.privacy import bot_sees
from netwatch.demo.botapi.signal import Signal
from netwatch.demo.botapi.updates import UpdateQueue
from netwatch.demo.botapi.user import Bot, User

MESSAGES_PER_CHAT = 2_000


@dataclass(slots=True, eq=False)
class World:
    """`limits` None: no flood limits. `clock` gives Unix time in seconds; `patience` the seconds by which a press waits
    for its answer, None for the same."""

    bot: Bot
    clock: Callable[[], float] = time.time
    limits: FloodLimits | None = None
    patience: Callable[[], float] | None = None
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: FileStore = field(default_factory=FileStore)
    menu: CommandMenu = field(default_factory=CommandMenu)
    changed: Signal = field(default_factory=Signal)
    webhook: dict[str, Any] | None = None
    updates: UpdateQueue = field(init=False)
    callbacks: CallbackBook = field(init=False)
    _small_ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _super_ids: dict[int, Iterator[int]] = field(default_factory=dict)
    _albums: Iterator[int] = field(default_factory=lambda: itertools.count(13_700_000_000_000_001))

    def __post_init__(self) -> None:
        self.users[self.bot.id] = self.bot
        self.updates = UpdateQueue(self.clock)
        self.callbacks = CallbackBook(self.patience or self.clock)

    def now(self) -> int:
        return int(self.clock())

    def next_message_id(self, chat: Chat) -> int:
        """An account counts the messages of all its small chats together, a supergroup its own."""
        if chat.type != "supergroup":
            return next(self._small_ids)
        # 1 is the supergroup's own beginning, and the number of its general topic
        return next(self._super_ids.setdefault(chat.id, itertools.count(2)))

    def next_album_id(self) -> str:
        return str(next(self._albums))

    def post(self, message: Message) -> Message:
        """Puts a new message into its chat; the bot hears of it if it may see it and did not send it."""
        chat = message.chat
        chat.messages[message.id] = message
        while len(chat.messages) > MESSAGES_PER_CHAT:
            chat.messages.popitem(last=False)
        if message.sender.is_bot and message.service is None:
            chat.last_bot = message.sender.id
        if message.sender is not self.bot and self._hears(message):
            self.updates.push("message", message.as_json())
        self.changed.fire()
        return message

    def edited(self, message: Message) -> None:
        if message.sender is not self.bot and self._hears(message):
            self.updates.push("edited_message", message.as_json())
        self.changed.fire()

    def spend(self, chat: Chat, count: int = 1) -> None:
        """Raises the 429 where flood limits are on and this many messages or edits exceed them."""
        if self.limits is not None:
            self.limits.spend(chat.id, group=not chat.is_private, count=count)

    def find_user(self, user_id: int) -> User | None:
        return self.users.get(user_id)

    def _hears(self, message: Message) -> bool:
        chat = message.chat
        if chat.is_private:
            return not chat.blocked
        return chat.status_of(self.bot.id).present and bot_sees(message, self.bot, self.administers(chat))

    def administers(self, chat: Chat) -> bool:
        return chat.status_of(self.bot.id) in (Status.ADMINISTRATOR, Status.CREATOR)
