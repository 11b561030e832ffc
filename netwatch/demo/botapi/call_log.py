"""What the bot has asked, in order."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

CAPACITY = 10_000


@dataclass(frozen=True, slots=True)
class Call:
    """`at` is Unix time; `params` the texts and uploaded files by name; `response` what was answered."""

    at: float
    method: str
    params: dict[str, Any]
    response: dict[str, Any]

    @property
    def accepted(self) -> bool:
        return bool(self.response["ok"])


@dataclass(slots=True)
class CallLog:
    """The newest calls that Telegram has processed; faults that kept a call away leave none."""

    _calls: deque[Call] = field(default_factory=lambda: deque(maxlen=CAPACITY))

    def add(self, call: Call) -> None:
        self._calls.append(call)

    def __iter__(self) -> Iterator[Call]:
        return iter(tuple(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def of(self, *methods: str) -> list[Call]:
        """Accepted calls of these methods."""
        return [call for call in self._calls if call.method in methods and call.accepted]

    def refused(self) -> list[Call]:
        return [call for call in self._calls if not call.accepted]
