"""The part of BER (ITU-T X.690) that SNMP messages use, read strictly.

Definite lengths and low tag numbers only, nothing beyond the end, nothing left over where a value has to fill its
place. Each function takes the octets and a range in them and raises Malformed; none of them copies more than the
value it gives back.
"""

from probes.snmp.oid import Oid

INTEGER = 0x02
OCTET_STRING = 0x04
NULL = 0x05
OBJECT_IDENTIFIER = 0x06
SEQUENCE = 0x30
IP_ADDRESS = 0x40
COUNTER32 = 0x41
GAUGE32 = 0x42
TIME_TICKS = 0x43
OPAQUE = 0x44
COUNTER64 = 0x46

UNSIGNED = frozenset({COUNTER32, GAUGE32, TIME_TICKS, COUNTER64})

LONGEST_INTEGER = 9
"""Octets: 64 bits and a leading zero that keeps them positive."""

LARGEST_ARC = 2**32 - 1
MOST_ARCS = 128


class Malformed(Exception):
    """The octets are no SNMP message, or one that no agent should send."""


def header(octets: bytes, at: int, end: int) -> tuple[int, int, int]:
    """Tag, start and end of the contents of the value that begins at `at` and has to end by `end`."""
    if end - at < 2:
        raise Malformed("ends within a tag or a length")
    tag, length = octets[at], octets[at + 1]
    if tag & 0x1F == 0x1F:
        raise Malformed("a tag number of several octets")
    start = at + 2
    if length & 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4:
            raise Malformed("an indefinite or overlong length")
        if end - start < count:
            raise Malformed("ends within a length")
        length = int.from_bytes(octets[start : start + count], "big")
        start += count
    if length > end - start:
        raise Malformed("a value reaches beyond its end")
    return tag, start, start + length


def enter(octets: bytes, at: int, end: int, tag: int) -> tuple[int, int]:
    """Start and end of the contents of the value at `at`, which has to have this tag."""
    found, start, stop = header(octets, at, end)
    if found != tag:
        raise Malformed(f"tag {found:#04x} where {tag:#04x} belongs")
    return start, stop


def integer(octets: bytes, start: int, end: int) -> int:
    """A signed integer's contents."""
    if not 1 <= end - start <= LONGEST_INTEGER:
        raise Malformed("an integer of no or too many octets")
    return int.from_bytes(octets[start:end], "big", signed=True)


def oid(octets: bytes, start: int, end: int) -> Oid:
    """An object identifier's contents."""
    if start == end or octets[end - 1] & 0x80:
        raise Malformed("an object identifier ends within a number")
    arcs: list[int] = []
    arc = 0
    for octet in octets[start:end]:
        if octet == 0x80 and arc == 0:
            raise Malformed("an object identifier with a padded number")
        arc = arc << 7 | octet & 0x7F
        if arc > LARGEST_ARC:
            raise Malformed("an object identifier with a number above 32 bits")
        if not octet & 0x80:
            arcs.append(arc)
            arc = 0
    if len(arcs) >= MOST_ARCS:
        raise Malformed("an object identifier of too many numbers")
    first = min(arcs[0] // 40, 2)
    return (first, arcs[0] - 40 * first, *arcs[1:])
