"""The districts of a city as blocks: what stands in each, in which order, and how high it is at least."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from netwatch.demo.stage import DeviceView, SiteView
from netwatch.demo.web.hanging import centre_of, depths
from netwatch.demo.web.sizes import CARD_GAP, CARD_LABEL, INNER, LAYER, PAD, PITCH, ROW, TITLE

IN_A_CHAIN = 4
"""As many devices of one site stand in one row."""
IN_A_LEAF = 2
"""As many have room beside their site's name."""


@dataclass(slots=True)
class Card:
    """A site over the whole width of its block, its devices in rows."""

    site: SiteView
    rows: list[list[DeviceView]]

    @property
    def height(self) -> float:
        return CARD_LABEL + LAYER * len(self.rows)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A site of half a block's width. `from_elsewhere`: it hangs on another district's device."""

    site: SiteView
    devices: list[DeviceView]
    from_elsewhere: bool


@dataclass(slots=True)
class Block:
    """`cards` below each other, then `leaves` two in a row."""

    name: str
    cards: list[Card]
    leaves: list[Leaf] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return math.ceil(len(self.leaves) / 2)

    @property
    def height(self) -> float:
        title = TITLE if self.name else PAD
        return title + sum(card.height + CARD_GAP for card in self.cards) + self.rows * ROW + PAD


def blocks_of(sites: Sequence[SiteView], devices: Sequence[DeviceView]) -> list[Block]:
    """The centre, where there is one, then the districts in the order of their sites."""
    depth = depths(devices)
    at: dict[str, list[DeviceView]] = {site.id: [] for site in sites}
    for device in sorted(devices, key=lambda device: depth[device.id]):
        at[device.site].append(device)
    central = centre_of(sites, devices)
    known = {site.id: site for site in sites}
    blocks = [Block("", [_card(known[site], at[site], depth) for site in central])] if central else []
    districts: dict[str, list[SiteView]] = defaultdict(list)
    for site in sites:
        if site.id not in central:
            districts[site.kecamatan].append(site)
    for name, members in districts.items():
        office = max(members, key=lambda site: len(at[site.id]))
        wide = [site for site in members if site is office or len(at[site.id]) > IN_A_LEAF]
        wide.sort(key=lambda site: site is not office)
        block = Block(name or "–", [_card(site, at[site.id], depth) for site in wide])
        near = {device.id for site in members for device in at[site.id]}
        block.leaves = [
            Leaf(site, at[site.id], any(parent not in near for each in at[site.id][:1] for parent in each.parents[:1]))
            for site in members if site not in wide
        ]
        blocks.append(block)
    return blocks


def _card(site: SiteView, devices: list[DeviceView], depth: dict[str, int]) -> Card:
    """A few devices stand in one row, more of them in layers, as they hang on each other."""
    if len(devices) <= IN_A_CHAIN:
        return Card(site, [devices] if devices else [])
    layers: dict[int, list[DeviceView]] = defaultdict(list)
    for device in devices:
        layers[depth[device.id]].append(device)
    most = int(INNER // PITCH)
    return Card(site, [layer[start : start + most] for _, layer in sorted(layers.items())
                        for start in range(0, len(layer), most)])
