"""The part of a recording that a test asks for, so that a hundred of them (1.4 GB) are served within seconds.

Answers stay what the whole recording gives: of each subtree everything is kept, and the line that follows it.
"""

import bz2
from collections.abc import Iterable
from pathlib import Path

Oid = tuple[int, ...]


def extract(recording: Path, subtrees: Iterable[Oid]) -> bytes:
    """The lines of a .snmprec or .snmprec.bz2, whose OIDs ascend, within `subtrees` and right behind each."""
    octets = recording.read_bytes()
    everything = bz2.decompress(octets) if recording.suffix == ".bz2" else octets
    lines = [line for line in everything.splitlines(keepends=True) if line[:1].isdigit()]
    kept: dict[int, None] = {}
    for subtree in sorted(subtrees):
        position = _first_at_or_behind(lines, subtree)
        while position < len(lines) and _oid(lines[position])[: len(subtree)] == subtree:
            kept[position] = None
            position += 1
        if position < len(lines):
            kept[position] = None
    return b"".join(lines[position] for position in sorted(kept))


def _first_at_or_behind(lines: list[bytes], oid: Oid) -> int:
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        if _oid(lines[middle]) < oid:
            low = middle + 1
        else:
            high = middle
    return low


def _oid(line: bytes) -> Oid:
    return tuple(int(part) for part in line.partition(b"|")[0].split(b"."))
