"""The probes that wait for an answer, and who may settle them. Reads no clock and no socket."""

import heapq
from dataclasses import dataclass
from enum import StrEnum

from probes.icmp.packet import COOKIE_BYTES, Echo
from probes.icmp.target import Target

_REMEMBERED = 16_384


@dataclass(slots=True, eq=False)
class Probe:
    """`sent_at` is when it was asked for until `sent`; `cookie` is unique among all probes."""

    key: str
    target: Target
    sequence: int
    cookie: bytes
    timeout: float
    sent_at: float
    deadline: float
    sent: bool = False


class Refusal(StrEnum):
    """Why a datagram is not believed; the values are names of counters."""

    LATE = "late"
    DUPLICATE = "duplicate"
    SPOOFED = "spoofed"


class InFlight:
    """Finds a probe by its cookie, so more than 65,536 may wait although their sequences then repeat."""

    def __init__(self) -> None:
        self._by_cookie: dict[bytes, Probe] = {}
        self._by_quote: dict[tuple[tuple[bytes, int], int], Probe] = {}
        self._heap: list[tuple[float, bytes]] = []
        self._settled: dict[bytes, Refusal] = {}

    def __len__(self) -> int:
        return len(self._by_cookie)

    def __contains__(self, probe: Probe) -> bool:
        return probe.cookie in self._by_cookie

    def add(self, probe: Probe) -> None:
        self._by_cookie[probe.cookie] = probe
        self._by_quote[probe.target.host, probe.sequence] = probe
        heapq.heappush(self._heap, (probe.deadline, probe.cookie))

    def find_answered(self, sender: tuple[bytes, int], echo: Echo) -> Probe | Refusal:
        """The probe that this echo reply answers. It stays in flight until `remove`."""
        probe = self._by_cookie.get(echo.cookie)
        if probe is None:
            return self._settled.get(echo.cookie, Refusal.SPOOFED)
        if sender != probe.target.host or echo.sequence != probe.sequence:
            return Refusal.SPOOFED
        return probe

    def find_quoted(self, destination: tuple[bytes, int], echo: Echo) -> Probe | Refusal:
        """The probe whose request an ICMP error to `destination` quotes.

        A cookie decides where the quote holds one; a quote cut short can only be held against destination
        and sequence, and whatever is left of the cookie.
        """
        if len(echo.cookie) == COOKIE_BYTES:
            return self.find_answered(destination, echo)
        probe = self._by_quote.get((destination, echo.sequence))
        if probe is None:
            return Refusal.LATE
        return probe if probe.cookie.startswith(echo.cookie) else Refusal.SPOOFED

    def remove(self, probe: Probe, answered: bool) -> None:
        """Settles it: a further answer to it is a duplicate, or late where none had come in time."""
        del self._by_cookie[probe.cookie]
        place = (probe.target.host, probe.sequence)
        if self._by_quote.get(place) is probe:
            del self._by_quote[place]
        self._settled[probe.cookie] = Refusal.DUPLICATE if answered else Refusal.LATE
        if len(self._settled) > _REMEMBERED:
            del self._settled[next(iter(self._settled))]

    def postpone(self, probe: Probe, deadline: float) -> None:
        """Gives a probe that left late a later deadline."""
        probe.deadline = deadline

    def next_deadline(self) -> float | None:
        self._tidy()
        return self._heap[0][0] if self._heap else None

    def expired(self, horizon: float, limit: int) -> list[Probe]:
        """At most `limit` probes whose deadline is not after `horizon`, earliest first; they stay in flight
        until `remove`, which the caller owes them before it asks again."""
        found: list[Probe] = []
        self._tidy()
        while self._heap and self._heap[0][0] <= horizon and len(found) < limit:
            found.append(self._by_cookie[heapq.heappop(self._heap)[1]])
            self._tidy()
        return found

    def everything(self) -> list[Probe]:
        return list(self._by_cookie.values())

    def _tidy(self) -> None:
        # Settled probes and old deadlines stay in the heap until they surface: cheaper than taking them out.
        while self._heap:
            deadline, cookie = self._heap[0]
            probe = self._by_cookie.get(cookie)
            if probe is None:
                heapq.heappop(self._heap)
            elif probe.deadline > deadline:
                heapq.heapreplace(self._heap, (probe.deadline, cookie))
            else:
                return
