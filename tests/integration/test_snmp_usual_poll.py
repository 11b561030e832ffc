"""Polls of agents that are known: one question each, and what happens to those that take more."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pysnmp.proto.api import v2c

from probes.snmp.engine import SnmpEngine
from probes.snmp.fast.usual_poll import UsualPoll
from probes.snmp.oid import IF_HC_IN_OCTETS, IF_HC_OUT_OCTETS, IF_NAME, SYS_UP_TIME
from probes.snmp.question import Answer
from probes.snmp.reading import FailureKind, SnmpFailure, SnmpReading
from probes.snmp.target import SnmpTarget, SnmpV2c
from tests.integration.snmp_scripted_agent import ADDRESS, ScriptedAgent, scripted_agent

OBJECTS = {
    SYS_UP_TIME: v2c.TimeTicks(1000),
    (*IF_NAME, 3): v2c.OctetString("ether1"),
    (*IF_HC_IN_OCTETS, 3): v2c.Counter64(2**40),
    (*IF_HC_OUT_OCTETS, 3): v2c.Counter64(7),
}


@pytest.fixture
async def agent() -> AsyncIterator[ScriptedAgent]:
    async with scripted_agent(dict(OBJECTS)) as agent:
        yield agent


def _target(agent: ScriptedAgent) -> SnmpTarget:
    return SnmpTarget("device", ADDRESS, agent.port, SnmpV2c("public"), ("ether1",))


async def _met(engine: SnmpEngine, agent: ScriptedAgent) -> SnmpTarget:
    target = _target(agent)
    assert isinstance(await engine.poll(target, timeout=10, retries=0), SnmpReading)
    return target


async def test_a_later_reading_tells_what_has_changed(engine: SnmpEngine, agent: ScriptedAgent) -> None:
    target = await _met(engine, agent)
    agent.objects |= {SYS_UP_TIME: v2c.TimeTicks(2000), (*IF_HC_IN_OCTETS, 3): v2c.Counter64(2**40 + 5)}
    result = await engine.poll(target, timeout=10, retries=0)
    assert isinstance(result, SnmpReading)
    assert (result.uptime, result.interfaces[0].in_octets) == (2000, 2**40 + 5)


async def test_whoever_is_not_waited_for_is_forgotten(engine: SnmpEngine, agent: ScriptedAgent) -> None:
    target = await _met(engine, agent)
    agent.silent = True
    first = engine.poll(target, timeout=0.05, retries=0)
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    late = await engine.poll(target, timeout=0.1, retries=0)
    assert isinstance(late, SnmpFailure)
    agent.silent = False
    assert isinstance(await engine.poll(target, timeout=10, retries=0), SnmpReading)


async def test_what_goes_on_as_a_task_ends_with_it(engine: SnmpEngine, agent: ScriptedAgent) -> None:
    """The port is another's now, so it is looked for, and the agent falls silent to that."""
    target = await _met(engine, agent)
    agent.objects[(*IF_NAME, 3)] = v2c.OctetString("ether9")
    honest = agent.answer
    walked = asyncio.Event()

    def silent_to_walks(data: bytes) -> bytes:
        if len(data) > 100:
            return honest(data)
        walked.set()
        return b""

    agent.answer = silent_to_walks  # type: ignore[method-assign]
    poll = engine.poll(target, timeout=30, retries=0)
    await walked.wait()
    poll.cancel()
    with pytest.raises(asyncio.CancelledError):
        await poll


async def test_two_polls_at_once_are_both_answered(engine: SnmpEngine, agent: ScriptedAgent) -> None:
    """The first to end finds that the port has moved; the second was asked for the old place."""
    target = await _met(engine, agent)
    del agent.objects[(*IF_NAME, 3)], agent.objects[(*IF_HC_IN_OCTETS, 3)]
    agent.objects |= {(*IF_NAME, 8): v2c.OctetString("ether1"), (*IF_HC_IN_OCTETS, 8): v2c.Counter64(8)}
    results = await asyncio.gather(*(engine.poll(target, timeout=10, retries=0) for _ in range(2)))
    for result in results:
        assert isinstance(result, SnmpReading)
        assert [(port.index, port.in_octets) for port in result.interfaces] == [(8, 8)]


async def test_silence_of_a_known_agent_is_a_timeout(engine: SnmpEngine, agent: ScriptedAgent) -> None:
    target = await _met(engine, agent)
    agent.silent = True
    before = agent.requests
    result = await engine.poll(target, timeout=0.05, retries=1)
    assert isinstance(result, SnmpFailure)
    assert result.kind is FailureKind.TIMEOUT
    assert agent.requests - before == 2


def test_a_fault_of_ours_is_told_to_whoever_waits() -> None:
    class Broken:
        def read_usual(self, *_: object) -> None:
            raise RuntimeError("broken")

    told: list[object] = []
    poll = UsualPoll(Broken(), None, lambda: 0.0, lambda _: told.clear, told.append)  # type: ignore[arg-type]
    poll.take(Answer(0, 0))
    assert [str(fault) for fault in told if isinstance(fault, RuntimeError)] == ["broken"]
