"""Octets that are all alike but in some places: what stands in those is taken out by one call."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

_REMEMBERED: Final = 1024


@dataclass(frozen=True, slots=True)
class Cut:
    """`parts` cuts into what stays, which is `fixed`, and the places between."""

    parts: struct.Struct
    fixed: tuple[bytes, ...]

    def places_of(self, octets: bytes) -> tuple[Any, ...] | None:
        """What stands in the places, as the cut's codes read it; None when anything else differs."""
        if len(octets) != self.parts.size:
            return None
        found = self.parts.unpack(octets)
        return found[1::2] if found[::2] == self.fixed else None


def cut_of(octets: bytes, places: Iterable[tuple[int, int, str]]) -> Cut:
    """`places` are, in order, where each begins and ends, and `struct`'s code to read it with."""
    fixed, codes, at = [], [], 0
    for start, end, code in places:
        fixed.append(octets[at:start])
        codes.append(code)
        at = end
    return _shared((*fixed, octets[at:]), (*codes, ""))


@lru_cache(_REMEMBERED)
def _shared(fixed: tuple[bytes, ...], codes: tuple[str, ...]) -> Cut:
    """One for all agents of a kind: what they share stays in the processor's cache."""
    parts = "".join(f"{len(each)}s{code}" for each, code in zip(fixed, codes, strict=True))
    return Cut(struct.Struct(f">{parts}"), fixed)
