"""What the fast engine believes of an SNMPv3 agent, and what not."""

import pytest

from probes.snmp.conversation import AGAIN
from probes.snmp.fast.ber import OCTETS, SEQUENCE, integer, object_id, tlv
from probes.snmp.fast.pdu import ID_BYTES, REPORT, RESPONSE, PreparedPdu, id_octets
from probes.snmp.fast.usm import UsmConversation, UsmSession
from probes.snmp.fast.usm_agent import UsmAgent
from probes.snmp.fast.usm_clock import TIME_WINDOW
from probes.snmp.fast.usm_keys import KeyRing
from probes.snmp.fast.usm_message import Signer, read, scoped_pdu, write
from probes.snmp.oid import SYS_UP_TIME
from probes.snmp.question import Answer, Question
from probes.snmp.reading import FailureKind
from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpV3
from probes.snmp.trouble import Trouble
from probes.snmp.usm_report import AGAINS, Level, Report

ACCESS = SnmpV3(
    "monitor", Authentication(AuthProtocol.SHA, "some-auth-key"), Privacy(PrivProtocol.AES, "some-priv-key")
)
RING = KeyRing()
ENGINE, OTHER_ENGINE = b"\x80\0\0\0\1one", b"\x80\0\0\0\1two"
QUESTION = Question((SYS_UP_TIME,))
ANSWER = Answer.of(((SYS_UP_TIME, 7),))


class Script:
    """An agent with `boots` and `seconds`, at the time `now` of the asking side."""

    def __init__(self, engine_id: bytes = ENGINE, boots: int = 5, seconds: int = 1000) -> None:
        self.engine_id, self.boots, self.seconds = engine_id, boots, seconds
        self.now = 0.0

    def session(self) -> UsmSession:
        return UsmSession(ACCESS, RING, lambda: self.now)

    def report(self, request: bytes, report: Report, level: Level = Level.NO_AUTH) -> bytes:
        rows = tlv(SEQUENCE, tlv(SEQUENCE, object_id((1, 3, 6, 1, 6, 3, 15, 1, 1, report, 0)) + b"\x41\x01\x01"))
        return self._message(request, REPORT, integer(0) * 2 + rows, level)

    def answer(self, request: bytes, level: Level = Level.AUTH_PRIV) -> bytes:
        rows = tlv(SEQUENCE, tlv(SEQUENCE, object_id(SYS_UP_TIME) + b"\x43\x01\x07"))
        return self._message(request, RESPONSE, integer(0) * 2 + rows, level)

    def _message(self, request: bytes, tag: int, tail: bytes, level: Level) -> bytes:
        asked = read(request)
        agent = UsmAgent(ACCESS, RING, self.engine_id, self.boots, self.seconds, 0.0)
        whole = tlv(tag, bytes(ID_BYTES) + tail)
        context = tlv(OCTETS, self.engine_id) + tlv(OCTETS, b"")
        pdu = PreparedPdu(QUESTION, False, whole[: -ID_BYTES - len(tail)], tail, ()).within(context)
        request_id = self._request_id(request)
        if level is Level.NO_AUTH:
            scoped = pdu.head + id_octets(request_id) + pdu.tail
            signer = Signer(tlv(OCTETS, self.engine_id), tlv(OCTETS, asked.user), 0)
            return write(asked.number, 0, signer, self.boots, self.seconds, b"", scoped)
        return agent.request(asked.number, request_id, pdu, level, 0.0)

    def _request_id(self, request: bytes) -> int:
        asked = read(request)
        if asked.engine_id != self.engine_id:
            return 0x40000000
        agent = UsmAgent(ACCESS, RING, self.engine_id, asked.boots, asked.seconds, 0.0)
        octets, at = (agent.decrypted(request, asked), 0) if asked.flags & 2 else (request, asked.scoped[0])
        _, _, at, _ = scoped_pdu(octets, at)
        return int.from_bytes(octets[at + 4 : at + 8], "big")


def _met(script: Script) -> UsmSession:
    """A session that has had an answer."""
    session = script.session()
    conversation = session.converse(QUESTION)
    assert conversation.receive(script.report(conversation.datagram(), Report.UNKNOWN_ENGINE)) is AGAIN
    assert conversation.receive(script.answer(conversation.datagram())) == ANSWER
    return session


def _asked(session: UsmSession) -> tuple[UsmConversation, bytes]:
    conversation = session.converse(QUESTION)
    return conversation, conversation.datagram()


def test_one_round_finds_the_engine_and_the_next_has_the_answer() -> None:
    assert _met(Script()).agent is not None


def test_a_request_carries_the_agents_clock_as_it_goes_on() -> None:
    script = Script()
    session = _met(script)
    script.now = 60.9
    message = read(_asked(session)[1])
    assert (message.boots, message.seconds) == (5, 1060)


