"""The blocks, side by side in columns."""

import math
from collections.abc import Sequence
from itertools import product

from netwatch.demo.web.blocks import Block
from netwatch.demo.web.sizes import BLOCK, GUTTER, MARGIN

MOST_WAYS = 5_000


def columns_of(blocks: list[Block], count: int) -> list[list[Block]]:
    """So that the fullest column is as low as can be; the centre in the middle one, between the districts there."""
    middle = (count - 1) // 2
    centre, districts = [each for each in blocks if not each.name], [each for each in blocks if each.name]
    columns: list[list[Block]] = [[] for _ in range(count)]
    for block, column in zip(districts, _shares(districts, centre, count, middle), strict=True):
        columns[column].append(block)
    above = math.ceil(len(columns[middle]) / 2) if count > 1 else 0
    columns[middle][above:above] = centre
    return [column for column in columns if column]


def _shares(districts: list[Block], centre: list[Block], count: int, middle: int) -> Sequence[int]:
    """Each district's column. All ways are tried where they are few; else the largest goes first, each into the column
    that is least full."""
    begun = [0.0] * count
    begun[middle] = sum(block.height + GUTTER for block in centre)

    def fullest(shares: Sequence[int]) -> float:
        filled = begun.copy()
        for block, column in zip(districts, shares, strict=True):
            filled[column] += block.height + GUTTER
        return max(filled)

    if count ** len(districts) <= MOST_WAYS:
        return min(product(range(count), repeat=len(districts)), key=fullest)
    shares = [0] * len(districts)
    for number in sorted(range(len(districts)), key=lambda number: -districts[number].height):
        shares[number] = min(range(count), key=lambda column: begun[column])
        begun[shares[number]] += districts[number].height + GUTTER
    return shares


def natural_height(column: list[Block]) -> float:
    return sum(block.height for block in column) + GUTTER * (len(column) - 1)


def aspect_of(columns: list[list[Block]]) -> float:
    height = max((natural_height(column) for column in columns), default=1.0)
    return (len(columns) * (BLOCK + GUTTER) - GUTTER + 2 * MARGIN) / (height + 2 * MARGIN)
