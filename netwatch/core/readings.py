"""What every probe changes, of all devices at once.

In columns: for ten thousand devices an object each, every few seconds, would cost as much as their probes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from netwatch.core.city import City


@dataclass(frozen=True, slots=True)
class Readings:
    """One entry a device in each column.

    `probed_at`: the last probe's outcome, in seconds since 1970, NEVER before the first. `rtt` of the last answer in
    seconds, None before the first. `loss` lately as a fraction 0 to 1, of meaning once the device was probed.
    """

    devices: tuple[str, ...]
    probed_at: Sequence[float]
    rtt: Sequence[float | None]
    loss: Sequence[float]


def readings(city: City, ahead: float) -> Readings:
    """`ahead`: seconds by which wall time, counted from 1970, is ahead of the city's clock."""
    tracks = city.tracks.values()
    return Readings(
        city.devices,
        [track.probed_at + ahead for track in tracks],
        [track.rtt for track in tracks],
        [track.loss.slow for track in tracks],
    )
