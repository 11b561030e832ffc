"""Whose fault it is, in a network that really breaks: a monitor, a router, a host behind it."""

import asyncio
import shutil
from collections.abc import Iterator

import pytest

from probes.icmp.channel import Mode
from probes.result import Outcome
from tests.integration.icmp_bench import PATIENCE, Bench, Namespace, namespaces, run
from tests.needs_lab import needs_lab

# The kernel's neighbour table is one for all namespaces and holds 1,024 by default, and the kernel sends so many ICMP
# errors a second from all of them together: not two such tests at once.
pytestmark = [pytest.mark.lab, needs_lab, pytest.mark.xdist_group("neighbours")]

BOTH_MODES = pytest.mark.parametrize(
    "mode", [pytest.param(Mode.RAW, id="raw"), pytest.param(Mode.DATAGRAM, id="datagram")]
)
HOST = pytest.mark.parametrize("host", ["10.77.1.1", "fd77:1::1"])

Net = dict[str, Namespace]


@pytest.fixture
def net() -> Iterator[Net]:
    """monitor m0 - r0 router r1 - h0 host; the monitor's other way m1 - x0 leads to a lone neighbour."""
    with namespaces("mon", "rtr", "host", "x") as made:
        mon, rtr, host, lone = made["mon"], made["rtr"], made["host"], made["x"]
        mon.ip("link", "add", "m0", "type", "veth", "peer", "r0", "netns", rtr.name)
        mon.ip("link", "add", "m1", "type", "veth", "peer", "x0", "netns", lone.name)
        rtr.ip("link", "add", "r1", "type", "veth", "peer", "h0", "netns", host.name)
        rtr.sysctl("net.ipv4.ip_forward", "1")
        rtr.sysctl("net.ipv6.conf.all.forwarding", "1")
        for space, link, v4, v6 in (
            (mon, "m0", "10.77.0.1/24", "fd77::1/64"),
            (rtr, "r0", "10.77.0.254/24", "fd77::254/64"),
            (rtr, "r1", "10.77.1.254/24", "fd77:1::254/64"),
            (host, "h0", "10.77.1.1/24", "fd77:1::1/64"),
            (mon, "m1", "10.77.2.1/24", "fd77:2::1/64"),
            (lone, "x0", "10.77.2.2/24", "fd77:2::2/64"),
        ):
            space.ip("address", "add", v4, "dev", link)
            space.ip("address", "add", v6, "dev", link, "nodad")
            space.ip("link", "set", link, "up")
        for space, network, via in (
            (mon, "10.77.1.0/24", "10.77.0.254"),
            (mon, "10.88.0.0/16", "10.77.0.254"),
            (rtr, "10.88.0.0/16", "10.77.1.1"),
            (host, "default", "10.77.1.254"),
            (mon, "fd77:1::/64", "fd77::254"),
            (host, "default", "fd77:1::254"),
        ):
            space.ip("-6" if ":" in via else "-4", "route", "add", network, "via", via)
        mon.wait_for_links("m0", "m1")
        rtr.wait_for_links("r0", "r1")
        host.wait_for_links("h0")
        lone.wait_for_links("x0")
        with mon.inside():
            yield made


@BOTH_MODES
@HOST
async def test_a_host_behind_the_router_is_up_and_vanishes(net: Net, mode: Mode, host: str) -> None:
    with Bench(mode) as bench:
        assert (await bench.ping(host)).outcome is Outcome.UP
        net["host"].ip("link", "set", "h0", "down")
        gone = await bench.ping(host, timeout=0.5)
        assert (gone.outcome, gone.reason) == (Outcome.DOWN, "timeout after 0.5s")


@BOTH_MODES
async def test_a_zone_that_is_superfluous_keeps_nobody_from_being_up(net: Net, mode: Mode) -> None:
    net["x"].ip("address", "add", "fe80::77/64", "dev", "x0", "nodad")
    with Bench(mode) as bench:
        for host in ("fd77:2::2", "fd77:2::2%m1", "fe80::77%m1"):
            assert (await bench.ping(host)).outcome is Outcome.UP
        assert bench.engine.counters.spoofed == 0


HOST_THAT_NOBODY_HAS = pytest.mark.parametrize(
    ("host", "words"),
    [
        pytest.param("10.77.1.99", "destination host unreachable from 10.77.0.254", id="IPv4"),
        pytest.param("fd77:1::99", "destination host unreachable from fd77::254", id="IPv6"),
    ],
)


@BOTH_MODES
@HOST_THAT_NOBODY_HAS
async def test_a_router_that_asked_for_the_host_in_vain(net: Net, mode: Mode, host: str, words: str) -> None:
    with Bench(mode) as bench:
        result = await bench.ping(host, timeout=8.0)
        assert (result.outcome, result.reason) == (Outcome.DOWN, words)
        assert bench.words == [(host, result.at, words)]
        assert result.at - result.sent_at < 7.0
        assert bench.engine.counters.unreachable == 1


