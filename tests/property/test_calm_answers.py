"""What is taken of an answer at once is what `City.answered` would have made of it, whatever came before."""

from __future__ import annotations

from collections.abc import Callable

import hypothesis.strategies as st
from hypothesis import given, settings

from netwatch.core.advice import Advice
from netwatch.core.city import City
from netwatch.core.policy import Policy
from netwatch.core.track import Track
from tests.sim.world import inventory_of

TREE = {"core": (), "edge": (), "a": ("core",), "b": ("core", "edge"), "c": ("a",)}
WITNESSES = ("edge", "gateway")
EVERYBODY = (*TREE, "gateway")

DEVICES = st.lists(st.sampled_from(EVERYBODY), min_size=1, max_size=6)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["answered", "answered", "missed", "overdue", "could not ask", "reload"]),
        st.one_of(st.just(list(EVERYBODY)), DEVICES),
        st.integers(1, 8),
        st.sampled_from([0.01, 0.5, 10.0]),
        st.sampled_from([0.001, 0.001, 0.3, 0.99]),
    ),
    min_size=5,
    max_size=40,
)
"""What befalls whom, how often in a row, after how many seconds, and how many seconds after the probe."""


def all_of(track: Track) -> tuple[object, ...]:
    loss = (track.loss.quick, track.loss.slow)
    return *(getattr(track, each) for each in Track.__slots__ if each != "loss"), *loss


class Pair:
    """Two cities that the same befalls; one of them takes at once what it may."""

    def __init__(self) -> None:
        self.short, self.plain = (City(inventory_of(TREE), Policy(), WITNESSES) for _ in range(2))
        self.taken = 0

    def answered(self, devices: list[str], sent_at: float, at: float) -> None:
        answers = [(device, sent_at, at) for device in devices]
        others = self.short.take_calm(answers)
        taken = [answer for answer in answers if answer not in others]
        for device, *_ in taken:
            assert self.plain.answered(device, sent_at, at, at - sent_at) is None
        for device, *_ in others:
            short, plain = (city.answered(device, sent_at, at, at - sent_at) for city in (self.short, self.plain))
            assert short == plain
        self.taken += len(taken)

    def happens(self, what: str, device: str, sent_at: float, at: float) -> None:
        ways: dict[str, Callable[[City], Advice | None]] = {
            "missed": lambda city: city.missed(device, sent_at, at),
            "could not ask": lambda city: city.could_not_ask(device, at),
            "overdue": lambda city: city.overdue(device, sent_at) if device in city.tracks else None,
        }
        assert ways[what](self.short) == ways[what](self.plain)

    def reload(self, at: float) -> None:
        older = self.short, self.plain
        self.short, self.plain = (City(inventory_of(TREE), Policy(), WITNESSES) for _ in range(2))
        for city, before in zip((self.short, self.plain), older, strict=True):
            city.inherit(before)
            city.take_stock(at)


def tracks(city: City) -> list[tuple[object, ...]]:
    """All that is known of each."""
    return [all_of(track) for track in (*city.tracks.values(), *city.way_out.extra.values())]


@settings(max_examples=300)
@given(STEPS)
def test_a_city_that_takes_answers_at_once_is_as_any_other(steps) -> None:
    pair, now = Pair(), 100.0
    for sent_at in (50.0, 60.0):
        pair.answered(list(EVERYBODY), sent_at, sent_at + 0.001)
    for what, devices, times, pause, flight in steps:
        for _ in range(times):
            now += pause
            if what == "answered":
                pair.answered(devices, now - flight, now)
            elif what == "reload":
                pair.reload(now)
            else:
                for device in devices:
                    pair.happens(what, device, now - flight, now)
        assert tracks(pair.short) == tracks(pair.plain)
        assert (pair.short.noticed, pair.short.restless) == (pair.plain.noticed, pair.plain.restless)
        assert pair.short.way_out.isolation == pair.plain.way_out.isolation


def test_whoever_has_answered_twice_is_taken_at_once_from_then_on() -> None:
    pair = Pair()
    for turn in range(3):
        pair.answered(list(EVERYBODY), 10.0 * turn, 10.0 * turn + 0.01)
    assert pair.taken == len(EVERYBODY)


def test_the_others_are_given_in_their_order() -> None:
    city = Pair().short
    for turn in (1.0, 2.0):
        city.answered("a", turn, turn, 0.0)
    answers = [("core", 3.0, 3.1), ("a", 3.0, 3.1), ("nobody", 3.0, 3.1), ("b", 3.0, 3.2)]
    assert city.take_calm(answers) == [answers[0], *answers[2:]]
