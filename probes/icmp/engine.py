"""Pings any number of targets through one socket per address family."""

import asyncio
import secrets
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self

from probes.icmp.blame import Blame
from probes.icmp.channel import Channel, Mode, open_channels
from probes.icmp.counters import Counters
from probes.icmp.delivery import Delivery, OnAnswers, takes_none
from probes.icmp.flight import Request, request_to
from probes.icmp.lane import Asked, Lane, OnWord, lasts
from probes.icmp.permission import PingNotPermitted, PingUnavailable
from probes.icmp.route import Routes
from probes.icmp.target import Address, target_of
from probes.result import Outcome, PingResult

FAMILY_NAMES = {socket.AF_INET: "IPv4", socket.AF_INET6: "IPv6"}

# While probes wait, the sockets are read and deadlines judged once in so many seconds: the loop waking for each
# answer would cost several times what the answer does. The kernel's stamps tell when it came.
_TICK = 0.1
# Whoever sends wakes the loop too. When the last reading is at least so old, it is done on that occasion, and a
# sender that comes once a tick leaves nothing to wake for in between. Nor is there anything to wake for when all have
# answered by the end of the sending, for what has come meanwhile is read then.
_OLD, _SLACK = 0.05, 0.01
# Of more probes the answers might not fit the receive buffer of a process that may not enlarge it (see `lane`), and
# so they are read more often, until they are fewer. There are drivers that fill such a buffer with 185 small packets.
_CROWD, _CROWDED_TICK = 128, 0.02
# As long as the kernel may not yet stamp, what is read later looks as if it had come later.
_FIRST_TICK, _FIRST_TICKS = 0.001, 200

OVERDUE_AFTER = 0.08
"""Seconds: who has not answered the second time that the sockets are read since it was asked, is overdue."""

OnOverdue = Callable[[Sequence[tuple[str, float]]], None]
"""Called with the keys of probes that are overdue, and when each was sent."""
# A driver's queue that was full is tried again after this many seconds.
_QUEUE_PAUSE = 0.005


def _nobody_listens(key: str, at: float, reason: str) -> None:
    """For a caller to whom the results are enough."""


def _nobody_waits(probes: Sequence[tuple[str, float]]) -> None:
    """For a caller to whom a probe's deadline is soon enough."""


