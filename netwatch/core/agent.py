"""The conditions of a device that its SNMP agent tells: the agent itself, its interfaces, its health.

Pure. Each check owns its state: an answered ping clears no SNMP condition, and a silent agent says nothing about
what it does not report any more. How each kind is judged is in `core.conditions`, one file a kind.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from netwatch.core.city import City
from netwatch.core.conditions import cpu, port, silence, temperature, traffic, ups
from netwatch.core.conditions.counters import SHORTEST, comparable, flows
from netwatch.core.conditions.hearing import Hearing, hearing_of
from netwatch.core.conditions.rules import Rules
from netwatch.core.conditions.same_again import Said, said_when_well, says_again
from netwatch.core.conditions.watched import Finding, Watched, follow, restored, unheard
from netwatch.core.reboot import rebooted
from netwatch.core.state import PROBLEM, ConditionState
from netwatch.core.status import ConditionStatus, DeviceStatus
from probes.snmp.reading import FailureKind, InterfaceReading, SnmpFailure, SnmpReading, SnmpResult

OF_INTERFACES = frozenset({"if", "traffic"})
NOT_OF_AGENTS = frozenset({"ping", "loss"})


class AgentState(NamedTuple):
    """`silences`: polls in a row without an answer. `last`: the latest reading.

    `counted`: the reading whose counters the next one's are compared with. `heard`: the evidence clock (see
    `conditions.watched`) as of the reading at `heard_at`, None where it stands still. `failing_for`: the seconds for
    which the polls have failed, up to the one at `failing_at`, counted in the same way. `model` and `serial`: what the
    agent has told of itself, also before a restart. `said`: what `last` has, where it has found all well.
    """

    conditions: tuple[ConditionStatus, ...] = ()
    silences: int = 0
    last: SnmpReading | None = None
    last_reboot_at: datetime | None = None
    failing_for: float = 0.0
    failing_at: float | None = None
    counted: SnmpReading | None = None
    heard: float = 0.0
    heard_at: float | None = None
    watched: Mapping[str, Watched] = MappingProxyType({})
    model: str = ""
    serial: str = ""
    said: Said | None = None

    @property
    def has_problem(self) -> bool:
        return self.said is None and any(condition.state is PROBLEM for condition in self.conditions)

    def steady_for(self, key: str) -> float | None:
        """Seconds of unbroken health of a condition, None while there is none or the agent was not heard yet."""
        found = self.watched.get(key)
        return None if found is None or self.last is None else found.steady_for(self.heard)

    def held_for(self, key: str) -> float:
        """Seconds of evidence that a condition has had its problem."""
        if key == silence.KEY:
            return self.failing_for
        found = self.watched.get(key)
        return self.heard - found.turned if found is not None and found.is_tripped else 0.0

    def holding(self, watched: Mapping[str, Watched]) -> "AgentState":
        return self._replace(conditions=tuple(each.status for each in watched.values()), watched=watched, said=None)


def watching(state: AgentState, interfaces: Iterable[str]) -> AgentState:
    """The agent with these interfaces: what is known of them stays, the others go, and new ones wait for a reading."""
    keys = [silence.KEY]
    for name in interfaces:
        keys += [port.key_of(name), traffic.key_of(name)]
    known = {
        key: each
        for key, each in state.watched.items()
        if key in keys or each.status.family not in OF_INTERFACES
    }
    if len(known) == len(state.watched) and all(key in known for key in keys):
        return state
    unknown = {key: Watched(ConditionStatus(key, ConditionState.UNKNOWN, None, "not polled yet")) for key in keys}
    return state.holding({**unknown, **known})


def taken_up(stored: DeviceStatus, interfaces: Iterable[str]) -> AgentState:
    """An agent as its device was stored before a restart: old problems keep their beginning."""
    old = {
        condition.key: restored(condition)
        for condition in stored.conditions
        if condition.state is not ConditionState.UNKNOWN and condition.family not in NOT_OF_AGENTS
    }
    known = AgentState(last_reboot_at=stored.last_reboot_at, model=stored.model, serial=stored.serial)
    return watching(known.holding(old), interfaces)


def asks_for_a_look(before: AgentState, after: AgentState, close_after: float) -> bool:
    """Whether something may follow for a ticket: a problem has begun, goes on or has ended, or a health has become
    steady enough to close one. That it is known now how a device is, and that it is well, has no hurry: after a start
    thousands become known so."""
    if after.has_problem or before.has_problem or after.last_reboot_at != before.last_reboot_at:
        return True
    for each in after.watched.values() if after.said is None else after.said.recovered:
        steady, was = after.steady_for(each.status.key), before.steady_for(each.status.key)
        if each.recovered and steady is not None and steady >= close_after and (was is None or was < close_after):
            return True
    return False


def unchanged_by(state: AgentState, result: SnmpResult, rules: Rules) -> AgentState | None:
    """What `judge_poll` would return for an agent that is heard, if that leaves its conditions as they are; None where
    it may not."""
    said, last = state.said, state.last
    if said is None or last is None or last is not state.counted or isinstance(result, SnmpFailure):
        return None
    if not says_again(said, last, result, rules):
        return None
    told = result if result.model or result.serial else state
    heard = state.heard if state.heard_at is None else state.heard + (result.at - state.heard_at)
    return AgentState(
        state.conditions, 0, result, state.last_reboot_at, 0.0, None, result, heard, result.at, state.watched,
        told.model, told.serial, said,
    )


def judge_poll_of(
    device: str, city: City, state: AgentState, result: SnmpResult, rules: Rules, now: datetime
) -> AgentState:
    """As `judge_poll`, heeding what ping says of the device meanwhile. The city's clock is the readings'."""
    state = forgive(state, city.tracks[device].health.since)
    return judge_poll(state, result, rules, hearing_of(device, city, state.failing_at), now)


def judge_poll(
    state: AgentState, result: SnmpResult, rules: Rules, hearing: Hearing, now: datetime
) -> AgentState:
    """The agent's state after one poll; `now` is aware, UTC."""
    if isinstance(result, SnmpFailure):
        return _after_failure(state, result, hearing, now)
    is_new = state.last is not None and rebooted(state.last, result)
    again = state.counted is None or result.at - state.counted.at >= SHORTEST
    # together: another device may stand there now, which tells one of the two
    told = result if result.model or result.serial else state
    heard, heard_at, conditions, watched, said = state.heard, None, state.conditions, state.watched, None
    if hearing is not Hearing.SUSPENDED:
        heard += 0.0 if state.heard_at is None else result.at - state.heard_at
        heard_at = result.at
        watched = _followed(state, result, rules, heard, again, now)
        conditions = tuple(each.status for each in watched.values())
        said = said_when_well(result, watched, rules)
    return AgentState(
        conditions=conditions,
        last=result,
        last_reboot_at=now - timedelta(seconds=result.uptime / 100) if is_new else state.last_reboot_at,
        counted=result if again else state.counted,
        heard=heard,
        heard_at=heard_at,
        watched=watched,
        model=told.model,
        serial=told.serial,
        said=said,
    )