@BOTH_MODES
@HOST_THAT_NOBODY_HAS
async def test_what_a_router_says_after_the_deadline_is_heard_and_changes_nothing(
    net: Net, mode: Mode, host: str, words: str
) -> None:
    with Bench(mode) as bench:
        result = await bench.ping(host, timeout=0.3)
        assert (result.outcome, result.reason) == (Outcome.DOWN, "timeout after 0.3s")
        # Somebody has to look into the socket meanwhile, but not so often that its sequence is another probe's by then.
        async with asyncio.timeout(PATIENCE):
            while not bench.words:
                await asyncio.sleep(0.02)
                await bench.ping("10.77.2.2" if "." in host else "fd77:2::2", timeout=0.3)
        (key, at, said), *_ = bench.words
        assert (key, said) == (host, words)
        assert at > result.at
        assert [r.outcome for r in bench.results if r.key == host] == [Outcome.DOWN]


@BOTH_MODES
@pytest.mark.parametrize(
    ("host", "reason"),
    [
        pytest.param("10.77.1.1", "destination network unreachable from 10.77.0.254", id="IPv4"),
        pytest.param("fd77:1::1", "no route to destination from fd77::254", id="IPv6"),
    ],
)
async def test_a_router_that_has_lost_the_way(net: Net, mode: Mode, host: str, reason: str) -> None:
    net["rtr"].ip("link", "set", "r1", "down")
    with Bench(mode) as bench:
        result = await bench.ping(host)
        assert (result.outcome, result.reason) == (Outcome.DOWN, reason)


@BOTH_MODES
@pytest.mark.parametrize("host", ["10.55.0.1", "fd55::1"])
async def test_a_routing_loop_is_told_with_whom_it_ends(net: Net, mode: Mode, host: str) -> None:
    net["host"].sysctl("net.ipv4.ip_forward", "1")
    net["host"].sysctl("net.ipv6.conf.all.forwarding", "1")
    v6 = ":" in host
    network, via, back = ("fd55::/64", "fd77::254", "fd77:1::1") if v6 else ("10.55.0.0/16", "10.77.0.254", "10.77.1.1")
    net["mon"].ip("-6" if v6 else "-4", "route", "add", network, "via", via)
    net["rtr"].ip("-6" if v6 else "-4", "route", "add", network, "via", back)
    with Bench(mode) as bench:
        result = await bench.ping(host, timeout=5.0)
        assert (result.outcome, result.reason) == (
            Outcome.DOWN, f"time to live exceeded (routing loop) from {back}"
        )  # fmt: skip


@BOTH_MODES
@pytest.mark.parametrize("host", ["10.77.2.99", "fd77:2::99"])
async def test_a_neighbour_that_is_silent_is_down(net: Net, mode: Mode, host: str) -> None:
    with Bench(mode) as bench:
        result = await bench.ping(host, timeout=8.0)
        expected = "destination host unreachable: no neighbour answers for it on m1"
        assert (result.outcome, result.reason) == (Outcome.DOWN, expected)
        again = await bench.ping(host, timeout=0.3)
        assert (again.outcome, again.reason) == (Outcome.DOWN, "timeout after 0.3s")


@BOTH_MODES
@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
async def test_no_route_is_our_own_fault(net: Net, mode: Mode, host: str) -> None:
    with Bench(mode) as bench:
        result = await bench.ping(host)
        assert (result.outcome, result.reason) == (Outcome.ERROR, "no route to host")
        assert bench.engine.counters.sent == 0


@BOTH_MODES
@pytest.mark.parametrize("kind", ["unreachable", "prohibit", "blackhole"])
@pytest.mark.parametrize("network", ["192.0.2.0/24", "2001:db8::/64"])
async def test_a_route_that_forbids_is_our_own_fault(net: Net, mode: Mode, kind: str, network: str) -> None:
    net["mon"].ip("route", "add", kind, network)
    with Bench(mode) as bench:
        result = await bench.ping(network.split("/")[0].removesuffix("0") + "1")
        assert result.outcome is Outcome.ERROR
        assert bench.engine.counters.sent == 0


@BOTH_MODES
@HOST
async def test_the_own_link_switched_off_is_our_own_fault(net: Net, mode: Mode, host: str) -> None:
    with Bench(mode) as bench:
        net["mon"].ip("link", "set", "m0", "down")
        result = await bench.ping(host)
        assert (result.outcome, result.reason) == (Outcome.ERROR, "no route to host")


@BOTH_MODES
@HOST
async def test_the_own_cable_pulled_is_our_own_fault(net: Net, mode: Mode, host: str) -> None:
    with Bench(mode) as bench:
        assert (await bench.ping(host)).outcome is Outcome.UP
        net["rtr"].ip("link", "set", "r0", "down")
        result = await bench.ping(host, timeout=2.0)
        assert (result.outcome, result.reason) == (Outcome.ERROR, "own network interface m0 has no link")
        other = await bench.ping("10.77.2.2" if "." in host else "fd77:2::2")
        assert other.outcome is Outcome.UP


