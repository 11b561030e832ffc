"""Whether what an agent says, or does not say, counts just now."""

from enum import Enum

from netwatch.core.city import City
from netwatch.core.state import UP
from netwatch.core.track import Track


class Hearing(Enum):
    """SUSPENDED freezes every condition: a silent device says nothing of them, and while the monitor is cut off
    nothing is judged. UNSURE: an answer counts, a silence may be that of the whole device."""

    CLEAR = "the device answers ping"
    UNSURE = "not probed yet, or being confirmed"
    SUSPENDED = "the device is silent, or the monitor cut off"


def hearing_of(device: str, city: City, failing_at: float | None = None) -> Hearing:
    """`failing_at`: when the poll before failed, if it did, in seconds of the city's clock. Who has not answered ping
    since then may have fallen silent as a whole, and not the agent alone."""
    track = city.tracks[device]
    if city.way_out.isolation is not None or track.health.is_silent:
        return Hearing.SUSPENDED
    since = city.way_out.seen_since if failing_at is None else max(city.way_out.seen_since, failing_at)
    return Hearing.CLEAR if is_answering(track, since) else Hearing.UNSURE


def is_answering(track: Track, seen_since: float) -> bool:
    """Whether it is up, without a miss that is being confirmed, and has answered since then, in seconds of the city's
    clock: as a rule, since the monitor was last cut off."""
    health = track.health
    return health.state is UP and health.run is None and track.answered_at > seen_since
