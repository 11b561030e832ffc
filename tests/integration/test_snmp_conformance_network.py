"""What networks and faulty agents do to the engine, on loopback."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pysnmp.proto.api import v2c

from probes.snmp.engine import SnmpEngine
from probes.snmp.oid import (
    IF_ADMIN_STATUS,
    IF_HC_IN_OCTETS,
    IF_HC_OUT_OCTETS,
    IF_NAME,
    IF_OPER_STATUS,
    SYS_NAME,
    SYS_UP_TIME,
    Oid,
)
from probes.snmp.reading import FailureKind, SnmpFailure, SnmpReading
from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpTarget, SnmpV2c, SnmpV3
from tests.integration.icmp_bench import Namespace, namespaces
from tests.integration.snmp_scripted_agent import ADDRESS, ScriptedAgent, scripted_agent
from tests.needs_lab import needs_lab
from tests.ports import free_port

V2C = SnmpV2c("public")
V3 = SnmpV3(
    "monitor",
    Authentication(AuthProtocol.SHA, "some-auth-secret"),
    Privacy(PrivProtocol.AES, "some-priv-secret"),
)


def _interface(index: int, name: str, octets: int) -> dict[Oid, Any]:
    return {
        (*IF_NAME, index): v2c.OctetString(name),
        (*IF_ADMIN_STATUS, index): v2c.Integer32(1),
        (*IF_OPER_STATUS, index): v2c.Integer32(1),
        (*IF_HC_IN_OCTETS, index): v2c.Counter64(octets),
        (*IF_HC_OUT_OCTETS, index): v2c.Counter64(octets + 1),
    }


def _system(uptime: int) -> dict[Oid, Any]:
    return {SYS_UP_TIME: v2c.TimeTicks(uptime), SYS_NAME: v2c.OctetString("scripted")}


@pytest.fixture
async def agent() -> AsyncIterator[ScriptedAgent]:
    objects = {**_system(1000), **_interface(1, "ether 1", 10), **_interface(2, "ether2", 20)}
    async with scripted_agent(objects) as agent:
        yield agent


def _target(port: int, *interfaces: str, access: SnmpV2c | SnmpV3 = V2C, key: str = "device") -> SnmpTarget:
    return SnmpTarget(key, ADDRESS, port, access, interfaces)


@pytest.mark.parametrize("access", [V2C, V3], ids=["v2c", "v3"])
async def test_a_closed_port_is_told_from_silence(engine: SnmpEngine, access: SnmpV2c | SnmpV3) -> None:
    result = await engine.poll(_target(free_port(ADDRESS, socket.SOCK_DGRAM), access=access), timeout=5, retries=3)
    assert isinstance(result, SnmpFailure)
    assert result.kind is FailureKind.REFUSED


@pytest.mark.parametrize(("access", "asked"), [(V2C, 3), (V3, 4)], ids=["v2c", "v3, which doubts once more"])
async def test_silence_is_a_timeout_after_all_retries(
    engine: SnmpEngine, agent: ScriptedAgent, access: SnmpV2c | SnmpV3, asked: int
) -> None:
    agent.silent = True
    begun = time.monotonic()
    result = await engine.poll(_target(agent.port, access=access), timeout=0.05, retries=2)
    assert isinstance(result, SnmpFailure)
    assert result.kind is FailureKind.TIMEOUT
    assert agent.requests == asked
    assert time.monotonic() - begun >= asked * 0.05


async def test_a_lost_datagram_is_sent_again(engine: SnmpEngine, agent: ScriptedAgent) -> None:
    agent.silent = True
    poll = engine.poll(_target(agent.port), timeout=0.2, retries=5)
    await agent.asked.wait()
    agent.silent = False
    assert isinstance(await poll, SnmpReading)


async def test_a_slow_agent_delays_nobody(engine: SnmpEngine, agent: ScriptedAgent) -> None:
    async with scripted_agent(_system(1)) as slow:
        slow.silent = True
        waiting = engine.poll(_target(slow.port, key="slow"), timeout=60, retries=0)
        await slow.asked.wait()
        results = [await engine.poll(_target(agent.port), timeout=10, retries=0) for _ in range(20)]
        assert not waiting.done()
        waiting.cancel()
    assert all(isinstance(result, SnmpReading) for result in results)


async def test_an_answer_from_another_address_does_not_count(engine: SnmpEngine, agent: ScriptedAgent) -> None:
    """The forger knows port, request-id and all; only the address is wrong."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as forger:
        forger.bind(("127.0.43.5", 0))
        honest_answer = agent.answer
        forged: list[bytes] = []

        def answer(data: bytes) -> bytes:
            truth = dict(agent.objects)
            agent.objects = {**truth, SYS_UP_TIME: v2c.TimeTicks(666)}
            forged.append(honest_answer(data))
            agent.objects = truth
            forger.sendto(forged[-1], agent.peers[-1])
            return honest_answer(data)

        agent.answer = answer  # type: ignore[method-assign]
        result = await engine.poll(_target(agent.port), timeout=10, retries=0)
    assert isinstance(result, SnmpReading)
    assert forged
    assert result.uptime == 1000


@pytest.mark.parametrize(
    "garbage",
    [
        pytest.param(b"\x00", id="a zero"),
        pytest.param(b"\x30\x82\xff\xff\x02", id="a length that lies"),
        pytest.param(b"\x30\x03\x02\x01\x07", id="an unknown version"),
        pytest.param(b"GET / HTTP/1.0\r\n\r\n", id="another protocol"),
    ],
)
@pytest.mark.parametrize("access", [V2C, V3], ids=["v2c", "v3"])
async def test_garbage_is_no_answer_and_no_exception(
    engine: SnmpEngine, agent: ScriptedAgent, access: SnmpV2c | SnmpV3, garbage: bytes
) -> None:
    agent.answer = lambda data: garbage  # type: ignore[method-assign]
    result = await engine.poll(_target(agent.port, access=access), timeout=0.5, retries=0)
    assert isinstance(result, SnmpFailure)
    assert result.kind is FailureKind.TIMEOUT
    assert "no answer to the question" in result.detail


