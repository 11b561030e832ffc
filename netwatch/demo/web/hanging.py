"""What hangs on what, by each device's first parent: the others are its ways round."""

from collections.abc import Mapping, Sequence

from netwatch.demo.stage import DeviceView, SiteView

MOST_IN_THE_CENTRE = 4


def depths(devices: Sequence[DeviceView]) -> dict[str, int]:
    """How many devices lie between each and the top. A parent that is not among them is none."""
    known = {device.id: device for device in devices}
    return {device.id: len(_above(device, known)) for device in devices}


def centre_of(sites: Sequence[SiteView], devices: Sequence[DeviceView]) -> tuple[str, ...]:
    """The sites on which other districts hang, with most behind them first; none where nothing hangs on anything.

    A site at which the tree begins is one of them if anything at another site hangs on it.
    """
    district = {site.id: site.kecamatan for site in sites}
    known = {device.id: device for device in devices}
    behind: dict[str, int] = dict.fromkeys(district, 0)
    central: set[str] = set()
    for device in devices:
        for above in _above(device, known):
            if above.site == device.site:
                continue
            behind[above.site] += 1
            if district[above.site] != district[device.site] or not above.parents:
                central.add(above.site)
    order = sorted(central, key=lambda site: -behind[site])
    return tuple(order[:MOST_IN_THE_CENTRE])


def _above(device: DeviceView, known: Mapping[str, DeviceView]) -> list[DeviceView]:
    chain: list[DeviceView] = []
    while device.parents and device.parents[0] in known and len(chain) < len(known):
        device = known[device.parents[0]]
        chain.append(device)
    return chain
