"""The city as a map: districts around the centre, sites in their districts, devices in their sites.

A district is a block: its office (the site that has most devices) on top, the other sites in two columns along a
spine on which their cables run up. The blocks stand in columns that end at the same height. The centre is in the middle
one, and what has its cable from elsewhere stands on the side from which it comes.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

from netwatch.demo.stage import DeviceView, SiteView
from netwatch.demo.web.blocks import Block, blocks_of
from netwatch.demo.web.cables import draw_cables
from netwatch.demo.web.columns import aspect_of, columns_of, natural_height
from netwatch.demo.web.drawing import Drawing, Side
from netwatch.demo.web.plan import Plan
from netwatch.demo.web.sizes import BLOCK, GUTTER, MARGIN

MOST_COLUMNS = 8
MOST_STRETCH = 1.5
"""How much higher than it must be the map becomes, to fill its place."""
MOST_MORE = 36.0
"""How much higher than it must be a row becomes; what is left over stands between the blocks."""


def lay_out(sites: Sequence[SiteView], devices: Sequence[DeviceView], aspect: float | None = None) -> Plan:
    """`aspect`: the width of the place it has by its height; None: one column, as a hand holds it."""
    blocks = blocks_of(sites, devices)
    fitting = range(1, MOST_COLUMNS + 1) if aspect is not None else (1,)
    columns = min((columns_of(blocks, count) for count in fitting),
                  key=lambda columns: abs(math.log(aspect_of(columns) / (aspect or 1))))
    return _place(columns, devices, aspect)


def _place(columns: list[list[Block]], devices: Sequence[DeviceView], aspect: float | None) -> Plan:
    width = max(len(columns) * (BLOCK + GUTTER) - GUTTER, BLOCK) + 2 * MARGIN
    tallest = max((natural_height(column) for column in columns), default=0.0)
    if aspect is not None:
        tallest = max(tallest, min(width / aspect - 2 * MARGIN, tallest * MOST_STRETCH))
    drawing = Drawing()
    middle = (len(columns) - 1) / 2
    _face(columns, devices, middle)
    for number, column in enumerate(columns):
        stretch = tallest - natural_height(column)
        rows = sum(block.rows + sum(len(card.rows) for card in block.cards) for block in column)
        more = min(stretch / rows, MOST_MORE) if rows else 0.0
        between = GUTTER + ((stretch - more * rows) / (len(column) - 1) if len(column) > 1 else 0.0)
        centre = next((index for index, block in enumerate(column) if not block.name), 0)
        side = Side.LEFT if number < middle else Side.RIGHT if number > middle else Side.MIDDLE
        y = MARGIN
        for index, block in enumerate(column):
            y = drawing.block(block, MARGIN + number * (BLOCK + GUTTER), y, more, side, index < centre) + between
    height = max((district.box.bottom for district in drawing.districts), default=0.0) + MARGIN
    places, spots = tuple(drawing.places), tuple(drawing.spots)
    cables = draw_cables(devices, places, spots, drawing.spines, drawing.blocks if aspect is None else None)
    return Plan(width, height, tuple(drawing.districts), places, spots, cables)


def _face(columns: list[list[Block]], devices: Sequence[DeviceView], middle: float) -> None:
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
