"""What is probed next: every device around its own phase, no drift, no burst after a pause.

Regular turns lie in slots of the interval, the departures of a timetable: who is due is due together, is on time, and
costs one waking of the process and one filling of the processor's cache.

Pure but for its own memory: time comes in as an argument (seconds of one monotonic clock).
"""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from itertools import islice
from math import ceil, floor, inf
from typing import Final
from zlib import crc32

from netwatch.timetable import PERIOD, departure, departures_by, period_of

STEADY_BELOW: Final = 3.0
"""Seconds: a quicker pace than this is kept to exactly, without the timetable's wobble; from the moment it began, where
it is not that of most devices."""

SLOTS: Final = {5: 1200, 10: 2400, 50: inf}
"""So many departures an interval, for no more than so many devices: 240 in a slot, and ten thousand devices in
fifty. Each of fewer departures is one of more, too."""

SMALL_CITY: Final = 300
"""Devices: ten departures for no more than these cost next to nothing, and the first of those behind a cut is asked up
to a second sooner."""

IDLE: Final = 60.0
"""Seconds between two looks who is due where there is nobody to ask."""

_Key = tuple[float, float, float]
"""When they are due, their pace, and by how much their turns are by rights later than its multiples; all in seconds."""


class Party:
    """Devices that are due together. The same object as the last time, and so good to remember something by, as long as
    nobody has joined them or left; when somebody has, it is gone."""

    __slots__ = ("__weakref__", "devices")

    def __init__(self, devices: Iterable[str]) -> None:
        self.devices = tuple(devices)

    def __len__(self) -> int:
        return len(self.devices)


class _Slot:
    """Those who are due together, and will be the next time too."""

    __slots__ = ("devices", "key", "party")

    def __init__(self, key: _Key) -> None:
        self.key = key
        self.devices: dict[str, None] = {}
        self.party: Party | None = None

    def join(self, device: str) -> None:
        self.devices[device] = None
        self.party = None

    def leave(self, device: str) -> None:
        del self.devices[device]
        self.party = None


