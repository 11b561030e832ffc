"""Who may settle a probe, and when it is due."""

import math
from array import array

import pytest

from probes.icmp.arrival import arrival, read_through
from probes.icmp.flight import SEQUENCES, InFlight, Refusal, request_to
from probes.icmp.packet import SEQUENCE_SHIFT, Echo, cookie_bytes, identifier_tag
from probes.icmp.target import Target, target_of

TARGET = target_of(("10.0.0.1", "10.0.1.1"))
OTHER = target_of("10.0.0.2")
COOKIE = 0x0123456789ABCDEF
WRITTEN = cookie_bytes(COOKIE)
PLACE = 7


def tag_of(place: int) -> int:
    return identifier_tag(1) + (place << SEQUENCE_SHIFT)


TAG, ANOTHER_TAG = tag_of(PLACE), tag_of(PLACE + 1)


def sent(flight: InFlight, cookie: int, sent_at: float = 0.0, timeout: float = 1.0, key: str = "key") -> int:
    """One that has left; its place."""
    flight.expect(timeout, sent_at)
    place = flight.enter([request_to(TARGET, key)], array("Q", [cookie]))
    flight.sent_at[place] = sent_at
    return place


def one() -> InFlight:
    flight = InFlight(PLACE)
    assert sent(flight, COOKIE) == PLACE
    return flight


@pytest.mark.parametrize(
    ("sender", "echo", "expected"),
    [
        pytest.param(TARGET, Echo(TAG, WRITTEN), PLACE, id="the target is believed"),
        pytest.param(target_of("10.0.1.1"), Echo(TAG, WRITTEN), PLACE, id="so is the device by its other address"),
        pytest.param(OTHER, Echo(TAG, WRITTEN), Refusal.SPOOFED, id="another sender is not believed"),
        pytest.param(TARGET, Echo(ANOTHER_TAG, WRITTEN), Refusal.SPOOFED, id="another sequence is not believed"),
        pytest.param(TARGET, Echo(TAG, b"x" * 8), Refusal.SPOOFED, id="another cookie is not believed"),
        pytest.param(TARGET, Echo(TAG, WRITTEN[:7]), Refusal.SPOOFED, id="a cut cookie is not believed"),
        pytest.param(TARGET, Echo(TAG, b""), Refusal.SPOOFED, id="no cookie is not believed"),
        pytest.param(target_of("fe80::1%1"), Echo(TAG, WRITTEN), Refusal.SPOOFED, id="nor is another family"),
    ],
)
def test_who_may_settle_a_probe(sender: Target, echo: Echo, expected: int | Refusal) -> None:
    flight = one()
    assert flight.find_answered(sender.host, echo) == expected
    assert flight.handles() == [PLACE]


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
    found = one().find_quoted(TARGET.host, Echo(TAG, cookie))
    assert found == (PLACE if believed else Refusal.SPOOFED)


def test_a_short_quote_about_another_destination_or_sequence_finds_nothing() -> None:
    flight = one()
    assert flight.find_quoted(OTHER.host, Echo(TAG, b"")) is Refusal.LATE
    assert flight.find_quoted(TARGET.host, Echo(ANOTHER_TAG, b"")) is Refusal.LATE


def test_a_quote_about_the_devices_other_address_is_about_no_request_of_ours() -> None:
    assert one().find_quoted(target_of("10.0.1.1").host, Echo(TAG, WRITTEN)) is Refusal.SPOOFED


def test_a_short_quote_finds_what_waits_and_nothing_that_was_settled() -> None:
    flight = one()
    assert flight.find_quoted(TARGET.host, Echo(TAG, b"")) == PLACE
    flight.settle(PLACE, answered=False)
    assert flight.find_quoted(TARGET.host, Echo(TAG, b"")) is Refusal.LATE
    assert sent(flight, 5) == PLACE + 1
    assert flight.find_quoted(TARGET.host, Echo(ANOTHER_TAG, b"")) == PLACE + 1


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        pytest.param(True, Refusal.DUPLICATE, id="after an answer the next is a duplicate"),
        pytest.param(False, Refusal.LATE, id="after the deadline the first is late"),
    ],
)
def test_what_comes_after_the_end(answered: bool, expected: Refusal) -> None:
    flight = one()
    flight.settle(PLACE, answered)
    assert flight.find_answered(TARGET.host, Echo(TAG, WRITTEN)) is expected
    assert len(flight) == 0
    assert flight.handles() == []


def test_what_was_answered_is_known_without_a_call_of_settle() -> None:
    """As the lane does it."""
    flight = one()
    flight.requests[PLACE] = None
    flight.waiting -= 1
    assert flight.find_answered(TARGET.host, Echo(TAG, WRITTEN)) is Refusal.DUPLICATE
    assert len(flight) == 0


def test_an_answer_to_what_never_left_is_not_believed() -> None:
    flight = one()
    flight.withdraw(PLACE)
    assert flight.find_answered(TARGET.host, Echo(TAG, WRITTEN)) is Refusal.SPOOFED
    assert flight.expired(9.0, limit=10) == []
    assert len(flight) == 0


def test_the_settled_are_remembered_until_their_place_is_taken() -> None:
    flight = InFlight(SEQUENCES - 1)
    places = [sent(flight, cookie) for cookie in range(1, SEQUENCES + 1)]
    assert places[:2] == [SEQUENCES - 1, 0]
    for answered, place in enumerate(places):
        flight.settle(place, bool(answered % 2))
    old = Echo(tag_of(places[0]), cookie_bytes(1))
    assert flight.find_answered(TARGET.host, old) is Refusal.LATE
    assert flight.find_silent(old) == ("key", TARGET)
    assert flight.find_silent(Echo(tag_of(places[1]), cookie_bytes(2))) is None
    assert sent(flight, SEQUENCES + 1) == places[0]
    assert flight.find_answered(TARGET.host, old) is Refusal.SPOOFED
    assert flight.find_silent(old) is None
    assert flight.find_answered(TARGET.host, Echo(tag_of(places[1]), cookie_bytes(2))) is Refusal.DUPLICATE


