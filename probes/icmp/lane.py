"""All pings of one address family: what leaves through its socket and what comes back.

This is where a ping's time goes: `launch` and `_take_plain` run for each, and call and make as little as they can.
"""

import math
import secrets
import time
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from probes.icmp import unreachable
from probes.icmp.arrival import arrival, read_through
from probes.icmp.blame import Blame, Verdict
from probes.icmp.channel import Channel, Datagram
from probes.icmp.counters import Counters
from probes.icmp.delivery import Delivery
from probes.icmp.flight import SEQUENCES, InFlight, Refusal, Request
from probes.icmp.notice import Notice
from probes.icmp.packet import (
    COOKIE_BYTES,
    REPLY,
    echo_reply,
    identifier_in,
    identifier_word,
    kind_word,
    quoted_request,
)
from probes.icmp.target import Address
from probes.icmp.writer import Writer
from probes.result import Answer, Outcome, PingResult

# Read between this many requests sent in one go: their answers must not overflow a buffer of Debian's default
# size (212,992 bytes, some 250 packets) before the loop gets its turn. A burst has room for a few more. Fewer cost
# more, for to turn from one to the other is dear: 64 take 2 % longer, 60, which part 256 badly, 4 %.
_SENT_BEFORE_READING = 128
# Read or judge at most this many in one turn of the loop, a few milliseconds' work, then let others run.
TURN = 256
_REFUSED_BEFORE_PAUSE = 8
_REMEMBERED = 131_072
# Two clocks are read within this many seconds, or read again, so many times.
_CLOSE, _READINGS = 20e-6, 5

Asked = tuple[str, Address]
"""What its result is to be called, and whom it is for."""

OnWord = Callable[[str, float, str], None]
"""Called with a probe's key, a time, and what somebody said then: a router, the target or this machine's kernel."""

Unsent = tuple[Request, float, float]
"""A request, its timeout, and when it was asked for."""


def lasts(asked: Asked) -> bool:
    """Not where there is a zone: what its name means may change with the interfaces."""
    return "%" not in str(asked[1])


