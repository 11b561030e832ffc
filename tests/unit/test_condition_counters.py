"""Rates from counters: what is told for sure, and that nothing else is told."""

import pytest

from netwatch.core.conditions.counters import Flow, comparable, flows, growth
from probes.snmp.reading import AdminStatus, InterfaceReading, OperStatus, SnmpReading

MEGA = 1_000_000
PORT = InterfaceReading(
    "ether1", "", 4, AdminStatus.UP, OperStatus.UP, 10 * MEGA, 20 * MEGA, 64, 100 * MEGA,
    in_errors=5, out_errors=5, in_packets=1000, out_packets=1000, in_discards=5, out_discards=5,
)
READING = SnmpReading("rt", 1000.0, 360_000, None, None, None, None, (PORT,), ())
A_MINUTE = 60.0


def after(seconds: float, port: InterfaceReading = PORT, uptime: int | None = None) -> SnmpReading:
    ticks = READING.uptime + round(seconds * 100) if uptime is None else uptime
    return READING._replace(at=READING.at + seconds, uptime=ticks, interfaces=(port,))


def flow_in(later: InterfaceReading, earlier: InterfaceReading = PORT, seconds: float = A_MINUTE) -> Flow | None:
    seen = flows(earlier, later, seconds)
    return None if seen is None else seen.into


@pytest.mark.parametrize(
    ("before", "now", "bits", "most", "grown"),
    [
        pytest.param(100, 250, 64, None, 150, id="it has grown"),
        pytest.param(100, 100, 64, None, 0, id="it stands still"),
        pytest.param(2**32 - 10, 90, 32, 1000.0, 100, id="32 bits have wrapped once"),
        pytest.param(2**32 - 10, 90, 32, 99.0, None, id="a wrap that would be more than can be: a reset"),
        pytest.param(5_000, 0, 32, 1000.0, None, id="32 bits were set to nothing"),
        pytest.param(100, 250, 32, float(2**32), None, id="32 bits that may have wrapped twice say nothing"),
        pytest.param(100, 250, 32, None, None, id="32 bits of a port without a speed say nothing"),
        pytest.param(2**64 - 10, 90, 64, 1000.0, None, id="64 bits do not wrap: a reset"),
        pytest.param(2**40, 12, 64, 1e12, None, id="64 bits were set to nothing"),
        pytest.param(100, 2000, 64, 1000.0, None, id="more than can be is not believed"),
        pytest.param(None, 5, 64, None, None, id="not told before"),
        pytest.param(5, None, 64, None, None, id="not told now"),
        pytest.param(5, 2**32 + 5, 32, 1e9, None, id="beyond its own width"),
        pytest.param(-1, 5, 64, None, None, id="a negative counter"),
    ],
)
def test_by_how_much_a_counter_has_grown(before, now, bits, most, grown):
    assert growth(before, now, bits, most) == grown


def test_a_minute_of_traffic_is_a_share_of_the_speed_in_each_direction():
    seen = flows(PORT, PORT._replace(in_octets=10 * MEGA + 75 * MEGA, out_octets=20 * MEGA + 375 * MEGA), A_MINUTE)
    assert seen is not None
    assert (seen.into.bits_per_second, seen.into.load) == (10 * MEGA, 0.1)
    assert seen.out.load == 0.5


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(PORT._replace(index=5), id="the agent has renumbered it"),
        pytest.param(PORT._replace(counter_bits=32), id="the counters have another width"),
        pytest.param(PORT._replace(speed=1000 * MEGA), id="it runs at another speed"),
    ],
)
def test_a_port_that_is_another_one_is_not_compared(later):
    assert flows(PORT, later._replace(in_octets=50 * MEGA), A_MINUTE) is None


@pytest.mark.parametrize(
    ("before", "later"),
    [
        pytest.param(None, after(60), id="the first reading"),
        pytest.param(READING, after(1), id="a second after the other: agents hold their counters for longer"),
        pytest.param(READING, after(60, uptime=1000), id="a reboot between them"),
        pytest.param(
            READING._replace(host_uptime=9_000_000),
            after(60, uptime=500)._replace(host_uptime=9_006_000),
            id="the agent alone was restarted",
        ),
        pytest.param(READING, READING._replace(at=READING.at - 60), id="the later one first"),
    ],
)
def test_readings_that_do_not_go_on_from_each_other_are_not_compared(before, later):
    assert comparable(before, later) == {}


def test_readings_that_go_on_from_each_other_are_compared_over_a_wrap_of_sysuptime_too():
    before = READING._replace(uptime=2**32 - 3000)
    assert comparable(before, after(60)._replace(uptime=3000)) == {"ether1": PORT}


def test_a_burst_beyond_the_speed_is_a_full_port_and_an_impossible_one_is_nothing():
    full = round(100 * MEGA / 8 * A_MINUTE)
    burst = flow_in(PORT._replace(in_octets=10 * MEGA + full * 6 // 5))
    impossible = flow_in(PORT._replace(in_octets=10 * MEGA + full * 13 // 10))
    assert burst is not None
    assert impossible is not None
    assert burst.load == 1.0
    assert (impossible.load, impossible.bits_per_second) == (None, None)


def test_a_port_that_does_not_tell_its_speed_has_a_rate_and_no_load():
    silent = PORT._replace(speed=None)
    seen = flow_in(silent._replace(in_octets=85 * MEGA), silent)
    assert seen is not None
    assert (seen.bits_per_second, seen.load) == (10 * MEGA, None)


@pytest.mark.parametrize(
    ("changed", "damaged", "dropped"),
    [
        pytest.param({"in_packets": 100_900, "in_errors": 105}, 100 / 100_000, 0.0, id="some of many are damaged"),
        pytest.param({"in_packets": 1900, "in_discards": 105}, 0.0, 0.1, id="a tenth is dropped"),
        pytest.param({"in_packets": 1002, "in_errors": 6}, 0.0, 0.0, id="one of three is no third"),
        pytest.param({"in_errors": 3}, None, 0.0, id="the errors were set to nothing"),
        pytest.param({"in_errors": None, "in_discards": None}, None, None, id="neither is told"),
        pytest.param(
            {"in_packets": 1010, "in_octets": 10 * MEGA + 15_180_000, "in_errors": 105}, 100 / 10_100, 0.0,
            id="a camera's multicast is counted by its octets",
        ),
        pytest.param({"in_packets": 10, "in_errors": 205}, 1.0, 0.0, id="packets set to nothing, only errors since"),
    ],
)
def test_the_share_of_packets_that_met_with_a_mishap(changed, damaged, dropped):
    seen = flow_in(PORT._replace(**changed))
    assert seen is not None
    assert seen.damaged == (None if damaged is None else pytest.approx(damaged, rel=0.02))
    assert seen.dropped == (None if dropped is None else pytest.approx(dropped, rel=0.02))
