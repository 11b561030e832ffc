"""What the city amounts to at one moment: the root causes, and what lies silent behind each.

Durations in seconds; no clock in it, so that the decisions on tickets need only their own `now`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netwatch.core.city import City
from netwatch.core.flapping import SAMPLES, calm_at, is_flapping
from netwatch.core.state import State
from netwatch.core.ticket import Impact, RootCause
from netwatch.core.track import NEVER, Track

PING = "ping"


@dataclass(frozen=True, slots=True)
class Cause:
    """What has failed by itself: one device, or the power of a site.

    `devices`: those that are down by themselves, `root.device` alone or all that fell with the power. `fell_ago`:
    seconds since the first probe that the first of them missed. `calm_in`: it is up and down in turns, and will count
    as calm after so many seconds without another change; None where it is not.
    `unsettled`: others of its site have just begun to miss, so that in a moment it may turn out to be the power.
    """

    root: RootCause
    site: str
    devices: tuple[str, ...]
    fell_ago: float
    reason: str
    impacted: tuple[Impact, ...] = ()
    calm_in: float | None = None
    unsettled: bool = False

    @property
    def device(self) -> str:
        """The device that failed; of those that fell together, the first."""
        return self.devices[0]

    @property
    def flapping(self) -> bool:
        return self.calm_in is not None

    @property
    def key(self) -> "CauseKey":
        return self.root, self.site


CauseKey = tuple[RootCause, str | None]
"""What tells one cause from another: of the causes without a device, a site has one of each condition at a time."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one device stands.

    `root`: the device whose failure makes it unreachable. `healthy_for`: seconds of steady health, None while
    it is not steady or was not probed since the start. `lasts`: seconds in this state. `calm_in`: seconds until it no
    longer counts as flapping, None where it does not flap.
    """

    state: State
    root: str | None = None
    healthy_for: float | None = None
    lasts: float = 0.0
    calm_in: float | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """`standing` knows the devices that were asked for and are in the inventory.

    `roots`: every silent device with the device that silences it, itself where it is a cause. `maintenance`: the
    devices in maintenance, whose causes are not among these (see `muting`). `isolated`: why the monitor is held to be
    cut off, None where it is not. `connected`: whether something has answered since the start.
    """

    causes: tuple[Cause, ...]
    standing: Mapping[str, Standing]
    roots: Mapping[str, str] = field(default_factory=dict)
    maintenance: frozenset[str] = frozenset()
    isolated: str | None = None
    connected: bool = True


def sum_up(city: City, at: float, devices: Iterable[str]) -> Situation:
    """The situation at `at` (seconds of the city's monotonic clock), with the standing of `devices`."""
    roots: dict[str, str] = {}
    impacts: dict[str, list[Impact]] = {}
    causes: list[str] = []
    flapping = _flapping_by_themselves(city, at)
    for device in sorted({*city.noticed, *flapping}, key=city.rank.__getitem__):
        track = city.tracks[device]
        state, run = track.health.state, track.health.run
        if state is State.DOWN or flapping.get(device) == device:
            roots[device] = device
            if track.probed_at > NEVER:
                causes.append(device)
            continue
        suspect = run is not None and run.misses >= 2
        if state is not State.UNREACHABLE and not (suspect and all(p in roots for p in track.parents)):
            if device in flapping:
                roots[device] = flapping[device]
                impacts.setdefault(flapping[device], []).append(Impact(device, True))
            continue
        silent = [p for p in track.parents if p in roots]
        if silent:
            roots[device] = roots[max(silent, key=lambda p: _fell_at(city.tracks[p]))]
            impacts.setdefault(roots[device], []).append(Impact(device, state is State.UNREACHABLE))
    isolation = city.way_out.isolation
    suspects = _suspects(city, roots)
    return Situation(
        tuple(_cause(city, device, at, impacts.get(device, ()), suspects) for device in causes),
        {d: _standing(city, d, at, roots) for d in devices if d in city.tracks},
        roots,
        isolated=None if isolation is None else isolation.reason,
        connected=city.way_out.knows(),
    )


def _cause(
    city: City, device: str, at: float, impacted: Iterable[Impact], suspects: Mapping[str, list[float]]
) -> Cause:
    track = city.tracks[device]
    calm_in = _calm_in(track, at)
    fell_at = _fell_at(track)
    reason = track.health.reason
    if calm_in is not None:
        reason = f"up and down in turns: changes in {len(track.flaps.changed)} of the last {SAMPLES} samples"
        fell_at = track.flaps.since if track.flaps.since is not None else fell_at
    window = city.policy.same_cause_window
    unsettled = calm_in is None and at - fell_at <= window and any(
        abs(first_sent_at - fell_at) <= window for first_sent_at in suspects.get(track.site, ())
    )
    return Cause(
        RootCause(device, PING), track.site, (device,), at - fell_at, reason, tuple(impacted), calm_in, unsettled
    )


def _suspects(city: City, roots: Mapping[str, str]) -> dict[str, list[float]]:
    """For every site when those devices began to miss of which it is not known yet what has become of them."""
    found: dict[str, list[float]] = {}
    for device in city.noticed:
        track = city.tracks[device]
        run = track.health.run
        if run is not None and run.confirmed_at is None and device not in roots:
            found.setdefault(track.site, []).append(run.first_sent_at)
    return found


def _flapping_by_themselves(city: City, at: float) -> dict[str, str]:
    """Every device that flaps, with the one that makes it: a parent that flaps together with it, else itself."""
    found: dict[str, str] = {}
    for device in city.flapping(at):
        by = next((parent for parent in city.tracks[device].parents if parent in found), None)
        found[device] = device if by is None else found[by]
    return found


def _fell_at(track: Track) -> float:
    health = track.health
    if health.fell_at is not None:
        return health.fell_at
    return health.run.first_sent_at if health.run is not None else health.since


def _standing(city: City, device: str, at: float, roots: Mapping[str, str]) -> Standing:
    track = city.tracks[device]
    health = track.health
    seen_since = city.way_out.seen_since
    steady = health.state is State.UP and health.run is None and track.answered_at > max(NEVER, seen_since)
    by = roots.get(device)
    root = by if health.state is State.UNREACHABLE or by != device else None
    healthy_for = at - max(health.since, seen_since, track.flaps.latest) if steady else None
    return Standing(health.state, root, healthy_for, at - health.since, _calm_in(track, at))


def _calm_in(track: Track, at: float) -> float | None:
    return calm_at(track.flaps, at) - at if is_flapping(track.flaps, at) else None
