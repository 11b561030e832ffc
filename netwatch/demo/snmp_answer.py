"""What an SNMP agent answers: v2c GET, GETNEXT and GETBULK (RFC 3416 section 4.2) over objects that are given. Pure."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import Final

from probes.snmp.fast.ber import (
    INTEGER,
    NULL,
    OBJECT_ID,
    OCTETS,
    SEQUENCE,
    Malformed,
    content,
    integer,
    object_id,
    tlv,
    to_integer,
    to_object_id,
)
from probes.snmp.fast.pdu import GET, GET_BULK, GET_NEXT, RESPONSE
from probes.snmp.oid import Oid

ROWS_AT_MOST: Final = 60
"""In one answer, so that it is one datagram."""

_V2C: Final = integer(1)
_NO_SUCH_OBJECT: Final = b"\x80\x00"
_END_OF_VIEW: Final = b"\x82\x00"
_COUNTER32, _GAUGE32, _TICKS, _COUNTER64 = 0x41, 0x42, 0x43, 0x46

Row = tuple[Oid, bytes]
"""A name and its value as an element."""


class Objects:
    """Each object's value, as an element, is made when it is asked for."""

    def __init__(self, values: Mapping[Oid, Callable[[], bytes]]) -> None:
        self._values = values
        self._order = sorted(values)

    def get(self, oid: Oid) -> Row:
        value = self._values.get(oid)
        return (oid, _NO_SUCH_OBJECT if value is None else value())

    def next(self, oid: Oid) -> Row:
        place = bisect_right(self._order, oid)
        if place == len(self._order):
            return (oid, _END_OF_VIEW)
        found = self._order[place]
        return (found, self._values[found]())


def text(value: str) -> bytes:
    return tlv(OCTETS, value.encode())


def gauge(value: int) -> bytes:
    return _unsigned(_GAUGE32, value)


def counter(value: int) -> bytes:
    return _unsigned(_COUNTER32, value % 2**32)


def counter64(value: int) -> bytes:
    return _unsigned(_COUNTER64, value % 2**64)


def ticks(seconds: float) -> bytes:
    """Hundredths of a second."""
    return _unsigned(_TICKS, int(seconds * 100) % 2**32)


def answer(datagram: bytes, community: str, objects: Objects) -> bytes | None:
    """None for what an agent lets pass in silence: a wrong community, another version, broken octets."""
    try:
        return _answer(datagram, community, objects)
    except (Malformed, IndexError):
        return None


def _answer(datagram: bytes, community: str, objects: Objects) -> bytes | None:
    heading = _V2C + text(community)
    at, _ = content(datagram, 0, SEQUENCE)
    if not datagram.startswith(heading, at):
        return None
    at += len(heading)
    kind = datagram[at]
    if kind not in (GET, GET_NEXT, GET_BULK):
        return None
    at, _ = content(datagram, at, kind)
    number, at = _number(datagram, at)
    first, at = _number(datagram, at)
    second, at = _number(datagram, at)
    names = _names(datagram, at)
    if kind == GET:
        rows = [objects.get(name) for name in names]
    elif kind == GET_NEXT:
        rows = [objects.next(name) for name in names]
    else:
        rows = _bulk(names, max(0, first), max(0, second), objects)
    shown = b"".join(tlv(SEQUENCE, object_id(name) + value) for name, value in rows)
    pdu = tlv(RESPONSE, _signed(number) + integer(0) + integer(0) + tlv(SEQUENCE, shown))
    return tlv(SEQUENCE, heading + pdu)


def _bulk(names: list[Oid], singles: int, repetitions: int, objects: Objects) -> list[Row]:
    rows = [objects.next(name) for name in names[:singles]]
    at = names[singles:]
    for _ in range(repetitions):
        if not at or len(rows) + len(at) > ROWS_AT_MOST:
            break
        turn = [objects.next(name) for name in at]
        rows += turn
        if all(value == _END_OF_VIEW for _, value in turn):
            break
        at = [name for name, _ in turn]
    return rows or [objects.next(name) for name in at[:ROWS_AT_MOST]]


def _names(octets: bytes, at: int) -> list[Oid]:
    at, end = content(octets, at, SEQUENCE)
    names = []
    while at < end:
        start, at = content(octets, at, SEQUENCE)
        start, name_end = content(octets, start, OBJECT_ID)
        content(octets, name_end, NULL)
        names.append(to_object_id(octets[start:name_end]))
    return names


def _number(octets: bytes, at: int) -> tuple[int, int]:
    start, end = content(octets, at, INTEGER)
    return to_integer(octets[start:end]), end


def _signed(number: int) -> bytes:
    return tlv(INTEGER, number.to_bytes(4, "big", signed=True))


def _unsigned(tag: int, number: int) -> bytes:
    return bytes((tag,)) + integer(number)[1:]
