"""The city as a map: districts around the centre, sites in their districts, devices in their sites.

A district is a block: its office (the site that has most devices) on top, the other sites in two columns along a
spine on which their cables run up. The blocks stand in columns that end at the same height. The centre is in the middle
one, and what has its cable from elsewhere stands on the side from which it comes.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from netwatch.demo.stage import DeviceView, SiteView
from netwatch.demo.web.cables import draw_cables
from netwatch.demo.web.hanging import centre_of, depths
from netwatch.demo.web.label import lines_of
from netwatch.demo.web.plan import Box, District, Place, Plan, Spot

BLOCK = 286.0
GUTTER = 30.0
MARGIN = 10.0
PAD = 12.0
TITLE = 26.0
SIGN = 24.0
PITCH = 28.0
CHAIN_PITCH = 58.0
SPINE = 22.0
ROW = 44.0
MOST_MORE = 30.0
MOST_STRETCH = 1.5
LAYER = 50.0
CARD_LABEL = 20.0
CARD_GAP = 6.0
SIZE = 12.0
CARD_SIZE = 12.5
LINE = 14.0
IN_A_CHAIN = 4
IN_A_LEAF = 2
MOST_COLUMNS = 8
_INNER = BLOCK - 2 * PAD
_HALF = (_INNER - SPINE) / 2


@dataclass(slots=True)
class _Card:
    """A site over the whole width of its block, its devices in rows."""

    site: SiteView
    rows: list[list[DeviceView]]

    @property
    def height(self) -> float:
        return CARD_LABEL + LAYER * len(self.rows)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A site of half a block's width. `from_elsewhere`: no cable of its devices ends in its own district."""

    site: SiteView
    devices: list[DeviceView]
    from_elsewhere: bool


@dataclass(slots=True)
class _Block:
    """`cards` below each other, then `leaves` two in a row."""

    name: str
    cards: list[_Card]
    leaves: list[_Leaf] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return math.ceil(len(self.leaves) / 2)

    @property
    def height(self) -> float:
        title = TITLE if self.name else PAD
        return title + sum(card.height + CARD_GAP for card in self.cards) + self.rows * ROW + PAD


def lay_out(sites: Sequence[SiteView], devices: Sequence[DeviceView], aspect: float | None = None) -> Plan:
    """`aspect`: the width of the place it has by its height; None: one column, as a hand holds it."""
    blocks = _blocks(sites, devices)
    fitting = range(1, MOST_COLUMNS + 1) if aspect is not None else (1,)
    columns = min((_columns(blocks, count) for count in fitting),
                  key=lambda columns: abs(math.log(_aspect(columns) / (aspect or 1))))
    return _place(columns, devices, aspect)


def _blocks(sites: Sequence[SiteView], devices: Sequence[DeviceView]) -> list[_Block]:
    """The centre, where there is one, then the districts in the order of their sites."""
    depth = depths(devices)
    at: dict[str, list[DeviceView]] = {site.id: [] for site in sites}
    for device in sorted(devices, key=lambda device: depth[device.id]):
        at[device.site].append(device)
    central = centre_of(sites, devices)
    known = {site.id: site for site in sites}
    blocks = [_Block("", [_card(known[site], at[site], depth) for site in central])] if central else []
    districts: dict[str, list[SiteView]] = defaultdict(list)
    for site in sites:
        if site.id not in central:
            districts[site.kecamatan].append(site)
    for name, members in districts.items():
        office = max(members, key=lambda site: len(at[site.id]))
        wide = [site for site in members if site is office or len(at[site.id]) > IN_A_LEAF]
        wide.sort(key=lambda site: site is not office)
        block = _Block(name or "–", [_card(site, at[site.id], depth) for site in wide])
        near = {device.id for site in members for device in at[site.id]}
        block.leaves = [
            _Leaf(site, at[site.id], bool(at[site.id]) and at[site.id][0].parents[:1] != ()
                  and at[site.id][0].parents[0] not in near)
            for site in members if site not in wide
        ]
        blocks.append(block)
    return blocks


