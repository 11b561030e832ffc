"""All pings of one address family: what leaves through its socket and what comes back.

This is where a ping's time goes: `launch` and `_take_plain` run for each, and call as little as they can.
"""

import math
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from probes.icmp import unreachable
from probes.icmp.arrival import arrival, read_through
from probes.icmp.blame import Blame, Verdict
from probes.icmp.channel import Channel, Datagram
from probes.icmp.cookies import fresh_cookies
from probes.icmp.counters import Counters
from probes.icmp.delivery import Delivery
from probes.icmp.flight import InFlight, Refusal
from probes.icmp.notice import Notice
from probes.icmp.packet import (
    IP_HEADER,
    REPLY,
    REQUEST,
    SEQUENCE_SHIFT,
    echo_reply,
    identifier_in,
    identifier_tag,
    kind_word,
    quoted_request,
)
from probes.icmp.target import Address, Target
from probes.result import UP, Outcome, PingResult

# Read between this many requests sent in one go: their answers must not overflow a buffer of Debian's default
# size (212,992 bytes, some 250 packets) before the loop gets its turn. A burst has room for a few more.
_SENT_BEFORE_READING = 60
# Read or judge at most this many in one turn of the loop, a few milliseconds' work, then let others run.
TURN = 256
_REFUSED_BEFORE_PAUSE = 8
_REMEMBERED_ADDRESSES = 131_072
# Two clocks are read within this many seconds, or read again, so many times.
_CLOSE, _READINGS = 20e-6, 5

_result = tuple.__new__
"""Makes a PingResult in half the time that its class takes."""

_DUPLICATE = Refusal.DUPLICATE
"""As `UP`: named once."""

Request = tuple[str, Target]
"""What its result is to be called, and whom it goes to."""

OnWord = Callable[[str, float, str], None]
"""Called with a probe's key, a time, and what somebody said then: a router, the target or this machine's kernel."""

