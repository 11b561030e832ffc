"""`traffic:NAME`: a watched interface whose traffic comes near its speed, or whose packets are damaged or dropped."""

from collections.abc import Iterator

from netwatch.core.conditions.band import Band
from netwatch.core.conditions.counters import Flow, Flows
from netwatch.core.conditions.watched import Finding, Watched
from netwatch.core.state import ConditionState

FULL_IN = "full in"
FULL_OUT = "full out"
DAMAGED_IN = "damaged in"
DAMAGED_OUT = "damaged out"
DROPPED_IN = "dropped in"
DROPPED_OUT = "dropped out"
DAMAGED = frozenset({DAMAGED_IN, DAMAGED_OUT})
DROPPED = frozenset({DROPPED_IN, DROPPED_OUT})

NOT_MEASURED = "measured from the second reading on"
DISAGREE = "its counters or its speed are not told, or do not agree with each other"


def key_of(interface: str) -> str:
    return f"traffic:{interface}"


def not_told(interface: str, why: str) -> Finding:
    return Finding(key_of(interface), ConditionState.UNKNOWN, why)


def judge_traffic(
    interface: str, seen: Flows, speed: int | None, load: Band, bad: Band, before: Watched | None
) -> Finding | None:
    """`speed` in bits per second; `load` and `bad` in percent. None where nothing can be told, or not that of which
    there was a problem before."""
    was = before.status.sign if before is not None and before.is_tripped else ""
    measured = list(_measured(seen, load, bad))
    if not measured or (was and was not in {sign for sign, _, _ in measured}):
        return None
    detail = _in_words(seen, speed)
    for sign, percent, band in measured:
        if band.trips(percent, was == sign):
            figures = {"percent": _rounded(percent), "limit": band.problem}
            return Finding(key_of(interface), ConditionState.PROBLEM, f"{sign}: {detail}", sign, figures)
    return Finding(key_of(interface), ConditionState.OK, detail)


def _measured(seen: Flows, load: Band, bad: Band) -> Iterator[tuple[str, float, Band]]:
    """Both directions of each kind, the worse one first."""
    for band, kinds in (
        (load, ((FULL_IN, seen.into.load), (FULL_OUT, seen.out.load))),
        (bad, ((DAMAGED_IN, seen.into.damaged), (DAMAGED_OUT, seen.out.damaged))),
        (bad, ((DROPPED_IN, seen.into.dropped), (DROPPED_OUT, seen.out.dropped))),
    ):
        told = [(sign, share * 100.0, band) for sign, share in kinds if share is not None]
        yield from sorted(told, key=lambda each: -each[1])


def _in_words(seen: Flows, speed: int | None) -> str:
    whole = "speed not told" if speed is None else f"of {speed / 1e6:g} Mbit/s"
    into, out = (_share_or_rate(flow) for flow in (seen.into, seen.out))
    told = [f"in {into}, out {out}, {whole}"]
    for what, shares in (
        ("damaged", (seen.into.damaged, seen.out.damaged)), ("dropped", (seen.into.dropped, seen.out.dropped)),
    ):
        known = [_rounded(share * 100.0) for share in shares if share is not None]
        told += [f"{what} {max(known):g} %"] if known else []
    return "; ".join(told)


def _share_or_rate(flow: Flow) -> str:
    if flow.load is not None:
        return f"{flow.load * 100.0:.0f} %"
    return "not told" if flow.bits_per_second is None else f"{flow.bits_per_second / 1e6:.1f} Mbit/s"


def _rounded(percent: float) -> float:
    """One decimal below ten, as whole numbers would all be 0."""
    return round(percent, 1) if percent < 10.0 else float(round(percent))
