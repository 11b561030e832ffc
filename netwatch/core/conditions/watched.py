"""One condition from reading to reading: whether it has a problem, since when, and how steadily.

Pure. Durations are counted on the device's *evidence clock*: the seconds during which the device was heard. It stands
still while the device is silent or the monitor is cut off, so that suspension freezes every timer and eats none
(librenms#20359).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from netwatch.core.state import OK, PROBLEM, ConditionState
from netwatch.core.status import ConditionStatus

GONE_AFTER = 5
"""Readings in a row that say nothing of a condition before it counts as unknown: agents leave values out at times."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one reading says of a condition. PROBLEM means beyond its limit now; `follow` says when that counts."""

    key: str
    state: ConditionState
    detail: str
    sign: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watched:
    """`is_tripped`: beyond its limit, though perhaps not for long enough yet. `turned`: when, on the evidence clock,
    it was tripped or cleared. `unheard`: readings in a row that said nothing of it. `recovered`: its health has come
    after a problem."""

    status: ConditionStatus
    is_tripped: bool = False
    turned: float = 0.0
    unheard: int = 0
    recovered: bool = False

    def steady_for(self, heard: float) -> float | None:
        """Seconds of unbroken health up to `heard` on the evidence clock, None while there is none."""
        well = self.status.state is ConditionState.OK and not self.is_tripped and not self.unheard
        return heard - self.turned if well else None


def restored(status: ConditionStatus) -> Watched:
    """A condition as it was stored: an old problem stays the old problem, and health has to prove itself anew."""
    return Watched(status, status.state is ConditionState.PROBLEM)


def follow(before: Watched | None, finding: Finding, heard: float, hold: float, now: datetime) -> Watched:
    """The condition after a finding. A problem counts once it was tripped for `hold` seconds of evidence.

    `heard` is the evidence clock now; `now` is aware, in UTC.
    """
    tripped = finding.state is PROBLEM
    if before is not None and not tripped and _says_the_same(before, finding):
        return before
    goes_on = before is not None and before.is_tripped is tripped and (
        tripped or before.status.state is finding.state is ConditionState.OK
    )
    turned = before.turned if before is not None and goes_on else heard
    state_before = ConditionState.UNKNOWN if before is None else before.status.state
    pending = tripped and state_before is not ConditionState.PROBLEM and heard - turned < hold
    state = state_before if pending else finding.state
    since = before.status.since if before is not None and before.status.state is state else now
    detail = f"{finding.detail}; a problem once it has lasted {hold:.0f} s" if pending else finding.detail
    status = ConditionStatus(finding.key, state, since, detail, finding.sign, finding.figures)
    came_after_it = state_before is ConditionState.PROBLEM or (before is not None and before.recovered)
    return Watched(status, tripped, turned, recovered=state is ConditionState.OK and came_after_it)


def _says_the_same(before: Watched, finding: Finding) -> bool:
    """Whether health goes on in the very same words, as it does from poll to poll as a rule: then nothing is new."""
    status = before.status
    return (
        finding.state is OK
        and status.state is OK
        and not before.is_tripped
        and not before.unheard
        and (status.detail, status.sign, status.figures) == (finding.detail, finding.sign, finding.figures)
    )


def unheard(before: Watched, now: datetime, why: str = "the agent does not tell it any more") -> Watched:
    """The condition after a reading that said nothing of it, `why` not."""
    missed = before.unheard + 1
    if missed < GONE_AFTER or before.status.state is ConditionState.UNKNOWN:
        return replace(before, unheard=missed)
    gone = ConditionStatus(before.status.key, ConditionState.UNKNOWN, now, why)
    return Watched(gone, unheard=missed)
