"""Which probe is due next."""

import heapq
from collections import deque

from probes.icmp.probe import Probe


class Deadlines:
    """A queue for each timeout: probes of one timeout are due in the order in which they were sent.

    Those that are not, because they left late, wait in a heap. Settled probes stay until they surface: cheaper
    than taking them out.
    """

    def __init__(self) -> None:
        self._queues: dict[float, deque[Probe]] = {}
        self._heap: list[tuple[float, bytes, Probe]] = []

    def add(self, probe: Probe) -> None:
        queue = self._queues.get(probe.timeout)
        if queue is None:
            queue = self._queues[probe.timeout] = deque()
        if queue and queue[-1].deadline > probe.deadline:
            self._push(probe)
        else:
            queue.append(probe)

    def postpone(self, probe: Probe, deadline: float) -> None:
        """Gives a probe a later deadline."""
        probe.deadline = deadline
        probe.postponed = True
        self._push(probe)

    def next(self) -> float | None:
        """The earliest deadline of a probe that is not settled."""
        first = self._first()
        return None if first is None else first[0]

    def expired(self, horizon: float, limit: int) -> list[Probe]:
        """Takes out at most `limit` probes whose deadline is not after `horizon`, earliest first."""
        found: list[Probe] = []
        while len(found) < limit:
            first = self._first()
            if first is None or first[0] > horizon:
                break
            _, queue = first
            found.append(heapq.heappop(self._heap)[2] if queue is None else queue.popleft())
        return found

    def _first(self) -> tuple[float, deque[Probe] | None] | None:
        """The earliest deadline and the queue whose head has it, None for the heap."""
        while self._heap and (self._heap[0][2].settled or self._heap[0][0] < self._heap[0][2].deadline):
            heapq.heappop(self._heap)
        first: tuple[float, deque[Probe] | None] | None = (self._heap[0][0], None) if self._heap else None
        emptied = []
        for timeout, queue in self._queues.items():
            while queue and (queue[0].settled or queue[0].postponed):
                queue.popleft()
            if not queue:
                emptied.append(timeout)
            elif first is None or queue[0].deadline < first[0]:
                first = queue[0].deadline, queue
        for timeout in emptied:
            del self._queues[timeout]
        return first

    def _push(self, probe: Probe) -> None:
        heapq.heappush(self._heap, (probe.deadline, probe.cookie, probe))
