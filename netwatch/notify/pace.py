"""How fast a channel may be written to: Telegram's limits, kept before Telegram has to enforce them."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Limits:
    """`chat_gap`: seconds between two messages into one chat. `group_burst` messages into one group (negative
    chat ids) in any `group_window` seconds, `burst` into all chats in any `window` seconds; None: no limit.
    `group_spare` and `spare`: so many of them are kept for what hurries."""

    chat_gap: float = 0.0
    group_burst: int | None = None
    group_spare: int = 0
    spare: int = 0
    group_window: float = 60.0
    burst: int | None = None
    window: float = 1.0


TELEGRAM = Limits(
    chat_gap=1.05, group_burst=20, group_spare=8, group_window=61.0, burst=25, spare=10, window=1.0
)
"""1 a second and chat, 20 a minute and group, 30 a second over all, each with some room: requests overtake each
other on their way. Edits count as messages, and must not use up what an alarm needs a moment later."""

UNLIMITED = Limits()


class Pace:
    """`next_slot` asks, `took` and `hold` tell. Times are seconds of one monotonic clock."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._free_at: dict[int, float] = {}
        self._in_group: dict[int, deque[float]] = {}
        self._overall: deque[float] = deque(maxlen=limits.burst or 0)

    def next_slot(self, chat_id: int, now: float, *, hurries: bool = True) -> float:
        """Seconds until a message may go into the chat; 0.0: now."""
        limits = self._limits
        free_at = self._free_at.get(chat_id, now)
        if chat_id < 0 and limits.group_burst is not None:
            most = limits.group_burst if hurries else limits.group_burst - limits.group_spare
            free_at = max(free_at, _free_at(self._in_group.get(chat_id), most, limits.group_window))
        if limits.burst is not None:
            most = limits.burst if hurries else limits.burst - limits.spare
            free_at = max(free_at, _free_at(self._overall, most, limits.window))
        return max(0.0, free_at - now)

    def took(self, chat_id: int, now: float) -> None:
        """A message goes into the chat now."""
        limits = self._limits
        self._forget(now)
        self._free_at[chat_id] = now + limits.chat_gap
        self._overall.append(now)
        if chat_id < 0 and limits.group_burst is not None:
            self._in_group.setdefault(chat_id, deque(maxlen=limits.group_burst)).append(now)

    def hold(self, chat_id: int, until: float) -> None:
        """The channel asked to leave the chat alone."""
        self._free_at[chat_id] = max(until, self._free_at.get(chat_id, until))

    def _forget(self, now: float) -> None:
        """What limits nothing any more, so that memory does not grow with the number of chats ever written to."""
        _drop(self._free_at, lambda free_at: free_at <= now)
        _drop(self._in_group, lambda times: times[-1] + self._limits.group_window <= now)


def _free_at(times: deque[float] | None, most: int, window: float) -> float:
    """When the `most`-th latest leaves the window, so that there is room for one more."""
    if times is None or len(times) < most:
        return float("-inf")
    return times[-most] + window


def _drop(book: dict[int, _V], is_past: Callable[[_V], bool]) -> None:
    for key in [key for key, value in book.items() if is_past(value)]:
        del book[key]
