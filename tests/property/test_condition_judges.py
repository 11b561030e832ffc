"""Laws that hold for every judge, whatever a device says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from netwatch.core.agent import AgentState, asks_for_a_look, judge_poll, unchanged_by, watching
from netwatch.core.conditions.band import Band
from netwatch.core.conditions.counters import SLACK, comparable, flows
from netwatch.core.conditions.cpu import judge_cpu
from netwatch.core.conditions.hearing import Hearing
from netwatch.core.conditions.paths import judge_loss
from netwatch.core.conditions.rules import Rules, built_in
from netwatch.core.conditions.temperature import judge_temperature
from netwatch.core.conditions.watched import Finding, Watched, follow
from netwatch.core.state import ConditionState
from netwatch.inventory.model import DeviceKind
from probes.snmp.reading import (
    AdminStatus,
    FailureKind,
    InterfaceReading,
    OperStatus,
    SnmpFailure,
    SnmpReading,
    SnmpResult,
    TemperatureReading,
    UpsReading,
)

START = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
RULES, OTHER_RULES = built_in(DeviceKind.ROUTER), built_in(DeviceKind.UPS)
BAND = Band(80.0, 70.0)
PROBLEM = ConditionState.PROBLEM


def judged(what: str, value: float, was_tripped: bool) -> Finding:
    if what == "cpu":
        return judge_cpu(value, BAND, was_tripped)
    if what == "loss":
        return judge_loss(value / 100.0, BAND, was_tripped)
    reading = TemperatureReading("rak", value, 80.0 if what == "own limit" else None)
    # a limit that the device tells itself has its lower one in the same proportion
    return judge_temperature(reading, BAND, was_tripped)


WHAT = st.sampled_from(["cpu", "loss", "temperature", "own limit"])


def followed(what: str, values: list[float], hold: float) -> list[ConditionState]:
    """The state after each value, a minute apart."""
    watched: Watched | None = None
    states = []
    for minute, value in enumerate(values):
        finding = judged(what, value, watched is not None and watched.is_tripped)
        watched = follow(watched, finding, minute * 60.0, hold, START + timedelta(minutes=minute))
        states.append(watched.status.state)
    return states


@given(WHAT, st.lists(st.floats(0.0, 100.0), min_size=1, max_size=60), st.sampled_from([0.0, 120.0, 600.0]))
def test_between_its_limits_no_condition_turns_more_than_once(what: str, values: list[float], hold: float) -> None:
    """Inside the band a problem that was reached may come to count; nothing ends, and nothing begins twice."""
    states = followed(what, values, hold)
    for n in range(1, len(values)):
        if states[n - 1] is PROBLEM and values[n] >= 70.001:
            assert states[n] is PROBLEM
        if states[n - 1] is not PROBLEM and states[n] is PROBLEM:
            started = next(m for m in range(n, -1, -1) if values[m] >= 79.999)
            assert all(value >= 69.999 for value in values[started : n + 1])


@given(WHAT, st.floats(70.001, 79.999), st.lists(st.floats(70.001, 79.999), min_size=1, max_size=40), st.booleans())
def test_what_wavers_between_the_limits_chatters_never(
    what: str, first: float, wavering: list[float], from_above: bool
) -> None:
    states = followed(what, [95.0 if from_above else 10.0, first, *wavering], 0.0)
    assert len(set(states)) == 1


@given(WHAT, st.lists(st.floats(0.0, 100.0), min_size=1, max_size=60), st.sampled_from([60.0, 300.0]))
def test_a_problem_has_lasted_for_as_long_as_it_has_to(what: str, values: list[float], hold: float) -> None:
    minutes = int(hold // 60)
    states = followed(what, values, hold)
    for n, state in enumerate(states):
        if state is PROBLEM and (n == 0 or states[n - 1] is not PROBLEM):
            assert n >= minutes
            assert all(value >= 69.999 for value in values[n - minutes : n + 1])


# counters

SPEEDS = st.sampled_from([10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000])


@st.composite
def port_lives(draw: st.DrawFn) -> tuple[int, int, list[tuple[float, float, bool, bool]]]:
    """Speed, width, and readings: seconds since the last, the true load since, whether the device has rebooted or the
    counter alone was cleared in between."""
    speed, bits = draw(SPEEDS), draw(st.sampled_from([32, 64]))
    step = st.tuples(
        st.floats(5.0, 400.0), st.floats(0.0, 0.6), st.sampled_from([False] * 5 + [True]),
        st.sampled_from([False] * 5 + [True]),
    )
    return speed, bits, draw(st.lists(step, min_size=2, max_size=40))


@given(port_lives(), st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1))
def test_no_wrap_and_no_reset_makes_a_spike(
    life: tuple[int, int, list[tuple[float, float, bool, bool]]], begins: int, ticks: int
) -> None:
    """The load that is told is the true one, or none is told; a counter of 32 bits that somebody clears may tell a
    wrong one once, never one above the speed."""
    speed, bits, steps = life
    clock, octets, uptime = 0.0, begins % 2**bits, ticks
    before: SnmpReading | None = None
    for seconds, load, rebooted, cleared in steps:
        clock += seconds
        moved = round(speed / 8 * seconds * load)
        octets = moved // 3 if rebooted or cleared else (octets + moved) % 2**bits
        uptime = round(seconds * 50) if rebooted else (uptime + round(seconds * 100)) % 2**32
        port = InterfaceReading("p", "", 1, AdminStatus.UP, OperStatus.UP, octets, octets, bits, speed)
        reading = SnmpReading("rt", clock, uptime, None, None, None, None, (port,), ())
        old = comparable(before, reading).get("p")
        seen = None if old is None or before is None else flows(old, port, reading.at - before.at)
        before = reading
        if seen is None or seen.into.load is None:
            continue
        assert 0.0 <= seen.into.load <= 1.0
        if not cleared and not rebooted:
            assert abs(seen.into.load - load) < 0.01
        elif bits == 64:
            assert seen.into.load <= load + 0.01, "less than what has passed, never more"
        assert seen.into.bits_per_second is not None
        assert seen.into.bits_per_second <= speed * SLACK


@given(port_lives(), st.integers(0, 2**64 - 1))
@settings(max_examples=50)
def test_no_wrap_and_no_reset_makes_a_problem_of_a_port_that_is_less_than_full(
    life: tuple[int, int, list[tuple[float, float, bool, bool]]], begins: int
) -> None:
    speed, bits, steps = life
    clock, octets = 0.0, begins % 2**bits
    state = watching(AgentState(), ("p",))
    for _, load, rebooted, cleared in steps:
        clock += 60.0
        moved = round(speed / 8 * 60.0 * load)
        octets = moved // 3 if rebooted or cleared else (octets + moved) % 2**bits
        uptime = 3000 if rebooted else round(clock * 100) + 10_000_000
        port = InterfaceReading("p", "", 1, AdminStatus.UP, OperStatus.UP, octets, octets, bits, speed)
        reading = SnmpReading("rt", clock, uptime, None, None, None, None, (port,), ())
        state = judge_poll(state, reading, RULES, Hearing.CLEAR, START + timedelta(seconds=clock))
        assert all(c.state is not PROBLEM for c in state.conditions if c.family == "traffic")


# whole agents


@st.composite
def polls(draw: st.DrawFn) -> tuple[float, SnmpResult, Hearing]:
    hearing = draw(st.sampled_from([Hearing.CLEAR] * 4 + [Hearing.UNSURE, Hearing.SUSPENDED]))
    seconds = draw(st.sampled_from([0.5, 5.0, 60.0, 3600.0]))
    if draw(st.integers(0, 4)) == 0:
        return seconds, SnmpFailure("rt", 0.0, draw(st.sampled_from(FailureKind)), "no answer"), hearing
    counter = st.none() | st.integers(-1, 2**64)
    port = InterfaceReading(
        "p", "", draw(st.integers(1, 2)), draw(st.none() | st.sampled_from(AdminStatus)),
        draw(st.none() | st.sampled_from(OperStatus)), draw(counter), draw(counter), draw(st.sampled_from([32, 64])),
        draw(st.none() | SPEEDS), *(draw(counter) for _ in range(6)),
    )
    flag = st.none() | st.booleans()
    reading = SnmpReading(
        "rt", 0.0, draw(st.integers(0, 2**32 - 1)), None, None, draw(st.none() | st.integers(0, 10_000)),
        draw(st.none() | st.integers(0, 2**32 - 1)), draw(st.sampled_from([(), (port,)])),
        draw(st.sampled_from([(), ("p",)])), draw(st.none() | st.floats(0.0, 100.0)),
        draw(st.sampled_from([(), (TemperatureReading("t", 80.0, draw(st.none() | st.floats(-10.0, 120.0))),)])),
        draw(st.none() | st.builds(UpsReading, flag, flag, st.none() | st.integers(0, 100))),
    )
    return seconds, reading, hearing


def lived(polled: list[tuple[float, SnmpResult, Hearing]], rules: Rules = RULES) -> list[tuple[AgentState, Hearing]]:
    state, clock, states = watching(AgentState(), ("p",)), 0.0, []
    for seconds, result, hearing in polled:
        clock += seconds
        state = judge_poll(state, result._replace(at=clock), rules, hearing, START + timedelta(seconds=clock))
        states.append((state, hearing))
    return states


@given(st.lists(polls(), max_size=30))
def test_while_a_device_is_suspended_nothing_is_judged(polled: list[tuple[float, SnmpResult, Hearing]]) -> None:
    before = watching(AgentState(), ("p",))
    for state, hearing in lived(polled):
        if hearing is Hearing.SUSPENDED:
            assert state.conditions == before.conditions
            assert state.heard == before.heard
        before = state


@given(st.lists(polls(), max_size=30))
def test_a_condition_keeps_its_beginning_for_as_long_as_it_keeps_its_state(
    polled: list[tuple[float, SnmpResult, Hearing]]
) -> None:
    before = {c.key: c for c in watching(AgentState(), ("p",)).conditions}
    for state, _ in lived(polled):
        after = {c.key: c for c in state.conditions}
        for key in after.keys() & before.keys():
            if after[key].state is before[key].state:
                assert after[key].since == before[key].since or before[key].since is None
        assert all(c.detail for c in after.values()), "each says why"
        before = after


@given(st.lists(polls(), max_size=30))
def test_evidence_is_never_more_than_the_time_that_has_passed(
    polled: list[tuple[float, SnmpResult, Hearing]]
) -> None:
    passed = 0.0
    for (seconds, _, _), (state, _) in zip(polled, lived(polled), strict=True):
        passed += seconds
        assert 0.0 <= state.heard <= passed
        assert all((state.steady_for(key) or 0.0) <= state.heard for key in state.watched)


# the short cut


@st.composite
def quiet_lives(draw: st.DrawFn) -> list[tuple[SnmpResult, Hearing, Rules]]:
    """Polls of an agent of which most say what the one before has said."""

    def seldom(usual: Any, *others: Any) -> Any:
        return draw(st.sampled_from(others)) if next(things) in odd else usual

    clock, uptime, octets, packets, mishaps, polled = 0.0, 1_000_000, 2**40, 2**30, 5, []
    for _ in range(draw(st.integers(2, 25))):
        odd, things = draw(st.frozensets(st.integers(0, 22), max_size=2)), count()
        seconds = seldom(60.0, 0.5, 5.0, 3600.0)
        clock += seconds
        uptime = seldom(uptime + round(seconds * 100), 3, uptime)
        octets = seldom(octets + round(seconds * 1_250_000), 7, octets, octets + round(seconds * 12_200_000))
        packets = seldom(packets + round(seconds * 1_000), 9, packets)
        mishaps = seldom(mishaps, 0, mishaps + 1, mishaps + 90_000)
        port = InterfaceReading(
            seldom("p", "q"), "", seldom(1, 2), seldom(AdminStatus.UP, AdminStatus.DOWN, None),
            seldom(OperStatus.UP, OperStatus.DOWN, OperStatus.DORMANT), octets, seldom(octets, None, 5),
            seldom(64, 32), seldom(100_000_000, 10_000_000, None), mishaps, 3, packets,
            seldom(packets, None), 4, mishaps,
        )
        reading = SnmpReading(
            "rt", clock, uptime, None, None, None, seldom(None, uptime), seldom((port,), (), (port, port)),
            seldom((), ("p",)), seldom(12.0, 12.4, 97.0, None),
            seldom((TemperatureReading("t", 41.0, 60.0),), (TemperatureReading("t", 61.0, 60.0),), ()),
            seldom(UpsReading(False, False, 98), UpsReading(True, False, 98), UpsReading(None, None), None),
            seldom("CCR2004", ""),
        )
        failure = SnmpFailure("rt", clock, draw(st.sampled_from(FailureKind)), "no answer")
        hearing = seldom(Hearing.CLEAR, Hearing.UNSURE, Hearing.SUSPENDED)
        polled.append((seldom(reading, failure), hearing, seldom(RULES, OTHER_RULES)))
    return polled


@given(quiet_lives(), st.sampled_from([0.0, 120.0, 600.0]))
@settings(max_examples=400)
def test_what_says_the_same_again_is_taken_as_if_it_had_been_judged_anew(
    polled: list[tuple[SnmpResult, Hearing, Rules]], close_after: float
) -> None:
    state = watching(AgentState(), ("p",))
    for result, hearing, rules in polled:
        now = START + timedelta(seconds=result.at)
        judged = judge_poll(state, result, rules, hearing, now)
        assert judged.has_problem == any(each.state is PROBLEM for each in judged.conditions)
        short = unchanged_by(state, result, rules)
        if short is not None and hearing is not Hearing.SUSPENDED:
            assert short == judged
            assert [*short.watched] == [*judged.watched]
        looks = asks_for_a_look(state._replace(said=None), judged._replace(said=None), close_after)
        assert asks_for_a_look(state, judged, close_after) == looks
        state = judged if short is None or hearing is Hearing.SUSPENDED else short
