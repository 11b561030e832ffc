"""The values of objects (RFC 2578 section 7.1) from their octets."""

from typing import Final

from probes.snmp.fast.ber import INTEGER, NULL, OBJECT_ID, OCTETS, Malformed, to_integer, to_object_id
from probes.snmp.question import Value

_IP_ADDRESS, _OPAQUE, _NSAP = 0x40, 0x44, 0x45
_COUNTER32, _GAUGE32, _TIME_TICKS, _COUNTER64, _UINTEGER32 = 0x41, 0x42, 0x43, 0x46, 0x47
_NO_SUCH_OBJECT, _NO_SUCH_INSTANCE, _END_OF_MIB_VIEW = 0x80, 0x81, 0x82

TEXTS: Final = frozenset({OCTETS, _IP_ADDRESS, _OPAQUE, _NSAP})
"""The types whose values are their octets."""

UNSIGNED: Final = {_COUNTER32: 4, _GAUGE32: 4, _TIME_TICKS: 4, _UINTEGER32: 4, _COUNTER64: 8}
"""The types of numbers that are not negative, with the octets that each may have."""

_ABSENT: Final = frozenset({NULL, _NO_SUCH_OBJECT, _NO_SUCH_INSTANCE, _END_OF_MIB_VIEW})


def value_of(tag: int, octets: bytes) -> Value | None:
    """None for NULL, noSuchObject, noSuchInstance and endOfMibView. Raises Malformed."""
    width = UNSIGNED.get(tag)
    if width is not None:
        length = len(octets)
        # A counter with its highest bit set needs a zero before it, which some agents forget: the type says
        # that it is not negative.
        if 1 <= length <= width or (length == width + 1 and not octets[0]):
            return int.from_bytes(octets, "big")
        raise Malformed("an unsigned value beyond its type")
    if tag in TEXTS:
        return octets
    if tag == INTEGER:
        return to_integer(octets)
    if tag == OBJECT_ID:
        return to_object_id(octets)
    if tag in _ABSENT and not octets:
        return None
    raise Malformed("a value of no known type")
