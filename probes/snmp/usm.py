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

# An honest agent needs two: its engine ID, then its clock.
AGAINS = 4

_USM: Final = 3
_NO_AUTH, _AUTH_NO_PRIV, _AUTH_PRIV = 1, 2, 3
_USM_STATS: Final = (1, 3, 6, 1, 6, 3, 15, 1, 1)
_UNSUPPORTED_LEVEL, _NOT_IN_TIME_WINDOW, _UNKNOWN_USER = 1, 2, 3
_UNKNOWN_ENGINE, _WRONG_DIGEST, _DECRYPTION_ERROR = 4, 5, 6

_TURNED_AWAY: Final = {
    _UNSUPPORTED_LEVEL: (FailureKind.UNSUPPORTED_LEVEL, "the agent has this user at another security level"),
    _UNKNOWN_USER: (FailureKind.WRONG_USER, "the agent does not know this user"),
    _WRONG_DIGEST: (FailureKind.WRONG_KEY, "the agent has another authentication key or protocol"),
    _DECRYPTION_ERROR: (FailureKind.WRONG_PRIVACY, "the agent has another privacy key or protocol"),
}


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
        return UsmConversation(self, question, _level(self.access))

    def silent(self) -> Doubt | None:
        """Starts from nothing: whoever answers next may be another agent.

        Agents drop what they cannot decrypt, most of them without a word. A question that is signed but not
        encrypted tells whether it is that; it asks for nothing secret, and most agents deny it.
        """
        self.forget_agent()
        if _level(self.access) != _AUTH_PRIV:
            return None
        cause = Trouble(
            FailureKind.WRONG_PRIVACY,
            "the agent answers what is signed and is silent to what is encrypted: it has another privacy key "
            f"or protocol (user {self.access.user})",
        )
        return Doubt(UsmConversation(self, Question((SYS_UP_TIME,)), _AUTH_NO_PRIV), cause)

    def handle(self) -> int:
        return self._engines.number()


class UsmConversation:
    """Every datagram is a message of its own; the answer to any of them counts."""

    def __init__(self, session: UsmSession, question: Question, level: int) -> None:
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
                self._level,
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
        oid = tuple(status.get("oid") or ())
        counter = oid[len(_USM_STATS)] if oid[: len(_USM_STATS)] == _USM_STATS and len(oid) > 9 else None
        if counter in _TURNED_AWAY:
            kind, detail = _TURNED_AWAY[counter]
            raise Trouble(kind, f"{detail} (user {self._session.access.user})")
        if counter not in (_UNKNOWN_ENGINE, _NOT_IN_TIME_WINDOW):
            raise Trouble(FailureKind.AGENT_ERROR, f"the agent reports {'.'.join(map(str, oid)) or 'nothing'}")
        self._begin_again()
        if counter == _UNKNOWN_ENGINE and knew_agent:
            self._session.forget_agent()
        return AGAIN

    def _begin_again(self) -> None:
        self._agains += 1
        if self._agains > AGAINS:
            raise Trouble(
                FailureKind.NOT_IN_TIME_WINDOW,
                f"the agent's engine ID or clock does not hold still: asked {self._agains} times",
            )


def _level(access: SnmpV3) -> int:
    if access.auth is None:
        return _NO_AUTH
    return _AUTH_NO_PRIV if access.priv is None else _AUTH_PRIV
