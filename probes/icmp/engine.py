"""Pings any number of targets through one socket per address family."""

import asyncio
import itertools
import math
import secrets
import socket
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Self

from probes.icmp import unreachable
from probes.icmp.arrival import arrival, read_through
from probes.icmp.blame import Blame
from probes.icmp.burst import Lengths, Row
from probes.icmp.channel import Channel, Datagram, Mode, open_channels
from probes.icmp.cookies import Cookies
from probes.icmp.counters import Counters
from probes.icmp.delivery import Delivery
from probes.icmp.flight import InFlight, Refusal
from probes.icmp.notice import Notice
from probes.icmp.packet import REPLY, echo_reply, quoted_request
from probes.icmp.permission import PingNotPermitted, PingUnavailable
from probes.icmp.probe import Probe
from probes.icmp.route import Routes
from probes.icmp.target import target_of
from probes.result import Outcome, PingResult

FAMILY_NAMES = {socket.AF_INET: "IPv4", socket.AF_INET6: "IPv6"}

# Read between this many requests sent in one go: their answers must not overflow a buffer of Debian's default
# size (212,992 bytes, some 250 packets) before the loop gets its turn.
_SENT_BEFORE_READING = 64
# Read or judge at most this many in one turn of the loop, a few milliseconds' work, then let others run.
_TURN = 256
# A driver's queue that was full is tried again after this many seconds.
_QUEUE_PAUSE = 0.005
_REFUSED_BEFORE_PAUSE = 8
# While probes wait, the sockets are read once in so many seconds: the loop waking for each answer would cost
# several times what the answer does. The kernel's stamps tell when it came.
_TICK = 0.02
# As long as the kernel may not yet stamp, what is read later looks as if it had come later.
_FIRST_TICK, _FIRST_TICKS = 0.001, 200
_REMEMBERED_ADDRESSES = 131_072


