"""The conditions of a device that its SNMP agent tells: the agent itself, and its watched interfaces.

Pure. Each check owns its state: an answered ping clears no SNMP condition, and a silent agent says nothing about
the interfaces it does not report any more.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from netwatch.core.state import ConditionState
from netwatch.core.status import ConditionStatus
from probes.snmp.reading import (
    AdminStatus,
    FailureKind,
    InterfaceReading,
    OperStatus,
    SnmpFailure,
    SnmpReading,
    SnmpResult,
)

SILENT_AFTER = 2
"""Polls in a row without an answer before the agent counts as silent; each poll has its own retries."""

TICKS = 2**32
"""sysUpTime counts hundredths of a second and wraps after 497 days."""

TOLERANCE = 30 * 100
"""Hundredths of a second: agents' clocks drift, and a slow agent fills in its uptime late."""


@dataclass(frozen=True, slots=True)
class AgentState:
    """`silences`: polls in a row without an answer. `last`: the latest reading, to tell a reboot by."""

    conditions: tuple[ConditionStatus, ...] = ()
    silences: int = 0
    last: SnmpReading | None = None
    last_reboot_at: datetime | None = None


def judge_poll(state: AgentState, result: SnmpResult, answers_ping: bool, now: datetime) -> AgentState:
    """The agent's state after one poll. `answers_ping`: whether the device is up; `now` is aware, UTC."""
    if isinstance(result, SnmpFailure):
        return _after_failure(state, result, answers_ping, now)
    conditions = [_condition(state, "snmp", ConditionState.OK, "answers", now)]
    conditions += [_interface(state, reading, now) for reading in result.interfaces]
    conditions += [
        _condition(state, f"if:{name}", ConditionState.UNKNOWN, "the agent has no interface of this name", now)
        for name in result.missing
    ]
    rebooted = state.last is not None and went_back(state.last, result)
    reboot_at = now - timedelta(seconds=result.uptime / 100) if rebooted else state.last_reboot_at
    return AgentState(tuple(conditions), 0, result, reboot_at)


def went_back(before: SnmpReading, after: SnmpReading) -> bool:
    """Whether the device has rebooted between two readings.

    snmpEngineTime and hrSystemUptime survive the 497-day wrap or a restart of the agent where the device has
    them; sysUpTime is compared on the circle of its 2**32 values (the method of NAV): a wrap lands where it was
    expected, a reboot does not.
    """
    if before.host_uptime is not None and after.host_uptime is not None:
        return _off(before.host_uptime, after.host_uptime, after.at - before.at)
    return _off(before.uptime, after.uptime, after.at - before.at)


def _off(before: int, after: int, seconds: float) -> bool:
    expected = (before + round(seconds * 100)) % TICKS
    distance = abs(expected - after)
    behind = (expected - after) % TICKS
    return min(distance, TICKS - distance) > TOLERANCE and behind < TICKS // 2


def _after_failure(state: AgentState, failure: SnmpFailure, answers_ping: bool, now: datetime) -> AgentState:
    if failure.kind is FailureKind.ERROR:
        return state
    if not answers_ping:
        unknown = _condition(state, "snmp", ConditionState.UNKNOWN, "the device does not answer ping", now)
        return replace(state, conditions=_with(state, unknown), silences=0)
    silent = failure.kind in (FailureKind.TIMEOUT, FailureKind.REFUSED)
    silences = state.silences + 1 if silent else 0
    if silent and silences < SILENT_AFTER:
        return replace(state, silences=silences)
    problem = _condition(state, "snmp", ConditionState.PROBLEM, failure.detail, now)
    return replace(state, conditions=_with(state, problem), silences=silences)


def _interface(state: AgentState, reading: InterfaceReading, now: datetime) -> ConditionStatus:
    key = f"if:{reading.name}"
    if reading.admin is AdminStatus.DOWN:
        return _condition(state, key, ConditionState.OK, "administratively down", now)
    if reading.oper is OperStatus.UP:
        return _condition(state, key, ConditionState.OK, "up", now)
    if reading.oper in (OperStatus.DOWN, OperStatus.LOWER_LAYER_DOWN, OperStatus.NOT_PRESENT):
        said = reading.oper.name.lower().replace("_", " ")
        return _condition(state, key, ConditionState.PROBLEM, f"operationally {said}", now)
    return _condition(state, key, ConditionState.UNKNOWN, "the agent does not tell its state", now)


def _condition(
    state: AgentState, key: str, becomes: ConditionState, detail: str, now: datetime
) -> ConditionStatus:
    before = next((c for c in state.conditions if c.key == key), None)
    since = before.since if before is not None and before.state is becomes else now
    return ConditionStatus(key, becomes, since, detail)


def _with(state: AgentState, condition: ConditionStatus) -> tuple[ConditionStatus, ...]:
    others = tuple(c for c in state.conditions if c.key != condition.key)
    return (condition, *others)
