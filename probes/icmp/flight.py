"""The probes that wait for an answer, and who may settle them. Reads no clock and no socket."""

from enum import StrEnum

from probes.icmp.deadlines import Deadlines
from probes.icmp.packet import COOKIE_BYTES, Echo
from probes.icmp.probe import Probe

_REMEMBERED = 16_384


class Refusal(StrEnum):
    """Why a datagram is not believed; the values are names of counters."""

    LATE = "late"
    DUPLICATE = "duplicate"
    SPOOFED = "spoofed"


class InFlight:
    """Finds a probe by its cookie, so more than 65,536 may wait although their sequences then repeat.

    `by_cookie` holds those that wait, for whoever must look there without a call; only `add` and `remove`
    change it.
    """

    def __init__(self) -> None:
        self.by_cookie: dict[bytes, Probe] = {}
        self._by_sequence: dict[int, Probe] = {}
        # Whom a later probe of the same sequence has displaced there.
        self._displaced: dict[tuple[tuple[bytes, int], int], Probe] = {}
        self._deadlines = Deadlines()
        self._settled: dict[bytes, Refusal] = {}
        self._settled_before: dict[bytes, Refusal] = {}

    def __len__(self) -> int:
        return len(self.by_cookie)

    def __contains__(self, probe: Probe) -> bool:
        return probe.cookie in self.by_cookie

    def add(self, probe: Probe) -> None:
        self.by_cookie[probe.cookie] = probe
        sequence = probe.sequence
        if sequence in self._by_sequence:
            older = self._by_sequence[sequence]
            self._displaced[older.target.host, sequence] = older
        self._by_sequence[sequence] = probe
        self._deadlines.add(probe)

    def find_answered(self, sender: tuple[bytes, int], echo: Echo) -> Probe | Refusal:
        """The probe that this echo reply answers. It stays in flight until `remove`."""
        probe = self.by_cookie.get(echo.cookie)
        if probe is None:
            return self._settled.get(echo.cookie) or self._settled_before.get(echo.cookie, Refusal.SPOOFED)
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
        probe = self._by_sequence.get(echo.sequence)
        if probe is None or probe.target.host != destination:
            probe = self._displaced.get((destination, echo.sequence))
        if probe is None:
            return Refusal.LATE
        return probe if probe.cookie.startswith(echo.cookie) else Refusal.SPOOFED

    def remove(self, probe: Probe, answered: bool) -> None:
        """Settles it: a further answer to it is a duplicate, or late where none had come in time."""
        del self.by_cookie[probe.cookie]
        probe.settled = True
        if self._by_sequence.get(probe.sequence) is probe:
            del self._by_sequence[probe.sequence]
        elif self._displaced.get((probe.target.host, probe.sequence)) is probe:
            del self._displaced[probe.target.host, probe.sequence]
        if len(self._settled) >= _REMEMBERED:
            # Forgotten by the thousand: taking the oldest out one by one costs a walk through a dict's holes.
            self._settled_before, self._settled = self._settled, {}
        self._settled[probe.cookie] = Refusal.DUPLICATE if answered else Refusal.LATE

    def postpone(self, probe: Probe, deadline: float) -> None:
        """Gives a probe that left late a later deadline."""
        self._deadlines.postpone(probe, deadline)

    def next_deadline(self) -> float | None:
        return self._deadlines.next()

    def expired(self, horizon: float, limit: int) -> list[Probe]:
        """At most `limit` probes whose deadline is not after `horizon`, earliest first; they stay in flight
        until `remove`, which the caller owes them before it asks again."""
        return self._deadlines.expired(horizon, limit)

    def everything(self) -> list[Probe]:
        return list(self.by_cookie.values())
