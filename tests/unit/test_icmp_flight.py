"""Who may settle a probe, and when it is due."""

import math

import pytest

from probes.icmp.arrival import arrival, read_through
from probes.icmp.flight import InFlight, Refusal
from probes.icmp.packet import Echo
from probes.icmp.probe import Probe
from probes.icmp.target import Target, target_of

TARGET = target_of("10.0.0.1")
OTHER = target_of("10.0.0.2")
COOKIE = b"0123456789abcdef"


def probe(cookie: bytes = COOKIE, sequence: int = 7, deadline: float = 1.0) -> Probe:
    return Probe("key", TARGET, sequence, cookie, 1.0, 0.0, deadline, sent=True)


@pytest.mark.parametrize(
    ("sender", "echo", "expected"),
    [
        pytest.param(OTHER, Echo(1, 7, COOKIE), Refusal.SPOOFED, id="another sender is not believed"),
        pytest.param(TARGET, Echo(1, 8, COOKIE), Refusal.SPOOFED, id="another sequence is not believed"),
        pytest.param(TARGET, Echo(1, 7, b"x" * 16), Refusal.SPOOFED, id="another cookie is not believed"),
        pytest.param(TARGET, Echo(1, 7, COOKIE[:15]), Refusal.SPOOFED, id="a cut cookie is not believed"),
        pytest.param(TARGET, Echo(1, 7, b""), Refusal.SPOOFED, id="no cookie is not believed"),
        pytest.param(target_of("fe80::1%1"), Echo(1, 7, COOKIE), Refusal.SPOOFED, id="nor is another family"),
    ],
)
def test_a_stranger_settles_nothing(sender: Target, echo: Echo, expected: Refusal) -> None:
    flight = InFlight()
    flight.add(waiting := probe())
    assert flight.find_answered(sender.host, echo) is expected
    assert waiting in flight


@pytest.mark.parametrize(
    ("cookie", "believed"),
    [
        pytest.param(COOKIE, True, id="whole cookie"),
        pytest.param(COOKIE[:4], True, id="the beginning of it, where the router quotes no more"),
        pytest.param(b"", True, id="none, from a router that quotes eight bytes"),
        pytest.param(b"x" * 16, False, id="a wrong one"),
        pytest.param(b"xx", False, id="a wrong beginning"),
    ],
)
def test_a_quote_is_held_against_as_much_of_the_cookie_as_it_has(cookie: bytes, believed: bool) -> None:
    flight = InFlight()
    flight.add(waiting := probe())
    found = flight.find_quoted(TARGET.host, Echo(1, 7, cookie))
    assert (found is waiting) is believed
    assert believed or found is Refusal.SPOOFED


def test_a_short_quote_about_another_destination_or_sequence_finds_nothing() -> None:
    flight = InFlight()
    flight.add(probe())
    assert flight.find_quoted(OTHER.host, Echo(1, 7, b"")) is Refusal.LATE
    assert flight.find_quoted(TARGET.host, Echo(1, 8, b"")) is Refusal.LATE


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        pytest.param(True, Refusal.DUPLICATE, id="after an answer the next is a duplicate"),
        pytest.param(False, Refusal.LATE, id="after the deadline the first is late"),
    ],
)
def test_what_comes_after_the_end(answered: bool, expected: Refusal) -> None:
    flight = InFlight()
    flight.add(waiting := probe())
    flight.remove(waiting, answered)
    assert flight.find_answered(TARGET.host, Echo(1, 7, COOKIE)) is expected
    assert len(flight) == 0


def test_more_than_65536_probes_of_one_target_are_told_apart() -> None:
    flight = InFlight()
    probes = [probe(n.to_bytes(16, "big"), sequence=n & 0xFFFF) for n in range(65_536 + 10)]
    for each in probes:
        flight.add(each)
    first, again = probes[3], probes[65_536 + 3]
    assert first.sequence == again.sequence
    assert flight.find_answered(TARGET.host, Echo(1, 3, first.cookie)) is first
    flight.remove(first, answered=True)
    assert flight.find_answered(TARGET.host, Echo(1, 3, again.cookie)) is again
    assert flight.find_quoted(TARGET.host, Echo(1, 3, b"")) is again
    assert len(flight) == 65_545


def test_deadlines_come_in_order_and_only_up_to_the_horizon() -> None:
    flight = InFlight()
    late = probe(b"a" * 16, deadline=3.0)
    early = probe(b"b" * 16, deadline=1.0)
    settled = probe(b"c" * 16, deadline=0.5)
    for each in (late, early, settled):
        flight.add(each)
    flight.remove(settled, answered=True)
    assert flight.next_deadline() == 1.0
    assert flight.expired(0.9, limit=10) == []
    assert flight.expired(2.0, limit=10) == [early]
    flight.remove(early, answered=False)
    assert flight.next_deadline() == 3.0
    assert flight.expired(9.0, limit=10) == [late]


def test_a_probe_that_left_late_is_due_later() -> None:
    flight = InFlight()
    flight.add(waiting := probe(deadline=1.0))
    flight.postpone(waiting, 1.5)
    assert flight.expired(1.2, limit=10) == []
    assert flight.next_deadline() == 1.5
    assert flight.expired(1.5, limit=10) == [waiting]


def test_no_more_expire_at_once_than_asked_for() -> None:
    flight = InFlight()
    for n in range(5):
        flight.add(probe(bytes([n]) * 16, sequence=n))
    first = flight.expired(1.0, limit=3)
    for each in first:
        flight.remove(each, answered=False)
    assert len(first) == 3
    assert len(flight.expired(1.0, limit=3)) == 2


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        pytest.param(5000.0, 100.0, id="received just now"),
        pytest.param(4999.7, 99.7, id="received 0.3 s ago, while the loop was busy"),
        pytest.param(4999.0 - 0.001, 99.0, id="a hair before it was sent: the clocks' readings differ"),
        pytest.param(4999.9, 99.9, id="after the deadline it is late"),
        pytest.param(5003.0, 99.8, id="from the future: the wall clock was set back, it is not late"),
        pytest.param(1400.0, 99.8, id="an hour before it was sent: the clock was set on, it is not late"),
        pytest.param(None, 99.8, id="without a stamp it is not called late"),
    ],
)
def test_arrival_on_the_monotonic_clock(stamp: float | None, expected: float) -> None:
    at = arrival(now=100.0, wall_now=5000.0, stamp=stamp, sent_at=99.0, deadline=99.8)
    assert at == pytest.approx(expected)


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        pytest.param(4999.7, 99.7, id="up to the last one's arrival"),
        pytest.param(None, -math.inf, id="nobody knows without a stamp"),
        pytest.param(5003.0, -math.inf, id="nobody knows with a stamp from the future"),
    ],
)
def test_how_far_a_queue_has_been_read(stamp: float | None, expected: float) -> None:
    assert read_through(now=100.0, wall_now=5000.0, stamp=stamp) == pytest.approx(expected)


def test_an_unknown_arrival_before_the_deadline_counts_as_now() -> None:
    assert arrival(now=100.0, wall_now=5000.0, stamp=None, sent_at=99.0, deadline=101.0) == 100.0


@pytest.mark.parametrize(
    "address", ["example.org", "10.0.0", "", "224.0.0.1", "ff02::1", "0.0.0.0", "::", "::ffff:10.0.0.1"]
)
def test_only_the_address_of_one_host_is_a_target(address: str) -> None:
    with pytest.raises(ValueError):
        target_of(address)
