"""What is probed next: every device around its own phase, no drift, no burst after a pause.

Regular turns lie in slots of the interval, as departures do in a timetable: who is due is due together, is on time, and
costs one waking of the process and one filling of the processor's cache. The whole timetable wobbles, slowly.

Pure but for its own memory: time comes in as an argument (seconds of one monotonic clock).
"""

from dataclasses import dataclass
from heapq import heappop, heappush
from math import ceil, floor, inf
from typing import Final
from zlib import crc32

STEADY_BELOW: Final = 3.0
"""Seconds: a quicker pace than this is kept to exactly, from the moment it began."""

SLOTS: Final = 50
"""So many departures an interval."""

FEW_SLOTS: Final = 10
"""As many where no more than FEW devices are asked. Each of these departures is one of SLOTS, too."""

FEW: Final = 2000
"""Two hundred in a slot: no more than of ten thousand devices in SLOTS."""

IDLE: Final = 60.0
"""Seconds between two looks who is due where there is nobody to ask."""

WOBBLE: Final = 0.2
"""Part of the pace within which regular turns lie around their phase. Whoever asked every 10.0 s would never see what
breaks every 5.0 s, or always."""

_STEP: Final = 0.1458980337503154
"""So far the wobble goes on in an interval, as a part of its way to and fro. The golden ratio's fourth power: its
multiples, modulo 1, are spread evenly however many there are (Weyl's sequence). It is small, so that a turn lies near
the one before it in the wobble's range: no pause between two regular probes of a device is longer than its pace by more
than 2 * _STEP * WOBBLE, 5.84 % of it."""

_GONE: Final = -inf
"""Seconds: who has left is not due then, nor at any other time."""


@dataclass(slots=True)
class _Place:
    """`at`: when the device is due next. `phase` is kept, for it is asked for at every turn."""

    device: str
    pace: float
    phase: float
    at: float


