"""Telegram as a test or a demo holds it: one bot, people and groups, the log of calls, scripted faults."""

import inspect
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from netwatch.demo.botapi.call_log import Call, CallLog
from netwatch.demo.botapi.chats import Chat, Status
from netwatch.demo.botapi.errors import ApiError, not_found
from netwatch.demo.botapi.faults import Faults
from netwatch.demo.botapi.files import StoredFile
from netwatch.demo.botapi.group import Group
from netwatch.demo.botapi.limits import FloodLimits
from netwatch.demo.botapi.methods.table import METHODS, canonical_name
from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.person import Person
from netwatch.demo.botapi.user import Bot, User
from netwatch.demo.botapi.world import World

T = TypeVar("T")
Observer = Callable[[str, dict[str, Any], dict[str, Any]], None]
DEMO_TOKEN = "700000001:AAE-demo-token-of-no-worth-at-all-0000"


@dataclass(frozen=True, slots=True)
class Reply:
    """`status` is the HTTP status, `body` the JSON answered with it."""

    status: int
    body: dict[str, Any]


class Telegram:
    """`limits` True: flood limits as Telegram states them. `clock` gives Unix time in seconds; where it goes faster
    than people do, `patience` is the clock by which they wait for the answer to a press. `observer` is shown every
    processed call: method, parameters, response. For use in one event loop."""

    def __init__(self, token: str = DEMO_TOKEN, *, name: str = "netwatch",
                 username: str = "netwatch_demo_bot", privacy: bool = True,
                 limits: bool | FloodLimits = False, clock: Callable[[], float] = time.time,
                 patience: Callable[[], float] | None = None,
                 observer: Observer | None = None) -> None:
        bot_id, _, secret = token.partition(":")
        if not bot_id.isdecimal() or not secret:
            raise ValueError("a bot token has the form NUMBER:SECRET")
        self._token = token
        self._observer = observer
        flood = FloodLimits(clock) if limits is True else limits or None
        bot = Bot(int(bot_id), name, username=username, is_bot=True, privacy=privacy)
        self.world = World(bot, clock, flood, patience)
        self.faults = Faults()
        self.log = CallLog()
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}

    @property
    def bot(self) -> Bot:
        return self.world.bot

    def is_token(self, token: str) -> bool:
        return token == self._token

    def add_user(self, user_id: int, first_name: str, last_name: str | None = None, *,
                 username: str | None = None, language_code: str | None = "id", known: bool = True,
                 started: bool = False) -> Person:
        """A person with the app. Writing to one who never started the bot is a 403, or a 400 "chat not found"
        where the bot does not even know of them (`known=False`). `started`: long ago, without an update."""
        user = User(user_id, first_name, last_name, username, language_code, known=known)
        self.world.users[user_id] = user
        person = self.people[user_id] = Person(self.world, user)
        person.private.started = started
        return person

    def add_group(self, chat_id: int, title: str, members: Iterable[Person] = (), *, supergroup: bool = False,
                  topics: bool = False, bot_status: Status = Status.MEMBER) -> Group:
        """A group that has existed for long: no update tells of it. The first member owns it."""
        if chat_id >= 0:
            raise ValueError(f"the id of a group is negative, not {chat_id}")
        statuses = {person.id: Status.MEMBER for person in members}
        if statuses:
            statuses[next(iter(statuses))] = Status.CREATOR
        statuses[self.bot.id] = bot_status
        chat = Chat(chat_id, "supergroup" if supergroup or topics else "group", title=title, members=statuses,
                    topics={} if topics else None)
        group = self.groups[chat_id] = Group(self.world, chat)
        return group

    async def wait_for(self, predicate: Callable[[], T], within: float = 5.0) -> T:
        """The predicate's first true value, looked at whenever something changes. Raises TimeoutError
        after `within` seconds."""
        return await self.world.changed.wait_for(predicate, within)

    async def call(self, method: str, params: Params) -> Reply:
        """One request of the bot's, processed."""
        name = canonical_name(method)
        try:
            if name is None:
                raise ApiError(404, "Not Found: method not found")
            result = METHODS[name](self.world, params)
            if inspect.isawaitable(result):
                result = await result
            reply = Reply(200, {"ok": True, "result": result})
        except ApiError as error:
            reply = refusal(error)
        shown = params.shown()
        self.log.add(Call(self.world.clock(), name or method, shown, reply.body))
        if self._observer is not None:
            self._observer(name or method, shown, reply.body)
        self.world.changed.fire()
        return reply

    def download(self, path: str) -> StoredFile:
        """Raises the 404 for a path that getFile never gave."""
        if (stored := self.world.files.by_path(path)) is None:
            raise not_found()
        return stored


def refusal(error: ApiError) -> Reply:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters is not None:
        body["parameters"] = error.parameters
    return Reply(error.code, body)