class PingEngine:
    """Every probe is settled exactly once, by a call of `on_result` from the event loop, never from `probe`.

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
    ) -> None:
        """Use `open`. `missing` says why a family has no channel."""
        self.counters = Counters()
        self._channels = dict(channels)
        self._missing = dict(missing or {})
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._delivery = Delivery(self._loop, on_result)
        self._flight = InFlight()
        self._routes = Routes()
        self._blame = Blame(self._routes)
        identifier = secrets.randbelow(0x10000)
        self._identifiers = {
            family: channel.claim_identifier(identifier) for family, channel in self._channels.items()
        }
        self._cookies = Cookies()
        self._target_of = lru_cache(_REMEMBERED_ADDRESSES)(target_of)
        self._sequence = itertools.count(secrets.randbelow(0x10000))
        self._unsent: deque[Probe] = deque()
        self._overflowed_at: dict[socket.AddressFamily, float] = {}
        self._sent_unread = 0
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = math.inf
        self._retry: asyncio.TimerHandle | None = None
        self._tick: asyncio.TimerHandle | None = None
        self._first_ticks = _FIRST_TICKS
        self._closed = False

    @classmethod
    def open(
        cls,
        on_result: Callable[[PingResult], None],
        clock: Callable[[], float] = time.monotonic,
        modes: tuple[Mode, ...] = (Mode.RAW, Mode.DATAGRAM),
    ) -> Self:
        """Opens a socket per family in the first of `modes` that is permitted, inside the running loop.

        Raises PingNotPermitted when no mode is permitted in any family, PingUnavailable when there is no
        family to ping in. One family alone is enough; probes into the other then end in ERROR.
        """
        channels, missing, forbidden = open_channels(modes)
        if channels:
            return cls(on_result, channels, missing, clock)
        if forbidden:
            raise PingNotPermitted
        reasons = "; ".join(f"{FAMILY_NAMES[family]}: {why}" for family, why in missing.items())
        raise PingUnavailable(f"no ICMP socket could be opened ({reasons})")

    def describe(self) -> dict[str, str]:
        """How each family is pinged, or why it is not: {"IPv4": "raw socket", "IPv6": "unavailable: ..."}."""
        return {
            name: self._channels[family].mode.value
            if family in self._channels
            else f"unavailable: {self._missing.get(family, 'not opened')}"
            for family, name in FAMILY_NAMES.items()
        }

    @property
    def in_flight(self) -> int:
        return len(self._flight)

    def probe(self, key: str, address: str, timeout: float) -> None:
        """Sends one echo request to an IPv4 or IPv6 literal; the answer has `timeout` seconds to arrive.

        Returns at once and raises nothing: whatever goes wrong is the result's reason.
        """
        now = self._clock()
        if self._closed:
            self._deliver(key, Outcome.ERROR, now, now, "the ping engine is closed")
            return
        try:
            # What a zone's name means may change with the interfaces.
            target = target_of(address) if "%" in address else self._target_of(address)
        except ValueError:
            self._deliver(key, Outcome.ERROR, now, now, f"{address!r} is not the IP address of a host")
            return
        except OSError:
            reason = f"no own network interface for the zone of {address!r}"
            self._deliver(key, Outcome.ERROR, now, now, reason)
            return
        if target.family not in self._channels:
            why = self._missing.get(target.family, "not opened")
            reason = f"{FAMILY_NAMES[target.family]} cannot be pinged from here: {why}"
            self._deliver(key, Outcome.ERROR, now, now, reason)
            return
        if self._tick is None:
            self._read_all()
        probe = Probe(key, target, next(self._sequence) & 0xFFFF, self._cookies.take(), timeout, now, now + timeout)
        if self._unsent:
            self._unsent.append(probe)
            self._flight.add(probe)
        else:
            self._send(probe)
        if probe.deadline < self._timer_at:
            self._set_timer()

    def close(self) -> None:
        """Closes the sockets. Probes still waiting end in ERROR."""
        if self._closed:
            return
        self._closed = True
        for handle in (self._timer, self._retry, self._tick):
            if handle is not None:
                handle.cancel()
        now = self._clock()
        for probe in self._flight.everything():
            self._settle(probe, Outcome.ERROR, now, "the ping engine was closed")
        self._unsent.clear()
        for channel in self._channels.values():
            channel.close()
        self._routes.close()

    # Sending

    def _send(self, probe: Probe) -> None:
        """Sends a new probe, or one in flight that could not leave before."""
        channel = self._channels[probe.target.family]
        identifier = self._identifiers[probe.target.family]
        now = self._clock()
        try:
            channel.send(probe.target, identifier, probe.sequence, probe.cookie)
        except OSError as error:
            if probe not in self._flight:
                self._flight.add(probe)
            fault = self._blame.for_refused_send(probe.target, error)
            if fault is None:
                self._unsent.append(probe)
                self._retry_soon()
            else:
                self._settle(probe, Outcome.ERROR, now, fault)
        else:
            self.counters.sent += 1
            probe.sent = True
            probe.sent_at = now
            if probe in self._flight:
                self._flight.postpone(probe, now + probe.timeout)
            else:
                probe.deadline = now + probe.timeout
                self._flight.add(probe)
        self._sent_unread += 1
        if self._sent_unread >= _SENT_BEFORE_READING:
            for each in self._channels.values():
                self._read(each)
        elif channel.has_notices:
            self._loop.call_soon(self._read, channel)

    def _retry_soon(self) -> None:
        if self._retry is None:
            self._retry = self._loop.call_later(_QUEUE_PAUSE, self._send_unsent)

    def _send_unsent(self) -> None:
        self._retry = None
        # Those refused again go to the end: one full interface must not hold back the others for long.
        refused = 0
        for _ in range(min(len(self._unsent), _TURN)):
            probe = self._unsent.popleft()
            if probe not in self._flight:
                continue
            self._send(probe)
            refused += probe in self._flight and not probe.sent
            if refused == _REFUSED_BEFORE_PAUSE:
                break
        if self._unsent:
            self._retry_soon()

    # Receiving

    def _read_all(self) -> None:
        """Reads every socket, and again a tick later as long as probes wait."""
        for channel in self._channels.values():
            self._read(channel)
        self._first_ticks = max(0, self._first_ticks - 1)
        pause = _FIRST_TICK if self._first_ticks else _TICK
        self._tick = self._loop.call_later(pause, self._read_while_waiting)

    def _read_while_waiting(self) -> None:
        self._tick = None
        if self._flight:
            self._read_all()

    def _read(self, channel: Channel) -> float:
        """Takes what lies in the socket's queues; returns the time up to which they have been read."""
        if self._closed:
            return self._clock()
        self._sent_unread = 0
        began = self._clock()
        stamp: float | None = None
        self._note_overflow(channel)
        for _ in range(_TURN):
            notice = channel.next_notice()
            if notice is None:
                break
            self._take_notice(channel, notice)
        if channel.has_notices:
            self._loop.call_soon(self._read, channel)
        taken = 0
        while taken < _TURN:
            rows = channel.receive_burst()
            if not rows:
                return began
            self._take_burst(channel, rows)
            taken += len(rows)
            stamp = channel.datagram(len(rows) - 1).stamp
        return read_through(self._clock(), time.time(), stamp)

    def _take_burst(self, channel: Channel, rows: Sequence[tuple[Lengths, Row]]) -> None:
        """Settles at once what is beyond doubt; leaves the rest, and why, to `_take_datagram`."""
        stamped, least = channel.whole if channel.stamping else (-1, 0)
        reply = socket.htons(REPLY[channel.family] << 8)
        ours = socket.htons(self._identifiers[channel.family])
        waiting = self._flight.by_cookie
        now = self._clock()
        wall_ahead = time.time() - now
        for index, (
            (control_length, length), (packed, scope, kind, identifier, high, low, cookie, seconds, nanoseconds)
        ) in enumerate(rows):  # fmt: skip
            probe = waiting.get(cookie)
            if (
                probe is not None
                and (packed, scope) == probe.target.host
                and high << 8 | low == probe.sequence
                and kind == reply
                and identifier == ours
                and control_length == stamped
                and length >= least
            ):
                at = seconds - wall_ahead + nanoseconds * 1e-9
                if probe.sent_at <= at <= now and at <= probe.deadline:
                    self.counters.answered += 1
                    self._flight.remove(probe, True)
                    sent_at = probe.sent_at
                    self._delivery.put(PingResult(probe.key, Outcome.UP, sent_at, at, at - sent_at, ""))
                    continue
            self._take_datagram(channel, channel.datagram(index))

    def _take_datagram(self, channel: Channel, datagram: Datagram) -> None:
        echo = echo_reply(channel.family, datagram.message) if datagram.message is not None else None
        if echo is None:
            self.counters.malformed += 1
            return
        if echo.identifier != self._identifiers[channel.family]:
            self.counters.foreign += 1
            return
        found = self._flight.find_answered(datagram.sender, echo)
        if isinstance(found, Refusal):
            self._refuse(found)
            return
        at = arrival(self._clock(), time.time(), datagram.stamp, found.sent_at, found.deadline)
        if at > found.deadline:
            self._refuse(Refusal.LATE)
            return
        self.counters.answered += 1
        self._settle(found, Outcome.UP, at, "")

    def _take_notice(self, channel: Channel, notice: Notice) -> None:
        words = unreachable.phrase(channel.family, notice.kind, notice.code)
        echo = quoted_request(channel.family, notice.quote)
        if not notice.origin_icmp or words is None:
            self.counters.ignored += 1
            return
        if echo is None or echo.identifier != self._identifiers[channel.family]:
            self.counters.foreign += 1
            return
        found = self._flight.find_quoted(notice.destination, echo)
        if isinstance(found, Refusal):
            self._refuse(found)
            return
        at = arrival(self._clock(), time.time(), notice.stamp, found.sent_at, found.deadline)
        if at > found.deadline:
            self._refuse(Refusal.LATE)
            return
        self.counters.unreachable += 1
        outcome, reason = self._blame.for_unreachable(found.target, notice.reporter, words)
        self._settle(found, outcome, at, reason)

    def _refuse(self, refusal: Refusal) -> None:
        setattr(self.counters, refusal.value, getattr(self.counters, refusal.value) + 1)

    def _note_overflow(self, channel: Channel) -> None:
        lost = channel.lost()
        if lost:
            self.counters.overflowed += lost
            self._overflowed_at[channel.family] = self._clock()

    # Deadlines

    def _set_timer(self) -> None:
        deadline = self._flight.next_deadline()
        if deadline is None or deadline >= self._timer_at:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer_at = deadline
        self._timer = self._loop.call_later(max(0.0, deadline - self._clock()), self._expire)

    def _expire(self) -> None:
        """Judges what is due, but only as far as the buffers have been read."""
        self._timer = None
        self._timer_at = math.inf
        horizon = min(self._read(channel) for channel in self._channels.values())
        for probe in self._flight.expired(horizon, _TURN):
            overflowed = self._overflowed_at.get(probe.target.family, -math.inf) >= probe.sent_at
            outcome, reason = self._blame.for_silence(probe.target, probe.timeout, probe.sent, overflowed)
            self._settle(probe, outcome, probe.deadline, reason)
        self._set_timer()

    # Results

    def _settle(self, probe: Probe, outcome: Outcome, at: float, reason: str) -> None:
        self._flight.remove(probe, answered=outcome is Outcome.UP)
        self._deliver(probe.key, outcome, probe.sent_at, at, reason)

    def _deliver(self, key: str, outcome: Outcome, sent_at: float, at: float, reason: str) -> None:
        rtt = at - sent_at if outcome is Outcome.UP else None
        result = PingResult(key, outcome, sent_at, at, rtt, reason)
        self._delivery.put(result)