class Schedule:
    """Each device has a pace (seconds between two probes) and a time when it is due next.

    A device's regular probes fall around its own phase of the interval, derived from its id, so that a restart or a
    reload spreads them as before; see `turn_at`. All that are due at one time lie in one bucket (a calendar queue:
    Brown, CACM 31, 1988), so that a turn costs the same however many devices there are. Changing a pace leaves an older
    entry in its bucket, and so does leaving; it is passed over when its time comes, because the device is not due then.

    There are FEW_SLOTS until there are more than FEW devices, and SLOTS from then on, also when some leave: turns are
    moved once, and every one of them to a sooner time, so that nobody is missed and no pause is longer than any other.
    """

    def __init__(self) -> None:
        self._slots = FEW_SLOTS
        self._places: dict[str, _Place] = {}
        self._buckets: dict[float, list[_Place]] = {}
        self._times: list[float] = []
        self._entries = 0

    def __len__(self) -> int:
        return len(self._places)

    def turn_at(self, device: str, pace: float, number: int) -> float:
        """When the device has this regular turn, in seconds."""
        return _turn(_phase(device, self._slots), pace, number)

    def turns_by(self, device: str, pace: float, at: float) -> int:
        """The number of the latest regular turn that is not after `at`."""
        return _turns_by(_phase(device, self._slots), pace, at)

    def add(self, device: str, pace: float, now: float) -> None:
        """Takes a device in; its first probe comes with the next turn of its own phase."""
        self.remove(device)
        place = self._places[device] = _Place(device, pace, _phase(device, self._slots), now)
        self._put(place, _next_turn(place, now))
        if self._slots < SLOTS and len(self._places) > FEW:
            self._take_more_slots(now)
        self._tidy()

    def remove(self, device: str) -> None:
        place = self._places.pop(device, None)
        if place is not None:
            place.at = _GONE

    def repace(self, device: str, pace: float, now: float) -> None:
        """A quicker pace begins now; a slower one with the next turn on the device's phase; the same goes on."""
        place = self._places.get(device)
        if place is None or place.pace == pace:
            return
        quicker = pace < place.pace
        place.pace = pace
        self._put(place, now if quicker else _next_turn(place, now))
        self._tidy()

    def due(self, now: float, most: int) -> list[str]:
        """At most `most` devices whose time has come, longest waiting first; each is put down for its next turn.

        A turn that was missed altogether (a pause, a blocked loop) is made up once, not once for every interval.
        """
        found: list[str] = []
        times = self._times
        while times and times[0] <= now and len(found) < most:
            at = times[0]
            bucket = self._buckets[at]
            # Who leaves together does so the next time too.
            pace = phase = -1.0
            while bucket and len(found) < most:
                place = bucket.pop()
                self._entries -= 1
                if place.at != at:
                    continue
                found.append(place.device)
                if place.pace != pace or place.phase != phase:
                    pace, phase = place.pace, place.phase
                    following = _following(place, now)
                    next_bucket = self._bucket(following)
                place.at = following
                next_bucket.append(place)
                self._entries += 1
            if not bucket:
                heappop(times)
                del self._buckets[at]
        return found

    def lag(self, now: float) -> float:
        """Seconds by which the longest waiting probe is late."""
        at = self.next_at()
        return 0.0 if at is None else max(0.0, now - at)

    def next_at(self) -> float | None:
        """When the next probe is due."""
        soonest = self._soonest()
        return None if soonest is None else soonest.at

    def pause(self, now: float, least: float) -> float:
        """Seconds until it is worth to look who is due, if no device is taken in or asked more quickly meanwhile.

        Exactly until the next regular turn; `least` or more where something has to wait now, or a quick pace has no
        slots.
        """
        soonest = self._soonest()
        if soonest is None:
            return IDLE
        until = soonest.at - now
        return until if until > 0.0 and soonest.pace >= STEADY_BELOW else max(least, until)

    def _soonest(self) -> _Place | None:
        times = self._times
        while times:
            bucket = self._buckets[times[0]]
            while bucket:
                if bucket[-1].at == times[0]:
                    return bucket[-1]
                bucket.pop()
                self._entries -= 1
            del self._buckets[heappop(times)]
        return None

    def _put(self, place: _Place, at: float) -> None:
        place.at = at
        self._bucket(at).append(place)
        self._entries += 1

    def _bucket(self, at: float) -> list[_Place]:
        bucket = self._buckets.get(at)
        if bucket is None:
            bucket = self._buckets[at] = []
            heappush(self._times, at)
        return bucket

    def _take_more_slots(self, now: float) -> None:
        self._slots = SLOTS
        for device, place in self._places.items():
            number = round(place.at / place.pace - place.phase)
            place.phase = _phase(device, SLOTS)
            if place.pace >= STEADY_BELOW:
                place.at = min(place.at, max(now, _turn(place.phase, place.pace, number)))
        self._sort()

    def _tidy(self) -> None:
        """Drops the entries that would be passed over, when they are many."""
        if self._entries > 64 + 4 * len(self._places):
            self._sort()

    def _sort(self) -> None:
        """Puts every device into its bucket anew."""
        self._buckets.clear()
        for place in self._places.values():
            self._buckets.setdefault(place.at, []).append(place)
        self._times[:] = sorted(self._buckets)
        self._entries = len(self._places)


def _following(place: _Place, now: float) -> float:
    """The turn after the one that was due at `place.at`."""
    if place.pace >= STEADY_BELOW:
        following = _turn(place.phase, place.pace, round(place.at / place.pace - place.phase) + 1)
    else:
        following = place.at + place.pace
    return following if following > now else _next_turn(place, now)


def _next_turn(place: _Place, now: float) -> float:
    return _turn(place.phase, place.pace, _turns_by(place.phase, place.pace, now) + 1)


def _turns_by(phase: float, pace: float, at: float) -> int:
    """As `Schedule.turns_by`."""
    number = floor(at / pace - phase + WOBBLE)
    while _turn(phase, pace, number) > at:
        number -= 1
    return number


def _turn(phase: float, pace: float, number: int) -> float:
    intervals = number + phase
    # Up and down through the range, -0.5 to 0.5, and so evenly spread too. It is the timetable that is drawn out and
    # pushed together, so that all of one slot have the very same time, and no slot comes near another one.
    wobble = 2.0 * abs(intervals * _STEP % 1.0 - 0.5) - 0.5
    return (intervals + wobble * WOBBLE) * pace


def _phase(device: str, slots: int) -> float:
    """Its place in the interval, above 0 and up to 1: the end of one of so many slots.

    The end, so that where there are more slots its turns are never later, only sooner.
    """
    return ceil(crc32(device.encode()) / 2**32 * slots) / slots