class Schedule:
    """Each device has a pace (seconds between two probes) and a time when it is due next.

    A device's regular probes fall around its own phase of its pace, derived from its id, so that a restart or a reload
    spreads them as before; see `turn_at`. All that are due at one time with one pace and phase lie in one slot, which
    goes to its next time as a whole (a calendar queue: Brown, CACM 31, 1988), so that a turn costs the same however
    many devices there are, and each of them next to nothing.

    The more devices, the more SLOTS, also when some leave: turns are moved once, and every one of them to a sooner
    time, so that nobody is missed and no pause is longer than any other.
    """

    def __init__(self, interval: float = PERIOD, slots: int = min(SLOTS)) -> None:
        """`interval`: the pace of most devices, in seconds. `slots` of it: one of SLOTS, to begin with."""
        self._interval = interval
        self._slots_an_interval = slots
        self._slot_of: dict[str, _Slot] = {}
        self._slots: dict[_Key, _Slot] = {}
        # The keys of `_slots`, each once. A slot that nobody is left in stays until its time, unless these are many.
        self._order: list[_Key] = []

    def __len__(self) -> int:
        return len(self._slot_of)

    def turn_at(self, device: str, pace: float, number: int) -> float:
        """When the device has this regular turn, in seconds."""
        return _turn(self._offset(device, pace), pace, number)

    def turns_by(self, device: str, pace: float, at: float) -> int:
        """The number of the latest regular turn that is not after `at`."""
        return _turns_by(self._offset(device, pace), pace, at)

    def add(self, device: str, pace: float, now: float) -> None:
        """Takes a device in; its first probe comes with the next turn of its own phase."""
        self.remove(device)
        offset = self._offset(device, pace)
        self._put(device, (_next_turn(offset, pace, now), pace, offset))
        if len(self._slot_of) > SLOTS[self._slots_an_interval]:
            self._take_more_slots(now)
        self._tidy()

    def remove(self, device: str) -> None:
        slot = self._slot_of.pop(device, None)
        if slot is not None:
            slot.leave(device)

    def repace(self, device: str, pace: float, now: float) -> None:
        """A quicker pace begins now; a slower one with the next turn on the device's phase; the same goes on."""
        slot = self._slot_of.get(device)
        if slot is None:
            return
        _, present, _ = slot.key
        if pace == present:
            return
        slot.leave(device)
        offset = self._offset(device, pace)
        self._put(device, (now if pace < present else _next_turn(offset, pace, now), pace, offset))
        self._tidy()

    def irregular(self) -> set[str]:
        """Who has another pace than most devices."""
        return {device for slot in self._slots.values() if slot.key[1] != self._interval for device in slot.devices}

    def due(self, now: float, most: int) -> list[str]:
        """At most `most` devices whose time has come, longest waiting first; each is put down for its next turn.

        A turn that was missed altogether (a pause, a blocked loop) is made up once, not once for every interval.
        """
        return [device for party in self.parties_due(now, most) for device in party.devices]

    def parties_due(self, now: float, most: int) -> list[Party]:
        """As `due`, and who is due together in one."""
        found: list[Party] = []
        room = most
        while self._order and self._order[0][0] <= now and room:
            slot = self._slots[self._order[0]]
            following = self._following(slot.key, now)
            if len(slot.devices) > room:
                some = Party(islice(slot.devices, room))
                for device in some.devices:
                    slot.leave(device)
                    self._put(device, following)
                return [*found, some]
            if slot.devices:
                slot.party = slot.party or Party(slot.devices)
                found.append(slot.party)
                room -= len(slot.party)
            del self._slots[heappop(self._order)]
            self._move(slot, following)
        return found

    def lag(self, now: float) -> float:
        """Seconds by which the longest waiting probe is late."""
        at = self.next_at()
        return 0.0 if at is None else max(0.0, now - at)

    def next_at(self) -> float | None:
        """When the next probe is due."""
        soonest = self._soonest()
        return None if soonest is None else soonest[0]

    def pause(self, now: float, least: float) -> float:
        """Seconds until it is worth to look who is due, if no device is taken in or asked more quickly meanwhile.

        Exactly until the next regular turn; `least` or more where something has to wait now, or at a quick pace, whose
        turns may come one by one.
        """
        soonest = self._soonest()
        if soonest is None:
            return IDLE
        at, pace, _ = soonest
        until = at - now
        return until if until > 0.0 and pace >= STEADY_BELOW else max(least, until)

    def _soonest(self) -> _Key | None:
        while self._order:
            if self._slots[self._order[0]].devices:
                return self._order[0]
            del self._slots[heappop(self._order)]
        return None

    def _put(self, device: str, key: _Key) -> None:
        slot = self._slots.get(key)
        if slot is None:
            slot = self._slots[key] = _Slot(key)
            heappush(self._order, key)
        slot.join(device)
        self._slot_of[device] = slot

    def _move(self, slot: _Slot, key: _Key) -> None:
        """Gives the slot, which has no time now, another one."""
        if not slot.devices:
            return
        if key in self._slots:
            for device in slot.devices:
                self._put(device, key)
        else:
            slot.key = key
            self._slots[key] = slot
            heappush(self._order, key)

    def _tidy(self) -> None:
        """Drops the slots that nobody is left in, when they are many."""
        if len(self._order) > 64 + 4 * len(self._slot_of):
            self._slots = {key: slot for key, slot in self._slots.items() if slot.devices}
            self._order = list(self._slots)
            heapify(self._order)

    def _has_turns(self, pace: float) -> bool:
        """Whether it goes by the turns of the phases, so that who has left a slot for a while comes back to it."""
        return pace >= STEADY_BELOW or pace == self._interval

    def _following(self, key: _Key, now: float) -> _Key:
        """Of those that are due, when they are the next time."""
        at, pace, offset = key
        following = _turn(offset, pace, round((at - offset) / pace) + 1) if self._has_turns(pace) else at + pace
        return following if following > now else _next_turn(offset, pace, now), pace, offset

    def _offset(self, device: str, pace: float) -> float:
        """Its place in its pace, above 0: the end of one of the slots.

        The end, so that where there are more slots its turns are never later, only sooner. Of an interval's slots, so
        that who has another pace is due together with others too.
        """
        slots = ceil(crc32(device.encode()) / 2**32 * pace / self._interval * self._slots_an_interval)
        return slots * self._interval / self._slots_an_interval

    def _take_more_slots(self, now: float) -> None:
        self._slots_an_interval = min(slots for slots, most in SLOTS.items() if len(self._slot_of) <= most)
        before, self._slots, self._order = self._slots, {}, []
        for (at, pace, old_offset), slot in before.items():
            number = round((at - old_offset) / pace)
            for device in slot.devices:
                offset = self._offset(device, pace)
                sooner = min(at, max(now, _turn(offset, pace, number))) if self._has_turns(pace) else at
                self._put(device, (sooner, pace, offset))


def schedule_for(devices: int, interval: float) -> Schedule:
    """For a city that starts with so many, of this pace; nobody is in it yet."""
    return Schedule(interval, 10 if devices <= SMALL_CITY else 5)


def _next_turn(offset: float, pace: float, now: float) -> float:
    return _turn(offset, pace, _turns_by(offset, pace, now) + 1)


def _turns_by(offset: float, pace: float, at: float) -> int:
    if pace >= STEADY_BELOW:
        return departures_by(at, pace, offset, period_of(pace))
    number = floor((at - offset) / pace) + 1
    while _turn(offset, pace, number) > at:
        number -= 1
    return number


def _turn(offset: float, pace: float, number: int) -> float:
    nominal = number * pace + offset
    return departure(nominal, period_of(pace)) if pace >= STEADY_BELOW else nominal
