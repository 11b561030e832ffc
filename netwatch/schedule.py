"""What is probed next: every device around its own phase, no drift, no burst after a pause.

Pure but for its own memory: time comes in as an argument (seconds of one monotonic clock).
"""

from functools import lru_cache
from heapq import heapify, heappop, heappush, heapreplace
from math import floor
from zlib import crc32

STEADY_BELOW = 3.0
"""Seconds: a quicker pace than this is kept to exactly."""

LONGEST_PAUSE = 1.0

WOBBLE = 0.2
"""Part of the pace within which regular turns lie around their phase. Whoever asked every 10.0 s would never see what
breaks every 5.0 s, or always."""

_STEP = 0.1458980337503154
"""The golden ratio's fourth power: its multiples, modulo 1, are spread evenly however many there are (Weyl's sequence).
It is small, so that a turn lies near the one before it in the wobble's range: no pause between two regular probes is
longer than the interval by more than 2 * _STEP * WOBBLE, 5.8 % of it."""

_APART = 9973.0
"""Any large number: devices that are neighbours in time do not wobble together."""


def turn_at(device: str, pace: float, number: int) -> float:
    """When the device has this regular turn, in seconds."""
    return _turn(_phase(device), pace, number)


def turns_by(device: str, pace: float, at: float) -> int:
    """The number of the latest regular turn that is not after `at`."""
    number = floor(at / pace - _phase(device) + WOBBLE / 2)
    while turn_at(device, pace, number) > at:
        number -= 1
    return number


def _turn(phase: float, pace: float, number: int) -> float:
    # Up and down through the range, -0.5 to 0.5, and so evenly spread too.
    wobble = 2.0 * abs((number * _STEP + phase * _APART) % 1.0 - 0.5) - 0.5
    return (phase + number + wobble * WOBBLE) * pace


@lru_cache(maxsize=1 << 17)
def _phase(device: str) -> float:
    """Its place in the interval, 0 to 1."""
    return crc32(device.encode()) / 2**32


class Schedule:
    """Each device has a pace (seconds between two probes) and a place in a heap.

    A device's regular probes fall around its own phase of the interval, derived from its id, so that a restart or a
    reload spreads them as before; see `turn_at`. Changing a pace or asking out of turn leaves an older entry in
    the heap; it is passed over when its time comes, because its turn number is not the device's latest. Turns
    are numbered through all devices, so that an entry of a device that left is none of its later return.
    """

    def __init__(self) -> None:
        self._pace: dict[str, float] = {}
        self._turn: dict[str, int] = {}
        self._heap: list[tuple[float, int, str]] = []
        self._turns = 0

    def __len__(self) -> int:
        return len(self._pace)

    def add(self, device: str, pace: float, now: float) -> None:
        """Takes a device in; its first probe comes within one pace from `now`, at its own phase."""
        self._pace[device] = pace
        self._put(device, _next_turn(device, pace, now))

    def remove(self, device: str) -> None:
        self._pace.pop(device, None)
        self._turn.pop(device, None)

    def repace(self, device: str, pace: float, now: float) -> None:
        """A quicker pace begins now; a slower one with the next turn on the device's phase; the same goes on."""
        if self._pace.get(device, pace) == pace:
            return
        quicker = pace < self._pace[device]
        self._pace[device] = pace
        self._put(device, now if quicker else _next_turn(device, pace, now))

    def due(self, now: float, most: int) -> list[str]:
        """At most `most` devices whose time has come, longest waiting first; each is put down for its next turn.

        A turn that was missed altogether (a pause, a blocked loop) is made up once, not once for every interval.
        """
        found: list[str] = []
        heap, turns = self._heap, self._turn
        while heap and heap[0][0] <= now and len(found) < most:
            at, turn, device = heap[0]
            if turns.get(device) != turn:
                heappop(heap)
                continue
            found.append(device)
            pace = self._pace[device]
            if pace >= STEADY_BELOW:
                phase = _phase(device)
                following = _turn(phase, pace, round(at / pace - phase) + 1)
            else:
                following = at + pace
            if following <= now:
                following = _next_turn(device, pace, now)
            self._turns += 1
            turns[device] = self._turns
            heapreplace(heap, (following, self._turns, device))
        return found

    def lag(self, now: float) -> float:
        """Seconds by which the longest waiting probe is late."""
        self._drop_passed_over()
        return max(0.0, now - self._heap[0][0]) if self._heap else 0.0

    def next_at(self) -> float | None:
        """When the next probe is due."""
        self._drop_passed_over()
        return self._heap[0][0] if self._heap else None

    def pause(self, now: float, least: float) -> float:
        """Seconds until it is worth to look who is due: not below `least`, nor above LONGEST_PAUSE, for meanwhile a
        device may be taken in."""
        soonest = self.next_at()
        return LONGEST_PAUSE if soonest is None else min(LONGEST_PAUSE, max(least, soonest - now))

    def _put(self, device: str, at: float) -> None:
        self._turns += 1
        self._turn[device] = self._turns
        heappush(self._heap, (at, self._turns, device))
        if len(self._heap) > 64 + 4 * len(self._pace):
            self._heap = [entry for entry in self._heap if self._turn.get(entry[2]) == entry[1]]
            heapify(self._heap)

    def _drop_passed_over(self) -> None:
        while self._heap and self._turn.get(self._heap[0][2]) != self._heap[0][1]:
            heappop(self._heap)


def _next_turn(device: str, pace: float, now: float) -> float:
    return turn_at(device, pace, turns_by(device, pace, now) + 1)
