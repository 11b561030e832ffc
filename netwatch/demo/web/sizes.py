"""Lengths of the map, in its own units; on a desk one of them is about a pixel."""

BLOCK = 286.0
"""The width of a district."""
GUTTER = 30.0
"""Between two districts, at least."""
MARGIN = 10.0
PAD = 12.0
TITLE = 26.0
PITCH = 28.0
"""From one device to the next; in a row that has room, CHAIN_PITCH."""
CHAIN_PITCH = 58.0
SPINE = 22.0
"""Between the two columns of a district, for its cables."""
ROW = 40.0
LAYER = 45.0
"""Two heights at least: of a row of sites, and of one of devices."""
CARD_LABEL = 20.0
CARD_GAP = 6.0
SIZE = 12.0
"""Of the type; of an office's name CARD_SIZE."""
CARD_SIZE = 12.5
LINE = 14.0
INNER = BLOCK - 2 * PAD
HALF = (INNER - SPINE) / 2
