"""What the engine makes of troubles that a real socket shows too seldom."""

import asyncio
import contextlib
import errno
import socket
import time
from collections import deque
from collections.abc import Iterator

import pytest

from probes.icmp.channel import Channel, Datagram, Mode
from probes.icmp.engine import PingEngine
from probes.icmp.notice import Notice
from probes.result import Outcome, PingResult

LOOPBACK = socket.inet_aton("127.0.0.1")
AT_ONCE = 64


class ScriptedChannel(Channel):
    """Refuses as often as told, and hands out what a test puts into its queues. No packet leaves."""

    def __init__(self, refusals: int = 0, number: int = errno.EAGAIN) -> None:
        self.family = socket.AF_INET
        self.mode = Mode.DATAGRAM
        self.stamping = False
        self.sendto = self.note
        self.refusals = refusals
        self.number = number
        self.sent: list[bytes] = []
        self.datagrams: deque[Datagram] = deque()
        self.scripted_notices: deque[Notice] = deque()
        self._bell, self._ear = socket.socketpair()

    def claim_identifier(self, wanted: int) -> int:
        return 77

    def fileno(self) -> int:
        return self._ear.fileno()

    def note(self, packet: bytes, sockaddr: tuple[str, int]) -> int:
        if self.refusals:
            self.refusals -= 1
            raise OSError(self.number, "refused by the script")
        self.sent.append(packet)
        return len(packet)

    def look(self) -> tuple[bool, int]:
        return True, 0

    def receive(self) -> int:
        self.taken = [self.datagrams.popleft() for _ in range(min(AT_ONCE, len(self.datagrams)))]
        return len(self.taken)

    def datagram(self, index: int) -> Datagram:
        return self.taken[index]

    def next_notice(self) -> Notice | None:
        return self.scripted_notices.popleft() if self.scripted_notices else None

    def ring(self) -> None:
        self._bell.send(b"!")

    def close(self) -> None:
        self._bell.close()
        self._ear.close()

    def reply(self, stamp: float | None = None) -> Datagram:
        return Datagram(LOOPBACK, reply_to(self.sent[-1]), stamp)

    def notice(self, reporter: str, kind: int = 3, code: int = 1) -> Notice:
        return Notice(LOOPBACK, reporter, True, kind, code, self.sent[-1], None)


def reply_to(request: bytes) -> bytes:
    return b"\0" + request[1:]


@pytest.fixture
def results() -> "asyncio.Queue[PingResult]":
    return asyncio.Queue()


@contextlib.contextmanager
def engine_on(channel: ScriptedChannel, results: "asyncio.Queue[PingResult]") -> Iterator[PingEngine]:
    engine = PingEngine(results.put_nowait, {socket.AF_INET: channel})
    try:
        yield engine
    finally:
        engine.close()


@pytest.mark.parametrize("number", [errno.EAGAIN, errno.ENOBUFS])
async def test_a_full_queue_is_tried_again(number: int, results: "asyncio.Queue[PingResult]") -> None:
    channel = ScriptedChannel(refusals=12, number=number)
    with engine_on(channel, results) as engine:
        for name in ("first", "second"):
            engine.probe(name, "127.0.0.1", 0.2)
        two = [await results.get() for _ in range(2)]
        assert {(r.key, r.reason) for r in two} == {
            ("first", "timeout after 0.2s"), ("second", "timeout after 0.2s")
        }  # fmt: skip
        assert len(channel.sent) == 2


async def test_a_queue_that_stays_full_is_our_own_fault(results: "asyncio.Queue[PingResult]") -> None:
    with engine_on(ScriptedChannel(refusals=10_000), results) as engine:
        engine.probe("stuck", "127.0.0.1", 0.1)
        result = await results.get()
        assert result.outcome is Outcome.ERROR
        assert result.reason == "nothing sent: the own send queue or neighbour table was full for 0.1s"
        assert engine.in_flight == 0


async def test_a_reply_of_unknown_arrival_is_believed_although_the_loop_woke_late(
    results: "asyncio.Queue[PingResult]",
) -> None:
    channel = ScriptedChannel()
    now = 100.0
    engine = PingEngine(results.put_nowait, {socket.AF_INET: channel}, clock=lambda: now)
    engine.probe("asleep", "127.0.0.1", 1.0)
    channel.datagrams.append(channel.reply(stamp=None))
    now = 109.0
    channel.ring()
    result = await results.get()
    assert (result.outcome, result.at, result.rtt) == (Outcome.UP, 101.0, 1.0)
    engine.close()


