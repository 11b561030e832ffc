"""The blocks, side by side in columns."""

import math

from netwatch.demo.web.blocks import Block
from netwatch.demo.web.sizes import BLOCK, GUTTER, MARGIN


def columns_of(blocks: list[Block], count: int) -> list[list[Block]]:
    """The largest first, each into the column that is least full; the first block, the centre, into the middle one,
    between the districts there."""
    columns: list[list[Block]] = [[] for _ in range(count)]
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


def natural_height(column: list[Block]) -> float:
    return sum(block.height for block in column) + GUTTER * (len(column) - 1)


def aspect_of(columns: list[list[Block]]) -> float:
    height = max((natural_height(column) for column in columns), default=1.0)
    return (len(columns) * (BLOCK + GUTTER) - GUTTER + 2 * MARGIN) / (height + 2 * MARGIN)