Unsent = tuple[str, Target, float, float]
"""Key, target, timeout, and when it was asked for."""


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
        self.targets: dict[Address, Target] = {}
        """What was pinged lately."""
        self.flight = InFlight()
        self._identifier = channel.claim_identifier(identifier)
        self._blame = blame
        self._counters = counters
        self._delivery = delivery
        self._on_word = on_word
        self._clock = clock
        self._unsent: deque[Unsent] = deque()
        self._overflowed_at = -math.inf
        self._sent_unread = 0
        self._cookies = fresh_cookies()
        self._sequence = secrets.randbelow(0x10000)
        self._tag = identifier_tag(self._identifier)
        self._request = kind_word(REQUEST[channel.family])
        self._reply = kind_word(REPLY[channel.family])

    def __len__(self) -> int:
        return len(self.flight.waiting) + len(self._unsent)

    @property
    def has_unsent(self) -> bool:
        return bool(self._unsent)

    def known(self, requests: Iterable[tuple[str, Address]]) -> list[Request]:
        """Those of the requests that are for this lane, as far as their addresses are among `targets`."""
        if not self.targets:
            return []
        find = self.targets.get
        return [(key, target) for key, address in requests if (target := find(address)) is not None]

    def remember(self, address: Address, target: Target) -> None:
        if len(self.targets) >= _REMEMBERED_ADDRESSES:
            self.targets.clear()
        # What a zone's name means may change with the interfaces.
        if "%" not in str(address):
            self.targets[address] = target

    # Sending

    def launch(self, requests: Sequence[Request], timeout: float) -> None:
        """Sends a request to each, or puts it behind those that could not leave yet."""
        waiting = requests if self._unsent else self._send(requests, timeout)
        now = self._clock()
        self._unsent.extend((key, target, timeout, now) for key, target in waiting)

    def send_unsent(self) -> None:
        """Tries again what could not leave."""
        # Those refused again go to the end: one full interface must not hold back the others for long.
        refused = 0
        for _ in range(min(len(self._unsent), TURN)):
            key, target, timeout, asked_at = self._unsent.popleft()
            if self._clock() > asked_at + timeout:
                outcome, reason = self._blame.for_unsent(target, timeout)
                self._delivery.put(PingResult(key, outcome, asked_at, asked_at + timeout, None, reason))
            elif self._send(((key, target),), timeout):
                self._unsent.append((key, target, timeout, asked_at))
                refused += 1
                if refused == _REFUSED_BEFORE_PAUSE:
                    break

    def _send(self, requests: Sequence[Request], timeout: float) -> list[Request]:
        """Gives those that may leave a little later."""
        refused: list[Request] = []
        self.flight.expect(timeout, self._clock())
        for first in range(0, len(requests), _SENT_BEFORE_READING):
            self._send_some(requests[first : first + _SENT_BEFORE_READING], timeout, refused)
        return refused

    def _send_some(self, requests: Sequence[Request], timeout: float, refused: list[Request]) -> None:
        """All packets are made before the first leaves, for the kernel's code and ours drive each other out of the
        processor's cache."""
        packets = self._packets(requests)
        waiting, clock, sendto = self.flight.waiting, self._clock, self.channel.sendto
        sent = 0
        for request, (packet, tag, cookie) in zip(requests, packets, strict=True):
            target = request[1]
            now = clock()
            try:
                sendto(packet, target.sockaddr)
            except OSError as error:
                if not self._may_send_after(error, packet, request, refused):
                    continue
            waiting[cookie] = request[0], target, tag, now, now + timeout
            sent += 1
        self._sent_unread += sent
        if self._sent_unread >= _SENT_BEFORE_READING:
            self._read_burst()

    def _packets(self, requests: Sequence[Request]) -> list[tuple[bytes, int, int]]:
        """A request to each, with its tag and its cookie."""
        write, cookies, base, kind = self.channel.write_request, self._cookies, self._tag, self._request
        if len(cookies) < len(requests):
            cookies.extend(fresh_cookies())
        sequence = self._sequence
        made = []
        for _, target in requests:
            cookie = cookies.pop()
            sequence = sequence + 1 & 0xFFFF
            tag = base + (sequence << SEQUENCE_SHIFT)
            # RFC 1071: a number's remainder by 65,535 is the end-around sum of its 16-bit words. For IPv6 the sum
            # covers the addresses too and is the kernel's to write.
            checksum = 0xFFFF - (kind + tag + cookie) % 0xFFFF
            made.append((write(IP_HEADER, target.host, kind, checksum, tag, cookie), tag, cookie))
        self._sequence = sequence
        return made

    def _may_send_after(self, error: OSError, packet: bytes, request: Request, refused: list[Request]) -> bool:
        """Whether it was sent after all; otherwise it is among the `refused`, or can never leave and is settled."""
        key, target = request
        try:
            self.channel.send_after(error, packet, target.sockaddr)
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
            count = self._read_burst()
            if not count:
                return began, True
            taken += count
        return read_through(*self._clocks(), self.channel.datagram(count - 1).stamp), False

    def _read_burst(self) -> int:
        """Takes what one system call gives, which may not be all; how much that was."""
        self._counters.sent += self._sent_unread
        self._sent_unread = 0
        self.flight.tidy()
        something_waits, lost = self.channel.look()
        if lost:
            self._counters.overflowed += lost
            self._overflowed_at = self._clock()
        count = self.channel.receive() if something_waits else 0
        if count and self.channel.stamping and self.channel.burst.is_plain(count):
            self._take_plain(count)
        else:
            for index in range(count):
                self._take(self.channel.datagram(index))
        while (notice := self.channel.next_notice()) is not None:
            self._take_notice(notice)
        return count

    def judge(self, horizon: float) -> bool:
        """Settles the probes whose deadline passed before `horizon`, up to which the queues have been read.

        At most a turn's worth; whether that was all.
        """
        due = self.flight.expired(horizon, TURN)
        for cookie in due:
            key, target, _, sent_at, deadline = self.flight.settle(cookie, answered=False)
            outcome, reason = self._blame.for_silence(target, deadline - sent_at, self._overflowed_at >= sent_at)
            self._delivery.put(PingResult(key, outcome, sent_at, deadline, None, reason))
        return len(due) < TURN

    def close(self) -> None:
        """Closes the socket. What still waits ends in ERROR."""
        now, reason = self._clock(), "the ping engine was closed"
        for cookie in list(self.flight.waiting):
            key, _, _, sent_at, _ = self.flight.settle(cookie, answered=False)
            self._delivery.put(PingResult(key, Outcome.ERROR, sent_at, now, None, reason))
        for key, _, _, asked_at in self._unsent:
            self._delivery.put(PingResult(key, Outcome.ERROR, asked_at, now, None, reason))
        self._unsent.clear()
        self.targets.clear()
        self.channel.close()

    def _take_plain(self, count: int) -> None:
        """Settles at once what is beyond doubt; leaves the rest, and why, to `_take`."""
        waiting, settled, reply = self.flight.waiting, self.flight.settled, self._reply
        found: list[PingResult] = []
        now, wall_now = self._clocks()
        wall_ahead = wall_now - now
        index = -1
        for host, kind, tag, cookie, seconds, nanoseconds in self.channel.burst.rows(count):
            index += 1
            probe = waiting.get(cookie)
            if probe is not None:
                key, target, its_tag, sent_at, deadline = probe
                at = seconds - wall_ahead + nanoseconds * 1e-9
                if tag == its_tag and host == target.host and kind == reply and sent_at <= at <= deadline and at <= now:
                    del waiting[cookie]
                    settled[cookie] = _DUPLICATE
                    found.append(_result(PingResult, (key, UP, sent_at, at, at - sent_at, "")))
                    continue
            self._take(self.channel.datagram(index))
        self._counters.answered += len(found)
        self._delivery.put_all(found)

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
        key, _, _, sent_at, deadline = self.flight.waiting[found]
        at = arrival(*self._clocks(), datagram.stamp, sent_at, deadline)
        if at > deadline:
            self._refuse(Refusal.LATE)
            return
        self._counters.answered += 1
        self.flight.settle(found, answered=True)
        self._delivery.put(PingResult(key, Outcome.UP, sent_at, at, at - sent_at, ""))

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
        key, target, _, sent_at, deadline = self.flight.waiting[found]
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
