"""Presses of inline buttons: each waits a short while for the bot's one answer."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from netwatch.demo.botapi.errors import bad_request
from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.user import User

ANSWER_WITHIN = 15.0
ANSWER_CHARACTERS = 200
KEPT = 1_000
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the presser sees: nothing (empty text), a line over the chat, or, with `alert`, a window; with `url` the
    app opens that instead."""

    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(slots=True, eq=False)
class CallbackQuery:
    id: str
    user: User
    message: Message
    data: str
    at: float
    answer: CallbackAnswer | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "from": self.user.as_json(),
            "message": self.message.as_json(),
            "chat_instance": str(abs(self.message.chat.id) * 7919),
            "data": self.data,
        }


@dataclass(slots=True)
class CallbackBook:
    clock: Callable[[], float]
    _queries: OrderedDict[str, CallbackQuery] = field(default_factory=OrderedDict)
    _count: int = 0

    def open(self, user: User, message: Message, data: str) -> CallbackQuery:
        self._count += 1
        query = CallbackQuery(str(4_382_000_000_000_000_000 + self._count), user, message, data, self.clock())
        self._queries[query.id] = query
        while len(self._queries) > KEPT:
            self._queries.popitem(last=False)
        return query

    def answer(self, query_id: str, answer: CallbackAnswer) -> None:
        """Raises the 400 for a query that is unknown, answered already or older than 15 seconds."""
        query = self._queries.get(query_id)
        if query is None or query.answer is not None or self.clock() - query.at > ANSWER_WITHIN:
            raise bad_request(_TOO_OLD)
        if len(answer.text) > ANSWER_CHARACTERS:
            raise bad_request("MESSAGE_TOO_LONG")
        query.answer = answer
