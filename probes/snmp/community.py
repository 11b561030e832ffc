"""SNMPv1 (RFC 1157) and SNMPv2c (RFC 1901) messages, by pysnmp."""

from typing import Any

from pyasn1.codec.ber import decoder, encoder
from pyasn1.error import PyAsn1Error
from pysnmp.proto.api import v2c
from pysnmp.proto.api.verdec import decode_message_version
from pysnmp.proto.error import ProtocolError

from probes.snmp.conversation import Again, Doubt
from probes.snmp.pdu import answer_of, pdu_of, request_id
from probes.snmp.question import Answer, Question
from probes.snmp.target import SnmpV1, SnmpV2c

_VERSION_1, _VERSION_2C = 0, 1


class CommunitySession:
    def __init__(self, access: SnmpV1 | SnmpV2c) -> None:
        self._access = access

    def converse(self, question: Question) -> "CommunityConversation":
        return CommunityConversation(self._access, question)

    def silent(self) -> "Doubt[CommunityConversation] | None":
        return None


class CommunityConversation:
    """A retransmission is the same datagram, so that a late answer to the first counts."""

    def __init__(self, access: SnmpV1 | SnmpV2c, question: Question) -> None:
        self._version = _VERSION_2C if isinstance(access, SnmpV2c) else _VERSION_1
        pdu = pdu_of(question, has_bulk=isinstance(access, SnmpV2c))
        message = v2c.Message()
        v2c.apiMessage.set_defaults(message)
        message.setComponentByPosition(0, self._version)
        v2c.apiMessage.set_community(message, access.community.encode())
        v2c.apiMessage.set_pdu(message, pdu)
        self._request_id = request_id(pdu)
        self._datagram: bytes = encoder.encode(message)
        self._unusable = 0

    def datagram(self) -> bytes:
        return self._datagram

    def receive(self, datagram: bytes) -> Answer | Again | None:
        try:
            pdu = _pdu_in(datagram, self._version)
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


def _pdu_in(datagram: bytes, version: int) -> Any:
    if decode_message_version(datagram) != version:
        raise ProtocolError("another version")
    message, _ = decoder.decode(datagram, asn1Spec=v2c.Message())
    return v2c.apiMessage.get_pdu(message)