class PingEngine:
    """Every probe is settled exactly once, by a call of `on_result` from the event loop, never from `probe`, if not as
    one of many by `on_answers`; by both, perhaps, where `on_answers` raises an exception.

    UP: an echo reply from the target itself with the probe's identifier, sequence and cookie arrived before
    the deadline; arrival is the kernel's receive time, so a loop that was busy loses nothing.
    DOWN: none did, or somebody reported that the request could not be delivered: a router, the target's own
    packet filter, or this machine's kernel when no neighbour answers for the target.
    ERROR: nothing could leave, or the answers were lost here: no route, own link without carrier, no
    permission, send queue or receive buffer full. A device wired to the monitor without a switch between
    takes the link down with it and is therefore ERROR, not DOWN. What a packet filter of this machine drops
    is DOWN for an IPv6 datagram socket, which the kernel does not tell of it.

    Belongs to one event loop and is not to be used from other threads.
    """

    def __init__(
        self,
        on_result: Callable[[PingResult], None],
        channels: Mapping[socket.AddressFamily, Channel],
        missing: Mapping[socket.AddressFamily, str] | None = None,
        clock: Callable[[], float] = time.monotonic,
        on_word: OnWord = _nobody_listens,
        on_overdue: OnOverdue = _nobody_waits,
        on_answers: OnAnswers = takes_none,
    ) -> None:
        """Use `open`. `missing` says why a family has no channel."""
        self.counters = Counters()
        self._missing = dict(missing or {})
        self._modes = {family: channel.mode for family, channel in channels.items()}
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._delivery = Delivery(self._loop, on_result, on_answers)
        self._routes = Routes(clock)
        blame, identifier = Blame(self._routes), secrets.randbelow(0x10000)
        self._lanes = {
            family: Lane(channel, identifier, blame, self.counters, self._delivery, on_word, clock)
            for family, channel in channels.items()
        }
        self._on_overdue = on_overdue
        self._retry: asyncio.TimerHandle | None = None
        self._tick: asyncio.Handle | None = None
        """None while nobody waits."""
        self._read_at = self._loop.time()
        self._first_ticks = _FIRST_TICKS
        self._closed = False

    @classmethod
    def open(
        cls,
        on_result: Callable[[PingResult], None],
        clock: Callable[[], float] = time.monotonic,
        modes: tuple[Mode, ...] = (Mode.RAW, Mode.DATAGRAM),
        on_word: OnWord = _nobody_listens,
        on_overdue: OnOverdue = _nobody_waits,
        on_answers: OnAnswers = takes_none,
    ) -> Self:
        """Opens a socket per family in the first of `modes` that is permitted, inside the running loop.

        `on_word(key, at, reason)` is called, perhaps from within `probe`, whenever somebody says why a probe was in
        vain. What is said after its deadline changes its result no more. `on_overdue([(key, sent_at), ...])` is called
        from the event loop, once for each probe that has no answer yet after some OVERDUE_AFTER seconds.
        `on_answers([(key, sent_at, at), ...])` is called for many that are UP, perhaps from within `probe`, which it
        must not call, and before `on_result` could be: it takes what it wants so, and gives the others.

        Raises PingNotPermitted when no mode is permitted in any family, PingUnavailable when there is no
        family to ping in. One family alone is enough; probes into the other then end in ERROR.
        """
        channels, missing, forbidden = open_channels(modes)
        if channels:
            return cls(on_result, channels, missing, clock, on_word, on_overdue, on_answers)
        if forbidden:
            raise PingNotPermitted
        reasons = "; ".join(f"{FAMILY_NAMES[family]}: {why}" for family, why in missing.items())
        raise PingUnavailable(f"no ICMP socket could be opened ({reasons})")

    def describe(self) -> dict[str, str]:
        """How each family is pinged, or why it is not: {"IPv4": "raw socket", "IPv6": "unavailable: ..."}."""
        return {
            name: self._modes[family].value
            if family in self._modes
            else f"unavailable: {self._missing.get(family, 'not opened')}"
            for family, name in FAMILY_NAMES.items()
        }

    @property
    def in_flight(self) -> int:
        return sum(map(len, self._lanes.values()))

    def probe(self, key: str, address: Address, timeout: float) -> None:
        """Sends one echo request to an IPv4 or IPv6 literal; the answer has `timeout` seconds to arrive.

        Of several literals the first is asked, and each may answer: a device may do so from another address than
        the one that was asked. Returns at once and raises nothing: whatever goes wrong is the result's reason.
        """
        self.probe_all(((key, address),), timeout)

    def probe_all(self, requests: Sequence[Asked], timeout: float) -> None:
        """As `probe`, for each (key, address), and for less: they are sent one after the other in one go."""
        batches, impossible = self._sorted(requests)
        for key, why in impossible:
            now = self._clock()
            self._delivery.put(PingResult(key, Outcome.ERROR, now, now, None, why))
        self._launch_all(batches, timeout)

    def prepare(self, requests: Sequence[Asked]) -> Callable[[float], None] | None:
        """What does as `probe_all` for a timeout, again and again, and for still less. None where a zone has to be
        looked up each time, or somebody cannot be asked."""
        batches, impossible = self._sorted(requests)
        if impossible or not all(lasts(asked) for asked in requests):
            return None

        def send(timeout: float) -> None:
            if self._closed:
                self.probe_all(requests, timeout)
            else:
                self._launch_all(batches, timeout)

        return send

    def _sorted(self, requests: Sequence[Asked]) -> tuple[dict[Lane, list[Request]], list[tuple[str, str]]]:
        """The requests by lane; the keys of those that cannot be asked, and why."""
        batches = {lane: lane.known(requests) for lane in self._lanes.values()}
        impossible: list[tuple[str, str]] = []
        if sum(map(len, batches.values())) < len(requests):
            known = [lane.requests.keys() for lane in self._lanes.values()]
            strangers = [asked for asked in requests if not any(asked in each for each in known)]
            for asked in strangers:
                found = self._found(asked)
                if isinstance(found, str):
                    impossible.append((asked[0], found))
                else:
                    lane, request = found
                    batches[lane].append(request)
        return batches, impossible

    def _launch_all(self, batches: Mapping[Lane, Sequence[Request]], timeout: float) -> None:
        if self._tick is not None and self._loop.time() - self._read_at >= _OLD:
            self._read_and_judge()
        for lane, batch in batches.items():
            if batch:
                self._launch(lane, batch, timeout)

    def _launch(self, lane: Lane, batch: Sequence[Request], timeout: float) -> None:
        lane.launch(batch, timeout)
        if self._tick is None:
            if len(lane):
                self._set_tick()
        elif not self.in_flight:
            self._cancel_tick()
        if lane.has_unsent and self._retry is None:
            self._retry = self._loop.call_later(_QUEUE_PAUSE, self._send_unsent)

    def close(self) -> None:
        """Closes the sockets. Probes still waiting end in ERROR."""
        if self._closed:
            return
        self._closed = True
        for handle in (self._retry, self._tick):
            if handle is not None:
                handle.cancel()
        for lane in self._lanes.values():
            lane.close()
        self._routes.close()

    def _found(self, asked: Asked) -> tuple[Lane, Request] | str:
        """The request and its lane, or why there is none."""
        key, address = asked
        if self._closed:
            return "the ping engine is closed"
        try:
            target = target_of(address)
        except ValueError as wrong:
            return str(wrong)
        except OSError:
            return f"no own network interface for the zone of {address!r}"
        lane = self._lanes.get(target.family)
        if lane is None:
            why = self._missing.get(target.family, "not opened")
            return f"{FAMILY_NAMES[target.family]} cannot be pinged from here: {why}"
        request = request_to(target, key)
        lane.remember(asked, request)
        return lane, request

    def _send_unsent(self) -> None:
        self._retry = None
        for lane in self._lanes.values():
            lane.send_unsent()
        if any(lane.has_unsent for lane in self._lanes.values()):
            self._retry = self._loop.call_later(_QUEUE_PAUSE, self._send_unsent)

    def _set_tick(self) -> None:
        self._first_ticks = max(0, self._first_ticks - 1)
        if self._first_ticks:
            pause = _FIRST_TICK
        elif self.in_flight > _CROWD:
            pause = _CROWDED_TICK
        else:
            pause = _TICK + _SLACK
        self._tick = self._loop.call_later(pause, self._read_and_judge)

    def _cancel_tick(self) -> None:
        if self._tick is not None:
            self._tick.cancel()
            self._tick = None

    def _read_and_judge(self) -> None:
        self._cancel_tick()
        self._read_at = self._loop.time()
        all_done = True
        for lane in self._lanes.values():
            if len(lane):
                read_to, all_read = lane.read()
                all_judged = lane.judge(read_to)
                if late := lane.flight.overdue(read_to - OVERDUE_AFTER):
                    self._loop.call_soon(self._on_overdue, late)
                all_done = all_done and all_read and all_judged
        if not all_done:
            # Others shall have their turn before the rest.
            self._tick = self._loop.call_soon(self._read_and_judge)
        elif self.in_flight:
            self._set_tick()
