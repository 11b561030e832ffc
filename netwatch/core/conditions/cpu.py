"""`cpu`: the processors are busy for long."""

from netwatch.core.conditions.band import Band
from netwatch.core.conditions.watched import Finding
from netwatch.core.state import ConditionState

KEY = "cpu"


def judge_cpu(percent: float, band: Band, was_tripped: bool) -> Finding:
    tripped = band.trips(percent, was_tripped)
    return Finding(
        KEY,
        ConditionState.PROBLEM if tripped else ConditionState.OK,
        f"{percent:.0f} % busy, limit {band.problem:g} %",
        figures={"percent": round(percent), "limit": band.problem},
    )
