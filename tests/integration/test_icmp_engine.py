"""The engine on a loopback of its own: both kinds of socket, and answers nobody should believe."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from probes.icmp.channel import Channel, Mode
from probes.icmp.engine import PingEngine
from probes.result import Outcome, PingResult
from tests.integration.icmp_bench import PATIENCE, Bench, Namespace, Responder, namespaces, reply_to
from tests.needs_lab import needs_lab

pytestmark = [pytest.mark.lab, needs_lab]

BOTH_MODES = pytest.mark.parametrize(
    "mode", [pytest.param(Mode.RAW, id="raw"), pytest.param(Mode.DATAGRAM, id="datagram")]
)


def block_the_loop(seconds: float) -> None:
    time.sleep(seconds)


@pytest.fixture
def space() -> Iterator[Namespace]:
    with namespaces("lo") as made, made["lo"].inside():
        yield made["lo"]


@pytest.fixture
def responder(space: Namespace) -> Iterator[Responder]:
    space.sysctl("net.ipv4.icmp_echo_ignore_all", "1")
    made = Responder()
    yield made
    made.close()


@BOTH_MODES
@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.8.7", "::1"])
async def test_a_host_that_answers_is_up(space: Namespace, mode: Mode, address: str) -> None:
    with Bench(mode) as bench:
        result = await bench.ping(address)
        assert (result.key, result.outcome, result.reason) == (address, Outcome.UP, "")
        assert result.rtt is not None
        assert 0 <= result.rtt < 0.5
        assert result.at == pytest.approx(result.sent_at + result.rtt)
        assert bench.engine.describe() == {"IPv4": mode.value, "IPv6": mode.value}
        assert bench.engine.in_flight == 0
        assert bench.overdue == []


@BOTH_MODES
async def test_silence_is_down_at_the_deadline(responder: Responder, mode: Mode) -> None:
    with Bench(mode) as bench:
        result = await bench.ping("127.0.0.1", timeout=0.2)
        assert (result.outcome, result.reason, result.rtt) == (Outcome.DOWN, "timeout after 0.2s", None)
        assert result.at == pytest.approx(result.sent_at + 0.2)


@BOTH_MODES
async def test_an_answer_that_does_not_come_is_soon_overdue(responder: Responder, mode: Mode) -> None:
    with Bench(mode) as bench:
        bench.engine.probe("silent", "127.0.0.1", 30.0)
        async with asyncio.timeout(PATIENCE):
            await bench.is_overdue.wait()
        ((key, _),) = bench.overdue
        assert (key, bench.results) == ("silent", [])


@BOTH_MODES
@pytest.mark.parametrize(
    ("change", "source", "counter"),
    [
        pytest.param({"cookie": b"x" * 8}, "127.0.0.2", "spoofed", id="a wrong cookie"),
        pytest.param({"cookie": b""}, "127.0.0.2", "spoofed", id="no cookie"),
        pytest.param({"sequence": 1}, "127.0.0.2", "spoofed", id="a wrong sequence"),
        pytest.param({}, "127.0.0.3", "spoofed", id="a wrong sender"),
    ],
)
async def test_a_forged_reply_is_counted_and_not_believed(
    responder: Responder, mode: Mode, change: dict[str, bytes], source: str, counter: str
) -> None:
    with Bench(mode) as bench:
        bench.engine.probe("victim", "127.0.0.2", 1.0)
        responder.send(reply_to(responder.request(), **change), "127.0.0.1", source)  # type: ignore[arg-type]
        (result,) = await bench.want(1)
        assert result.outcome is Outcome.DOWN
        assert getattr(bench.engine.counters, counter) == 1
        assert bench.engine.counters.answered == 0


@BOTH_MODES
async def test_a_device_may_answer_from_another_of_its_addresses(responder: Responder, mode: Mode) -> None:
    with Bench(mode) as bench:
        bench.engine.probe("multi-homed", ("127.0.0.2", "::1", "127.0.0.3"), 1.0)
        responder.send(reply_to(responder.request()), "127.0.0.1", "127.0.0.3")
        (result,) = await bench.want(1)
        assert (result.outcome, result.reason) == (Outcome.UP, "")
        bench.engine.probe("multi-homed", ("127.0.0.2", "127.0.0.3"), 1.0)
        responder.send(reply_to(responder.request()), "127.0.0.1", "127.0.0.4")
        assert (await bench.want(2))[1].outcome is Outcome.DOWN
        assert (bench.engine.counters.answered, bench.engine.counters.spoofed) == (1, 1)


async def test_both_families_and_what_is_none_go_in_one_batch_each_once(space: Namespace) -> None:
    with Bench() as bench:
        for _ in range(2):
            bench.engine.probe_all(
                [("a", "127.0.0.1"), ("b", "::1"), ("c", "127.0.0.1"), ("d", "nonsense"), ("e", "127.0.5.5"),
                 ("f", ("127.0.0.1", "127.0.0.2"))],
                1.0,
            )
            results = await bench.want(6)
            outcomes = sorted((result.key, result.outcome) for result in results)
            assert outcomes == [(key, Outcome.ERROR if key == "d" else Outcome.UP) for key in "abcdef"]
            bench.results.clear()


@BOTH_MODES
async def test_whom_to_ask_may_be_prepared_and_asked_again_and_again(space: Namespace, mode: Mode) -> None:
    with Bench(mode) as bench:
        send = bench.engine.prepare([("a", "127.0.0.1"), ("b", "::1"), ("c", ("127.0.0.1", "127.0.0.2"))])
        assert send is not None
        for _ in range(3):
            send(1.0)
            results = await bench.want(3)
            assert sorted((r.key, r.outcome) for r in results) == [(key, Outcome.UP) for key in "abc"]
            bench.results.clear()
        bench.engine.close()
        send(1.0)
        assert [r.outcome for r in await bench.want(3)] == [Outcome.ERROR] * 3


@pytest.mark.parametrize("address", ["nonsense", "fe80::1%lo"])
async def test_who_cannot_be_asked_or_has_a_zone_is_not_prepared(space: Namespace, address: str) -> None:
    with Bench() as bench:
        assert bench.engine.prepare([("a", "127.0.0.1"), ("b", address)]) is None
        assert bench.results == []


async def test_another_programs_reply_is_passed_over(responder: Responder) -> None:
    with Bench(Mode.RAW) as bench:
        bench.engine.probe("victim", "127.0.0.2", 1.0)
        responder.send(reply_to(responder.request(), identifier=1), "127.0.0.1", "127.0.0.2")
        (result,) = await bench.want(1)
        assert result.outcome is Outcome.DOWN
        counters = bench.engine.counters
        assert (counters.foreign, counters.spoofed, counters.malformed) == (0, 0, 0), "the kernel keeps it out"


@BOTH_MODES
async def test_a_duplicate_reply_gives_no_second_result(responder: Responder, mode: Mode) -> None:
    with Bench(mode) as bench:
        bench.engine.probe("twice", "127.0.0.2", 1.0)
        answer = reply_to(responder.request())
        for _ in range(2):
            responder.send(answer, "127.0.0.1", "127.0.0.2")
        bench.engine.probe("next", "127.0.0.2", 0.2)
        results = await bench.want(2)
        assert [(r.key, r.outcome) for r in results] == [("twice", Outcome.UP), ("next", Outcome.DOWN)]
        assert bench.engine.counters.duplicate == 1


@BOTH_MODES
async def test_a_late_reply_changes_nothing(responder: Responder, mode: Mode) -> None:
    with Bench(mode) as bench:
        bench.engine.probe("slow", "127.0.0.2", 0.1)
        await bench.want(1)
        responder.send(reply_to(responder.request()), "127.0.0.1", "127.0.0.2")
        bench.engine.probe("next", "127.0.0.3", 0.1)
        results = await bench.want(2)
        assert [r.outcome for r in results] == [Outcome.DOWN, Outcome.DOWN]
        assert bench.engine.counters.late == 1


@BOTH_MODES
async def test_a_reply_that_came_in_time_counts_although_the_loop_was_blocked(
    space: Namespace, mode: Mode
) -> None:
    with Bench(mode) as bench:
        for n in range(1, 101):
            bench.engine.probe(str(n), f"127.0.1.{n}", 0.2)
        block_the_loop(0.3)
        results = await bench.want(100)
        assert {r.outcome for r in results} == {Outcome.UP}
        assert max(r.rtt or 0.0 for r in results) < 0.2


@BOTH_MODES
async def test_a_reply_that_came_too_late_is_late_although_both_are_seen_at_once(
    responder: Responder, mode: Mode
) -> None:
    with Bench(mode) as bench:
        bench.engine.probe("slow", "127.0.0.2", 0.1)
        block_the_loop(0.2)
        responder.send(reply_to(responder.request()), "127.0.0.1", "127.0.0.2")
        block_the_loop(0.1)
        (result,) = await bench.want(1)
        assert result.outcome is Outcome.DOWN
        assert bench.engine.counters.late == 1


@BOTH_MODES
async def test_two_thousand_targets_at_once_lose_nothing(space: Namespace, mode: Mode) -> None:
    with Bench(mode) as bench:
        began = time.monotonic()
        addresses = [f"127.1.{n // 250}.{n % 250 + 1}" for n in range(2000)]
        await bench.send_all(addresses, 2.0)
        results = await bench.want(2000)
        print(f"2,000 targets, {mode.value}: {time.monotonic() - began:.3f} s, {bench.engine.counters}")
        assert {r.outcome for r in results} == {Outcome.UP}
        assert sorted(r.key for r in results) == sorted(addresses)
        assert (bench.engine.counters.overflowed, bench.engine.counters.malformed) == (0, 0)


async def test_seventy_thousand_silent_probes_of_one_target_each_end_once(responder: Responder) -> None:
    responder.close()
    with Bench(Mode.RAW) as bench:
        for n in range(70_000):
            bench.engine.probe(str(n), "127.0.0.2", 1.0)
        results = await bench.want(70_000)
        assert {r.outcome for r in results} == {Outcome.DOWN}
        assert len({r.key for r in results}) == 70_000
        assert bench.engine.in_flight == 0


@BOTH_MODES
async def test_answers_lost_in_a_full_receive_buffer_are_our_own_fault(space: Namespace, mode: Mode) -> None:
    results: asyncio.Queue[PingResult] = asyncio.Queue()
    channel = Channel(socket.AF_INET, mode)
    with socket.fromfd(channel.fileno(), socket.AF_INET, socket.SOCK_RAW) as same:
        same.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2304)
    engine = PingEngine(results.put_nowait, {socket.AF_INET: channel})
    try:
        engine.probe_all([(str(n), f"127.0.1.{n}") for n in range(1, 31)], 0.3)
        async with asyncio.timeout(PATIENCE):
            every = [await results.get() for _ in range(30)]
        lost = [r for r in every if r.outcome is not Outcome.UP]
        assert {(r.outcome, r.reason) for r in lost} == {
            (Outcome.ERROR, "answers were lost here: the own receive buffer overflowed")
        }
        assert engine.counters.overflowed >= len(lost)
        engine.probe("healthy again", "127.0.0.1", 1.0)
        assert (await results.get()).outcome is Outcome.UP
        engine.probe("in IPv6", "::1", 1.0)
        missing = await results.get()
        assert missing.outcome is Outcome.ERROR
        assert missing.reason == "IPv6 cannot be pinged from here: not opened"
    finally:
        engine.close()


async def test_closing_ends_every_probe_and_later_ones_at_once(responder: Responder) -> None:
    bench = Bench()
    bench.engine.probe("open", "127.0.0.1", 60.0)
    bench.engine.close()
    bench.engine.close()
    bench.engine.probe("after", "127.0.0.1", 60.0)
    results = await bench.want(2)
    assert [(r.key, r.outcome) for r in results] == [("open", Outcome.ERROR), ("after", Outcome.ERROR)]


@pytest.mark.parametrize(
    "address", ["office.example", "224.0.0.1", "fe80::1%none9", "fe80::1%4294967296", "255.255.255.255"]
)
async def test_what_is_no_host_is_an_error(space: Namespace, address: str) -> None:
    with Bench() as bench:
        assert (await bench.ping(address)).outcome is Outcome.ERROR


async def test_a_receiver_may_probe_again_and_its_exceptions_break_nothing(space: Namespace) -> None:
    seen: list[str] = []
    complaints: list[object] = []
    done = asyncio.Event()

    def take(result: PingResult) -> None:
        seen.append(result.key)
        if result.key == "first":
            engine.probe("second", "127.0.0.1", 1.0)
            raise LookupError("the receiver's own mistake")
        done.set()

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: complaints.append(context["exception"]))
    engine = PingEngine.open(take)
    engine.probe("first", "127.0.0.1", 1.0)
    async with asyncio.timeout(PATIENCE):
        await done.wait()
    engine.close()
    assert seen == ["first", "second"]
    assert [type(each) for each in complaints] == [LookupError]


UNPRIVILEGED = """
import asyncio, os, sys
from probes.icmp.engine import PingEngine
os.setgroups([]); os.setgid(65534); os.setuid(65534)
async def main():
    results = asyncio.Queue()
    engine = PingEngine.open(results.put_nowait)
    print(engine.describe())
    for address in ("127.0.0.1", "::1"):
        engine.probe(address, address, 2.0)
        print((await results.get()).outcome)
asyncio.run(main())
"""


def as_nobody(space: Namespace) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["ip", "netns", "exec", space.name, sys.executable, "-c", UNPRIVILEGED],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip


def test_an_unprivileged_process_in_the_ping_group_uses_datagram_sockets(space: Namespace) -> None:
    done = as_nobody(space)
    assert done.stdout.splitlines() == [
        "{'IPv4': 'unprivileged datagram socket', 'IPv6': 'unprivileged datagram socket'}", "up", "up",
    ], done.stderr  # fmt: skip


def test_a_process_with_no_permission_is_told_what_to_do(space: Namespace) -> None:
    space.sysctl("net.ipv4.ping_group_range", "1 0")
    done = as_nobody(space)
    assert done.returncode != 0
    assert "PingNotPermitted" in done.stderr
    for remedy in ("setcap cap_net_raw", "AmbientCapabilities=CAP_NET_RAW", "net.ipv4.ping_group_range"):
        assert remedy in done.stderr
