"""SNMPv3 messages with the user-based security model (RFC 3412, RFC 3414), by pysnmp."""

from collections.abc import Callable
from typing import Any, Final

from pyasn1.error import PyAsn1Error
from pysnmp.carrier.asyncio.dgram import udp
from pysnmp.error import PySnmpError
from pysnmp.proto import errind
from pysnmp.proto.api import v2c
from pysnmp.proto.error import StatusInformation

from probes.snmp.conversation import AGAIN, Again, Doubt
from probes.snmp.oid import SYS_UP_TIME
from probes.snmp.pdu import answer_of, pdu_of, request_id
from probes.snmp.question import Answer, Question
from probes.snmp.reading import FailureKind
from probes.snmp.target import SnmpV3
from probes.snmp.trouble import Trouble
from probes.snmp.usm_engine import UsmEngine, UsmEngines
from probes.snmp.usm_report import AGAINS, Level, Report, ask_again, does_not_hold_still, silent_to_encrypted

_USM: Final = 3


class UsmSession:
    """What is known of one agent: its engine ID and clock, which pysnmp keeps under `name`.

    An agent that comes back with another engine ID takes another name, because pysnmp does not let go of
    the first.
    """

    def __init__(self, access: SnmpV3, engines: UsmEngines, clock: Callable[[], float]) -> None:
        self.access = access
        self._engines = engines
        self._clock = clock
        self.engine = engines.seat(access)
        self.name = engines.number()

    @property
    def knows_agent(self) -> bool:
        return self.engine.messages.get_peer_engine_info(udp.DOMAIN_NAME, self.name)[0] is not None

    def forget_agent(self) -> None:
        self.engine = self._engines.seat(self.access)
        self.name = self._engines.number()

    def converse(self, question: Question) -> "UsmConversation":
        self.engine.sweep(self._clock())
        return UsmConversation(self, question, Level.of(self.access))

    def silent(self) -> "Doubt[UsmConversation] | None":
        """Starts from nothing: whoever answers next may be another agent.

        Agents drop what they cannot decrypt, most of them without a word. A question that is signed but not
        encrypted tells whether it is that; it asks for nothing secret, and most agents deny it.
        """
        self.forget_agent()
        if Level.of(self.access) != Level.AUTH_PRIV:
            return None
        cause = silent_to_encrypted(self.access.user)
        return Doubt(UsmConversation(self, Question((SYS_UP_TIME,)), Level.AUTH_NO_PRIV), cause)

    def handle(self) -> int:
        return self._engines.number()


class UsmConversation:
    """Every datagram is a message of its own; the answer to any of them counts."""

    def __init__(self, session: UsmSession, question: Question, level: Level) -> None:
        self._session = session
        self._level = level
        self._pdu = pdu_of(question)
        self._sent: dict[int, UsmEngine] = {}
        self._agains = 0
        self._unusable = 0

    def datagram(self) -> bytes:
        handle = self._session.handle()
        engine = self._session.engine
        try:
            _, _, datagram = engine.messages.prepare_outgoing_message(
                engine.engine,
                udp.DOMAIN_NAME,
                self._session.name,
                _USM,
                _USM,
                v2c.OctetString(self._session.access.user.encode()),
                self._level.value,
                None,
                b"",
                1,
                self._pdu,
                True,
                handle,
            )
        except (PySnmpError, PyAsn1Error) as error:
            why = error.get("errorIndication") if isinstance(error, StatusInformation) else type(error).__name__
            raise Trouble(FailureKind.ERROR, f"no SNMPv3 message can be made: {why}") from None
        self._sent[handle] = engine
        return bytes(datagram)

    def receive(self, datagram: bytes) -> Answer | Again | None:
        engine, name, known = self._session.engine, self._session.name, self._session.knows_agent
        try:
            elements = engine.messages.prepare_data_elements(engine.engine, udp.DOMAIN_NAME, name, datagram)
            answer = self._answer_in(elements)
        except StatusInformation as status:
            if status.get("sendPduHandle") in self._sent:
                return self._reported(status, known)
            if known and status.get("errorIndication") == errind.unknownSecurityName:
                # our user, at an engine that pysnmp has not met: another agent is there now
                self._begin_again()
                self._session.forget_agent()
                return AGAIN
            answer = None
        except Exception:  # pysnmp and pyasn1 raise whatever the octets lead them to
            answer = None
        if answer is None:
            self._unusable += 1
        return answer

    def silence(self) -> str:
        if self._unusable:
            return f"{self._unusable} datagrams came that are no answer to the question"
        return ""

    def close(self) -> None:
        for handle, engine in self._sent.items():
            engine.messages.release_state_information(handle)
        self._sent.clear()

    def _answer_in(self, elements: tuple[Any, ...]) -> Answer | None:
        pdu, handle = elements[7], elements[9]
        if handle not in self._sent or request_id(pdu) != request_id(self._pdu):
            return None
        return answer_of(pdu)

    def _reported(self, status: Any, knew_agent: bool) -> Again:
        """What a Report PDU (RFC 3414 section 3.2) leads to."""
        report = ask_again(tuple(status.get("oid") or ()), self._session.access.user)
        self._begin_again()
        if report is Report.UNKNOWN_ENGINE and knew_agent:
            self._session.forget_agent()
        return AGAIN

    def _begin_again(self) -> None:
        self._agains += 1
        if self._agains > AGAINS:
            raise does_not_hold_still(self._agains)
