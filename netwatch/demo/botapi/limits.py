"""Telegram's flood limits: how many messages and edits a bot may send, and how long it must wait when it did.

Telegram states them as rules of thumb (core.telegram.org/bots/faq): one message a second in a chat, twenty a
minute in a group, about thirty a second overall. Here they are sharp.
"""

import math
from collections import defaultdict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from netwatch.demo.botapi.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Rule:
    """At most `count` in any `seconds`."""

    count: int
    seconds: float


@dataclass(slots=True)
class FloodLimits:
    """`clock` gives seconds. What is refused does not count. An album counts as its items, and passes the
    per-chat rule as one, as Telegram lets it."""

    clock: Callable[[], float]
    per_chat: Rule = Rule(1, 1.0)
    per_group: Rule = Rule(20, 60.0)
    overall: Rule = Rule(30, 1.0)
    _spent: dict[Hashable, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def spend(self, chat_id: int, *, group: bool, count: int = 1) -> None:
        """Raises the 429 with the whole seconds until this many may be sent."""
        now = self.clock()
        demands: list[tuple[Hashable, Rule, int]] = [
            (("chat", chat_id), self.per_chat, 1),
            ("overall", self.overall, count),
        ]
        if group:
            demands.append((("group", chat_id), self.per_group, count))
        waits = [self._wait(key, rule, number, now) for key, rule, number in demands]
        if (longest := max(waits)) > 0:
            raise too_many_requests(max(1, math.ceil(longest)))
        for key, _, number in demands:
            self._spent[key].extend([now] * number)

    def _wait(self, key: Hashable, rule: Rule, number: int, now: float) -> float:
        spent = self._spent[key]
        while spent and spent[0] <= now - rule.seconds:
            spent.popleft()
        excess = len(spent) + number - rule.count
        # an album larger than the rule itself passes once nothing else was sent
        if excess <= 0 or not spent:
            return 0.0
        return spent[min(excess, len(spent)) - 1] + rule.seconds - now