def _followed(
    state: AgentState, reading: SnmpReading, rules: Rules, heard: float, is_compared: bool, now: datetime
) -> dict[str, Watched]:
    """Every condition after a reading, by its key; see `_untold` for `is_compared`."""
    before = state.watched
    watched = {
        finding.key: follow(before.get(finding.key), finding, heard, hold, now)
        for finding, hold in _findings(state, reading, rules)
    }
    untold = [each for key, each in before.items() if key not in watched]
    if untold:
        watched.update((each.status.key, each) for each in _untold(untold, reading, is_compared, now))
    return watched


def forgive(state: AgentState, up_since: float) -> AgentState:
    """Without the silences from before the device itself came up again, in seconds of the readings' clock: they may
    have been its own, too short to be noticed yet when the poll failed."""
    if state.failing_at is None or state.failing_at >= up_since:
        return state
    return state._replace(silences=0, failing_at=None)


def _after_failure(state: AgentState, failure: SnmpFailure, hearing: Hearing, now: datetime) -> AgentState:
    if failure.kind is FailureKind.ERROR:
        return _not_asked(state, failure)
    if hearing is Hearing.UNSURE:
        return state
    if hearing is Hearing.SUSPENDED:
        # The misses may have been the device's own fall: they are no part of a silence of the agent.
        return state._replace(silences=0, failing_at=None, heard_at=None)
    silences = state.silences + 1 if failure.kind in silence.SILENCE else 0
    failing_for = state.failing_for + (0.0 if state.failing_at is None else failure.at - state.failing_at)
    failing = state._replace(silences=silences, failing_for=failing_for, failing_at=failure.at)
    if 0 < silences < silence.SILENT_AFTER:
        return failing
    ill = follow(state.watched.get(silence.KEY), silence.unreadable(failure), state.heard, 0.0, now)
    return failing.holding({**state.watched, silence.KEY: ill})._replace(heard_at=None)


