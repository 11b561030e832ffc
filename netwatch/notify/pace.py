"""How fast a channel may be written to: Telegram's limits, kept before Telegram has to enforce them."""

from collections import deque
from collections.abc import Callable, Iterator
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
"""1 a second and chat, 20 a minute and group, 30 a second over all, each with some room. Edits count as messages, and
must not use up what an alarm needs a moment later."""

UNLIMITED = Limits()


@dataclass(slots=True)
class _Window:
    """`landed`: when the latest messages were known to have arrived, as many as the limit is; `under_way` is how many
    may arrive at any moment."""

    landed: deque[float]
    under_way: int = 0

    def free_at(self, most: int, seconds: float, count: int) -> float:
        """When `count` more are at most `most` in any `seconds`; infinity where that depends on those under way."""
        allowed = most - self.under_way - count
        if allowed < 0:
            return float("inf")
        return float("-inf") if len(self.landed) <= allowed else self.landed[-allowed - 1] + seconds


class Pace:
    """`next_slot` asks; `took`, `landed` and `hold` tell. Times are seconds of one monotonic clock.

    When a message reaches the channel, between `took` and `landed`, nobody here knows, and the next one may be quicker
    on its way: so it counts all the time until it has landed, and only then begins to be past. `count`: an album counts
    as so many messages as it has pictures.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._free_at: dict[int, float] = {}
        self._in_group: dict[int, _Window] = {}
        self._overall = _Window(deque(maxlen=limits.burst or 0))

    def next_slot(self, chat_id: int, now: float, *, hurries: bool = True, count: int = 1) -> float:
        """Seconds until a message may go into the chat; 0.0: now. Infinity: not before another one has landed."""
        limits = self._limits
        free_at = self._free_at.get(chat_id, now)
        if limits.group_burst is not None and (group := self._in_group.get(chat_id)) is not None:
            most = limits.group_burst if hurries else limits.group_burst - limits.group_spare
            free_at = max(free_at, group.free_at(most, limits.group_window, count))
        if limits.burst is not None:
            most = limits.burst if hurries else limits.burst - limits.spare
            free_at = max(free_at, self._overall.free_at(most, limits.window, count))
        return max(0.0, free_at - now)

    def took(self, chat_id: int, now: float, count: int = 1) -> None:
        """A message goes out into the chat now."""
        self._forget(now)
        self._free_at[chat_id] = now + self._limits.chat_gap
        for window in self._windows(chat_id):
            window.under_way += count

    def landed(self, chat_id: int, now: float, count: int = 1) -> None:
        """The channel has answered, or never will."""
        self.hold(chat_id, now + self._limits.chat_gap)
        for window in self._windows(chat_id):
            window.under_way -= count
            window.landed.extend([now] * count)

    def _windows(self, chat_id: int) -> Iterator[_Window]:
        limits = self._limits
        yield self._overall
        if chat_id < 0 and limits.group_burst is not None:
            yield self._in_group.setdefault(chat_id, _Window(deque(maxlen=limits.group_burst)))

    def hold(self, chat_id: int, until: float) -> None:
        """The channel asked to leave the chat alone."""
        self._free_at[chat_id] = max(until, self._free_at.get(chat_id, until))

    def _forget(self, now: float) -> None:
        """What limits nothing any more, so that memory does not grow with the number of chats ever written to."""
        _drop(self._free_at, lambda free_at: free_at <= now)
        _drop(self._in_group, lambda group: not group.under_way and group.landed[-1] + self._limits.group_window <= now)


def _drop(book: dict[int, _V], is_past: Callable[[_V], bool]) -> None:
    for key in [key for key, value in book.items() if is_past(value)]:
        del book[key]
