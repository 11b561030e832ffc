"""Is it us? Tells the monitor's own lost uplink from devices that have failed.

Pure. Those who are asked are *lines*: the gateways and sentinels; where there are none, the devices without parents.
When all of them have fallen silent at once, and of the devices heard since then more are silent than answer, nothing
that is seen from here says anything about a device. All times are seconds of one monotonic clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from netwatch.core.detect import MissRun

MOST_ASKED = 5


@dataclass(frozen=True, slots=True)
class Line:
    """`answered_at`: when the latest answered probe was sent. `silent_since`: when the first probe of a proven silence
    was sent, or ended in an error of ours; None while there is no proof. `answering_since`: when the first of its
    unbroken answers was sent."""

    id: str
    answered_at: float
    silent_since: float | None
    answering_since: float = float("-inf")


class Uplink(Enum):
    WHOLE = "somebody answers"
    LOST = "nobody answers"
    PENDING = "not heard yet"


@dataclass(frozen=True, slots=True)
class UplinkFinding:
    """`ask`: lines that have to be probed before there can be a verdict."""

    uplink: Uplink
    reason: str
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the devices that were up have answered, or have missed, since the lines fell silent."""

    answering: int
    silent: int


@dataclass(frozen=True, slots=True)
class Isolation:
    """`lines`: whose answer ends it. `since` in seconds of the city's clock."""

    since: float
    reason: str
    lines: frozenset[str]


def fresh(lines: Sequence[Line], at: float, window: float) -> tuple[Line, ...]:
    """Without those that have been silent for longer than `window` seconds.

    What has been silent while others answered (a gateway that drops pings, a device that has long been down) cannot
    testify that everything fell silent now.
    """
    return tuple(line for line in lines if line.silent_since is None or at - line.silent_since <= window)


def judge_uplink(lines: Sequence[Line], run: MissRun, tally: Tally) -> UplinkFinding:
    """Whether a silence is our own; `lines` are the fresh ones.

    Who began to answer only after it shows that the uplink is back, and not that it was whole before.
    """
    heard = [line for line in lines if line.silent_since is None and line.answered_at >= run.noticed_at]
    answering = next((line for line in heard if run.is_contradicted(line.answered_at, line.answering_since)), None)
    if answering is not None:
        return UplinkFinding(Uplink.WHOLE, f"{answering.id} answers")
    if heard:
        return UplinkFinding(Uplink.PENDING, f"{heard[0].id} answers again")
    if not lines:
        return UplinkFinding(Uplink.WHOLE, "nobody else can tell")
    unheard = tuple(line.id for line in lines if line.silent_since is None)
    if unheard:
        return UplinkFinding(Uplink.PENDING, f"waits for {', '.join(unheard[:MOST_ASKED])}", unheard[:MOST_ASKED])
    names = ", ".join(line.id for line in lines[:MOST_ASKED]) + (" and others" if len(lines) > MOST_ASKED else "")
    told = tally.answering + tally.silent
    if tally.answering * 2 >= told > 0:
        return UplinkFinding(Uplink.WHOLE, f"{tally.answering} of {told} devices answer, though {names} do not")
    return UplinkFinding(Uplink.LOST, f"no answer from {names}; {tally.silent} of {told} devices are silent as well")
