"""Protocol data units (RFC 3416 section 3): requests as prepared octets, answers checked against them."""

import secrets
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from probes.snmp.fast.ber import (
    INTEGER,
    OBJECT_ID,
    SEQUENCE,
    Malformed,
    content,
    integer,
    object_id,
    tlv,
    to_integer,
    to_object_id,
)
from probes.snmp.fast.layout import Layout, layout_of
from probes.snmp.fast.value import value_of
from probes.snmp.oid import Oid
from probes.snmp.question import NO_ERROR, Answer, Question, Value

GET: Final = 0xA0
GET_NEXT: Final = 0xA1
RESPONSE: Final = 0xA2
GET_BULK: Final = 0xA5
REPORT: Final = 0xA8

_NULL: Final = b"\x05\x00"
_REMEMBERED: Final = 256
_ID_HEAD: Final = b"\x02\x04"
ID_BYTES: Final = 6
"""Of an identifier's element: all identifiers take four octets, so that they can be put in place."""


def _unpredictable_ids() -> Iterator[int]:
    """The system is asked for many at once: a call for each costs more than all else of an identifier."""
    numbers = struct.Struct("=256I")
    while True:
        for number in numbers.unpack(secrets.token_bytes(numbers.size)):
            yield 0x40000000 | number >> 2


_IDS: Final = _unpredictable_ids()


def new_id() -> int:
    """An unpredictable identifier, so that an answer is hard to forge blindly: 30 bits of chance."""
    return next(_IDS)


def id_octets(number: int) -> bytes:
    return _ID_HEAD + number.to_bytes(4, "big")


@dataclass(frozen=True, slots=True)
class PreparedPdu:
    """A request, or a message of it, around its request-id. `names` are the OIDs' elements as asked.

    `layouts` holds that of a GET's latest answer.
    """

    question: Question
    is_get: bool
    head: bytes
    tail: bytes
    names: tuple[bytes, ...]
    layouts: list[Layout] = field(default_factory=list, repr=False, compare=False)

    def within(self, heading: bytes) -> "PreparedPdu":
        """The sequence of `heading` and this."""
        whole = tlv(SEQUENCE, heading + self.head + bytes(ID_BYTES) + self.tail)
        return replace(self, head=whole[: len(whole) - ID_BYTES - len(self.tail)], layouts=[])


@lru_cache(_REMEMBERED)
def prepare(question: Question, has_bulk: bool = True) -> PreparedPdu:
    """Without GETBULK (SNMPv1 has none) a walk goes on by GETNEXT, a row at a time.

    Remembered: devices of a kind are asked the same, and what they share stays in the processor's cache.
    """
    names = tuple(object_id(oid) for oid in question.oids)
    rows = tlv(SEQUENCE, b"".join(tlv(SEQUENCE, name + _NULL) for name in names))
    tag, second = GET, 0
    if question.repetitions:
        tag, second = (GET_BULK, question.repetitions) if has_bulk else (GET_NEXT, 0)
    tail = integer(0) + integer(second) + rows
    whole = tlv(tag, bytes(ID_BYTES) + tail)
    return PreparedPdu(question, not question.repetitions, whole[: len(whole) - ID_BYTES - len(tail)], tail, names)


def usual_answer(octets: bytes, number: int, asked: PreparedPdu) -> Answer | None:
    """The answer in what is laid out as the octets that held the answer to `asked` before; None where it is not, or
    where the request-id is not `number`.

    Raises Malformed for a value that its type does not allow.
    """
    if not asked.layouts:
        return None
    values = asked.layouts[0].values_in(octets, number.to_bytes(4, "big"))
    return None if values is None else Answer(NO_ERROR, 0, asked.question.oids, values)


def answer_in(octets: bytes, at: int, number: int, asked: PreparedPdu) -> Answer | None:
    """The answer in the PDU at `at`, which has to reach to the end; None when it is not the answer to `asked`:
    no Response, another request-id than `number`, other objects than those of a GET.

    Remembers how all of the octets are laid out, for `usual_answer`. Raises Malformed or IndexError when the PDU is not
    well formed.
    """
    if octets[at] != RESPONSE:
        return None
    at, end = content(octets, at, RESPONSE)
    id_at = content(octets, at, INTEGER)
    seen, at = _number(octets, at)
    status, at = _number(octets, at)
    index, at = _number(octets, at)
    at, rows_end = content(octets, at, SEQUENCE)
    if not len(octets) == end == rows_end:
        raise Malformed("a PDU that does not fill its message")
    if seen != number:
        return None
    if status != NO_ERROR:
        return Answer(status, index)
    if not asked.is_get:
        return Answer(status, index, *_rows(octets, at, end))
    found = _values_in(octets, at, end, asked.names)
    if found is None:
        return None
    values = tuple(value_of(tag, octets[start:stop]) for tag, start, stop in found)
    if index == 0 and id_at[1] - id_at[0] == ID_BYTES - len(_ID_HEAD):
        asked.layouts[:] = [layout_of(octets, id_at, found)]
    return Answer(status, index, asked.question.oids, values)


def report_in(octets: bytes, at: int, end: int) -> Oid | None:
    """The counter that a Report PDU names; None for a PDU of another kind.

    Raises Malformed or IndexError when the PDU is not well formed.
    """
    if octets[at] != REPORT:
        return None
    at, pdu_end = content(octets, at, REPORT)
    for _ in range(3):
        _, at = _number(octets, at)
    at, rows_end = content(octets, at, SEQUENCE)
    if pdu_end != end or rows_end != end:
        raise Malformed("a PDU that does not fill its message")
    oids, _ = _rows(octets, at, end)
    return oids[0] if oids else ()


def _number(octets: bytes, at: int) -> tuple[int, int]:
    """An INTEGER and where it ends."""
    start, end = content(octets, at, INTEGER)
    return to_integer(octets[start:end]), end


def _rows(octets: bytes, at: int, end: int) -> tuple[tuple[Oid, ...], tuple[Value | None, ...]]:
    """Names and values."""
    oids, values = [], []
    while at < end:
        at, row_end = content(octets, at, SEQUENCE)
        start, at = content(octets, at, OBJECT_ID)
        oid = to_object_id(octets[start:at])
        tag = octets[at]
        start, at = content(octets, at, tag)
        if at != row_end or at > end:
            raise Malformed("a row that is not a name and a value")
        oids.append(oid)
        values.append(value_of(tag, octets[start:at]))
    return tuple(oids), tuple(values)


def _values_in(octets: bytes, at: int, end: int, names: tuple[bytes, ...]) -> list[tuple[int, int, int]] | None:
    """Tag, beginning and end of the value in each row; None when the rows are not those of `names`, one for one:
    compared as octets, never decoded."""
    found = []
    for name in names:
        if at >= end:
            return None
        at, row_end = content(octets, at, SEQUENCE)
        if not octets.startswith(name, at):
            return None
        at += len(name)
        tag = octets[at]
        start, at = content(octets, at, tag)
        if at != row_end or at > end:
            raise Malformed("a row that is not a name and a value")
        found.append((tag, start, at))
    return found if at == end else None
