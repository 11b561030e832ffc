"""What is known of one SNMPv3 agent: its engine ID, its clock, and our user's keys there."""

from probes.snmp.fast.ber import OCTETS, tlv
from probes.snmp.fast.pdu import PreparedPdu, id_octets, prepare
from probes.snmp.fast.usm_clock import UsmClock
from probes.snmp.fast.usm_keys import KeyRing
from probes.snmp.fast.usm_message import REPORTABLE
from probes.snmp.fast.usm_user import UsmUser
from probes.snmp.question import Question
from probes.snmp.target import SnmpV3
from probes.snmp.usm_report import Level


class UsmAgent(UsmUser):
    """`boots` and `seconds` are what the agent told at `now` of our clock: a guess, which it corrects, until it
    told them in a signed message."""

    def __init__(
        self, access: SnmpV3, ring: KeyRing, engine_id: bytes, boots: int, seconds: int, now: float
    ) -> None:
        super().__init__(access, ring, engine_id)
        self._context = tlv(OCTETS, engine_id) + tlv(OCTETS, b"")
        self._clock = UsmClock(boots, seconds, now)
        self._is_certain = False
        self._prepared: PreparedPdu | None = None

    def prepare(self, question: Question) -> PreparedPdu:
        """`question` with this agent's context around it; the octets of the one asked last are kept."""
        if self._prepared is None or question != self._prepared.question:
            self._prepared = prepare(question).within(self._context)
        return self._prepared

    def request(self, number: int, request_id: int, pdu: PreparedPdu, level: Level, now: float) -> bytes:
        """A message of its own (`number` is its msgID) with what `prepare` gave."""
        scoped = pdu.head + id_octets(request_id) + pdu.tail
        is_signed = level is not Level.NO_AUTH
        boots, seconds = (self._clock.boots, self._clock.seconds_at(now)) if is_signed else (0, 0)
        return self.seal(number, level, REPORTABLE, boots, seconds, scoped)

    def set_clock(self, boots: int, seconds: int, now: float) -> None:
        """Takes what the agent told in a signed message that only this question can have led to."""
        self._clock.set(boots, seconds, now)
        self._is_certain = True

    def is_timely(self, boots: int, seconds: int, now: float) -> bool:
        """Whether a signed answer is of now."""
        if not self._is_certain:
            self.set_clock(boots, seconds, now)
        return self._clock.is_timely(boots, seconds, now)