# The kernel says nothing of it to an IPv6 datagram socket.
@pytest.mark.parametrize(
    ("mode", "host"),
    [
        pytest.param(Mode.RAW, "10.77.1.1", id="IPv4 raw"),
        pytest.param(Mode.DATAGRAM, "10.77.1.1", id="IPv4 datagram"),
        pytest.param(Mode.RAW, "fd77:1::1", id="IPv6 raw"),
    ],
)
async def test_the_own_packet_filter_is_our_own_fault(net: Net, mode: Mode, host: str) -> None:
    if shutil.which("nft") is None:
        pytest.skip("needs nft (Debian: nftables) to forbid sending")
    family = "ip" if "." in host else "ip6"
    rule = f"type filter hook output priority 0; {family} daddr {host} drop;"
    run("ip", "netns", "exec", net["mon"].name, "nft", f"table {family} t {{ chain c {{ {rule} }}; }}")
    with Bench(mode) as bench:
        result = await bench.ping(host)
        assert (result.outcome, result.reason) == (
            Outcome.ERROR, "sending was forbidden by the own packet filter"
        )  # fmt: skip


@BOTH_MODES
async def test_a_host_that_refuses_by_itself_is_down_and_the_reason_says_so(net: Net, mode: Mode) -> None:
    if shutil.which("nft") is None:
        pytest.skip("needs nft (Debian: nftables) to refuse echo requests")
    run("ip", "netns", "exec", net["host"].name, "nft",
        "table ip t { chain c { type filter hook input priority 0; "
        "icmp type echo-request reject with icmp type admin-prohibited; }; }")
    with Bench(mode) as bench:
        result = await bench.ping("10.77.1.1")
        expected = "refused by 10.77.1.1 itself: communication administratively prohibited"
        assert (result.outcome, result.reason) == (Outcome.DOWN, expected)


@BOTH_MODES
async def test_one_targets_icmp_error_is_not_blamed_on_the_next_target(net: Net, mode: Mode) -> None:
    """The kernel reports an error that one request met from whatever call on the socket comes next."""
    net["rtr"].sysctl("net.ipv4.icmp_ratelimit", "0")
    net["rtr"].ip("link", "set", "r1", "down")
    with Bench(mode) as bench:
        for n in range(200):
            bench.engine.probe(f"gone {n}", "10.77.1.1", 1.0)
            bench.engine.probe(f"alive {n}", "10.77.2.2", 1.0)
            bench.engine.probe(f"six {n}", "fd77:2::2", 1.0)
        results = await bench.want(600)
        outcomes = {(r.key.split()[0], r.outcome) for r in results}
        assert outcomes == {("gone", Outcome.DOWN), ("alive", Outcome.UP), ("six", Outcome.UP)}


@BOTH_MODES
async def test_two_thousand_hosts_behind_the_router_lose_nothing(net: Net, mode: Mode) -> None:
    net["host"].ip("route", "add", "local", "10.88.0.0/16", "dev", "lo")
    with Bench(mode) as bench:
        await bench.send_all([f"10.88.{n // 250}.{n % 250 + 1}" for n in range(2000)], 2.0)
        results = await bench.want(2000)
        assert {r.outcome for r in results} == {Outcome.UP}
        assert bench.engine.counters.overflowed == 0


@BOTH_MODES
async def test_four_hundred_silent_neighbours_do_not_keep_the_others_from_being_probed(
    net: Net, mode: Mode
) -> None:
    net["mon"].ip("route", "add", "10.99.0.0/16", "dev", "m1")
    with Bench(mode) as bench:
        for n in range(400):
            bench.engine.probe("silent", f"10.99.{n // 250}.{n % 250 + 1}", 1.0)
        bench.engine.probe("alive", "10.77.1.1", 1.0)
        results = await bench.want(401)
        assert {(r.key, r.outcome) for r in results} == {("alive", Outcome.UP), ("silent", Outcome.DOWN)}


@BOTH_MODES
async def test_a_dead_interface_does_not_hold_back_the_others(net: Net, mode: Mode) -> None:
    net["rtr"].ip("link", "set", "r0", "down")
    with Bench(mode) as bench:
        for _ in range(300):
            bench.engine.probe("cut", "10.77.1.1", 2.0)
            bench.engine.probe("alive", "10.77.2.2", 2.0)
        results = await bench.want(600)
        assert {(r.key, r.outcome) for r in results} == {("cut", Outcome.ERROR), ("alive", Outcome.UP)}


@BOTH_MODES
@HOST
async def test_the_own_cable_pulled_while_an_answer_is_awaited_is_our_own_fault(
    net: Net, mode: Mode, host: str
) -> None:
    net["host"].ip("link", "set", "h0", "down")
    with Bench(mode) as bench:
        bench.engine.probe("waiting", host, 3.0)
        net["rtr"].ip("link", "set", "r0", "down")
        (result,) = await bench.want(1)
        assert (result.outcome, result.reason) == (Outcome.ERROR, "own network interface m0 has no link")
