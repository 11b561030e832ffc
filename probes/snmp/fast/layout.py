"""How an answer was laid out: the next one of the same layout is taken apart by one call.

Of an agent's answers to one question little changes but the values: tags, lengths and names stay where they are. When
one answer was found well formed, so are all that differ from it in the values' octets alone.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from probes.snmp.fast.value import value_of
from probes.snmp.question import Value

_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Layout:
    """`parts` cuts the rows into what stays, which is `fixed`, and the values between; `tags` are the values'."""

    parts: struct.Struct
    fixed: tuple[bytes, ...]
    tags: tuple[int, ...]

    def values_in(self, octets: bytes, at: int, end: int) -> list[Value | None] | None:
        """The values in rows that lie between `at` and `end`; None when they are laid out otherwise.

        Raises Malformed for a value that its type does not allow.
        """
        if end - at != self.parts.size:
            return None
        found = self.parts.unpack_from(octets, at)
        return list(map(value_of, self.tags, found[1::2])) if found[::2] == self.fixed else None


def layout_of(octets: bytes, at: int, values: Sequence[tuple[int, int, int]]) -> Layout:
    """Of well-formed rows from `at` on; `values` are each value's tag, and where it begins and ends."""
    fixed, lengths = [], []
    for _, start, end in values:
        fixed.append(octets[at:start])
        lengths.append(end - start)
        at = end
    return _shared(tuple(fixed), tuple(lengths), tuple(tag for tag, _, _ in values))


@lru_cache(_REMEMBERED)
def _shared(fixed: tuple[bytes, ...], lengths: tuple[int, ...], tags: tuple[int, ...]) -> Layout:
    """One for all agents of a kind."""
    parts = "".join(f"{len(each)}s{length}s" for each, length in zip(fixed, lengths, strict=True))
    return Layout(struct.Struct(parts), fixed, tags)
