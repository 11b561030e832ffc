"""The requests that wait for an answer, and who may settle them. Reads no clock and no socket.

What is known of a request lies in the place of its sequence, in columns: objects that are made for every ping and found
by random numbers are all over the memory, and the processor's cache is what a ping costs most of.
"""

import math
from array import array
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from probes.icmp.packet import Echo, cookie_bytes, cookie_number, sequence_in
from probes.icmp.target import Target

SEQUENCES = 0x10000
"""So many places there are."""

Request = tuple[str, Target, bytes, tuple[Any, ...]]
"""What its result is to be called, and whom it goes to; then the target's host and sockaddr, which are then at hand."""

Probe = tuple[str, Target, float, float]
"""One request that has left: its key, target, when it left, and its deadline, both in seconds."""

_UNSENT, _ANSWERED, _SILENT = range(3)
"""What became of the request in a place where none waits."""


def request_to(target: Target, key: str) -> Request:
    return key, target, target.host, target.sockaddr


class Refusal(StrEnum):
    """Why a datagram is not believed; the values are names of counters."""

    LATE = "late"
    DUPLICATE = "duplicate"
    SPOOFED = "spoofed"


class InFlight:
    """A probe is called by its handle: its sequence as `sequence_in` gives it, or, where more than SEQUENCES wait and
    another has got its place, a negative number.

    Whoever must not pay for a call enters when a request left into `sent_at`, and settles an answered one by `None` in
    its place of `requests`, and by taking them off `waiting`.
    """

    def __init__(self, first: int = 0) -> None:
        """`first` is the sequence to begin with."""
        self.requests: list[Request | None] = [None] * SEQUENCES
        """Those that wait, in the places of their sequences."""
        self.cookies = array("Q", bytes(8 * SEQUENCES))
        # No arrays: these would make the number anew whenever one is read.
        self.sent_at = [0.0] * SEQUENCES
        self.timeouts = [0.0] * SEQUENCES
        """Seconds."""
        self.waiting = 0
        """So many of `requests` wait."""
        self._ends = bytearray(SEQUENCES)
        self._silent: dict[int, tuple[str, Target]] = {}
        self._displaced: dict[int, Probe] = {}
        # Counted on without end; each modulo SEQUENCES is a place. Nobody waits before the oldest.
        self._next = self._oldest = self._told = first
        self._timeout = 0.0
        self._mixed_until = -math.inf

    def __len__(self) -> int:
        return self.waiting + len(self._displaced)

    @property
    def room(self) -> int:
        """So many can be entered at once."""
        return SEQUENCES - self._next % SEQUENCES

    def expect(self, timeout: float, now: float) -> None:
        """To be called before probes of a timeout are entered, in seconds: their deadlines come in the order in which
        they were sent, but for those of another timeout before them."""
        if timeout != self._timeout:
            self._mixed_until = max(self._mixed_until, now + self._timeout)
            self._timeout = timeout

    def enter(self, requests: Sequence[Request], cookies: "array[int]") -> int:
        """Gives the first one's place, the others follow; there must be `room`. When each leaves is entered then."""
        first = self._next % SEQUENCES
        count = len(requests)
        last = first + count
        if self.waiting and any(self.requests[first:last]):
            self._displace(first, last)
        if self._silent and _SILENT in self._ends[first:last]:
            for place in range(first, last):
                self._silent.pop(place, None)
        self.requests[first:last] = requests
        self.cookies[first:last] = cookies
        self.timeouts[first:last] = [self._timeout] * count
        # True of whoever does not wait any more, unless something else is entered.
        self._ends[first:last] = bytes((_ANSWERED,)) * count
        self.waiting += count
        self._next += count
        return first

    def withdraw(self, place: int) -> None:
        """This one did not leave, when it should have."""
        self.requests[place] = None
        self._ends[place] = _UNSENT
        self.waiting -= 1

    def find_answered(self, sender: bytes, echo: Echo) -> int | Refusal:
        """The handle of the probe that this echo reply answers. It stays in flight until `settle`."""
        cookie = cookie_number(echo.cookie)
        if cookie is None:
            return Refusal.SPOOFED
        place = sequence_in(echo.tag)
        if self.cookies[place] != cookie:
            displaced = self._displaced.get(cookie)
            believed = displaced is not None and _may_answer(sender, displaced[1])
            return ~cookie if believed else Refusal.SPOOFED
        request = self.requests[place]
        if request is not None:
            return place if _may_answer(sender, request[1]) else Refusal.SPOOFED
        return {_ANSWERED: Refusal.DUPLICATE, _SILENT: Refusal.LATE}.get(self._ends[place], Refusal.SPOOFED)

    def find_quoted(self, destination: bytes, echo: Echo) -> int | Refusal:
        """The handle of the probe whose request an ICMP error to `destination` quotes.

        A cookie decides where the quote holds one. A quote cut short can only be held against destination and
        sequence, of which the latest probe has it, and whatever is left of the cookie.
        """
        if cookie_number(echo.cookie) is not None:
            found = self.find_answered(destination, echo)
            wrong = not isinstance(found, Refusal) and self.probe(found)[1].host != destination
            return Refusal.SPOOFED if wrong else found
        place = sequence_in(echo.tag)
        request = self.requests[place]
        if request is None or request[2] != destination:
            return Refusal.LATE
        return place if cookie_bytes(self.cookies[place]).startswith(echo.cookie) else Refusal.SPOOFED

    def find_silent(self, echo: Echo) -> tuple[str, Target] | None:
        """Key and target of a probe that was settled lately without an answer and whose cookie the quote holds."""
        place = sequence_in(echo.tag)
        return self._silent.get(place) if self.cookies[place] == cookie_number(echo.cookie) else None

    def probe(self, handle: int) -> Probe:
        """One that waits."""
        if handle < 0:
            return self._displaced[~handle]
        request = self.requests[handle]
        assert request is not None
        sent_at = self.sent_at[handle]
        return *request[:2], sent_at, sent_at + self.timeouts[handle]

    def settle(self, handle: int, answered: bool) -> Probe:
        """Takes it out: a further answer to it is a duplicate, or late where none had come in time."""
        probe = self.probe(handle)
        if handle < 0:
            del self._displaced[~handle]
            return probe
        self.requests[handle] = None
        self.waiting -= 1
        if not answered:
            self._ends[handle] = _SILENT
            self._silent[handle] = probe[:2]
        return probe

    def overdue(self, until: float) -> list[tuple[str, float]]:
        """Key and time of sending of those that have waited since `until` or longer, in seconds; each is told once."""
        found: list[tuple[str, float]] = []
        number = self._beginning(self._told)
        while number < self._next and (sent_at := self.sent_at[number % SEQUENCES]) <= until:
            if (request := self.requests[number % SEQUENCES]) is not None:
                found.append((request[0], sent_at))
            number += 1
        self._told = number
        return found

    def expired(self, horizon: float, limit: int) -> list[int]:
        """The handles of at most `limit` probes whose deadline is not after `horizon`, in the order in which they
        were sent; they stay in flight until `settle`."""
        found = [~cookie for cookie, (*_, deadline) in self._displaced.items() if deadline <= horizon][:limit]
        in_order = horizon > self._mixed_until
        for place in self._in_order():
            if len(found) == limit:
                break
            if self.sent_at[place] + self.timeouts[place] <= horizon:
                found.append(place)
            elif in_order:
                break
        return found

    def handles(self) -> list[int]:
        """Of all that wait."""
        return [~cookie for cookie in self._displaced] + list(self._in_order())

    def _in_order(self) -> Iterator[int]:
        """The places of those that wait, in the order in which they were entered."""
        number = self._beginning(self._oldest)
        while number < self._next and self.requests[number % SEQUENCES] is None:
            number += 1
        self._oldest = number
        for later in range(number, self._next):
            if self.requests[later % SEQUENCES] is not None:
                yield later % SEQUENCES

    def _beginning(self, since: int) -> int:
        """The first number from `since` on whose place may hold one that waits."""
        return max(since, self._next - SEQUENCES) if self.waiting else self._next

    def _displace(self, first: int, last: int) -> None:
        for place in range(first, last):
            if self.requests[place] is not None:
                self._displaced[self.cookies[place]] = self.probe(place)
                self.waiting -= 1


def _may_answer(sender: bytes, target: Target) -> bool:
    return sender == target.host or sender in target.others