async def test_requests_shrink_until_they_are_not_too_big_and_stay_small(
    engine: SnmpEngine, agent: ScriptedAgent
) -> None:
    agent.objects_at_most = 4
    first = await engine.poll(_target(agent.port, "ether 1", "ether2"), timeout=10, retries=0)
    before = agent.requests
    second = await engine.poll(_target(agent.port, "ether 1", "ether2"), timeout=10, retries=0)
    for result in (first, second):
        assert isinstance(result, SnmpReading)
        assert [interface.in_octets for interface in result.interfaces] == [10, 20]
    assert agent.requests - before == 9  # 25 objects by 3, without finding out anew
    assert agent.requests - before < before


async def test_a_poll_is_one_request_once_the_interfaces_are_known(
    engine: SnmpEngine, agent: ScriptedAgent
) -> None:
    await engine.poll(_target(agent.port, "ether 1", "ether2"), timeout=10, retries=0)
    before = agent.requests
    result = await engine.poll(_target(agent.port, "ether 1", "ether2"), timeout=10, retries=0)
    assert isinstance(result, SnmpReading)
    assert agent.requests - before == 1


async def test_follows_an_interface_to_its_new_index(engine: SnmpEngine, agent: ScriptedAgent) -> None:
    target = _target(agent.port, "ether 1", "ether2")
    await engine.poll(target, timeout=10, retries=0)
    agent.objects = {**_system(2000), **_interface(1, "ether2", 20), **_interface(7, "ether 1", 10)}
    result = await engine.poll(target, timeout=10, retries=0)
    assert isinstance(result, SnmpReading)
    assert [(i.name, i.index, i.in_octets, i.out_octets) for i in result.interfaces] == [
        ("ether 1", 7, 10, 11),
        ("ether2", 1, 20, 21),
    ]


async def test_an_interface_that_goes_is_missing_and_is_found_when_it_comes_back(
    engine: SnmpEngine, agent: ScriptedAgent
) -> None:
    target = _target(agent.port, "ether 1", "ether2")
    await engine.poll(target, timeout=10, retries=0)
    agent.objects = {**_system(2000), **_interface(1, "ether 1", 10)}
    gone = await engine.poll(target, timeout=10, retries=0)
    agent.objects = {**_system(10), **_interface(1, "ether 1", 10), **_interface(9, "ether2", 20)}
    back = await engine.poll(target, timeout=10, retries=0)
    assert isinstance(gone, SnmpReading)
    assert gone.missing == ("ether2",)
    assert isinstance(back, SnmpReading)
    assert back.missing == ()
    assert [interface.index for interface in back.interfaces] == [1, 9]


async def test_a_name_that_cannot_be_is_our_own_error(engine: SnmpEngine) -> None:
    result = await engine.poll(SnmpTarget("device", "x" * 70, 161, V2C), timeout=1, retries=0)
    assert isinstance(result, SnmpFailure)
    assert result.kind is FailureKind.ERROR


async def test_closing_ends_polls_under_way(engine: SnmpEngine, agent: ScriptedAgent) -> None:
    agent.silent = True
    poll = engine.poll(_target(agent.port), timeout=30, retries=0)
    await agent.asked.wait()
    await engine.close()
    result = await asyncio.wait_for(poll, 10)
    assert isinstance(result, SnmpFailure)
    assert result.kind is FailureKind.ERROR
    after = await engine.poll(_target(agent.port), timeout=1, retries=0)
    assert isinstance(after, SnmpFailure)


async def test_reads_over_ipv6(engine: SnmpEngine) -> None:
    loop = asyncio.get_running_loop()
    try:
        transport, agent = await loop.create_datagram_endpoint(
            lambda: ScriptedAgent(_system(5)), local_addr=("::1", 0)
        )
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    result = await engine.poll(SnmpTarget("device", "::1", agent.port, V2C), timeout=10, retries=0)
    transport.close()
    assert isinstance(result, SnmpReading)
    assert result.uptime == 5


@pytest.mark.parametrize(("seconds", "retries"), [(0, 1), (-1.0, 1), (1, -1)])
async def test_refuses_patience_that_makes_no_sense(engine: SnmpEngine, seconds: float, retries: int) -> None:
    with pytest.raises(ValueError, match="poll of device"):
        await engine.poll(_target(161), seconds, retries)


def _make_interface(space: Namespace, index: str) -> None:
    space.ip("link", "add", "v0", "index", index, "type", "veth", "peer", "name", "v1")
    for link in ("v0", "v1"):
        space.ip("link", "set", link, "up")
    space.ip("address", "add", "fe80::11/64", "dev", "v0", "nodad")


@pytest.mark.lab
@needs_lab
async def test_an_agent_at_a_link_local_address_is_read_on_when_its_interface_was_made_anew(engine: SnmpEngine) -> None:
    with namespaces("one") as made, made["one"].inside():
        _make_interface(made["one"], "7")
        async with scripted_agent(_system(1000), "::") as agent:
            target = SnmpTarget("device", "fe80::11%v0", agent.port, V2C)
            assert isinstance(await engine.poll(target, timeout=5, retries=3), SnmpReading)
            made["one"].ip("link", "del", "v0")
            gone = await engine.poll(target, timeout=0.2, retries=0)
            assert isinstance(gone, SnmpFailure)
            _make_interface(made["one"], "9")
            assert isinstance(await engine.poll(target, timeout=5, retries=3), SnmpReading)
