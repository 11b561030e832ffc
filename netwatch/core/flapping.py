"""Whether a device changes its state too often to be believed: the weighted history of Nagios and Icinga.

Pure. Time is cut into samples of `SAMPLE` seconds. Of the last 20 changes from one sample to the next, each weighs
between 0.75 (the oldest) and 1.25 (the newest); the weighted share that were changes is compared with a high
threshold, above which flapping starts, and a low one, below which it ends (Nagios Core, "Detection and Handling of
State Flapping").
"""

from dataclasses import dataclass, replace

SAMPLE = 30.0
"""Seconds. Flapping is what happens within ten minutes; what is slower is told as single outages."""

SAMPLES = 20
OLDEST_WEIGHT, NEWEST_WEIGHT = 0.75, 1.25
HIGH, LOW = 0.30, 0.20


@dataclass(frozen=True, slots=True)
class FlapHistory:
    """`changed`: the numbers of the samples in which the state changed, rising; `latest`: the time of the latest
    change. `since`: when flapping began, None while it does not flap. Times in seconds."""

    changed: tuple[int, ...] = ()
    since: float | None = None
    latest: float = float("-inf")


CALM = FlapHistory()


def note_change(history: FlapHistory, at: float) -> FlapHistory:
    """The state changed at `at` (seconds)."""
    sample = int(at // SAMPLE)
    kept = tuple(n for n in history.changed if sample - SAMPLES < n < sample)
    now = FlapHistory((*kept, sample), history.since if is_flapping(history, at) else None, at)
    return replace(now, since=at) if now.since is None and share(now, at) > HIGH else now


def is_flapping(history: FlapHistory, at: float) -> bool:
    return history.since is not None and share(history, at) >= LOW


def is_over(history: FlapHistory, at: float) -> bool:
    """Whether nothing of it weighs any more."""
    return share(history, at) == 0.0


def share(history: FlapHistory, at: float) -> float:
    """The weighted share of changes at `at`, 0 to 1."""
    newest = int(at // SAMPLE)
    return sum(_weight(newest - n) for n in history.changed if newest - n < SAMPLES) / SAMPLES


def calm_at(history: FlapHistory, at: float) -> float:
    """When it will have ended if nothing changes any more: seconds, the beginning of a sample."""
    sample = int(at // SAMPLE)
    while is_flapping(history, sample * SAMPLE):
        sample += 1
    return sample * SAMPLE


def restored(at: float) -> FlapHistory:
    """For a device that flapped before a restart: its changes are forgotten, that it flaps is not. Ends by itself."""
    sample = int(at // SAMPLE)
    return FlapHistory(tuple(range(sample - SAMPLES // 2, sample, 2)), at, at)


def _weight(age: int) -> float:
    return NEWEST_WEIGHT - (NEWEST_WEIGHT - OLDEST_WEIGHT) * age / (SAMPLES - 1)