def _not_asked(state: AgentState, failure: SnmpFailure) -> AgentState:
    """An error of our own says nothing of the agent, but why nothing is known of it."""
    known = state.watched.get(silence.KEY)
    if known is None or known.status.state is not ConditionState.UNKNOWN or known.status.detail == failure.detail:
        return state
    told = replace(known, status=replace(known.status, detail=failure.detail))
    return state.holding({**state.watched, silence.KEY: told})


def _findings(state: AgentState, reading: SnmpReading, rules: Rules) -> Iterator[tuple[Finding, float]]:
    """What the reading says, each with the seconds that a problem of it has to last."""

    def tripped(key: str) -> bool:
        before = state.watched.get(key)
        return before is not None and before.is_tripped

    yield silence.ANSWERS, 0.0
    earlier = comparable(state.counted, reading)
    for each in reading.interfaces:
        yield port.judge_port(each), 0.0
        if (flow := _traffic(state, reading, earlier.get(each.name), each, rules)) is not None:
            yield flow, rules.traffic.hold
    for name in reading.missing:
        yield port.not_there(name), 0.0
        yield traffic.not_told(name, port.NOT_THERE), 0.0
    if reading.ups is not None and (power := ups.judge_ups(reading.ups)) is not None:
        yield power, 0.0
    if reading.cpu is not None:
        yield cpu.judge_cpu(reading.cpu, rules.cpu.band, tripped(cpu.KEY)), rules.cpu.hold
    for sensor in reading.temperatures:
        was_tripped = tripped(temperature.key_of(sensor.name))
        yield temperature.judge_temperature(sensor, rules.temp.band, was_tripped), rules.temp.hold


def _traffic(
    state: AgentState, reading: SnmpReading, old: InterfaceReading | None, new: InterfaceReading, rules: Rules
) -> Finding | None:
    """What a port's counters say since the earlier reading `old`; None where they say nothing this time."""
    before = state.watched.get(traffic.key_of(new.name))
    seen = None if old is None or state.counted is None else flows(old, new, reading.at - state.counted.at)
    if seen is not None:
        found = traffic.judge_traffic(new.name, seen, new.speed, rules.traffic.band, rules.port_errors, before)
        if found is not None:
            return found
    if before is None or before.status.state is ConditionState.UNKNOWN:
        return traffic.not_told(new.name, traffic.NOT_MEASURED if old is None else traffic.DISAGREE)
    return None


def _untold(
    watched: Iterable[Watched], reading: SnmpReading, is_compared: bool, now: datetime
) -> Iterator[Watched]:
    """What becomes of the conditions that a reading says nothing of; those of ports that are no longer watched go.

    `is_compared`: the reading's counters were compared with earlier ones.
    """
    ports = {each.name for each in reading.interfaces}
    for each in watched:
        if each.status.family not in OF_INTERFACES:
            yield unheard(each, now)
        elif each.status.name in ports:
            yield unheard(each, now, traffic.DISAGREE) if is_compared else each
