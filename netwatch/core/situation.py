"""What the city amounts to at one moment: the root causes, and what lies silent behind each.

Durations in seconds; no clock in it, so that the decisions on tickets need only their own `now`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netwatch.core.city import NEVER, City
from netwatch.core.state import State
from netwatch.core.ticket import Impact


@dataclass(frozen=True, slots=True)
class Cause:
    """A device that is down by itself. `fell_ago`: seconds since the first probe that it missed."""

    device: str
    fell_ago: float
    reason: str
    impacted: tuple[Impact, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one device stands.

    `root`: the device whose failure makes it unreachable. `healthy_for`: seconds of steady health, None while
    it is not steady or was not probed since the start. `lasts`: seconds in this state.
    """

    state: State
    root: str | None = None
    healthy_for: float | None = None
    lasts: float = 0.0


@dataclass(frozen=True, slots=True)
class Situation:
    """`standing` knows the devices that were asked for and are in the inventory.

    `roots`: every silent device with the device that silences it, itself where it is a cause. `maintenance`: the
    devices in maintenance, whose causes are not among these (see `muting`).
    """

    causes: tuple[Cause, ...]
    standing: Mapping[str, Standing]
    roots: Mapping[str, str] = field(default_factory=dict)
    maintenance: frozenset[str] = frozenset()


def sum_up(city: City, at: float, devices: Iterable[str]) -> Situation:
    """The situation at `at` (seconds of the city's monotonic clock), with the standing of `devices`."""
    roots: dict[str, str] = {}
    impacts: dict[str, list[Impact]] = {}
    causes: list[str] = []
    for device in sorted(city.noticed, key=city.rank.__getitem__):
        track = city.tracks[device]
        state, run = track.health.state, track.health.run
        if state is State.DOWN:
            roots[device] = device
            if track.probed_at > NEVER:
                causes.append(device)
            continue
        suspect = run is not None and run.misses >= 2
        if state is not State.UNREACHABLE and not (suspect and all(p in roots for p in track.parents)):
            continue
        silent = [p for p in track.parents if p in roots]
        if silent:
            roots[device] = roots[max(silent, key=lambda p: _fell_at(city, p))]
            impacts.setdefault(roots[device], []).append(Impact(device, state is State.UNREACHABLE))
    return Situation(
        tuple(
            Cause(
                device, at - _fell_at(city, device), city.tracks[device].health.reason,
                tuple(impacts.get(device, ())),
            )
            for device in causes
        ),
        {d: _standing(city, d, at, roots) for d in devices if d in city.tracks},
        roots,
    )


def _fell_at(city: City, device: str) -> float:
    health = city.tracks[device].health
    if health.fell_at is not None:
        return health.fell_at
    return health.run.first_sent_at if health.run is not None else health.since


def _standing(city: City, device: str, at: float, roots: Mapping[str, str]) -> Standing:
    track = city.tracks[device]
    health = track.health
    steady = health.state is State.UP and health.run is None and track.answered_at > NEVER
    root = roots.get(device) if health.state is State.UNREACHABLE else None
    return Standing(health.state, root, at - health.since if steady else None, at - health.since)
