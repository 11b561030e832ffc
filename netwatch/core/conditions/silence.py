"""`snmp`: whether the agent of a device that answers ping can be read."""

from netwatch.core.conditions.watched import Finding
from netwatch.core.state import ConditionState
from probes.snmp.reading import FailureKind, SnmpFailure

KEY = "snmp"

SILENT_AFTER = 2
"""Polls in a row without an answer before the agent counts as silent; each poll has its own retries."""

SILENCE = frozenset({FailureKind.TIMEOUT, FailureKind.REFUSED})

ANSWERS = Finding(KEY, ConditionState.OK, "answers")


def unreadable(failure: SnmpFailure) -> Finding:
    """`sign` is the kind of the failure: silence, a wrong user or key, an object that is missing."""
    return Finding(KEY, ConditionState.PROBLEM, failure.detail, failure.kind.value)