@pytest.mark.parametrize(
    ("reporter", "reason"),
    [
        pytest.param("", "destination host unreachable", id="nobody named"),
        pytest.param("10.0.0.9", "destination host unreachable from 10.0.0.9", id="a router"),
        pytest.param(
            "127.0.0.1", "refused by 127.0.0.1 itself: destination host unreachable", id="the target itself"
        ),
        pytest.param("224.0.0.1", "destination host unreachable from 224.0.0.1", id="an address nobody has"),
    ],
)
async def test_every_reporter_can_be_named(
    reporter: str, reason: str, results: "asyncio.Queue[PingResult]"
) -> None:
    channel = ScriptedChannel()
    with engine_on(channel, results) as engine:
        engine.probe("gone", "127.0.0.1", 5.0)
        channel.scripted_notices.append(channel.notice(reporter))
        channel.ring()
        result = await results.get()
        assert (result.outcome, result.reason) == (Outcome.DOWN, reason)


async def test_icmp_errors_that_prove_nothing_and_others_errors_settle_nothing(
    results: "asyncio.Queue[PingResult]",
) -> None:
    channel = ScriptedChannel()
    with engine_on(channel, results) as engine:
        engine.probe("waiting", "127.0.0.1", 0.2)
        good = channel.notice("10.0.0.9")
        other = good.quote[:4] + b"\x00\x01" + good.quote[6:]
        channel.scripted_notices.extend(
            [
                channel.notice("10.0.0.9", kind=3, code=4),
                Notice(good.destination, good.reporter, False, 3, 1, good.quote, None),
                Notice(good.destination, good.reporter, True, 3, 1, other, None),
                Notice(good.destination, good.reporter, True, 3, 1, b"short", None),
                Notice(b"\x0a\x00\x00\x01", good.reporter, True, 3, 1, good.quote, None),
            ]
        )
        channel.datagrams.extend([Datagram(LOOPBACK, None, None), Datagram(LOOPBACK, b"", None)])
        channel.ring()
        assert (await results.get()).reason == "timeout after 0.2s"
        counters = engine.counters
        assert (counters.ignored, counters.foreign, counters.spoofed, counters.malformed) == (2, 2, 1, 2)


@pytest.mark.parametrize(
    "age", [pytest.param(0.4, id="of known arrival"), pytest.param(None, id="of unknown arrival")]
)
async def test_more_waiting_replies_than_one_turn_reads_are_all_read_before_any_is_called_missing(
    age: float | None, results: "asyncio.Queue[PingResult]",
) -> None:
    channel = ScriptedChannel()
    now = 100.0
    engine = PingEngine(results.put_nowait, {socket.AF_INET: channel}, clock=lambda: now)
    for n in range(1000):
        engine.probe(str(n), "127.0.0.1", 0.3)
    now = 100.5
    # The timer, set for 0.3 s, and the replies become known to the loop together.
    time.sleep(0.35)  # noqa: ASYNC251
    stamp = None if age is None else time.time() - age
    channel.datagrams.extend(Datagram(LOOPBACK, reply_to(request), stamp) for request in channel.sent)
    channel.ring()
    every = [await results.get() for _ in range(1000)]
    assert {r.outcome for r in every} == {Outcome.UP}
    engine.close()


@pytest.mark.looptime
async def test_the_answers_of_a_crowd_are_read_before_they_can_fill_the_buffer(
    results: "asyncio.Queue[PingResult]",
) -> None:
    loop, channel, readings = asyncio.get_running_loop(), ScriptedChannel(), []

    def look() -> tuple[bool, int]:
        readings.append(loop.time())
        return False, 0

    async def readings_in(seconds: float) -> int:
        readings.clear()
        await asyncio.sleep(seconds)
        return len(readings)

    channel.look = look  # type: ignore[method-assign]
    engine = PingEngine(results.put_nowait, {socket.AF_INET: channel}, clock=loop.time)
    try:
        engine.probe("few", "127.0.0.1", 60.0)
        await asyncio.sleep(5.0)  # the kernel stamps by now, if it ever does
        assert await readings_in(1.1) in (9, 10, 11)
        engine.probe_all([(f"many {n}", "127.0.0.1") for n in range(300)], 60.0)
        assert await readings_in(1.1) > 40
    finally:
        engine.close()
