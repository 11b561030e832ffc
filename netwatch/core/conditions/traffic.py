"""`traffic:NAME`: a watched interface whose traffic comes near its speed, or whose packets are damaged or dropped."""

from collections.abc import Iterator
from functools import lru_cache

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
    if not was and (told := well(seen, speed, load, bad)) is not None:
        return Finding(key_of(interface), ConditionState.OK, told)
    measured = list(_measured(seen, load, bad))
    if not measured or (was and was not in {sign for sign, _, _ in measured}):
        return None
    detail = _in_words(seen, speed)
    for sign, percent, band in measured:
        if band.trips(percent, was == sign):
            figures = {"percent": _rounded(percent), "limit": band.problem}
            return Finding(key_of(interface), ConditionState.PROBLEM, f"{sign}: {detail}", sign, figures)
    return Finding(key_of(interface), ConditionState.OK, detail)


def well(seen: Flows, speed: int | None, load: Band, bad: Band) -> str | None:
    """What is told of a port that had no problem and has none now; None where it has one, or nothing can be told.

    Units are as in `judge_traffic`.
    """
    into, out = seen
    full = _worse(into.load, out.load)
    damaged, dropped = _worse(into.damaged, out.damaged), _worse(into.dropped, out.dropped)
    if full is None and damaged is None and dropped is None:
        return None
    if (
        (full is not None and load.trips(full * 100.0, False))
        or (damaged is not None and bad.trips(damaged * 100.0, False))
        or (dropped is not None and bad.trips(dropped * 100.0, False))
    ):
        return None
    return _in_words(seen, speed)


def _worse(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other)


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
    into, out = seen
    return _words(
        _share_or_rate(into), _share_or_rate(out), speed,
        _rounded_share(_worse(into.damaged, out.damaged)), _rounded_share(_worse(into.dropped, out.dropped)),
    )


@lru_cache(1024)
def _words(into: int | str, out: int | str, speed: int | None, damaged: float | None, dropped: float | None) -> str:
    """Remembered: from poll to poll as a rule nothing changes that is told. Shares are in percent."""
    shares = [f"{each} %" if isinstance(each, int) else each for each in (into, out)]
    whole = "speed not told" if speed is None else f"of {speed / 1e6:g} Mbit/s"
    told = [f"in {shares[0]}, out {shares[1]}, {whole}"]
    for what, percent in (("damaged", damaged), ("dropped", dropped)):
        told += [] if percent is None else [f"{what} {percent:g} %"]
    return "; ".join(told)


def _share_or_rate(flow: Flow) -> int | str:
    if flow.load is not None:
        return round(flow.load * 100.0)
    return "not told" if flow.bits_per_second is None else f"{flow.bits_per_second / 1e6:.1f} Mbit/s"


def _rounded_share(share: float | None) -> float | None:
    """In percent."""
    return _rounded(share * 100.0) if share else share


def _rounded(percent: float) -> float:
    """One decimal below ten, as whole numbers would all be 0."""
    return round(percent, 1) if percent < 10.0 else float(round(percent))
