"""What is probed next: every device at its own phase, no drift, no burst after a pause.

Pure but for its own memory: time comes in as an argument (seconds of one monotonic clock).
"""

from heapq import heapify, heappop, heappush
from zlib import crc32


class Schedule:
    """Each device has a pace (seconds between two probes) and a place in a heap.

    A device's regular probes fall on its own phase of the interval, derived from its id, so that a restart or a
    reload spreads them as before. Changing a pace or asking out of turn leaves an older entry in
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
        self._put(device, _next_on_phase(device, pace, now))

    def remove(self, device: str) -> None:
        self._pace.pop(device, None)
        self._turn.pop(device, None)

    def repace(self, device: str, pace: float, now: float) -> None:
        """A quicker pace begins now; a slower one with the next turn on the device's phase."""
        if device not in self._pace:
            return
        quicker = pace < self._pace[device]
        self._pace[device] = pace
        self._put(device, now if quicker else _next_on_phase(device, pace, now))

    def due(self, now: float, most: int) -> list[str]:
        """At most `most` devices whose time has come, longest waiting first; each is put down for its next turn.

        A turn that was missed altogether (a pause, a blocked loop) is made up once, not once for every interval.
        """
        found: list[str] = []
        while self._heap and self._heap[0][0] <= now and len(found) < most:
            at, turn, device = heappop(self._heap)
            if self._turn.get(device) != turn:
                continue
            found.append(device)
            following = at + self._pace[device]
            if following <= now:
                following = _next_on_phase(device, self._pace[device], now)
            self._put(device, following)
        return found

    def lag(self, now: float) -> float:
        """Seconds by which the longest waiting probe is late."""
        self._drop_passed_over()
        return max(0.0, now - self._heap[0][0]) if self._heap else 0.0

    def next_at(self) -> float | None:
        """When the next probe is due."""
        self._drop_passed_over()
        return self._heap[0][0] if self._heap else None

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


def _next_on_phase(device: str, pace: float, now: float) -> float:
    phase = crc32(device.encode()) / 2**32 * pace
    return now + (phase - now) % pace
