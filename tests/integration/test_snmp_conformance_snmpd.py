"""The engine against Debian's snmpd on loopback."""

import asyncio
import random
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from probes.snmp.conversation import AGAIN
from probes.snmp.engine import SnmpEngine
from probes.snmp.oid import SYS_NAME, SYS_UP_TIME
from probes.snmp.pysnmp_engine import PysnmpEngine
from probes.snmp.question import Answer, Question
from probes.snmp.reading import AdminStatus, FailureKind, OperStatus, SnmpFailure, SnmpReading, SnmpResult
from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpTarget, SnmpV2c, SnmpV3
from probes.snmp.trouble import Trouble
from probes.snmp.usm import UsmSession
from probes.snmp.usm_engine import UsmEngines
from tests.integration.snmpd_process import ADDRESS, Snmpd
from tests.ports import free_port


def _v3(user: str, auth: str = "", auth_key: str = "", priv: str = "", priv_key: str = "") -> SnmpV3:
    return SnmpV3(
        user,
        Authentication(AuthProtocol(auth), auth_key) if auth else None,
        Privacy(PrivProtocol(priv), priv_key) if priv else None,
    )


PATIENCE, SILENCE = 10.0, 1.0
"""Seconds that an answer may take from an agent beside which other things run, and those after which there is none."""

PUBLIC = SnmpV2c("public-of-the-lab")
SHA1 = _v3("sha1", "SHA", "auth-sha1-secret", "AES", "priv-sha1-secret")
SHA256 = _v3("sha256", "SHA256", "auth-sha256-secret", "AES", "priv-sha256-secret")

RIGHT = {
    "v2c": PUBLIC,
    "v3 SHA AES": SHA1,
    "v3 SHA-256 AES": SHA256,
    "v3 MD5 DES": _v3("md5", "MD5", "auth-md5-secret", "DES", "priv-des-secret"),
    "v3 SHA-384 AES-192": _v3("sha384", "SHA384", "auth-sha384-secret", "AES192", "priv-aes192-secret"),
    "v3 SHA-512 AES-256": _v3("sha512", "SHA512", "auth-sha512-secret", "AES256", "priv-aes256-secret"),
    "v3 SHA-224 without privacy": _v3("signed", "SHA224", "auth-sha224-secret"),
    "v3 without authentication": _v3("open"),
}

WRONG = {
    "a wrong community is silence": (SnmpV2c("other-secret"), FailureKind.TIMEOUT),
    "an unknown user": (_v3("nobody", "SHA", "auth-sha1-secret", "AES", "priv-sha1-secret"), FailureKind.WRONG_USER),
    "a wrong authentication key": (
        _v3("sha1", "SHA", "other-secret", "AES", "priv-sha1-secret"),
        FailureKind.WRONG_KEY,
    ),
    "a wrong authentication protocol": (
        _v3("sha1", "SHA256", "auth-sha1-secret", "AES", "priv-sha1-secret"),
        FailureKind.WRONG_KEY,
    ),
    "a wrong privacy key": (
        _v3("sha1", "SHA", "auth-sha1-secret", "AES", "other-secret"),
        FailureKind.WRONG_PRIVACY,
    ),
    "a wrong privacy protocol": (
        _v3("sha1", "SHA", "auth-sha1-secret", "DES", "priv-sha1-secret"),
        FailureKind.WRONG_PRIVACY,
    ),
    "privacy for a user that has none": (
        _v3("signed", "SHA224", "auth-sha224-secret", "AES", "other-secret"),
        FailureKind.UNSUPPORTED_LEVEL,
    ),
    "a level below what the agent lets read": (_v3("sha1", "SHA", "auth-sha1-secret"), FailureKind.AGENT_ERROR),
    "a view without sysUpTime": (SnmpV2c("narrow-of-the-lab"), FailureKind.NO_SUCH_OBJECT),
}


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snmpd]:
    snmpd = Snmpd(tmp_path_factory.mktemp("snmpd"), free_port(ADDRESS, socket.SOCK_DGRAM))
    snmpd.start()
    yield snmpd
    snmpd.stop()


@pytest.fixture
def own_agent(tmp_path: Path) -> Iterator[Snmpd]:
    snmpd = Snmpd(tmp_path, free_port(ADDRESS, socket.SOCK_DGRAM))
    snmpd.start()
    yield snmpd
    snmpd.stop()


async def _poll(
    engine: SnmpEngine,
    agent: Snmpd,
    access: SnmpV2c | SnmpV3,
    *interfaces: str,
    key: str = "device",
    patience: float = PATIENCE,
) -> SnmpResult:
    return await engine.poll(SnmpTarget(key, ADDRESS, agent.port, access, interfaces), timeout=patience, retries=1)


@pytest.mark.parametrize("access", RIGHT.values(), ids=RIGHT.keys())
async def test_reads_with(engine: SnmpEngine, agent: Snmpd, access: SnmpV2c | SnmpV3) -> None:
    result = await _poll(engine, agent, access, "lo", "not there")
    assert isinstance(result, SnmpReading), result
    assert (result.name, result.description) == ("lab", "agent of the lab")
    assert result.engine_seconds is not None
    # one begins to count while the agent starts, the other when it has started
    assert abs(result.uptime - result.engine_seconds * 100) < 1000
    assert result.missing == ("not there",)
    (loopback,) = result.interfaces
    assert (loopback.name, loopback.index) == ("lo", 1)
    assert (loopback.admin, loopback.oper) == (AdminStatus.UP, OperStatus.UP)
    assert loopback.counter_bits == 64
    assert loopback.in_octets


