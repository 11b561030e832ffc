"""SNMPv1 (RFC 1157) and SNMPv2c (RFC 1901) messages, made once for each question and patched."""

from typing import Final

from probes.snmp.conversation import Again, Doubt
from probes.snmp.fast.ber import INTEGER, OCTETS, SEQUENCE, Malformed, content, integer, tlv
from probes.snmp.fast.pdu import PreparedPdu, answer_in, id_octets, new_id, prepare, usual_answer
from probes.snmp.question import Answer, Question
from probes.snmp.target import SnmpV1, SnmpV2c

_VERSION_1: Final = 0
_VERSION_2C: Final = 1


class CommunitySession:
    """Keeps the octets of the question that was asked last: as a rule a device is asked the same for ever."""

    def __init__(self, access: SnmpV1 | SnmpV2c) -> None:
        self._has_bulk = isinstance(access, SnmpV2c)
        version = _VERSION_2C if self._has_bulk else _VERSION_1
        self._heading = integer(version) + tlv(OCTETS, access.community.encode())
        self._prepared: PreparedPdu | None = None

    def converse(self, question: Question) -> "CommunityConversation":
        if self._prepared is None or question != self._prepared.question:
            self._prepared = prepare(question, self._has_bulk).within(self._heading)
        return CommunityConversation(self._heading, self._prepared)

    def silent(self) -> "Doubt[CommunityConversation] | None":
        return None


class CommunityConversation:
    """A retransmission is the same datagram, so that a late answer to the first counts."""

    __slots__ = ("_heading", "_number", "_pdu", "_unusable")

    def __init__(self, heading: bytes, pdu: PreparedPdu) -> None:
        self._heading = heading
        self._pdu = pdu
        self._number = new_id()
        self._unusable = 0

    def datagram(self) -> bytes:
        return self._pdu.head + id_octets(self._number) + self._pdu.tail

    def awaits(self, number: int) -> bool:
        return number == self._number

    def receive(self, datagram: bytes) -> Answer | Again | None:
        try:
            answer = self._answer_in(datagram)
        except (Malformed, IndexError):
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

    def _answer_in(self, datagram: bytes) -> Answer | None:
        if (usual := usual_answer(datagram, self._number, self._pdu)) is not None:
            return usual
        at, end = content(datagram, 0, SEQUENCE)
        if end != len(datagram):
            raise Malformed("octets after the message")
        if datagram.startswith(self._heading, at):
            return answer_in(datagram, at + len(self._heading), self._number, self._pdu)
        # the same, in longer lengths than it needs
        start, at = content(datagram, at, INTEGER)
        version = datagram[start:at]
        start, at = content(datagram, at, OCTETS)
        if tlv(INTEGER, version) + tlv(OCTETS, datagram[start:at]) != self._heading:
            return None
        return answer_in(datagram, at, self._number, self._pdu)