def _card(site: SiteView, devices: list[DeviceView], depth: dict[str, int]) -> _Card:
    """A few devices stand in one row, more of them in layers, as they hang on each other."""
    if len(devices) <= IN_A_CHAIN:
        return _Card(site, [devices] if devices else [])
    layers: dict[int, list[DeviceView]] = defaultdict(list)
    for device in devices:
        layers[depth[device.id]].append(device)
    most = int(_INNER // PITCH)
    return _Card(site, [layer[start : start + most] for _, layer in sorted(layers.items())
                        for start in range(0, len(layer), most)])


def _columns(blocks: list[_Block], count: int) -> list[list[_Block]]:
    """The largest first, each into the column that is least full; the first block, the centre, into the middle one,
    between the districts there."""
    columns: list[list[_Block]] = [[] for _ in range(count)]
    filled = [0.0] * count
    middle = (count - 1) // 2
    order = sorted(blocks, key=lambda block: (bool(block.name), -block.height))
    for block in order:
        into = middle if not block.name else min(range(count), key=lambda column: filled[column])
        columns[into].append(block)
        filled[into] += block.height + GUTTER
    for column in columns:
        column.sort(key=blocks.index)
    if count > 1 and columns[middle] and not columns[middle][0].name:
        centre, *others = columns[middle]
        above = math.ceil(len(others) / 2)
        columns[middle] = [*others[:above], centre, *others[above:]]
    return [column for column in columns if column]


def _natural(column: list[_Block]) -> float:
    return sum(block.height for block in column) + GUTTER * (len(column) - 1)


def _aspect(columns: list[list[_Block]]) -> float:
    height = max((_natural(column) for column in columns), default=1.0)
    return (len(columns) * (BLOCK + GUTTER) - GUTTER + 2 * MARGIN) / (height + 2 * MARGIN)


def _place(columns: list[list[_Block]], devices: Sequence[DeviceView], aspect: float | None) -> Plan:
    width = max(len(columns) * (BLOCK + GUTTER) - GUTTER, BLOCK) + 2 * MARGIN
    tallest = max((_natural(column) for column in columns), default=0.0)
    if aspect is not None:
        tallest = max(tallest, min(width / aspect - 2 * MARGIN, tallest * MOST_STRETCH))
    drawing = _Drawing()
    middle = (len(columns) - 1) / 2
    _face(columns, devices, middle)
    for number, column in enumerate(columns):
        stretch = tallest - _natural(column)
        rows = sum(block.rows + sum(len(card.rows) for card in block.cards) for block in column)
        more = min(stretch / rows, MOST_MORE) if rows else 0.0
        between = GUTTER + ((stretch - more * rows) / (len(column) - 1) if len(column) > 1 else 0.0)
        centre = next((index for index, block in enumerate(column) if not block.name), 0)
        side = _Side.LEFT if number < middle else _Side.RIGHT if number > middle else _Side.MIDDLE
        y = MARGIN
        for index, block in enumerate(column):
            y = drawing.block(block, MARGIN + number * (BLOCK + GUTTER), y, more, side, index < centre) + between
    height = max((district.box.bottom for district in drawing.districts), default=0.0) + MARGIN
    places, spots = tuple(drawing.places), tuple(drawing.spots)
    cables = draw_cables(devices, places, spots, drawing.spines, drawing.blocks if aspect is None else None)
    return Plan(width, height, tuple(drawing.districts), places, spots, cables)


def _face(columns: list[list[_Block]], devices: Sequence[DeviceView], middle: float) -> None:
    """In the centre's rows each stands on the side where what hangs on it is."""
    aside = {device.id: number - middle
             for number, column in enumerate(columns) for block in column
             for row in (*(row for card in block.cards for row in card.rows), *(leaf.devices for leaf in block.leaves))
             for device in row}
    pull: dict[str, list[float]] = defaultdict(list)
    for device in devices:
        for parent in device.parents[:1]:
            pull[parent].append(aside[device.id])
    for card in (card for column in columns for block in column if not block.name for card in block.cards):
        for row in card.rows:
            row.sort(key=lambda device: sum(pull[device.id]) / (len(pull[device.id]) or 1))


class _Side(Enum):
    """Where a block stands, seen from the centre."""

    LEFT = auto()
    MIDDLE = auto()
    RIGHT = auto()


class _Drawing:
    """`spines`: by site the x of its block's spine, or of the block's edge where its cables leave there; `blocks`: by
    site the number of its block."""

    def __init__(self) -> None:
        self.districts: list[District] = []
        self.places: list[Place] = []
        self.spots: list[Spot] = []
        self.spines: dict[str, float] = {}
        self.blocks: dict[str, int] = {}

    def block(self, block: _Block, x: float, top: float, more: float, side: _Side, upside_down: bool) -> float:
        """Its lower edge. `more`: how much higher each row is than it must be; `upside_down`: its office below, for
        what stands above the centre."""
        y = top + (TITLE if block.name else PAD)
        if upside_down:
            y = self._leaves(block, x + PAD, y, ROW + more, side)
        for card in block.cards:
            y = self._card(card, x + PAD, y, more, side) + CARD_GAP
        if not upside_down:
            y = self._leaves(block, x + PAD, y, ROW + more, side)
        bottom = y + PAD
        sites = (*(card.site for card in block.cards), *(leaf.site for leaf in block.leaves))
        self.blocks.update({site.id: len(self.districts) for site in sites})
        title = Box(x + PAD, top + 6, _INNER, TITLE - 8) if block.name else Box(x + PAD, top, 0, 0)
        self.districts.append(District(block.name, Box(x, top, BLOCK, bottom - top), title))
        return bottom

    def _card(self, card: _Card, x: float, y: float, more: float, side: _Side) -> float:
        label = Box(x, y + 2, _INNER, CARD_LABEL - 4)
        below = y + CARD_LABEL
        layer = LAYER + more
        for number, row in enumerate(card.rows):
            pitch = min(CHAIN_PITCH, _INNER / len(row))
            # what hangs nearest to the centre stands nearest to it
            ordered = row[::-1] if side is _Side.LEFT else row
            first = x + _INNER / 2 - pitch * (len(row) - 1) / 2
            for index, device in enumerate(ordered):
                self.spots.append(Spot(device.id, first + index * pitch, below + layer * (number + 0.5)))
        bottom = below + layer * len(card.rows)
        lines = lines_of(card.site.name, label.width, CARD_SIZE, 1)
        self.places.append(Place(card.site.id, Box(x, y, _INNER, bottom - y), label, lines, "middle"))
        self.spines[card.site.id] = x + _INNER / 2
        return bottom

    def _leaves(self, block: _Block, x: float, y: float, height: float, side: _Side) -> float:
        """Below the last of them. On the side of the centre stand those that have their cable from there."""
        facing = side is not _Side.RIGHT
        ordered = block.leaves
        if side is not _Side.MIDDLE:
            ordered = sorted(ordered, key=lambda leaf: not leaf.from_elsewhere)
        near = ordered[: block.rows]
        for right in (False, True):
            column = near if right is facing else ordered[block.rows :]
            column = sorted(column, key=block.leaves.index)
            for row, leaf in enumerate(column):
                outward = side is not _Side.MIDDLE and right is facing and leaf.from_elsewhere
                self._leaf(leaf, x + (_HALF + SPINE if right else 0), y + row * height, height, right, outward)
                self.spines[leaf.site.id] = x + (_INNER / 2 if not outward else _INNER + PAD if right else -PAD)
        return y + block.rows * height

    def _leaf(self, leaf: _Leaf, x: float, y: float, height: float, right: bool, outward: bool) -> None:
        """Its devices beside the spine, or at the block's edge, and its name beside them."""
        count = len(leaf.devices)
        width = _HALF - PITCH * count - 2
        at_left = right is not outward
        lines = lines_of(leaf.site.name, width, SIZE)
        tall = LINE * len(lines) + 4
        label = Box(x + _HALF - width if at_left else x, y + (height - tall) / 2, width, tall)
        self.places.append(Place(leaf.site.id, Box(x, y, _HALF, height), label, lines, "start" if at_left else "end"))
        for index, device in enumerate(leaf.devices):
            away = PITCH * (index + 0.5)
            self.spots.append(Spot(device.id, x + away if at_left else x + _HALF - away, y + height / 2))
