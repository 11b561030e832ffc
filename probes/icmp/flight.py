"""The requests that wait for an answer, and who may settle them. Reads no clock and no socket."""

import math
from enum import StrEnum

from probes.icmp.packet import Echo, cookie_bytes, cookie_number, sequence_in
from probes.icmp.target import Target

REMEMBERED = 16_384
"""The settled of which it is known what a further answer would be: so many at the least, twice as many at the most."""

Probe = tuple[str, Target, int, float, float]
"""One request: its key, target, tag, when it left, and its deadline, both in seconds.

A plain tuple: one is made for every ping, and a class of its own would cost several times that.
"""


class Refusal(StrEnum):
    """Why a datagram is not believed; the values are names of counters."""

    LATE = "late"
    DUPLICATE = "duplicate"
    SPOOFED = "spoofed"


class InFlight:
    """Finds a probe by its cookie, so more than 65,536 may wait although their sequences then repeat.

    Whoever must not pay for a call may put a probe into `waiting` and take an answered one out, and then enters it
    into `settled`.
    """

    def __init__(self) -> None:
        self.waiting: dict[int, Probe] = {}
        """By cookie, in the order in which they were sent."""
        self.settled: dict[int, Refusal] = {}
        """What a further answer to those that were settled lately would be."""
        self._settled_before: dict[int, Refusal] = {}
        self._silent: dict[int, tuple[str, Target]] = {}
        self._silent_before: dict[int, tuple[str, Target]] = {}
        self._by_sequence: dict[int, int] | None = None
        self._timeout = 0.0
        self._mixed_until = -math.inf
        self._overdue_until = -math.inf

    def expect(self, timeout: float, now: float) -> None:
        """To be called before probes of a timeout are sent, in seconds: their deadlines come in the order in which
        they were sent, but for those of another timeout before them."""
        if timeout != self._timeout:
            self._mixed_until = max(self._mixed_until, now + self._timeout)
            self._timeout = timeout

    def find_answered(self, sender: bytes, echo: Echo) -> int | Refusal:
        """The cookie of the probe that this echo reply answers. It stays in flight until `settle`."""
        cookie = cookie_number(echo.cookie)
        if cookie is None:
            return Refusal.SPOOFED
        probe = self.waiting.get(cookie)
        if probe is None:
            return self.settled.get(cookie) or self._settled_before.get(cookie, Refusal.SPOOFED)
        target = probe[1]
        if echo.tag != probe[2] or (sender != target.host and sender not in target.others):
            return Refusal.SPOOFED
        return cookie

    def find_quoted(self, destination: bytes, echo: Echo) -> int | Refusal:
        """The cookie of the probe whose request an ICMP error to `destination` quotes.

        A cookie decides where the quote holds one. A quote cut short can only be held against destination and
        sequence, of which the latest probe has it, and whatever is left of the cookie.
        """
        cookie = cookie_number(echo.cookie)
        if cookie is not None:
            found = self.find_answered(destination, echo)
            wrong = not isinstance(found, Refusal) and self.waiting[cookie][1].host != destination
            return Refusal.SPOOFED if wrong else found
        if self._by_sequence is None:
            self._by_sequence = {sequence_in(probe[2]): cookie for cookie, probe in self.waiting.items()}
        cookie = self._by_sequence.get(sequence_in(echo.tag))
        if cookie is None or cookie not in self.waiting or self.waiting[cookie][1].host != destination:
            return Refusal.LATE
        return cookie if cookie_bytes(cookie).startswith(echo.cookie) else Refusal.SPOOFED

    def settle(self, cookie: int, answered: bool) -> Probe:
        """Takes it out: a further answer to it is a duplicate, or late where none had come in time."""
        probe = self.waiting.pop(cookie)
        self.settled[cookie] = Refusal.DUPLICATE if answered else Refusal.LATE
        if not answered:
            self._silent[cookie] = probe[0], probe[1]
        return probe

    def find_silent(self, echo: Echo) -> tuple[str, Target] | None:
        """Key and target of a probe that was settled lately without an answer and whose cookie the quote holds."""
        cookie = cookie_number(echo.cookie)
        return None if cookie is None else self._silent.get(cookie) or self._silent_before.get(cookie)

    def tidy(self) -> None:
        """To be called after every few probes.

        The settled are forgotten by the thousand: taking the oldest out one by one costs a walk through a dict's holes.
        """
        self._by_sequence = None
        if len(self.settled) >= REMEMBERED:
            self._settled_before, self.settled = self.settled, {}
            self._silent_before, self._silent = self._silent, {}

    def overdue(self, until: float) -> list[tuple[str, float]]:
        """Key and time of sending of those that have waited since `until` or longer, in seconds; each is told once."""
        told, self._overdue_until = self._overdue_until, until
        found: list[tuple[str, float]] = []
        for key, _, _, sent_at, _ in self.waiting.values():
            if sent_at > until:
                break
            if sent_at > told:
                found.append((key, sent_at))
        return found

    def expired(self, horizon: float, limit: int) -> list[int]:
        """The cookies of at most `limit` probes whose deadline is not after `horizon`, in the order in which they
        were sent; they stay in flight until `settle`."""
        found: list[int] = []
        in_order = horizon > self._mixed_until
        for cookie, probe in self.waiting.items():
            if probe[4] <= horizon:
                found.append(cookie)
                if len(found) == limit:
                    break
            elif in_order:
                break
        return found
