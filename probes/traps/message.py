"""Messages of versions 1 and 2c (RFC 1157, RFC 1901, RFC 3416) that carry a trap or an inform."""

from dataclasses import dataclass, field
from typing import Final

from probes.snmp.oid import SYS_UP_TIME, Oid
from probes.snmp.question import Value
from probes.traps.ber import (
    INTEGER,
    IP_ADDRESS,
    NULL,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    OPAQUE,
    SEQUENCE,
    TIME_TICKS,
    UNSIGNED,
    Malformed,
    enter,
    header,
    integer,
    oid,
)
from probes.traps.notification import Notification

VERSION_1, VERSION_2C, VERSION_3 = 0, 1, 3

RESPONSE = 0xA2
TRAP_V1 = 0xA4
INFORM = 0xA6
TRAP_V2 = 0xA7

SNMP_TRAP_OID: Final[Oid] = (1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0)
SNMP_TRAPS: Final[Oid] = (1, 3, 6, 1, 6, 3, 1, 1, 5)
ENTERPRISE_SPECIFIC = 6

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class Message:
    """`answer`: what an inform is answered with, None for a trap."""

    community: bytes = field(repr=False)
    notification: Notification
    answer: bytes | None = field(default=None, repr=False)


def version_of(datagram: bytes) -> int:
    """0 for version 1, 1 for 2c, 3 for 3. Raises Malformed."""
    start, end = _whole(datagram)
    at, stop = enter(datagram, start, end, INTEGER)
    return integer(datagram, at, stop)


def read_message(datagram: bytes) -> Message:
    """A message of version 1 or 2c. Raises Malformed, also for a message that is neither trap nor inform."""
    start, end = _whole(datagram)
    at, stop = enter(datagram, start, end, INTEGER)
    version = integer(datagram, at, stop)
    at, stop = enter(datagram, stop, end, OCTET_STRING)
    community = datagram[at:stop]
    tag, inner, last = header(datagram, stop, end)
    if last != end:
        raise Malformed("octets after the PDU")
    if version == VERSION_1 and tag == TRAP_V1:
        return Message(community, _first_version(datagram, inner, last))
    if version == VERSION_2C and tag in (TRAP_V2, INFORM):
        notification = second_version(datagram, inner, last)
        # A response repeats the inform's request-id, error-status 0 and rows: only the tag differs.
        answer = datagram[:stop] + bytes((RESPONSE,)) + datagram[stop + 1 :] if tag == INFORM else None
        return Message(community, notification, answer)
    raise Malformed(f"PDU {tag:#04x} of version {version} is neither trap nor inform")


def second_version(octets: bytes, at: int, end: int) -> Notification:
    """The contents of an SNMPv2-Trap-PDU or InformRequest-PDU."""
    for _ in ("request-id", "error-status", "error-index"):
        start, at = enter(octets, at, end, INTEGER)
        integer(octets, start, at)
    rows = _rows(octets, at, end)
    if len(rows) < 2 or rows[0][0] != SYS_UP_TIME or rows[1][0] != SNMP_TRAP_OID:
        raise Malformed("does not begin with sysUpTime.0 and snmpTrapOID.0")
    trap = rows[1][1]
    if not isinstance(trap, tuple):
        raise Malformed("snmpTrapOID.0 is no object identifier")
    return Notification(trap, rows[2:])


def _first_version(octets: bytes, at: int, end: int) -> Notification:
    start, at = enter(octets, at, end, OBJECT_IDENTIFIER)
    enterprise = oid(octets, start, at)
    start, at = enter(octets, at, end, IP_ADDRESS)
    if at - start != 4:
        raise Malformed("an agent address of other than four octets")
    start, at = enter(octets, at, end, INTEGER)
    generic = integer(octets, start, at)
    start, at = enter(octets, at, end, INTEGER)
    specific = integer(octets, start, at)
    _, at = enter(octets, at, end, TIME_TICKS)
    rows = _rows(octets, at, end)
    if not 0 <= generic <= ENTERPRISE_SPECIFIC or not 0 <= specific < 2**31:
        raise Malformed("a generic or specific trap number out of range")
    if generic == ENTERPRISE_SPECIFIC:
        return Notification((*enterprise, 0, specific), rows)
    return Notification((*SNMP_TRAPS, generic + 1), rows)


def _rows(octets: bytes, at: int, end: int) -> tuple[tuple[Oid, Value], ...]:
    at, stop = enter(octets, at, end, SEQUENCE)
    if stop != end:
        raise Malformed("octets after the rows")
    rows: list[tuple[Oid, Value]] = []
    while at < end:
        if len(rows) == MOST_ROWS:
            raise Malformed(f"more than {MOST_ROWS} rows")
        start, at = enter(octets, at, end, SEQUENCE)
        first, last = enter(octets, start, at, OBJECT_IDENTIFIER)
        name = oid(octets, first, last)
        tag, first, last = header(octets, last, at)
        if last != at:
            raise Malformed("octets after a row's value")
        rows.append((name, _value(octets, tag, first, last)))
    return tuple(rows)


def _value(octets: bytes, tag: int, start: int, end: int) -> Value:
    if tag == INTEGER:
        return integer(octets, start, end)
    if tag in (OCTET_STRING, IP_ADDRESS, OPAQUE):
        return octets[start:end]
    if tag == OBJECT_IDENTIFIER:
        return oid(octets, start, end)
    if tag in UNSIGNED:
        value = integer(octets, start, end)
        if value < 0:
            # Some agents leave out the zero that keeps a large counter positive.
            value += 1 << 8 * (end - start)
        return value
    if tag == NULL and start == end:
        return b""
    raise Malformed(f"a value with tag {tag:#04x}")


def _whole(datagram: bytes) -> tuple[int, int]:
    start, end = enter(datagram, 0, len(datagram), SEQUENCE)
    if end != len(datagram):
        raise Malformed("octets after the message")
    return start, end