def test_a_signed_report_sets_the_clock_back_too_for_it_answers_this_very_message() -> None:
    script = Script()
    session = _met(script)
    script.boots, script.seconds = 2, 3
    conversation, request = _asked(session)
    assert conversation.receive(script.report(request, Report.NOT_IN_TIME_WINDOW, Level.AUTH_NO_PRIV)) is AGAIN
    again = read(conversation.datagram())
    assert (again.boots, again.seconds) == (2, 3)


def test_a_clock_that_nobody_signed_is_not_believed() -> None:
    script = Script()
    session = _met(script)
    script.boots, script.seconds = 99, 3
    conversation, request = _asked(session)
    assert conversation.receive(script.report(request, Report.NOT_IN_TIME_WINDOW)) is None
    assert read(conversation.datagram()).boots == 5
    assert "no answer to the question" in conversation.silence()


@pytest.mark.parametrize(
    ("boots", "seconds", "is_believed"),
    [
        pytest.param(5, 1200, True, id="now"),
        pytest.param(5, 1200 - int(TIME_WINDOW), True, id="as old as may be"),
        pytest.param(5, 1199 - int(TIME_WINDOW), False, id="older"),
        pytest.param(4, 9999, False, id="of an earlier boot"),
        pytest.param(6, 1, True, id="of a later boot"),
        pytest.param(2**31 - 1, 1, False, id="of the last boot there is, RFC 3414 2.2.2"),
    ],
)
def test_a_signed_answer_is_believed_by_its_time(boots: int, seconds: int, is_believed: bool) -> None:
    script = Script()
    session = _met(script)
    script.seconds = 1200
    conversation, request = _asked(session)
    assert conversation.receive(script.answer(request)) == ANSWER
    script.boots, script.seconds = boots, seconds
    conversation, request = _asked(session)
    assert conversation.receive(script.answer(request)) == (ANSWER if is_believed else None)


@pytest.mark.parametrize("level", [Level.NO_AUTH, Level.AUTH_NO_PRIV])
def test_an_answer_at_a_lower_level_than_asked_is_none(level: Level) -> None:
    script = Script()
    conversation, request = _asked(_met(script))
    assert conversation.receive(script.answer(request, level)) is None


def test_an_answer_of_another_engine_is_none() -> None:
    conversation, request = _asked(_met(Script()))
    assert conversation.receive(Script(OTHER_ENGINE).answer(request)) is None


def test_an_answer_to_another_message_is_none() -> None:
    script = Script()
    session = _met(script)
    conversation, _ = _asked(session)
    _, other = _asked(session)
    assert conversation.receive(script.answer(other)) is None


def test_an_agent_that_was_replaced_is_met_anew() -> None:
    session = _met(Script())
    conversation, request = _asked(session)
    replaced = Script(OTHER_ENGINE)
    assert conversation.receive(replaced.report(request, Report.UNKNOWN_ENGINE)) is AGAIN
    assert conversation.receive(replaced.answer(conversation.datagram())) == ANSWER


@pytest.mark.parametrize("engine_id", [b"", b"four", b"x" * 33], ids=["no", "a short", "a long"])
def test_takes_no_engine_of_a_forbidden_length(engine_id: bytes) -> None:
    session = Script().session()
    conversation, request = _asked(session)
    assert conversation.receive(Script(engine_id).report(request, Report.UNKNOWN_ENGINE)) is None
    assert session.agent is None


def test_an_engine_that_never_is_the_right_one_is_given_up() -> None:
    script = Script()
    conversation, request = _asked(_met(script))
    for _ in range(AGAINS):
        assert conversation.receive(script.report(request, Report.UNKNOWN_ENGINE)) is AGAIN
        request = conversation.datagram()
    with pytest.raises(Trouble) as caught:
        conversation.receive(script.report(request, Report.UNKNOWN_ENGINE))
    assert caught.value.kind is FailureKind.NOT_IN_TIME_WINDOW


@pytest.mark.parametrize(
    ("report", "kind"),
    [
        (Report.UNSUPPORTED_LEVEL, FailureKind.UNSUPPORTED_LEVEL),
        (Report.UNKNOWN_USER, FailureKind.WRONG_USER),
        (Report.WRONG_DIGEST, FailureKind.WRONG_KEY),
        (Report.DECRYPTION_ERROR, FailureKind.WRONG_PRIVACY),
    ],
)
def test_a_report_is_told_by_its_kind(report: Report, kind: FailureKind) -> None:
    script = Script()
    conversation, request = _asked(_met(script))
    with pytest.raises(Trouble) as caught:
        conversation.receive(script.report(request, report))
    assert caught.value.kind is kind
    assert "some-" not in str(caught.value)


def test_no_octet_of_a_request_shows_what_is_asked_or_a_key() -> None:
    _, request = _asked(_met(Script()))
    assert object_id(SYS_UP_TIME) not in request
    assert b"some-" not in request
