"""How many datagrams are looked into, so that no flood starves anything: one allowance a sender, one for all.

Two token buckets. All times are seconds of one monotonic clock.
"""

from collections import OrderedDict

SENDER_BURST = 20.0
SENDER_RATE = 5.0
"""Messages at once and a second from one sender: a switch of 48 ports that restarts sends about as many."""

TOTAL_BURST = 300.0
TOTAL_RATE = 300.0
"""Messages at once and a second from all senders together: about 3 % of one core."""

MOST_SENDERS = 4096


class Allowance:
    """The senders that were heard last are remembered, MOST_SENDERS of them."""

    def __init__(self) -> None:
        self._total = _Bucket(TOTAL_BURST, 0.0)
        self._senders: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, sender: str, now: float) -> bool:
        """Whether one more message of this sender may be looked into."""
        bucket = self._senders.get(sender)
        if bucket is None:
            bucket = self._senders[sender] = _Bucket(SENDER_BURST, now)
            if len(self._senders) > MOST_SENDERS:
                self._senders.popitem(last=False)
        self._senders.move_to_end(sender)
        return bucket.take(SENDER_RATE, SENDER_BURST, now) and self._total.take(TOTAL_RATE, TOTAL_BURST, now)


class _Bucket:
    __slots__ = ("_at", "_level")

    def __init__(self, level: float, at: float) -> None:
        self._level = level
        self._at = at

    def take(self, rate: float, burst: float, now: float) -> bool:
        self._level = min(burst, self._level + (now - self._at) * rate)
        self._at = now
        if self._level < 1.0:
            return False
        self._level -= 1.0
        return True
