"""Replies that are not what was asked for: what each engine makes of them, and who is right where they differ."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import pytest
from pyasn1.codec.ber import decoder, encoder
from pysnmp.proto import rfc1905
from pysnmp.proto.api import v2c

from probes.snmp.engine import SnmpEngine
from probes.snmp.oid import SYS_NAME, SYS_UP_TIME
from probes.snmp.pysnmp_engine import PysnmpEngine
from probes.snmp.reading import FailureKind, SnmpFailure, SnmpReading
from probes.snmp.target import SnmpTarget, SnmpV1, SnmpV2c
from tests.integration.snmp_scripted_agent import ADDRESS, scripted_agent

OBJECTS = {SYS_UP_TIME: v2c.TimeTicks(1000), SYS_NAME: v2c.OctetString("honest")}
V2C = SnmpV2c("public")

Message = Any
Pdu = Any
GEN_ERR = 5


def _changed(change: Callable[[Message, Pdu], None]) -> Callable[[bytes], bytes]:
    def with_change(honest: bytes) -> bytes:
        message, _ = decoder.decode(honest, asn1Spec=v2c.Message())
        change(message, v2c.apiMessage.get_pdu(message))
        return bytes(encoder.encode(message))

    return with_change


def _value(value: Any) -> Callable[[Message, Pdu], None]:
    return lambda message, pdu: v2c.apiPDU.set_varbinds(
        pdu, [(oid, value if tuple(oid) == SYS_UP_TIME else old) for oid, old in v2c.apiPDU.get_varbinds(pdu)]
    )


def _other_request_id(message: Message, pdu: Pdu) -> None:
    v2c.apiPDU.set_request_id(pdu, (int(v2c.apiPDU.get_request_id(pdu)) + 1) % 2**31)


def _other_oid(message: Message, pdu: Pdu) -> None:
    (_, value), *others = v2c.apiPDU.get_varbinds(pdu)
    v2c.apiPDU.set_varbinds(pdu, [((1, 3, 6, 1, 4, 1, 1), value), *others])


def _version(number: int) -> Callable[[Message, Pdu], None]:
    return lambda message, pdu: message.setComponentByPosition(0, number)


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], FailureKind]] = {
    "another request-id": (_changed(_other_request_id), FailureKind.TIMEOUT),
    "another community": (
        _changed(lambda message, pdu: v2c.apiMessage.set_community(message, "other")),
        FailureKind.TIMEOUT,
    ),
    "a version that nobody speaks": (_changed(_version(2)), FailureKind.TIMEOUT),
    "an SNMPv1 reply": (_changed(_version(0)), FailureKind.TIMEOUT),
    "another OID": (_changed(_other_oid), FailureKind.TIMEOUT),
    "no varbinds": (_changed(lambda message, pdu: v2c.apiPDU.set_varbinds(pdu, [])), FailureKind.TIMEOUT),
    "a varbind too many": (
        _changed(
            lambda message, pdu: v2c.apiPDU.set_varbinds(
                pdu, [*v2c.apiPDU.get_varbinds(pdu), ((1, 3, 6, 1), v2c.Integer32(1))]
            )
        ),
        FailureKind.TIMEOUT,
    ),
    "sysUpTime as text": (_changed(_value(v2c.OctetString("long"))), FailureKind.NO_SUCH_OBJECT),
    "noSuchObject": (_changed(_value(rfc1905.noSuchObject)), FailureKind.NO_SUCH_OBJECT),
    "genErr": (
        _changed(lambda message, pdu: v2c.apiPDU.set_error_status(pdu, GEN_ERR)),
        FailureKind.AGENT_ERROR,
    ),
    "a truncated reply": (lambda honest: honest[:-5], FailureKind.TIMEOUT),
    "octets after the message": (lambda honest: honest + b"\0", FailureKind.TIMEOUT),
}

# What pysnmp's codec lets through. Right is the fast engine, each time.
PYSNMP_SAYS: dict[str, tuple[FailureKind | None, str]] = {
    "another community": (None, "RFC 3416 4.2.1: the response has the request's community"),
    "another OID": (FailureKind.NO_SUCH_OBJECT, "RFC 3416 4.2.1: the response has the request's names"),
    "no varbinds": (FailureKind.NO_SUCH_OBJECT, "RFC 3416 4.2.1: the response has the request's names"),
    "a varbind too many": (None, "RFC 3416 4.2.1: the response has the request's names"),
}


MET = pytest.mark.parametrize("is_known", [False, True], ids=["met now", "polled before"])


async def _outcome(engine: SnmpEngine, port: int, expected: FailureKind | None) -> FailureKind | None:
    """None for a reading. Only for silence the engine has to wait until its time is over."""
    seconds = 0.2 if expected is FailureKind.TIMEOUT else 10.0
    result = await engine.poll(SnmpTarget("device", ADDRESS, port, V2C), timeout=seconds, retries=0)
    return result.kind if isinstance(result, SnmpFailure) else None


@MET
@pytest.mark.parametrize("name", HOSTILE)
async def test_is_not_taken_for_an_answer(engine: SnmpEngine, name: str, is_known: bool) -> None:
    change, right = HOSTILE[name]
    expected: FailureKind | None = right
    if isinstance(engine, PysnmpEngine) and name in PYSNMP_SAYS:
        expected, _ = PYSNMP_SAYS[name]
        assert expected is not right
    async with scripted_agent(OBJECTS) as agent:
        if is_known:
            assert await _outcome(engine, agent.port, None) is None
        honest = agent.answer
        agent.answer = lambda data: change(honest(data))  # type: ignore[method-assign]
        assert await _outcome(engine, agent.port, expected) is expected


async def test_an_answer_from_another_port_alone_is_silence(engine: SnmpEngine) -> None:
    async with scripted_agent(OBJECTS) as agent:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as forger:
            forger.bind((ADDRESS, 0))
            honest = agent.answer

            def elsewhere(data: bytes) -> bytes:
                forger.sendto(honest(data), agent.peers[-1])
                return b""

            agent.answer = elsewhere  # type: ignore[method-assign]
            silence = FailureKind.TIMEOUT
            assert await _outcome(engine, agent.port, silence) is silence


@pytest.mark.parametrize("name", [name for name, (_, kind) in HOSTILE.items() if kind is FailureKind.TIMEOUT])
@MET
async def test_the_good_answer_counts_after(engine: SnmpEngine, name: str, is_known: bool) -> None:
    if isinstance(engine, PysnmpEngine) and name in PYSNMP_SAYS:
        pytest.skip("pysnmp takes the first for the answer")
    change, _ = HOSTILE[name]
    async with scripted_agent(OBJECTS) as agent:
        if is_known:
            assert await _outcome(engine, agent.port, None) is None
        honest = agent.answer

        def first_hostile(data: bytes) -> bytes:
            if agent.transport is not None:
                agent.transport.sendto(change(honest(data)), agent.peers[-1])
                agent.transport.sendto(b"\x30\x84\xff\xff\xff\xff", agent.peers[-1])
            return honest(data)

        agent.answer = first_hostile  # type: ignore[method-assign]
        assert await _outcome(engine, agent.port, None) is None


async def test_two_devices_behind_one_address_are_told_apart(engine: SnmpEngine) -> None:
    """As behind a proxy: only request-ids say whose answer it is, and they come in the other order."""
    async with scripted_agent(OBJECTS) as agent:
        honest, held = agent.answer, []

        def swapped(data: bytes) -> bytes:
            held.append((data, agent.peers[-1]))
            if len(held) > 2:
                return honest(data)
            if len(held) == 2 and agent.transport is not None:
                for request, peer in reversed(held):
                    agent.transport.sendto(honest(request), peer)
            return b""

        agent.answer = swapped  # type: ignore[method-assign]
        targets = [SnmpTarget(key, ADDRESS, agent.port, SnmpV2c(key)) for key in ("one", "two")]
        results = await asyncio.gather(*(engine.poll(target, timeout=10, retries=0) for target in targets))
    assert [type(result) for result in results] == [SnmpReading, SnmpReading]


async def test_an_SNMPv1_agent_is_read_without_bulk_and_without_64_bits(engine: SnmpEngine) -> None:
    async with scripted_agent(OBJECTS) as agent:
        honest, kinds = agent.answer, []

        def noted(data: bytes) -> bytes:
            message, _ = decoder.decode(data, asn1Spec=v2c.Message())
            kinds.append((int(message[0]), type(v2c.apiMessage.get_pdu(message)).__name__))
            answer, _ = decoder.decode(honest(data), asn1Spec=v2c.Message())
            answer.setComponentByPosition(0, 0)
            return bytes(encoder.encode(answer))

        agent.answer = noted  # type: ignore[method-assign]
        target = SnmpTarget("old", ADDRESS, agent.port, SnmpV1("public"), ("not there",))
        result = await engine.poll(target, timeout=10, retries=0)
    assert isinstance(result, SnmpReading), result
    assert (result.uptime, result.missing) == (1000, ("not there",))
    assert {version for version, _ in kinds} == {0}
    assert {kind for _, kind in kinds} == {"GetNextRequestPDU", "GetRequestPDU"}
