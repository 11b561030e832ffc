"""What holds of the tickets whatever befalls a city: random cities, faults and restarts under simulated time."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given, settings

from netwatch.core.policy import Policy
from netwatch.core.ticket import Source, Ticket
from tests.sim.cities import random_city
from tests.sim.faults import KINDS, Fault, draw_fault, schedule_fault
from tests.sim.ledger import Ledger
from tests.sim.network import Network
from tests.sim.watch import Watch

LONGEST = 600.0
"""Seconds that a fault lasts at the most."""

CALM = 3_000.0
"""Seconds without any fault, after which everything must be over: flapping takes ten minutes to be forgotten, and a
ticket that was opened again and again waits eight times as long for its closing."""


@st.composite
def stories(draw: st.DrawFn) -> Watch:
    """A watch of a random city with up to four faults ahead, the first after a minute."""
    luck = random.Random(draw(st.integers(0, 10_000), label="city"))
    inventory = random_city(luck, draw(st.integers(3, 40), label="devices"))
    gateway = draw(st.booleans(), label="gateway")
    watch = Watch(inventory, Network(inventory, 1), Policy(), gateway=gateway)
    for kind in draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4), label="faults"):
        start = draw(st.floats(60.0, 400.0), label="start")
        fault = draw_fault(luck, inventory, kind, start)
        end = min(fault.end, start + draw(st.floats(1.0, LONGEST), label="lasts"))
        schedule_fault(watch, replace(fault, end=end))
    return watch


class Laws(Ledger):
    """A ledger that looks at every new state of the tickets."""

    def _keep(self, change, by_cause) -> None:
        before = set(self.lives)
        super()._keep(change, by_cause)
        city = self.watch.city
        roots = Counter((t.root, t.site) for t in self.open)
        assert max(roots.values(), default=1) == 1, f"two open tickets of one root cause: {roots}"
        for ticket in self.open:
            if ticket.id in before or ticket.source is not Source.PROBE:
                continue
            assert city.way_out.isolation is None, "a ticket while the monitor is cut off"
            self._has_a_living_way(ticket)

    def _has_a_living_way(self, ticket: Ticket) -> None:
        tracks = self.watch.city.tracks
        root = ticket.root.device if ticket.root else None
        if root is not None and tracks[root].parents:
            silent = [parent for parent in tracks[root].parents if tracks[parent].health.is_silent]
            assert len(silent) < len(tracks[root].parents), f"{root} lies behind {silent} and got a ticket"


@settings(max_examples=60)
@given(stories())
def test_whatever_happens_each_cause_has_one_ticket_and_in_the_end_all_are_closed(watch):
    ledger = Laws(watch, lambda line: None)
    watch.run(1_000.0 + LONGEST + CALM)
    assert ledger.open == []


@settings(max_examples=30)
@given(cut_off_after=st.floats(6.0, 55.0), cut_off_for=st.floats(30.0, 400.0))
def test_an_isolation_freezes_the_wait_for_the_closing_and_does_not_eat_it(cut_off_after, cut_off_for):
    """LibreNMS#20359: timers that ran out under suppression."""
    policy = Policy()
    inventory = random_city(random.Random(3), 8)
    watch = Watch(inventory, Network(inventory, 1), policy)
    ledger = Ledger(watch, lambda line: None)
    device = next(d.id for d in inventory.devices.values() if d.parents)
    mended = 200.0
    schedule_fault(watch, Fault("death", 100.0, mended, (device,)))
    start = mended + 12.0 + cut_off_after
    schedule_fault(watch, Fault("isolation", start, start + cut_off_for))
    watch.run(start + cut_off_for)
    ticket = next(life for life in ledger.lives.values() if life.source is Source.PROBE)
    seen_healthy = start - mended
    closed = [at for at, _ in ticket.closings]
    assert all(at < start + 16.0 and seen_healthy >= policy.close_after - 16.0 for at in closed), "closed unseen"
    watch.run(start + cut_off_for + policy.close_after + 30.0)
    assert len(ticket.closings) == 1
    if not closed:
        assert ticket.closings[0][0] >= start + cut_off_for + policy.close_after - policy.interval
