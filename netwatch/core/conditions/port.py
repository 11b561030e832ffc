"""`if:NAME`: a watched interface that is down although it is switched on."""

from netwatch.core.conditions.watched import Finding
from netwatch.core.state import ConditionState
from probes.snmp.reading import AdminStatus, InterfaceReading, OperStatus

DOWN = frozenset({OperStatus.DOWN, OperStatus.LOWER_LAYER_DOWN, OperStatus.NOT_PRESENT})

NOT_THERE = "the agent has no interface of this name"


def key_of(interface: str) -> str:
    return f"if:{interface}"


def judge_port(reading: InterfaceReading) -> Finding:
    key = key_of(reading.name)
    if reading.admin is AdminStatus.DOWN:
        return Finding(key, ConditionState.OK, "administratively down")
    if reading.oper is OperStatus.UP:
        return Finding(key, ConditionState.OK, "up")
    if reading.oper in DOWN:
        said = reading.oper.name.lower().replace("_", " ")
        return Finding(key, ConditionState.PROBLEM, f"operationally {said}")
    return Finding(key, ConditionState.UNKNOWN, "the agent does not tell its state")


def not_there(interface: str) -> Finding:
    return Finding(key_of(interface), ConditionState.UNKNOWN, NOT_THERE)
