"""Who may settle a probe, and when it is due."""

import math

import pytest

from probes.icmp.arrival import arrival, read_through
from probes.icmp.flight import REMEMBERED, InFlight, Refusal
from probes.icmp.packet import SEQUENCE_SHIFT, Echo, cookie_bytes, identifier_tag, sequence_in
from probes.icmp.target import Target, target_of

TARGET = target_of(("10.0.0.1", "10.0.1.1"))
OTHER = target_of("10.0.0.2")
COOKIE = 0x0123456789ABCDEF
WRITTEN = cookie_bytes(COOKIE)
TAG, ANOTHER_TAG = (identifier_tag(1) + (sequence << SEQUENCE_SHIFT) for sequence in (7, 8))


def flight_of(*probes: tuple[int, int, float]) -> InFlight:
    """With probes of these cookies, tags and deadlines, all sent at 0."""
    flight = InFlight()
    for cookie, tag, deadline in probes:
        flight.expect(deadline, 0.0)
        flight.waiting[cookie] = "key", TARGET, tag, 0.0, deadline
    return flight


ONE = (COOKIE, TAG, 1.0)


@pytest.mark.parametrize(
    ("sender", "echo", "expected"),
    [
        pytest.param(TARGET, Echo(TAG, WRITTEN), COOKIE, id="the target is believed"),
        pytest.param(target_of("10.0.1.1"), Echo(TAG, WRITTEN), COOKIE, id="so is the device by its other address"),
        pytest.param(OTHER, Echo(TAG, WRITTEN), Refusal.SPOOFED, id="another sender is not believed"),
        pytest.param(TARGET, Echo(ANOTHER_TAG, WRITTEN), Refusal.SPOOFED, id="another sequence is not believed"),
        pytest.param(TARGET, Echo(TAG, b"x" * 8), Refusal.SPOOFED, id="another cookie is not believed"),
        pytest.param(TARGET, Echo(TAG, WRITTEN[:7]), Refusal.SPOOFED, id="a cut cookie is not believed"),
        pytest.param(TARGET, Echo(TAG, b""), Refusal.SPOOFED, id="no cookie is not believed"),
        pytest.param(target_of("fe80::1%1"), Echo(TAG, WRITTEN), Refusal.SPOOFED, id="nor is another family"),
    ],
)
def test_who_may_settle_a_probe(sender: Target, echo: Echo, expected: int | Refusal) -> None:
    flight = flight_of(ONE)
    assert flight.find_answered(sender.host, echo) == expected
    assert COOKIE in flight.waiting


@pytest.mark.parametrize(
    ("cookie", "believed"),
    [
        pytest.param(WRITTEN, True, id="whole cookie"),
        pytest.param(WRITTEN[:4], True, id="the beginning of it, where the router quotes no more"),
        pytest.param(b"", True, id="none, from a router that quotes eight bytes"),
        pytest.param(b"x" * 8, False, id="a wrong one"),
        pytest.param(b"xx", False, id="a wrong beginning"),
    ],
)
def test_a_quote_is_held_against_as_much_of_the_cookie_as_it_has(cookie: bytes, believed: bool) -> None:
    found = flight_of(ONE).find_quoted(TARGET.host, Echo(TAG, cookie))
    assert found == (COOKIE if believed else Refusal.SPOOFED)


def test_a_short_quote_about_another_destination_or_sequence_finds_nothing() -> None:
    flight = flight_of(ONE)
    assert flight.find_quoted(OTHER.host, Echo(TAG, b"")) is Refusal.LATE
    assert flight.find_quoted(TARGET.host, Echo(ANOTHER_TAG, b"")) is Refusal.LATE


def test_a_quote_about_the_devices_other_address_is_about_no_request_of_ours() -> None:
    assert flight_of(ONE).find_quoted(target_of("10.0.1.1").host, Echo(TAG, WRITTEN)) is Refusal.SPOOFED


def test_a_short_quote_finds_what_was_sent_since_the_last_reading() -> None:
    flight = flight_of(ONE)
    assert flight.find_quoted(TARGET.host, Echo(TAG, b"")) == COOKIE
    flight.settle(COOKIE, answered=False)
    assert flight.find_quoted(TARGET.host, Echo(TAG, b"")) is Refusal.LATE
    flight.waiting[5] = "key", TARGET, ANOTHER_TAG, 0.0, 1.0
    flight.tidy()
    assert flight.find_quoted(TARGET.host, Echo(ANOTHER_TAG, b"")) == 5


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        pytest.param(True, Refusal.DUPLICATE, id="after an answer the next is a duplicate"),
        pytest.param(False, Refusal.LATE, id="after the deadline the first is late"),
    ],
)
def test_what_comes_after_the_end(answered: bool, expected: Refusal) -> None:
    flight = flight_of(ONE)
    flight.settle(COOKIE, answered)
    assert flight.find_answered(TARGET.host, Echo(TAG, WRITTEN)) is expected
    assert flight.waiting == {}


