"""How an answer was laid out: the next one of the same layout is taken apart by one call.

Of an agent's answers to one question little changes but the values: tags, lengths and names stay where they are. When
one answer was found well formed, so are all that differ from it in its request-id and the values' octets alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from probes.snmp.fast.ber import INTEGER
from probes.snmp.fast.cut import Cut, cut_of
from probes.snmp.fast.value import TEXTS, UNSIGNED, value_of
from probes.snmp.question import Value

# what `struct` reads by itself, by the number's length
_UNSIGNED_CODES: Final = {1: "B", 2: "H", 4: "I", 8: "Q"}
_SIGNED_CODES: Final = {1: "b", 2: "h", 4: "i"}

Reader = Callable[[bytes], Value | None]


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of `cut` are those of the request-id's octets, then of the values. `readers` are of the values that
    are octets still, by their places."""

    cut: Cut
    readers: tuple[tuple[int, Reader], ...]

    def values_in(self, octets: bytes, number: bytes) -> tuple[Value | None, ...] | None:
        """The values in an answer with the request-id `number`; None when it has another, or is laid out otherwise.

        Raises Malformed for a value that its type does not allow.
        """
        found = self.cut.places_of(octets)
        if found is None or found[0] != number:
            return None
        if not self.readers:
            return found[1:]
        values = [*found[1:]]
        for place, read in self.readers:
            values[place] = read(values[place])
        return tuple(values)


def layout_of(octets: bytes, number: tuple[int, int], values: Sequence[tuple[int, int, int]]) -> Layout:
    """Of a well-formed answer: `number` is where its request-id begins and ends, `values` are each value's tag and
    where that does."""
    places, readers = [(*number, f"{number[1] - number[0]}s")], []
    for place, (tag, start, end) in enumerate(values):
        if tag in UNSIGNED and end - start > 1 and not octets[start]:
            start += 1  # a zero before a number with its highest bit set has to stay one
        code, reader = _read_as(tag, end - start)
        places.append((start, end, code))
        if reader is not None:
            readers.append((place, reader))
    return _shared(cut_of(octets, places), tuple(readers))


def _read_as(tag: int, length: int) -> tuple[str, Reader | None]:
    """How `struct` reads such a value, and what reads on from its octets."""
    if tag in TEXTS:
        return f"{length}s", None
    if tag in UNSIGNED and length in _UNSIGNED_CODES:
        return _UNSIGNED_CODES[length], None
    if tag == INTEGER and length in _SIGNED_CODES:
        return _SIGNED_CODES[length], None
    return f"{length}s", _reader(tag)


@lru_cache
def _reader(tag: int) -> Reader:
    """The same for the same tag, so that layouts are found to be the same."""
    return int.from_bytes if tag in UNSIGNED else partial(value_of, tag)


@lru_cache(1024)
def _shared(cut: Cut, readers: tuple[tuple[int, Reader], ...]) -> Layout:
    """One for all agents of a kind."""
    return Layout(cut, readers)
