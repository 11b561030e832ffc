"""Whatever arrives, a conversation answers, asks again or passes: it never raises anything but Trouble."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st
from pyasn1.codec.ber import decoder, encoder
from pysnmp.proto.api import v2c

from probes.snmp.community import CommunitySession
from probes.snmp.oid import SYS_DESCR, SYS_NAME, SYS_UP_TIME
from probes.snmp.question import Answer, Question
from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpV2c, SnmpV3
from probes.snmp.trouble import Trouble
from probes.snmp.usm import UsmSession
from probes.snmp.usm_engine import UsmEngines

QUESTION = Question((SYS_UP_TIME, SYS_NAME, SYS_DESCR))
V3 = SnmpV3(
    "monitor", Authentication(AuthProtocol.SHA, "some-auth-key"), Privacy(PrivProtocol.AES, "some-priv-key")
)
SESSION = UsmSession(V3, UsmEngines(), lambda: 0.0)

# an octet string of which any octet may be another, and any tail may be lost
damage = st.tuples(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=6), st.floats(0.2, 1))


def _damaged(octets: bytes, how: tuple[list[tuple[float, int]], float]) -> bytes:
    changed = bytearray(octets)
    for place, octet in how[0]:
        changed[int(place * len(changed))] = octet
    return bytes(changed[: max(1, int(how[1] * len(changed)))])


def _response_to(datagram: bytes) -> bytes:
    message, _ = decoder.decode(datagram, asn1Spec=v2c.Message())
    response = v2c.apiPDU.get_response(v2c.apiMessage.get_pdu(message))
    rows = [
        (SYS_UP_TIME, v2c.TimeTicks(77)),
        (SYS_NAME, v2c.OctetString("rt")),
        (SYS_DESCR, v2c.OctetString("x" * 40)),
    ]
    v2c.apiPDU.set_varbinds(response, rows)
    v2c.apiMessage.set_pdu(message, response)
    return bytes(encoder.encode(message))


@given(damage)
def test_v2c_survives_damaged_answers(how: tuple[list[tuple[float, int]], float]) -> None:
    conversation = CommunitySession(SnmpV2c("public")).converse(QUESTION)
    whole = _response_to(conversation.datagram())
    assert conversation.receive(whole) == Answer.of(
        ((SYS_UP_TIME, 77), (SYS_NAME, b"rt"), (SYS_DESCR, b"x" * 40))
    )
    meaning = conversation.receive(_damaged(whole, how))
    assert meaning is None or isinstance(meaning, Answer)


@given(st.binary(max_size=200))
def test_v2c_survives_anything(octets: bytes) -> None:
    assert CommunitySession(SnmpV2c("public")).converse(QUESTION).receive(octets) is None


@given(damage)
def test_v3_survives_its_own_requests_reflected_and_damaged(how: tuple[list[tuple[float, int]], float]) -> None:
    conversation = SESSION.converse(QUESTION)
    with suppress(Trouble):
        assert not isinstance(conversation.receive(_damaged(conversation.datagram(), how)), Answer)


@given(st.binary(max_size=200))
def test_v3_survives_anything(octets: bytes) -> None:
    assert SESSION.converse(QUESTION).receive(octets) is None
