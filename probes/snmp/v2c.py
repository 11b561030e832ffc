"""SNMPv2c messages (RFC 1901)."""

from typing import Any

from pyasn1.codec.ber import decoder, encoder
from pyasn1.error import PyAsn1Error
from pysnmp.proto.api import v2c
from pysnmp.proto.api.verdec import decode_message_version
from pysnmp.proto.error import ProtocolError

from probes.snmp.conversation import Again, Doubt
from probes.snmp.pdu import answer_of, pdu_of, request_id
from probes.snmp.question import Answer, Question
from probes.snmp.target import SnmpV2c

_VERSION_2C = 1


class V2cSession:
    def __init__(self, access: SnmpV2c) -> None:
        self._access = access

    def converse(self, question: Question) -> "V2cConversation":
        return V2cConversation(self._access, question)

    def silent(self) -> Doubt | None:
        return None


class V2cConversation:
    """A retransmission is the same datagram, so that a late answer to the first counts."""

    def __init__(self, access: SnmpV2c, question: Question) -> None:
        pdu = pdu_of(question)
        message = v2c.Message()
        v2c.apiMessage.set_defaults(message)
        v2c.apiMessage.set_community(message, access.community.encode())
        v2c.apiMessage.set_pdu(message, pdu)
        self._request_id = request_id(pdu)
        self._datagram: bytes = encoder.encode(message)
        self._unusable = 0

    def datagram(self) -> bytes:
        return self._datagram

    def receive(self, datagram: bytes) -> Answer | Again | None:
        try:
            pdu = _pdu_in(datagram)
            answer = answer_of(pdu) if request_id(pdu) == self._request_id else None
        except (PyAsn1Error, ProtocolError, ValueError, TypeError, IndexError, KeyError):
            # pyasn1 and pysnmp raise all of these, depending on where the octets go wrong
            answer = None
        if answer is None:
            self._unusable += 1
        return answer

    def silence(self) -> str:
        if self._unusable:
            return f"{self._unusable} datagrams came that are no answer to the question"
        return "a wrong community looks the same: check it on the device"

    def close(self) -> None:
        pass


def _pdu_in(datagram: bytes) -> Any:
    if decode_message_version(datagram) != _VERSION_2C:
        raise ProtocolError("not SNMPv2c")
    message, _ = decoder.decode(datagram, asn1Spec=v2c.Message())
    return v2c.apiMessage.get_pdu(message)