def test_more_than_65536_probes_of_one_target_are_told_apart() -> None:
    flight = InFlight(100)
    places = [sent(flight, n + 1, key=f"p{n}") for n in range(SEQUENCES + 10)]
    assert places[SEQUENCES:] == places[:10]
    assert len(flight) == SEQUENCES + 10
    tag = tag_of(places[3])
    older = flight.find_answered(TARGET.host, Echo(tag, cookie_bytes(4)))
    newer = flight.find_answered(TARGET.host, Echo(tag, cookie_bytes(SEQUENCES + 4)))
    assert flight.find_quoted(TARGET.host, Echo(tag, b"")) == newer == places[3]
    assert flight.find_quoted(TARGET.host, Echo(tag, cookie_bytes(4))) == older
    assert flight.find_answered(OTHER.host, Echo(tag, cookie_bytes(4))) is Refusal.SPOOFED
    assert flight.settle(older, answered=True)[0] == "p3"
    assert flight.settle(newer, answered=True)[0] == f"p{SEQUENCES + 3}"
    assert [flight.probe(handle)[0] for handle in flight.expired(2.0, limit=12)] == [
        f"p{n}" for n in (0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12)
    ]
    assert len(flight.handles()) == len(flight) == SEQUENCES + 8


def test_as_many_fit_as_there_is_room_before_the_places_begin_anew() -> None:
    flight = InFlight(SEQUENCES - 3)
    assert flight.room == 3
    assert flight.enter([request_to(TARGET, "key")] * 3, array("Q", [1, 2, 3])) == SEQUENCES - 3
    assert flight.room == SEQUENCES
    assert sent(flight, 4) == 0


def test_deadlines_are_judged_only_up_to_the_horizon() -> None:
    flight = InFlight()
    first, second, third = (sent(flight, n, timeout=timeout) for n, timeout in ((1, 3.0), (2, 1.0), (3, 0.5)))
    flight.settle(third, answered=True)
    assert flight.expired(0.9, limit=10) == []
    assert flight.expired(2.0, limit=10) == [second]
    flight.settle(second, answered=False)
    assert flight.expired(9.0, limit=10) == [first]


def test_one_with_a_long_timeout_holds_back_none_with_a_short_one_sent_before_and_after() -> None:
    flight = InFlight()
    for cookie, (sent_at, timeout) in enumerate([(0.0, 1.0), (0.1, 5.0), (0.2, 1.0), (0.3, 5.0), (0.4, 1.0)]):
        sent(flight, cookie, sent_at, timeout)
    assert flight.expired(1.3, limit=10) == [0, 2]
    assert flight.expired(1.5, limit=10) == [0, 2, 4]
    assert flight.expired(5.2, limit=10) == [0, 1, 2, 4]
    assert flight.expired(6.0, limit=10) == [0, 1, 2, 3, 4]


def test_no_more_expire_at_once_than_asked_for() -> None:
    flight = InFlight()
    for cookie in range(5):
        sent(flight, cookie)
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
    "address",
    [
        "example.org", "10.0.0", "", "224.0.0.1", "ff02::1", "0.0.0.0", "::", "::ffff:10.0.0.1",
        "fe80::1%2147483648", "fe80::1%4294967296",
    ],
)
def test_only_the_address_of_one_host_is_a_target(address: str) -> None:
    with pytest.raises(ValueError, match=f"'{address}' "):
        target_of(address)
    with pytest.raises(ValueError, match=f"'{address}' "):
        target_of(("10.0.0.1", address))


def test_of_a_devices_addresses_those_of_the_first_ones_family_count() -> None:
    target = target_of(("10.0.0.1", "fd00::1", "10.0.1.1"))
    assert target.others == {target_of("10.0.1.1").host}


def test_a_link_local_address_without_a_zone_is_no_target_and_may_yet_be_another_one_of_the_device() -> None:
    for address in ("fe80::1", "fe80::1%0"):
        with pytest.raises(ValueError, match="such as fe80::1%eth0"):
            target_of(address)
    assert target_of(("10.0.0.1", "fe80::1")).others == set()
    assert target_of("169.254.0.1").scope == 0


def test_a_zone_counts_for_a_link_local_address_alone_as_it_does_to_the_kernel() -> None:
    assert target_of("fe80::1%7").scope == 7
    assert target_of("fd00::2%7") == target_of("fd00::2%none9") == target_of("fd00::2")
    assert target_of("::1%lo") == target_of("::1")
    assert target_of(("fd00::1", "fd00::2%7")).others == {target_of("fd00::2").host}


def test_a_probe_is_told_once_when_it_is_overdue_and_never_when_it_was_answered() -> None:
    flight = InFlight(SEQUENCES - 2)
    first, second, third = (sent(flight, n, sent_at, key=f"d{n}") for n, sent_at in ((1, 10.0), (2, 10.1), (3, 10.2)))
    flight.settle(second, answered=True)
    assert flight.overdue(9.9) == []
    assert flight.overdue(10.1) == [("d1", 10.0)]
    assert flight.overdue(10.2) == [("d3", 10.2)]
    assert flight.overdue(10.9) == []
    flight.settle(first, answered=False)
    flight.settle(third, answered=True)
    assert flight.overdue(11.0) == []
    sent(flight, 4, 11.0, key="d4")
    assert flight.overdue(11.0) == [("d4", 11.0)]
