"""`loss`: the path to a device that answers loses packets, from what ping's probes have lost lately.

Judged from the slow average of `core.loss`, the level of about the last twenty minutes: the quick one would jump with
every lost pair of packets. All times are seconds of the city's monotonic clock.
"""

from collections.abc import Container, Iterator, Mapping
from datetime import datetime

from netwatch.core.city import City
from netwatch.core.conditions.band import Band
from netwatch.core.conditions.hearing import is_answering
from netwatch.core.conditions.rules import Rules
from netwatch.core.conditions.watched import Finding, Watched, follow, restored
from netwatch.core.state import ConditionState
from netwatch.core.status import ConditionStatus

KEY = "loss"

QUIET = 0.005
"""A loss below this is shown as 0 %, so that there is nothing new to say."""


def judge_loss(loss: float, band: Band, was_tripped: bool) -> Finding:
    """`loss` is a fraction, 0 to 1."""
    percent = loss * 100.0
    tripped = band.trips(percent, was_tripped)
    return Finding(
        KEY,
        ConditionState.PROBLEM if tripped else ConditionState.OK,
        f"{percent:.0f} % of the probes lost lately, limit {band.problem:g} %",
        figures={"percent": round(percent), "limit": band.problem},
    )


class Paths:
    """The condition `loss` of every device, judged now and then, all at once. `ailing`: the devices with a problem."""

    def __init__(self) -> None:
        self.ailing: set[str] = set()
        self._watched: dict[str, Watched] = {}
        self._heard: dict[str, float] = {}
        self._judged_at: float | None = None

    def restore(self, device: str, status: ConditionStatus) -> None:
        self._keep(device, restored(status))

    def of(self, device: str) -> ConditionStatus | None:
        """None before it was judged for the first time."""
        found = self._watched.get(device)
        return None if found is None else found.status

    def steady_for(self, device: str) -> float | None:
        """Seconds of unbroken health, None while there is none or it was not judged since the start."""
        found, heard = self._watched.get(device), self._heard.get(device)
        return None if found is None or heard is None else found.steady_for(heard)

    def judge(
        self, city: City, rules: Mapping[str, Rules], at: float, now: datetime
    ) -> Iterator[tuple[str, bool]]:
        """Judges all devices that answer, none while the monitor is cut off. Those of which there is something new to
        say, each with whether the state of the condition has changed."""
        if city.way_out.isolation is not None:
            self._judged_at = None
            return
        seen_since = city.way_out.seen_since
        passed = 0.0 if self._judged_at is None else at - self._judged_at
        self._judged_at = at
        for device, track in city.tracks.items():
            if not is_answering(track, seen_since):
                continue
            heard = self._heard.get(device)
            self._heard[device] = heard = 0.0 if heard is None else heard + passed
            before = self._watched.get(device)
            if before is not None and track.loss.slow < QUIET and _is_quiet(before):
                continue
            rule = rules[device].loss
            finding = judge_loss(track.loss.slow, rule.band, before is not None and before.is_tripped)
            after = follow(before, finding, heard, rule.hold, now)
            self._keep(device, after)
            if before is None or after.status != before.status:
                yield device, before is None or after.status.state is not before.status.state

    def keep_only(self, devices: Container[str]) -> None:
        """Forgets all the others."""
        self._watched = {device: each for device, each in self._watched.items() if device in devices}
        self._heard = {device: each for device, each in self._heard.items() if device in devices}
        self.ailing &= self._watched.keys()

    def _keep(self, device: str, watched: Watched) -> None:
        self._watched[device] = watched
        if watched.status.state is ConditionState.PROBLEM:
            self.ailing.add(device)
        else:
            self.ailing.discard(device)


def _is_quiet(watched: Watched) -> bool:
    return watched.status.state is ConditionState.OK and watched.status.figures.get("percent") == 0
