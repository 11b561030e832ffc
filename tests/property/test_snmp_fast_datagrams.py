"""Whatever arrives, the fast engine's conversations answer what was asked, ask again or pass."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyasn1.codec.ber import decoder, encoder
from pysnmp.proto import rfc1905
from pysnmp.proto.api import v2c

from probes.snmp.community import CommunitySession as PysnmpCommunitySession
from probes.snmp.conversation import AGAIN
from probes.snmp.fast.ber import Malformed, to_object_id
from probes.snmp.fast.community import CommunitySession
from probes.snmp.fast.conversation import message_number
from probes.snmp.fast.pdu import prepare
from probes.snmp.fast.usm import UsmSession
from probes.snmp.fast.usm_keys import KeyRing
from probes.snmp.fast.usm_message import read
from probes.snmp.fast.usm_shape import read_shaped
from probes.snmp.fast.value import value_of
from probes.snmp.oid import SYS_DESCR, SYS_NAME, SYS_UP_TIME
from probes.snmp.question import Answer, Question
from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpV2c, SnmpV3
from probes.snmp.trouble import Trouble

OIDS = (SYS_UP_TIME, SYS_NAME, SYS_DESCR)
QUESTION = Question(OIDS)
PUBLIC = SnmpV2c("public")
V3 = SnmpV3(
    "monitor", Authentication(AuthProtocol.SHA, "some-auth-key"), Privacy(PrivProtocol.AES, "some-priv-key")
)
ENGINE_ID = b"\x80\0\0\0\1agent"
SESSION = UsmSession(V3, KeyRing(), lambda: 0.0)
SESSION.meet(ENGINE_ID, 1, 1)

damage = st.tuples(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=6), st.floats(0.2, 1))
unsigned = st.integers(0, 2**32 - 1)
values = st.one_of(
    st.builds(v2c.TimeTicks, unsigned),
    st.builds(v2c.Counter32, unsigned),
    st.builds(v2c.Gauge32, unsigned),
    st.builds(v2c.Counter64, st.integers(0, 2**64 - 1)),
    st.builds(v2c.Integer32, st.integers(-(2**31), 2**31 - 1)),
    st.builds(v2c.OctetString, st.binary(max_size=300)),
    st.builds(v2c.IpAddress, st.binary(min_size=4, max_size=4)),
    st.builds(v2c.ObjectIdentifier, st.lists(unsigned, max_size=20).map(lambda ids: (1, 3, *ids))),
    st.sampled_from([rfc1905.noSuchObject, rfc1905.noSuchInstance, rfc1905.endOfMibView]),
)


def _damaged(octets: bytes, how: tuple[list[tuple[float, int]], float]) -> bytes:
    changed = bytearray(octets)
    for place, octet in how[0]:
        changed[int(place * len(changed))] = octet
    return bytes(changed[: max(1, int(how[1] * len(changed)))])


def _response_to(datagram: bytes, answers: list[object]) -> bytes:
    message, _ = decoder.decode(datagram, asn1Spec=v2c.Message())
    response = v2c.apiPDU.get_response(v2c.apiMessage.get_pdu(message))
    v2c.apiPDU.set_varbinds(response, list(zip(OIDS, answers, strict=True)))
    v2c.apiMessage.set_pdu(message, response)
    return bytes(encoder.encode(message))


@given(st.lists(values, min_size=3, max_size=3))
def test_reads_any_answer_as_pysnmp_reads_it(answers: list[object]) -> None:
    ours, theirs = CommunitySession(PUBLIC).converse(QUESTION), PysnmpCommunitySession(PUBLIC).converse(QUESTION)
    answer = ours.receive(_response_to(ours.datagram(), answers))
    assert isinstance(answer, Answer)
    assert answer == theirs.receive(_response_to(theirs.datagram(), answers))


@given(damage)
def test_a_damaged_answer_is_none_or_one_to_the_question(how: tuple[list[tuple[float, int]], float]) -> None:
    conversation = CommunitySession(PUBLIC).converse(QUESTION)
    whole = _response_to(conversation.datagram(), [v2c.TimeTicks(77), v2c.OctetString("rt"), v2c.Null("")])
    meaning = conversation.receive(_damaged(whole, how))
    if isinstance(meaning, Answer) and meaning.status == 0:
        assert tuple(oid for oid, _ in meaning.rows) == OIDS
    else:
        assert meaning is None or meaning.rows == ()


@given(damage, st.lists(values, min_size=3, max_size=3), st.lists(values, min_size=3, max_size=3))
def test_whoever_knows_a_layout_reads_as_who_does_not(
    how: tuple[list[tuple[float, int]], float], before: list[object], now: list[object]
) -> None:
    session = CommunitySession(PUBLIC)
    knowing, innocent = session.converse(QUESTION), CommunitySession(PUBLIC).converse(QUESTION)
    innocent._number = knowing._number
    knowing.receive(_response_to(knowing.datagram(), before))
    for answers in (now, before):
        whole = _response_to(knowing.datagram(), answers)
        for octets in (whole, _damaged(whole, (how[0], 1.0)), _damaged(whole, how)):
            assert knowing.receive(octets) == innocent.receive(octets)
            innocent._pdu.layouts.clear()


@given(damage)
def test_the_tail_of_a_walk_may_be_damaged(how: tuple[list[tuple[float, int]], float]) -> None:
    conversation = CommunitySession(PUBLIC).converse(Question((SYS_UP_TIME,), repetitions=3))
    whole = _response_to(conversation.datagram(), [v2c.TimeTicks(77), v2c.OctetString("rt"), v2c.Null("")])
    meaning = conversation.receive(_damaged(whole, how))
    assert meaning is None or isinstance(meaning, Answer)


@given(damage)
def test_v3_survives_its_own_requests_reflected_and_damaged(how: tuple[list[tuple[float, int]], float]) -> None:
    conversation = SESSION.converse(QUESTION)
    with suppress(Trouble):
        assert not isinstance(conversation.receive(_damaged(conversation.datagram(), how)), Answer)


@given(damage)
def test_a_v3_message_means_the_same_to_who_knows_its_shape(how: tuple[list[tuple[float, int]], float]) -> None:
    whole = SESSION.converse(QUESTION).datagram()
    read_shaped(whole)
    for octets in (_damaged(whole, (how[0], 1.0)), _damaged(whole, how)):
        try:
            expected = read(octets)
        except (Malformed, IndexError):
            with pytest.raises((Malformed, IndexError)):
                read_shaped(octets)
        else:
            assert read_shaped(octets) == expected
            read_shaped(whole)


@given(st.binary(max_size=200))
def test_nothing_is_read_into_anything(octets: bytes) -> None:
    assert CommunitySession(PUBLIC).converse(QUESTION).receive(octets) is None
    assert SESSION.converse(QUESTION).receive(octets) is None
    assert UsmSession(V3, KeyRing(), lambda: 0.0).converse(QUESTION).receive(octets) not in (AGAIN, QUESTION)
    with suppress(Malformed, IndexError):
        message_number(octets)


@given(st.integers(0, 255), st.binary(max_size=40))
def test_a_value_is_read_or_malformed(tag: int, octets: bytes) -> None:
    with suppress(Malformed):
        value = value_of(tag, octets)
        assert value is None or isinstance(value, int | bytes | tuple)
        if isinstance(value, tuple):
            assert to_object_id(prepare(Question((value,))).names[0][-len(octets) :]) == value


def test_a_message_is_found_by_its_number() -> None:
    for conversation in (CommunitySession(PUBLIC).converse(QUESTION), SESSION.converse(QUESTION)):
        assert conversation.awaits(message_number(conversation.datagram()))
