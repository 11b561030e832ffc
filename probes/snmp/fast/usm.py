"""Questions to SNMPv3 agents (RFC 3412, RFC 3414)."""

from collections.abc import Callable
from typing import Final

from probes.snmp.conversation import AGAIN, Again, Doubt
from probes.snmp.fast.ber import OCTETS, SEQUENCE, Malformed, tlv
from probes.snmp.fast.pdu import answer_in, id_octets, new_id, prepare, report_in, usual_answer
from probes.snmp.fast.usm_agent import UsmAgent
from probes.snmp.fast.usm_keys import KeyRing
from probes.snmp.fast.usm_message import AUTH, PRIV, REPORTABLE, Signer, UsmMessage, scoped_pdu, write
from probes.snmp.fast.usm_shape import read_shaped
from probes.snmp.fast.usm_user import LEVEL_OF_FLAGS
from probes.snmp.oid import SYS_UP_TIME, Oid
from probes.snmp.question import Answer, Question
from probes.snmp.target import SnmpV3
from probes.snmp.usm_report import AGAINS, Level, Report, ask_again, does_not_hold_still, silent_to_encrypted

_NOBODY: Final = Signer(tlv(OCTETS, b""), tlv(OCTETS, b""), 0)
_DISCOVERY: Final = prepare(Question(()))


class UsmSession:
    """`agent` is None until it told its engine ID. `clock` gives seconds, monotonic."""

    def __init__(self, access: SnmpV3, ring: KeyRing, clock: Callable[[], float]) -> None:
        self.access = access
        self.agent: UsmAgent | None = None
        self.now = clock
        self._ring = ring
        self._level = Level.of(access)

    def meet(self, engine_id: bytes, boots: int, seconds: int) -> None:
        """Takes up an engine ID, with a clock to begin with. Raises Malformed when it can be nobody's."""
        if not 5 <= len(engine_id) <= 32:
            raise Malformed("an engine ID of a forbidden length")
        self.agent = UsmAgent(self.access, self._ring, engine_id, boots, seconds, self.now())

    def converse(self, question: Question) -> "UsmConversation":
        return UsmConversation(self, question, self._level)

    def silent(self) -> "Doubt[UsmConversation] | None":
        """Starts from nothing: whoever answers next may be another agent.

        Agents drop what they cannot decrypt, most of them without a word. A question that is signed but not
        encrypted tells whether it is that; it asks for nothing secret, and most agents deny it.
        """
        self.agent = None
        if self._level is not Level.AUTH_PRIV:
            return None
        doubt = UsmConversation(self, Question((SYS_UP_TIME,)), Level.AUTH_NO_PRIV)
        return Doubt(doubt, silent_to_encrypted(self.access.user))


class UsmConversation:
    """Every datagram is a message of its own; the answer to any of them counts."""

    __slots__ = ("_agains", "_level", "_pdu", "_question", "_request_id", "_sent", "_session", "_unusable")

    def __init__(self, session: UsmSession, question: Question, level: Level) -> None:
        self._session = session
        self._question = question
        self._level = level
        self._pdu = _DISCOVERY
        self._request_id = new_id()
        self._sent: dict[int, UsmAgent | None] = {}
        self._agains = 0
        self._unusable = 0

    def datagram(self) -> bytes:
        number, agent = new_id(), self._session.agent
        self._sent[number] = agent
        if agent is None:
            return _discovery(number)
        self._pdu = agent.prepare(self._question)
        return agent.request(number, self._request_id, self._pdu, self._level, self._session.now())

    def awaits(self, number: int) -> bool:
        return number in self._sent

    def receive(self, datagram: bytes) -> Answer | Again | None:
        try:
            meaning = self._meaning_of(datagram)
        except (Malformed, IndexError):
            meaning = None
        if meaning is None:
            self._unusable += 1
        return meaning

    def silence(self) -> str:
        if self._unusable:
            return f"{self._unusable} datagrams came that are no answer to the question"
        return ""

    def close(self) -> None:
        self._sent.clear()

    def _meaning_of(self, datagram: bytes) -> Answer | Again | None:
        message = read_shaped(datagram)
        if message.number not in self._sent:
            return None
        agent = self._sent[message.number]
        level = LEVEL_OF_FLAGS[message.flags & (AUTH | PRIV)]
        if level is not Level.NO_AUTH and (agent is None or not agent.has_signed(datagram, message)):
            return None
        octets, at = datagram, message.scoped[0]
        if level is Level.AUTH_PRIV and agent is not None:
            octets, at = agent.decrypted(datagram, message), 0
        context, context_name, at, end = scoped_pdu(octets, at)
        counter = report_in(octets, at, end)
        if counter is not None:
            return self._reported(counter, message, agent, is_signed=level is not Level.NO_AUTH)
        if agent is None or level is not self._level or message.user != agent.user:
            return None
        if message.engine_id != agent.engine_id or context != agent.engine_id or context_name:
            return None
        now = self._session.now()
        if level is not Level.NO_AUTH and not agent.is_timely(message.boots, message.seconds, now):
            return None
        pdu = octets[at:end]
        return usual_answer(pdu, self._request_id, self._pdu) or answer_in(pdu, 0, self._request_id, self._pdu)

    def _reported(
        self, counter: Oid, message: UsmMessage, agent: UsmAgent | None, is_signed: bool
    ) -> Again | None:
        report = ask_again(counter, self._session.access.user)
        if report is Report.UNKNOWN_ENGINE:
            self._begin_again()
            if agent is self._session.agent:
                self._session.meet(message.engine_id, message.boots, message.seconds)
            return AGAIN
        if agent is None or not is_signed:
            return None
        self._begin_again()
        agent.set_clock(message.boots, message.seconds, self._session.now())
        return AGAIN

    def _begin_again(self) -> None:
        self._agains += 1
        if self._agains > AGAINS:
            raise does_not_hold_still(self._agains)


def _discovery(number: int) -> bytes:
    """Asks an agent who it is (RFC 3414 section 4): it reports that it does not know the empty engine ID."""
    pdu = _DISCOVERY.head + id_octets(number) + _DISCOVERY.tail
    scoped = tlv(SEQUENCE, tlv(OCTETS, b"") + tlv(OCTETS, b"") + pdu)
    return write(number, REPORTABLE, _NOBODY, 0, 0, b"", scoped)
