"""Whether what an agent says, or does not say, counts just now."""

from enum import Enum

from netwatch.core.city import City
from netwatch.core.state import State
from netwatch.core.track import NEVER, Track


class Hearing(Enum):
    """SUSPENDED freezes every condition: a silent device says nothing of them, and while the monitor is cut off
    nothing is judged. UNSURE: an answer counts, a silence may be that of the whole device."""

    CLEAR = "the device answers ping"
    UNSURE = "not probed yet, or being confirmed"
    SUSPENDED = "the device is silent, or the monitor cut off"


def hearing_of(device: str, city: City) -> Hearing:
    track = city.tracks[device]
    if city.way_out.isolation is not None or track.health.is_silent:
        return Hearing.SUSPENDED
    return Hearing.CLEAR if is_answering(track, city.way_out.seen_since) else Hearing.UNSURE


def is_answering(track: Track, seen_since: float) -> bool:
    """Whether it is up, without a miss that is being confirmed, and has answered since the monitor was last cut off
    (`seen_since`, in seconds of the city's clock)."""
    health = track.health
    return health.state is State.UP and health.run is None and track.answered_at > max(NEVER, seen_since)
