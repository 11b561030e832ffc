"""The states a device and its conditions can be in."""

from enum import StrEnum


class State(StrEnum):
    UNKNOWN = "unknown"
    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"
    UNREACHABLE = "unreachable"


class ConditionState(StrEnum):
    OK = "ok"
    PROBLEM = "problem"
    UNKNOWN = "unknown"


UP, OK, PROBLEM = State.UP, ConditionState.OK, ConditionState.PROBLEM
"""For what is asked of every probe and poll: in Python 3.11 it costs a call to name a member by its enumeration."""
