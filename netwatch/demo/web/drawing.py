"""Places what stands in a block."""

from enum import Enum, auto

from netwatch.demo.web.blocks import Block, Card, Leaf
from netwatch.demo.web.label import lines_of
from netwatch.demo.web.plan import Box, District, Place, Spot
from netwatch.demo.web.sizes import (
    BLOCK,
    CARD_GAP,
    CARD_LABEL,
    CARD_SIZE,
    CHAIN_PITCH,
    HALF,
    INNER,
    LAYER,
    LINE,
    PAD,
    PITCH,
    ROW,
    SIZE,
    SPINE,
    TITLE,
)


class Side(Enum):
    """Where a block stands, seen from the centre."""

    LEFT = auto()
    MIDDLE = auto()
    RIGHT = auto()


class Drawing:
    """`spines`: by site the x of its block's spine, or of the block's edge where its cables leave there; `blocks`: by
    site the number of its block."""

    def __init__(self) -> None:
        self.districts: list[District] = []
        self.places: list[Place] = []
        self.spots: list[Spot] = []
        self.spines: dict[str, float] = {}
        self.blocks: dict[str, int] = {}

    def block(self, block: Block, x: float, top: float, more: float, side: Side, upside_down: bool) -> float:
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
        title = Box(x + PAD, top + 6, INNER, TITLE - 8) if block.name else Box(x + PAD, top, 0, 0)
        self.districts.append(District(block.name, Box(x, top, BLOCK, bottom - top), title))
        return bottom

    def _card(self, card: Card, x: float, y: float, more: float, side: Side) -> float:
        label = Box(x, y + 2, INNER, CARD_LABEL - 4)
        below = y + CARD_LABEL
        layer = LAYER + more
        for number, row in enumerate(card.rows):
            pitch = min(CHAIN_PITCH, INNER / len(row))
            # what hangs nearest to the centre stands nearest to it
            ordered = row[::-1] if side is Side.LEFT else row
            first = x + INNER / 2 - pitch * (len(row) - 1) / 2
            for index, device in enumerate(ordered):
                self.spots.append(Spot(device.id, first + index * pitch, below + layer * (number + 0.5)))
        bottom = below + layer * len(card.rows)
        lines = lines_of(card.site.name, label.width, CARD_SIZE, 1)
        self.places.append(Place(card.site.id, Box(x, y, INNER, bottom - y), label, lines, "middle"))
        self.spines[card.site.id] = x + INNER / 2
        return bottom

    def _leaves(self, block: Block, x: float, y: float, height: float, side: Side) -> float:
        """Below the last of them. On the side of the centre stand those that have their cable from there."""
        facing = side is not Side.RIGHT
        ordered = block.leaves
        if side is not Side.MIDDLE:
            ordered = sorted(ordered, key=lambda leaf: not leaf.from_elsewhere)
        near = ordered[: block.rows]
        for right in (False, True):
            column = near if right is facing else ordered[block.rows :]
            column = sorted(column, key=block.leaves.index)
            for row, leaf in enumerate(column):
                outward = side is not Side.MIDDLE and right is facing and leaf.from_elsewhere
                self._leaf(leaf, x + (HALF + SPINE if right else 0), y + row * height, height, right, outward)
                self.spines[leaf.site.id] = x + (INNER / 2 if not outward else INNER + PAD if right else -PAD)
        return y + block.rows * height

    def _leaf(self, leaf: Leaf, x: float, y: float, height: float, right: bool, outward: bool) -> None:
        """Its devices beside the spine, or at the block's edge, and its name beside them."""
        count = len(leaf.devices)
        width = HALF - PITCH * count - 2
        at_left = right is not outward
        lines = lines_of(leaf.site.name, width, SIZE)
        tall = LINE * len(lines) + 4
        label = Box(x + HALF - width if at_left else x, y + (height - tall) / 2, width, tall)
        self.places.append(Place(leaf.site.id, Box(x, y, HALF, height), label, lines, "start" if at_left else "end"))
        for index, device in enumerate(leaf.devices):
            away = PITCH * (index + 0.5)
            self.spots.append(Spot(device.id, x + away if at_left else x + HALF - away, y + height / 2))
