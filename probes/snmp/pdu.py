"""Questions and answers as pysnmp's protocol data units."""

import secrets
from typing import Any

from pysnmp.proto import rfc1905
from pysnmp.proto.api import v2c

from probes.snmp.question import Answer, Question, Value

_ABSENT = (rfc1905.NoSuchObject.tagSet, rfc1905.NoSuchInstance.tagSet, rfc1905.EndOfMibView.tagSet)
_INTEGERS = frozenset(
    kind.tagSet
    for kind in (v2c.Integer32, v2c.Counter32, v2c.Gauge32, v2c.Unsigned32, v2c.TimeTicks, v2c.Counter64)
)


def pdu_of(question: Question, has_bulk: bool = True) -> Any:
    """A request PDU with an unpredictable request-id, so that an answer is hard to forge blindly.

    Without GETBULK (SNMPv1 has none) a walk goes on by GETNEXT, a row at a time.
    """
    rows = [(oid, v2c.null) for oid in question.oids]
    if question.repetitions and not has_bulk:
        pdu = v2c.GetNextRequestPDU()
        v2c.apiPDU.set_defaults(pdu)
        v2c.apiPDU.set_varbinds(pdu, rows)
    elif question.repetitions:
        pdu = v2c.GetBulkRequestPDU()
        v2c.apiBulkPDU.set_defaults(pdu)
        v2c.apiBulkPDU.set_max_repetitions(pdu, question.repetitions)
        v2c.apiBulkPDU.set_varbinds(pdu, rows)
    else:
        pdu = v2c.GetRequestPDU()
        v2c.apiPDU.set_defaults(pdu)
        v2c.apiPDU.set_varbinds(pdu, rows)
    v2c.apiPDU.set_request_id(pdu, secrets.randbelow(0x7FFFFFFF))
    return pdu


def request_id(pdu: Any) -> int:
    return int(v2c.apiPDU.get_request_id(pdu))


def answer_of(pdu: Any) -> Answer | None:
    """The answer in a Response PDU; None for a PDU of another kind.

    Raises pyasn1.error.PyAsn1Error when the PDU is not well formed.
    """
    if pdu.tagSet != v2c.ResponsePDU.tagSet:
        return None
    rows = v2c.apiPDU.get_varbinds(pdu)
    return Answer(
        status=int(v2c.apiPDU.get_error_status(pdu)),
        index=int(v2c.apiPDU.get_error_index(pdu, muteErrors=True)),
        oids=tuple(tuple(oid) for oid, _ in rows),
        values=tuple(_value_of(value) for _, value in rows),
    )


def _value_of(value: Any) -> Value | None:
    if value.tagSet in _ABSENT:
        return None
    if value.tagSet in _INTEGERS:
        return int(value)
    if value.tagSet == v2c.ObjectIdentifier.tagSet:
        return tuple(value)
    return bytes(value)