def test_the_settled_are_remembered_a_while_and_then_forgotten() -> None:
    flight = InFlight()
    for cookie in range(1, 3 * REMEMBERED + 1):
        flight.waiting[cookie] = "key", TARGET, TAG, 0.0, 1.0
        flight.settle(cookie, answered=True)
        flight.tidy()
    assert flight.find_answered(TARGET.host, Echo(TAG, cookie_bytes(3 * REMEMBERED))) is Refusal.DUPLICATE
    assert flight.find_answered(TARGET.host, Echo(TAG, cookie_bytes(2 * REMEMBERED + 1))) is Refusal.DUPLICATE
    assert flight.find_answered(TARGET.host, Echo(TAG, cookie_bytes(1))) is Refusal.SPOOFED
    assert len(flight.settled) < REMEMBERED


def test_more_than_65536_probes_of_one_target_are_told_apart() -> None:
    tags = [n % 65_536 << SEQUENCE_SHIFT for n in range(65_536 + 10)]
    flight = flight_of(*((n + 1, tag, 1.0) for n, tag in enumerate(tags)))
    first, again = 4, 65_536 + 4
    assert sequence_in(tags[first - 1]) == sequence_in(tags[again - 1])
    assert flight.find_answered(TARGET.host, Echo(tags[first - 1], cookie_bytes(first))) == first
    flight.settle(first, answered=True)
    assert flight.find_answered(TARGET.host, Echo(tags[again - 1], cookie_bytes(again))) == again
    assert flight.find_quoted(TARGET.host, Echo(tags[again - 1], b"")) == again
    assert len(flight.waiting) == 65_545


def test_deadlines_are_judged_only_up_to_the_horizon() -> None:
    flight = flight_of((1, TAG, 3.0), (2, TAG, 1.0), (3, TAG, 0.5))
    flight.settle(3, answered=True)
    assert flight.expired(0.9, limit=10) == []
    assert flight.expired(2.0, limit=10) == [2]
    flight.settle(2, answered=False)
    assert flight.expired(9.0, limit=10) == [1]


def test_one_with_a_long_timeout_holds_back_none_with_a_short_one_sent_before_and_after() -> None:
    flight = InFlight()
    for cookie, (sent_at, timeout) in enumerate([(0.0, 1.0), (0.1, 5.0), (0.2, 1.0), (0.3, 5.0), (0.4, 1.0)]):
        flight.expect(timeout, sent_at)
        flight.waiting[cookie] = "key", TARGET, TAG, sent_at, sent_at + timeout
    assert flight.expired(1.3, limit=10) == [0, 2]
    assert flight.expired(1.5, limit=10) == [0, 2, 4]
    assert flight.expired(5.2, limit=10) == [0, 1, 2, 4]
    assert flight.expired(6.0, limit=10) == [0, 1, 2, 3, 4]


def test_no_more_expire_at_once_than_asked_for() -> None:
    flight = flight_of(*((n, TAG, 1.0) for n in range(5)))
    first = flight.expired(1.0, limit=3)
    for each in first:
        flight.settle(each, answered=False)
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
    with pytest.raises(ValueError):
        target_of(("10.0.0.1", address))


def test_of_a_devices_addresses_those_of_the_first_ones_family_count() -> None:
    target = target_of(("10.0.0.1", "fd00::1", "10.0.1.1"))
    assert target.others == {target_of("10.0.1.1").host}
    assert target_of("fe80::1%7").scope == 7


def test_a_probe_is_told_once_when_it_is_overdue_and_never_when_it_was_answered():
    flight = InFlight()
    for cookie, sent_at in ((1, 10.0), (2, 10.1), (3, 10.2)):
        flight.waiting[cookie] = f"d{cookie}", TARGET, TAG, sent_at, sent_at + 1.0
    flight.settle(2, answered=True)
    assert flight.overdue(9.9) == []
    assert flight.overdue(10.1) == [("d1", 10.0)]
    assert flight.overdue(10.2) == [("d3", 10.2)]
    assert flight.overdue(10.9) == []
