"""`loss`: the path to a device that answers loses packets, from what ping's probes have lost lately.

Judged from the slow average of `core.loss`, the level of about the last twenty minutes: the quick one would jump with
every lost pair of packets. All times are seconds of the city's monotonic clock.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime

from netwatch.core.city import City
from netwatch.core.conditions.band import Band
from netwatch.core.conditions.hearing import is_answering
from netwatch.core.conditions.rules import Rules
from netwatch.core.conditions.watched import Finding, Watched, follow, restored
from netwatch.core.state import OK, PROBLEM
from netwatch.core.status import ConditionStatus
from netwatch.core.track import NEVER

KEY = "loss"

QUIET = 0.005
"""A loss below this is shown as 0 %, so that there is nothing new to say."""


def judge_loss(loss: float, band: Band, was_tripped: bool) -> Finding:
    """`loss` is a fraction, 0 to 1."""
    percent = loss * 100.0
    tripped = band.trips(percent, was_tripped)
    return Finding(
        KEY,
        PROBLEM if tripped else OK,
        f"{percent:.0f} % of the probes lost lately, limit {band.problem:g} %",
        figures={"percent": round(percent), "limit": band.problem},
    )


class _Path:
    """`heard`: its evidence clock (see `watched`), None before it answered. `looked_at`: when it was last judged, or
    found silent. `is_quiet`: well, and with nothing new to say while it loses less than QUIET."""

    __slots__ = ("heard", "is_quiet", "looked_at", "watched")

    def __init__(self) -> None:
        self.watched: Watched | None = None
        self.heard: float | None = None
        self.looked_at = NEVER
        self.is_quiet = False


class Paths:
    """The condition `loss` of every device, judged now and then. `ailing`: the devices with a problem."""

    def __init__(self) -> None:
        self.ailing: set[str] = set()
        self._paths: dict[str, _Path] = {}
        self._blind_at = NEVER

    def restore(self, device: str, status: ConditionStatus) -> None:
        self._keep(device, self._paths.setdefault(device, _Path()), restored(status))

    def of(self, device: str) -> ConditionStatus | None:
        """None before it was judged for the first time."""
        path = self._paths.get(device)
        return None if path is None or path.watched is None else path.watched.status

    def steady_for(self, device: str) -> float | None:
        """Seconds of unbroken health, None while there is none or it was not judged since the start."""
        path = self._paths.get(device)
        if path is None or path.watched is None or path.heard is None:
            return None
        return path.watched.steady_for(path.heard)

    def judge(
        self, city: City, rules: Mapping[str, Rules], at: float, now: datetime, devices: Iterable[str] | None = None
    ) -> Iterator[tuple[str, bool]]:
        """Judges those of the devices (None: of all) that answer, none while the monitor is cut off. Those of which
        there is something new to say, each with whether a problem has begun or ended."""
        if city.way_out.isolation is not None:
            self._blind_at = at
            return
        tracks, paths, blind_at, seen_since = city.tracks, self._paths, self._blind_at, city.way_out.seen_since
        for device in tracks if devices is None else devices:
            track = tracks.get(device)
            if track is None:
                continue
            path = paths.get(device)
            if path is None:
                path = paths[device] = _Path()
            before_that, path.looked_at = path.looked_at, at
            if not is_answering(track, seen_since):
                continue
            # What passed while the monitor was cut off is no evidence.
            passed = at - before_that if before_that > blind_at else 0.0
            path.heard = heard = 0.0 if path.heard is None else path.heard + passed
            if path.is_quiet and track.loss.slow < QUIET:
                continue
            rule, before = rules[device].loss, path.watched
            finding = judge_loss(track.loss.slow, rule.band, before is not None and before.is_tripped)
            after = follow(before, finding, heard, rule.hold, now)
            self._keep(device, path, after)
            if before is None or after.status != before.status:
                yield device, _is_ill(after) is not (before is not None and _is_ill(before))

    def keep_only(self, devices: Container[str]) -> None:
        """Forgets all the others."""
        self._paths = {device: path for device, path in self._paths.items() if device in devices}
        self.ailing &= self._paths.keys()

    def _keep(self, device: str, path: _Path, watched: Watched) -> None:
        path.watched, path.is_quiet = watched, _is_quiet(watched)
        if _is_ill(watched):
            self.ailing.add(device)
        else:
            self.ailing.discard(device)


def _is_ill(watched: Watched) -> bool:
    return watched.status.state is PROBLEM


def _is_quiet(watched: Watched) -> bool:
    return watched.status.state is OK and watched.status.figures.get("percent") == 0
