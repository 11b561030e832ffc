"""A screenshot with 256 colours: a third of its size, and the eye finds no difference in flat surfaces and type."""

import struct
import zlib
from collections import Counter

Colour = bytes
PALETTE = 256
UNLIKE = 14**2
_MAGIC = b"\x89PNG\r\n\x1a\n"


def with_palette(png: bytes) -> bytes:
    """`png`: 8 bits a channel, RGB, not interlaced, as browsers write it. The most frequent colours, and those that are
    like none of them, stay what they are; every other becomes the nearest of these."""
    chunks = list(_chunks(png))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", dict(chunks)[b"IHDR"])
    if (depth, kind, interlaced) != (8, 2, 0):
        raise ValueError(f"expected is a PNG of 8 bits a channel, RGB, not interlaced; not {(depth, kind, interlaced)}")
    pixels = _unfiltered(zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT")), width)
    colours = [pixels[at : at + 3] for at in range(0, len(pixels), 3)]
    counted = Counter(colours)
    palette = _palette([colour for colour, _ in counted.most_common()])
    index = {colour: _nearest(colour, palette) for colour in counted}
    indexed = bytes(index[colour] for colour in colours)
    rows = b"".join(b"\x00" + indexed[row * width : (row + 1) * width] for row in range(height))
    return _MAGIC + b"".join((
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)), _chunk(b"PLTE", b"".join(palette)),
        _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""),
    ))


def _palette(colours: list[Colour]) -> list[Colour]:
    """`colours`: the most frequent first."""
    palette = colours[: PALETTE // 2]
    for colour in colours[PALETTE // 2 :]:
        if len(palette) == PALETTE:
            break
        if _distance(colour, palette[_nearest(colour, palette)]) > UNLIKE:
            palette.append(colour)
    return palette


def _nearest(colour: Colour, palette: list[Colour]) -> int:
    return min(range(len(palette)), key=lambda index: _distance(colour, palette[index]))


def _distance(one: Colour, other: Colour) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2


def _chunks(png: bytes):
    at = len(_MAGIC)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _unfiltered(raw: bytes, width: int) -> bytes:
    """The filters of PNG, undone (https://www.w3.org/TR/png-3/#9Filters)."""
    stride, step = 3 * width + 1, 3
    pixels, above = bytearray(), bytearray(3 * width)
    for start in range(0, len(raw), stride):
        kind, line = raw[start], bytearray(raw[start + 1 : start + stride])
        for x, value in enumerate(line):
            left = line[x - step] if x >= step else 0
            corner = above[x - step] if x >= step else 0
            line[x] = (value + _predicted(kind, left, above[x], corner)) & 255
        pixels += line
        above = line
    return bytes(pixels)


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda value: abs(guess - value))
    return (0, left, up, (left + up) // 2)[kind]
