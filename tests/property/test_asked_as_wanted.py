"""Whatever befalls the devices, and whatever a reload changes, the schedule asks each as quickly as the city wants."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from netwatch.core.city import City
from netwatch.core.policy import Policy
from netwatch.core.uplink import Isolation
from netwatch.watch.prober import Prober
from probes.result import Outcome, PingResult
from tests.sim.world import inventory_of

TREES = [
    {"core": (), "edge": (), "a": ("core",), "b": ("core", "edge"), "c": ("a",)},
    {"core": (), "edge": (), "a": ("edge",), "b": ("edge",), "c": ("b",), "d": ("c",)},
    {"edge": (), "core": ("edge",), "c": ("core",)},
]
POLICIES = [Policy(), Policy(close_after=30.0), Policy(confirm_within=5.0), Policy(interval=20.0), Policy(interval=2.0)]
WITNESSES = [{}, {"gateway": "10.255.0.1"}, {"edge": "10.255.0.2", "gateway": "10.255.0.1"}]
EVERYBODY = ["core", "edge", "a", "b", "c", "d", "gateway"]

PROBES = st.tuples(
    st.sampled_from([Outcome.UP, Outcome.UP, Outcome.DOWN, Outcome.DOWN, Outcome.ERROR, "overdue"]),
    st.one_of(
        st.just(EVERYBODY),
        st.sampled_from([["core"], ["edge"], ["gateway"]]),
        st.lists(st.sampled_from(EVERYBODY), min_size=1, max_size=6),
    ),
    st.sampled_from([1, 2, 3, 12]),
    st.sampled_from([0.01, 0.5, 10.0]),
    st.sampled_from([0.001, 0.3, 0.99]),
)
"""What becomes of whose probes, how often in a row, after how many seconds, and how many seconds after the sending."""
RELOADS = st.tuples(st.sampled_from(TREES), st.sampled_from(POLICIES), st.sampled_from(WITNESSES))
STEPS = st.lists(st.one_of(PROBES, PROBES, PROBES, RELOADS), min_size=5, max_size=40)


class Watched:
    """A prober whose time is `now`."""

    def __init__(self) -> None:
        self.now = 100.0
        inventory = inventory_of(TREES[0])
        city = City(inventory, POLICIES[0], WITNESSES[1])
        self.prober = Prober(inventory, city, lambda: self.now, lambda devices: None, WITNESSES[1])
        for device in EVERYBODY:
            self.ends(Outcome.UP, device, 0.001)

    def ends(self, outcome: Outcome | str, device: str, flight: float) -> None:
        sent_at = self.now - flight
        if outcome == "overdue":
            self.prober.overdue([(device, sent_at)])
        elif outcome is not Outcome.UP or self.prober.take_answers([(device, sent_at, self.now)]):
            self.prober.take(PingResult(device, Outcome(outcome), sent_at, self.now, None, ""))

    def reload(self, tree: dict[str, tuple[str, ...]], policy: Policy, witnesses: dict[str, str]) -> None:
        inventory = inventory_of(tree)
        self.prober.adopt(inventory, City(inventory, policy, witnesses), witnesses)

    def wanted(self, device: str) -> float:
        city = self.prober.city
        isolation, wins = city.way_out.isolation, city.way_out._wins
        if isolation is not None and device in isolation.lines and device in wins:
            return min(city.policy.recover_spacing, city.pace(device))
        return city.pace(device)

    def check(self) -> None:
        paces = {device: slot.key[1] for device, slot in self.prober.schedule._slot_of.items()}
        assert paces == {device: self.wanted(device) for device in self.prober._addresses.hosts}


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_everybody_is_asked_as_quickly_as_the_city_wants(steps) -> None:
    watched = Watched()
    for step in steps:
        if len(step) == 3:
            watched.reload(*step)
            watched.check()
            continue
        outcome, devices, times, pause, flight = step
        for _ in range(times):
            watched.now += pause
            for device in devices:
                watched.ends(outcome, device, flight)
                watched.check()


@pytest.mark.parametrize(
    ("lines", "flight"),
    [
        pytest.param({"gateway", "edge"}, 0.3, id="sent before it was cut off"),
        pytest.param({"gateway"}, 0.001, id="of a witness whose answers do not end it, for it had long been silent"),
    ],
)
def test_an_answer_that_does_not_help_to_end_an_isolation_makes_nobody_be_asked_more_quickly(lines, flight) -> None:
    watched = Watched()
    watched.reload(TREES[0], POLICIES[0], WITNESSES[2])
    watched.prober.city.way_out.isolation = Isolation(watched.now - 0.2, "the gateway is silent", frozenset(lines))
    watched.ends(Outcome.UP, "edge", flight)
    watched.check()
    assert watched.wanted("edge") == POLICIES[0].interval