@pytest.mark.parametrize(("access", "kind"), WRONG.values(), ids=WRONG.keys())
async def test_tells_apart(
    engine: SnmpEngine, agent: Snmpd, access: SnmpV2c | SnmpV3, kind: FailureKind
) -> None:
    # an agent says nothing to what it cannot decipher either
    patience = SILENCE if kind in (FailureKind.TIMEOUT, FailureKind.WRONG_PRIVACY) else PATIENCE
    result = await _poll(engine, agent, access, key="other", patience=patience)
    assert isinstance(result, SnmpFailure), result
    assert result.kind is kind
    assert "secret" not in f"{result!r} {access!r}"


async def test_a_wrong_community_is_named_as_a_reason_for_silence(engine: SnmpEngine, agent: Snmpd) -> None:
    result = await _poll(engine, agent, SnmpV2c("other-secret"), patience=SILENCE)
    assert isinstance(result, SnmpFailure)
    assert "wrong community" in result.detail


async def test_counters_grow_between_polls(engine: SnmpEngine, agent: Snmpd) -> None:
    first = await _poll(engine, agent, SHA1, "lo")
    second = await _poll(engine, agent, SHA1, "lo")
    assert isinstance(first, SnmpReading)
    assert isinstance(second, SnmpReading)
    assert second.uptime >= first.uptime
    assert second.at > first.at
    # snmpd looks at the kernel's counters every few seconds
    assert (second.interfaces[0].in_octets or 0) >= (first.interfaces[0].in_octets or 1)


async def test_the_same_user_with_other_keys_on_another_target_disturbs_nobody(
    engine: SnmpEngine, agent: Snmpd
) -> None:
    wrong = _v3("sha1", "SHA", "other-secret", "AES", "priv-sha1-secret")
    for _ in range(3):
        good, bad = await asyncio.gather(
            _poll(engine, agent, SHA1, key="good"), _poll(engine, agent, wrong, key="bad")
        )
        assert isinstance(good, SnmpReading)
        assert isinstance(bad, SnmpFailure)
        assert bad.kind is FailureKind.WRONG_KEY


async def test_a_corrected_key_is_taken_up_at_once(engine: SnmpEngine, agent: Snmpd) -> None:
    wrong = _v3("sha1", "SHA", "other-secret", "AES", "priv-sha1-secret")
    assert isinstance(await _poll(engine, agent, wrong), SnmpFailure)
    assert isinstance(await _poll(engine, agent, SHA1), SnmpReading)


async def test_many_polls_at_once_all_succeed(engine: SnmpEngine, agent: Snmpd) -> None:
    polls = [
        _poll(engine, agent, access, "lo", key=f"{number} {access}")
        for number in range(30)
        for access in (PUBLIC, SHA1, SHA256)
    ]
    results = await asyncio.gather(*polls)
    assert [type(result) for result in results] == [SnmpReading] * 90


@pytest.mark.parametrize("access", [PUBLIC, SHA1, SHA256], ids=["v2c", "v3 SHA", "v3 SHA-256"])
@pytest.mark.parametrize(
    "memory",
    [
        pytest.param("memory", id="with its boots counted on"),
        pytest.param("fresh", id="as a new engine, as when the device was replaced"),
    ],
)
async def test_follows_an_agent_that_restarts(
    engine: SnmpEngine, own_agent: Snmpd, access: SnmpV2c | SnmpV3, memory: str
) -> None:
    before = await _poll(engine, own_agent, access, "lo")
    own_agent.stop()
    between = await _poll(engine, own_agent, access, "lo")
    own_agent.start(memory)
    after = await _poll(engine, own_agent, access, "lo")
    assert isinstance(before, SnmpReading)
    assert isinstance(between, SnmpFailure)
    assert between.kind is FailureKind.REFUSED
    assert isinstance(after, SnmpReading), after
    assert [interface.name for interface in after.interfaces] == ["lo"]
    assert own_agent.boots(memory) == (2 if memory == "memory" else 1)


@pytest.mark.parametrize("memory", ["memory", "fresh"])
async def test_follows_a_restart_that_no_poll_saw(
    engine: SnmpEngine, own_agent: Snmpd, memory: str
) -> None:
    assert isinstance(await _poll(engine, own_agent, SHA1, "lo"), SnmpReading)
    own_agent.stop()
    own_agent.start(memory)
    after = await _poll(engine, own_agent, SHA1, "lo")
    assert isinstance(after, SnmpReading), after


def test_a_signed_answer_with_one_bit_changed_is_no_answer(agent: Snmpd) -> None:
    session = UsmSession(SHA1, UsmEngines(), time.monotonic)
    chance = random.Random(7)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.settimeout(PATIENCE)
        link.connect((ADDRESS, agent.port))

        def ask() -> bytes:
            link.send(conversation.datagram())
            return link.recv(65535)

        conversation = session.converse(Question((SYS_UP_TIME,)))
        assert conversation.receive(ask()) is AGAIN
        for _ in range(100):
            conversation = session.converse(Question((SYS_NAME,)))
            whole = ask()
            changed = bytearray(whole)
            changed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
            with suppress(Trouble):
                assert not isinstance(conversation.receive(bytes(changed)), Answer)
            conversation = session.converse(Question((SYS_NAME,)))
            answer = conversation.receive(ask())
            while answer is AGAIN:
                answer = conversation.receive(ask())
            assert answer == Answer.of(((SYS_NAME, b"lab"),))


async def test_an_hour_of_polls_outlives_what_pysnmp_forgets_and_queues(agent: Snmpd) -> None:
    """pysnmp lets go of an agent's engine ID and clock 300 ticks after it learned them."""
    now = 0.0
    engine = PysnmpEngine(lambda: now)
    for _ in range(360):
        now += 10.0
        result = await _poll(engine, agent, SHA1)
        assert isinstance(result, SnmpReading), result
        assert result.at == now
    await engine.close()
