"""ASN.1's Basic Encoding Rules (ITU-T X.690), the definite-length part that SNMP uses (RFC 3417 section 8)."""

from functools import lru_cache
from typing import Final

from probes.snmp.oid import Oid

INTEGER: Final = 0x02
OCTETS: Final = 0x04
NULL: Final = 0x05
OBJECT_ID: Final = 0x06
SEQUENCE: Final = 0x30

_SUB_IDS_AT_MOST = 128
_SUB_ID_END = 1 << 32
_REMEMBERED = 4096


class Malformed(ValueError):
    """Octets that are not what the rules allow; carries nothing of them."""


def tlv(tag: int, content: bytes) -> bytes:
    """One element, its length in the shortest form."""
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content


def integer(number: int) -> bytes:
    """An INTEGER of 0 or more."""
    return tlv(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


@lru_cache(_REMEMBERED)
def object_id(oid: Oid) -> bytes:
    """An OBJECT IDENTIFIER. Remembered: all agents are asked for the same columns when they are met."""
    octets = bytearray()
    for sub_id in (oid[0] * 40 + oid[1], *oid[2:]):
        groups = [sub_id & 0x7F]
        while sub_id := sub_id >> 7:
            groups.append(0x80 | sub_id & 0x7F)
        octets += bytes(reversed(groups))
    return tlv(OBJECT_ID, bytes(octets))


def content(octets: bytes, at: int, tag: int) -> tuple[int, int]:
    """Where the content of the element at `at` begins and ends.

    Raises Malformed for another tag, an indefinite length and a content that the octets do not hold;
    IndexError where they end before.
    """
    if octets[at] != tag:
        raise Malformed("another tag than expected")
    length = octets[at + 1]
    start = at + 2
    if length >= 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4:
            raise Malformed("a length that SNMP does not use")
        start += count
        length = int.from_bytes(octets[at + 2 : start], "big")
    end = start + length
    if end > len(octets):
        raise Malformed("an element longer than what came")
    return start, end


def to_integer(octets: bytes) -> int:
    """The content of an INTEGER of up to 32 bits. Raises Malformed."""
    value = int.from_bytes(octets, "big", signed=True)
    # pysnmp's agents write -2**31 with one octet of sign too many.
    if not 1 <= len(octets) <= 5 or not -(2**31) <= value < 2**31:
        raise Malformed("an INTEGER that does not fit 32 bits")
    return value


@lru_cache(_REMEMBERED)
def to_object_id(octets: bytes) -> Oid:
    """The content of an OBJECT IDENTIFIER. Raises Malformed."""
    if not octets or octets[-1] & 0x80:
        raise Malformed("an OBJECT IDENTIFIER without end")
    sub_ids: list[int] = []
    sub_id = 0
    for octet in octets:
        if octet == 0x80 and not sub_id:
            raise Malformed("a sub-identifier with leading zeros")
        sub_id = sub_id << 7 | octet & 0x7F
        if octet < 0x80:
            sub_ids.append(sub_id)
            sub_id = 0
    first = min(sub_ids[0] // 40, 2)
    oid = (first, sub_ids[0] - 40 * first, *sub_ids[1:])
    if len(oid) > _SUB_IDS_AT_MOST or max(oid) >= _SUB_ID_END:
        raise Malformed("an OBJECT IDENTIFIER beyond SNMP's limits")
    return oid