class Lane:
    """Hands each probe's one result to `delivery`; `identifier` is the wanted one. `on_word(key, at, reason)` is told
    what somebody said about a probe in vain, be its deadline over or not."""

    def __init__(
        self,
        channel: Channel,
        identifier: int,
        blame: Blame,
        counters: Counters,
        delivery: Delivery,
        on_word: OnWord,
        clock: Callable[[], float],
    ) -> None:
        self.channel = channel
        self.requests: dict[Asked, Request] = {}
        """What was asked for lately."""
        self.flight = InFlight(secrets.randbelow(SEQUENCES))
        self._identifier = channel.claim_identifier(identifier)
        self._blame = blame
        self._counters = counters
        self._delivery = delivery
        self._on_word = on_word
        self._clock = clock
        self._unsent: deque[Unsent] = deque()
        self._overflowed_at = -math.inf
        self._writer = Writer(channel.family, channel.has_header, self._identifier)
        self._own_word = identifier_word(self._identifier)
        self._reply = kind_word(REPLY[channel.family])

    def __len__(self) -> int:
        return len(self.flight) + len(self._unsent)

    @property
    def has_unsent(self) -> bool:
        return bool(self._unsent)

    def known(self, asked: Iterable[Asked]) -> list[Request]:
        """The requests to those who are in this lane, as far as they were asked before."""
        return list(filter(None, map(self.requests.get, asked))) if self.requests else []

    def remember(self, asked: Asked, request: Request) -> None:
        if len(self.requests) >= _REMEMBERED:
            self.requests.clear()
        if lasts(asked):
            self.requests[asked] = request

    # Sending

    def launch(self, requests: Sequence[Request], timeout: float) -> None:
        """Sends a request to each, or puts it behind those that could not leave yet."""
        if waiting := requests if self._unsent else self._send(requests, timeout):
            now = self._clock()
            self._unsent.extend((request, timeout, now) for request in waiting)

    def send_unsent(self) -> None:
        """Tries again what could not leave."""
        # Those refused again go to the end: one full interface must not hold back the others for long.
        refused = 0
        for _ in range(min(len(self._unsent), TURN)):
            request, timeout, asked_at = self._unsent.popleft()
            if self._clock() > asked_at + timeout:
                key, target, *_ = request
                outcome, reason = self._blame.for_unsent(target, timeout)
                self._delivery.put(PingResult(key, outcome, asked_at, asked_at + timeout, None, reason))
            elif self._send((request,), timeout):
                self._unsent.append((request, timeout, asked_at))
                refused += 1
                if refused == _REFUSED_BEFORE_PAUSE:
                    break

    def _send(self, requests: Sequence[Request], timeout: float) -> list[Request]:
        """Gives those that may leave a little later."""
        refused: list[Request] = []
        self.flight.expect(timeout, self._clock())
        first = 0
        while first < len(requests):
            some = requests[first : first + min(_SENT_BEFORE_READING, self.flight.room)]
            self._send_some(some, refused)
            first += len(some)
        return refused

    def _send_some(self, requests: Sequence[Request], refused: list[Request]) -> None:
        """All packets are written before the first leaves, for the kernel's code and ours drive each other out of the
        processor's cache. What has come meanwhile is read."""
        flight, clock, sendto = self.flight, self._clock, self.channel.sendto
        cookies = secrets.token_bytes(COOKIE_BYTES * len(requests))
        place = flight.enter(requests, array("Q", cookies))
        times: list[float] = []
        for request, (packet,) in zip(requests, self._writer.packets(requests, cookies, place), strict=True):
            times.append(clock())
            try:
                sendto(packet, request[3])
            except OSError as error:
                if not self._may_send_after(error, packet, request, refused):
                    flight.withdraw(place + len(times) - 1)
                    self._counters.sent -= 1
        flight.sent_at[place : place + len(times)] = times
        self._counters.sent += len(times)
        self._read_burst()

    def _may_send_after(self, error: OSError, packet: bytes, request: Request, refused: list[Request]) -> bool:
        """Whether it was sent after all; otherwise it is among the `refused`, or can never leave and is settled."""
        key, target, _, sockaddr = request
        try:
            self.channel.send_after(error, packet, sockaddr)
        except OSError as final:
            fault = self._blame.for_refused_send(target, final)
            if fault is None:
                refused.append(request)
            else:
                now = self._clock()
                self._delivery.put(PingResult(key, Outcome.ERROR, now, now, None, fault))
            return False
        return True

    # Receiving

    def read(self) -> tuple[float, bool]:
        """Takes what lies in the socket's queues, at most a turn's worth.

        Gives the time up to which they have been read, and whether that is all of it.
        """
        began, taken = self._clock(), 0
        while taken < TURN:
            got = self._read_burst()
            if not got:
                return began, True
            taken += got
        return read_through(*self._clocks(), self.channel.datagram(got - 1).stamp), False

    def _read_burst(self) -> int:
        """Takes what one system call gives, which may not be all; how much that was."""
        something_waits, lost = self.channel.look()
        if lost:
            self._counters.overflowed += lost
            self._overflowed_at = self._clock()
        got = self.channel.receive() if something_waits else 0
        if got and self.channel.stamping and self.channel.burst.is_plain:
            self._take_plain(got)
        else:
            for index in range(got):
                self._take(self.channel.datagram(index))
        while (notice := self.channel.next_notice()) is not None:
            self._take_notice(notice)
        return got

    def judge(self, horizon: float) -> bool:
        """Settles the probes whose deadline passed before `horizon`, up to which the queues have been read.

        At most a turn's worth; whether that was all.
        """
        due = self.flight.expired(horizon, TURN)
        for handle in due:
            key, target, sent_at, deadline = self.flight.settle(handle, answered=False)
            outcome, reason = self._blame.for_silence(target, deadline - sent_at, self._overflowed_at >= sent_at)
            self._delivery.put(PingResult(key, outcome, sent_at, deadline, None, reason))
        return len(due) < TURN

    def close(self) -> None:
        """Closes the socket. What still waits ends in ERROR."""
        now, reason = self._clock(), "the ping engine was closed"
        for handle in self.flight.handles():
            key, _, sent_at, _ = self.flight.settle(handle, answered=False)
            self._delivery.put(PingResult(key, Outcome.ERROR, sent_at, now, None, reason))
        for (key, *_), _, asked_at in self._unsent:
            self._delivery.put(PingResult(key, Outcome.ERROR, asked_at, now, None, reason))
        self._unsent.clear()
        self.requests.clear()
        self.channel.close()

    def _take_plain(self, got: int) -> None:
        """Settles at once what is beyond doubt; leaves the rest, and why, to `_take`."""
        flight, own, reply = self.flight, self._own_word, self._reply
        requests, cookies, timeouts, sent = flight.requests, flight.cookies, flight.timeouts, flight.sent_at
        found: list[Answer] = []
        now, wall_now = self._clocks()
        wall_ahead = wall_now - now
        doubtful = 0
        for seconds, nanoseconds, host, kind, identifier, place, cookie in self.channel.burst.rows(got):
            request = requests[place]
            if (
                request is not None
                and host == request[2]
                and cookies[place] == cookie
                and identifier == own
                and kind == reply
            ):
                sent_at, at = sent[place], seconds - wall_ahead + nanoseconds * 1e-9
                if 0.0 <= at - sent_at <= timeouts[place] and at <= now:
                    requests[place] = None
                    found.append((request[0], sent_at, at))
                    continue
            self._take(self.channel.datagram(len(found) + doubtful))
            doubtful += 1
        flight.waiting -= len(found)
        self._counters.answered += len(found)
        self._delivery.put_answers(found)

    def _take(self, datagram: Datagram) -> None:
        echo = echo_reply(self.channel.family, datagram.message) if datagram.message is not None else None
        if echo is None:
            self._counters.malformed += 1
            return
        if identifier_in(echo.tag) != self._identifier:
            self._counters.foreign += 1
            return
        found = self.flight.find_answered(datagram.sender, echo)
        if isinstance(found, Refusal):
            self._refuse(found)
            return
        key, _, sent_at, deadline = self.flight.probe(found)
        at = arrival(*self._clocks(), datagram.stamp, sent_at, deadline)
        if at > deadline:
            self._refuse(Refusal.LATE)
            return
        self._counters.answered += 1
        self.flight.settle(found, answered=True)
        self._delivery.put_answers([(key, sent_at, at)])

    def _take_notice(self, notice: Notice) -> None:
        words = unreachable.phrase(self.channel.family, notice.kind, notice.code)
        echo = quoted_request(self.channel.family, notice.quote)
        if not notice.origin_icmp or words is None:
            self._counters.ignored += 1
            return
        if echo is None or identifier_in(echo.tag) != self._identifier:
            self._counters.foreign += 1
            return
        found = self.flight.find_quoted(notice.destination, echo)
        if isinstance(found, Refusal):
            self._refuse(found)
            # A router looks for a host itself before it gives up: that often takes longer than a probe may.
            if found is Refusal.LATE and (silent := self.flight.find_silent(echo)) is not None:
                key, target = silent
                self._hear(key, self._clock(), self._blame.for_unreachable(target, notice.reporter, words))
            return
        key, target, sent_at, deadline = self.flight.probe(found)
        at = arrival(*self._clocks(), notice.stamp, sent_at, deadline)
        verdict = self._blame.for_unreachable(target, notice.reporter, words)
        self._hear(key, at, verdict)
        if at > deadline:
            self._refuse(Refusal.LATE)
            return
        self._counters.unreachable += 1
        self.flight.settle(found, answered=False)
        outcome, reason = verdict
        self._delivery.put(PingResult(key, outcome, sent_at, at, None, reason))

    def _hear(self, key: str, at: float, verdict: Verdict) -> None:
        """An error of our own is nobody's word about the target."""
        outcome, reason = verdict
        if outcome is Outcome.DOWN:
            self._on_word(key, at, reason)

    def _clocks(self) -> tuple[float, float]:
        """The monotonic and the wall clock, read together.

        Whoever is put aside between the two readings would see every answer too early by that.
        """
        for _ in range(_READINGS):
            now = self._clock()
            wall_now = time.time()
            if self._clock() - now < _CLOSE:
                break
        return now, wall_now

    def _refuse(self, refusal: Refusal) -> None:
        setattr(self._counters, refusal.value, getattr(self._counters, refusal.value) + 1)
