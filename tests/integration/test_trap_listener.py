"""Traps and informs from net-snmp, through a real socket to a meaning."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import astuple, replace

import pytest

from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpV2c, SnmpV3
from probes.traps.access import TrapAccess
from probes.traps.counters import TrapCounters
from probes.traps.heard import Verdict
from probes.traps.listener import AT_ONCE, TrapListener, bind
from probes.traps.meaning import Meaning, TrapKind
from probes.traps.own_engine import OwnEngine, new_engine_id
from tests.integration.snmptrap_command import LINK_DOWN, PUBLIC, needs_snmptrap, snmptrap, third_version

ETHER3 = Meaning(TrapKind.LINK_DOWN, "ether3")
USERS = {
    "noAuthNoPriv": SnmpV3("kota"),
    "authNoPriv with MD5": SnmpV3("kota", Authentication(AuthProtocol.MD5, "auth-secret")),
    "authNoPriv with SHA-384": SnmpV3("kota", Authentication(AuthProtocol.SHA384, "auth-secret")),
    "authPriv with MD5 and DES": SnmpV3(
        "kota", Authentication(AuthProtocol.MD5, "auth-secret"), Privacy(PrivProtocol.DES, "priv-secret")
    ),
    "authPriv with SHA-1 and AES": SnmpV3(
        "kota", Authentication(AuthProtocol.SHA, "auth-secret"), Privacy(PrivProtocol.AES, "priv-secret")
    ),
    "authPriv with SHA-256 and AES": SnmpV3(
        "kota", Authentication(AuthProtocol.SHA256, "auth-secret"), Privacy(PrivProtocol.AES, "priv-secret")
    ),
    "authPriv with SHA-512 and AES-256": SnmpV3(
        "kota", Authentication(AuthProtocol.SHA512, "auth-secret"), Privacy(PrivProtocol.AES256, "priv-secret")
    ),
}
FIRST_VERSION = {
    "cold start": (("1.3.6.1.4.1.9", "", "0", "0", ""), Meaning(TrapKind.COLD_START)),
    "warm start": (("1.3.6.1.4.1.9", "", "1", "0", ""), Meaning(TrapKind.WARM_START)),
    "link up": (("1.3.6.1.4.1.9", "", "3", "0", "", *LINK_DOWN[2:]), Meaning(TrapKind.LINK_UP, "ether3")),
    "authentication failure": (("1.3.6.1.4.1.9", "", "4", "0", ""), Meaning(TrapKind.AUTHENTICATION_FAILURE)),
    "UPS-MIB on battery": (("1.3.6.1.2.1.33.2", "", "6", "1", ""), Meaning(TrapKind.UPS_ON_BATTERY)),
    "APC on battery": (("1.3.6.1.4.1.318", "", "6", "5", ""), Meaning(TrapKind.UPS_ON_BATTERY)),
    "APC back on mains": (("1.3.6.1.4.1.318", "", "6", "9", ""), Meaning(TrapKind.UPS_RESTORED)),
    "Eaton on battery": (("1.3.6.1.4.1.534.1.11.4.1", "", "6", "3", ""), Meaning(TrapKind.UPS_ON_BATTERY)),
    "Eaton back on mains": (("1.3.6.1.4.1.534.1.11.4.1", "", "6", "5", ""), Meaning(TrapKind.UPS_RESTORED)),
}
SECOND_VERSION = {
    "UPS-MIB on battery": (
        ("", "1.3.6.1.2.1.33.2.1", "1.3.6.1.2.1.33.1.2.3.0", "i", "14", "1.3.6.1.2.1.33.1.2.2.0", "i", "3"),
        Meaning(TrapKind.UPS_ON_BATTERY),
    ),
    "UPS-MIB back on mains": (
        ("", "1.3.6.1.2.1.33.2.4", "1.3.6.1.2.1.33.1.6.2.1.2.1", "o", "1.3.6.1.2.1.33.1.6.3.2"),
        Meaning(TrapKind.UPS_RESTORED),
    ),
    "APC on battery": (("", "1.3.6.1.4.1.318.0.5"), Meaning(TrapKind.UPS_ON_BATTERY)),
    "Eaton on battery": (("", "1.3.6.1.4.1.534.1.11.4.2.0.3"), Meaning(TrapKind.UPS_ON_BATTERY)),
}


class Ear:
    """What was delivered, and the listener that did."""

    def __init__(self, host: str, accesses: Iterable[SnmpV2c | SnmpV3], known: frozenset[str]) -> None:
        self.heard: list[tuple[str, Meaning]] = []
        self.refused: list[tuple[str, Verdict]] = []
        self.rang = asyncio.Event()
        loop = asyncio.get_running_loop()
        self.listener = TrapListener(
            bind(host, 0), TrapAccess(accesses, OwnEngine(new_engine_id(), 3, loop.time())), known.__contains__,
            self._take, self._refuse, loop.time,
        )
        self.port = self.listener.address[1]

    def _take(self, sender: str, meaning: Meaning) -> None:
        self.heard.append((sender, meaning))
        self.rang.set()

    def _refuse(self, sender: str, verdict: Verdict) -> None:
        self.refused.append((sender, verdict))

    async def next(self) -> tuple[str, Meaning]:
        async with asyncio.timeout(60):
            await self.rang.wait()
        self.rang.clear()
        return self.heard[-1]

    async def until_counted(self, datagrams: int) -> None:
        """Everything that was sent has been read: on loopback a datagram is in the queue once it is sent."""
        counters = self.listener.counters
        async with asyncio.timeout(60):
            # The listener counts; there is nothing to be woken by.
            while (  # noqa: ASYNC110
                sum(astuple(counters)) < datagrams
            ):
                await asyncio.sleep(0)


@asynccontextmanager
async def ear(
    *accesses: SnmpV2c | SnmpV3, host: str = "127.0.0.1", known: Iterable[str] = ("127.0.0.1", "::1")
) -> AsyncIterator[Ear]:
    made = Ear(host, accesses or (SnmpV2c("public"),), frozenset(known))
    made.listener.start()
    try:
        yield made
    finally:
        made.listener.close()


@needs_snmptrap
async def test_a_version_2c_trap_is_heard():
    async with ear() as it:
        assert await snmptrap(it.port, *PUBLIC) == 0
        assert await it.next() == ("127.0.0.1", ETHER3)


@needs_snmptrap
@pytest.mark.parametrize("name", FIRST_VERSION)
async def test_a_version_1_trap_is_heard(name: str):
    trap, meaning = FIRST_VERSION[name]
    async with ear() as it:
        assert await snmptrap(it.port, "-v1", "-c", "public", trap=trap) == 0
        assert await it.next() == ("127.0.0.1", meaning)


@needs_snmptrap
@pytest.mark.parametrize("name", SECOND_VERSION)
async def test_a_version_2c_trap_of_a_UPS_is_heard(name: str):
    trap, meaning = SECOND_VERSION[name]
    async with ear() as it:
        assert await snmptrap(it.port, *PUBLIC, trap=trap) == 0
        assert await it.next() == ("127.0.0.1", meaning)


@needs_snmptrap
@pytest.mark.parametrize("name", USERS)
async def test_a_version_3_trap_is_heard(name: str):
    async with ear(USERS[name]) as it:
        assert await snmptrap(it.port, *third_version(USERS[name])) == 0
        assert await it.next() == ("127.0.0.1", ETHER3)
        assert it.listener.counters == TrapCounters(heard=1)


@needs_snmptrap
@pytest.mark.parametrize("name", USERS)
async def test_a_version_3_inform_finds_our_engine_and_is_heard_and_answered(name: str):
    async with ear(USERS[name]) as it:
        assert await snmptrap(it.port, *third_version(USERS[name]), command="snmpinform") == 0
        assert await it.next() == ("127.0.0.1", ETHER3)
        assert it.listener.counters == TrapCounters(heard=1, discovery=1)


@needs_snmptrap
@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(USERS["authPriv with SHA-256 and AES"], user="siapa"), id="user"),
        pytest.param(
            replace(
                USERS["authPriv with SHA-256 and AES"], auth=Authentication(AuthProtocol.SHA256, "other-secret")
            ), id="authentication key",
        ),
        pytest.param(
            replace(USERS["authPriv with SHA-256 and AES"], priv=Privacy(PrivProtocol.AES, "other-secret")),
            id="privacy key",
        ),
        pytest.param(SnmpV3("kota"), id="level"),
    ],
)
async def test_a_version_3_trap_or_inform_with_a_wrong(other: SnmpV3):
    async with ear(USERS["authPriv with SHA-256 and AES"]) as it:
        assert await snmptrap(it.port, *third_version(other)) == 0
        await it.until_counted(1)
        assert await snmptrap(it.port, *third_version(other), command="snmpinform") != 0
        assert it.heard == []
        assert it.listener.counters == TrapCounters(wrong_access=2, discovery=1)
        assert it.refused == [("127.0.0.1", Verdict.WRONG_ACCESS)] * 2


@needs_snmptrap
async def test_a_version_2c_inform_is_heard_and_answered():
    async with ear() as it:
        assert await snmptrap(it.port, *PUBLIC, command="snmpinform") == 0
        assert await it.next() == ("127.0.0.1", ETHER3)


@needs_snmptrap
async def test_an_inform_with_a_wrong_community_is_counted_and_not_answered():
    async with ear() as it:
        assert await snmptrap(it.port, "-v2c", "-c", "guess", command="snmpinform") != 0
        assert it.heard == []
        assert it.listener.counters.wrong_access == 1


@needs_snmptrap
async def test_an_unknown_sender_is_counted_and_not_answered():
    async with ear(known=["127.0.0.9"]) as it:
        assert await snmptrap(it.port, *PUBLIC, command="snmpinform") != 0
        assert it.heard == []
        assert it.listener.counters.unknown_sender == 1


@needs_snmptrap
@pytest.mark.parametrize(("host", "sender"), [("127.0.0.1", "127.0.0.1"), ("udp6:[::1]", "::1")])
async def test_one_socket_hears_both_families(host: str, sender: str):
    async with ear(host="::") as it:
        assert await snmptrap(it.port, *PUBLIC, host=host) == 0
        assert await it.next() == (sender, ETHER3)


async def test_a_flood_gives_way_to_the_loop_after_every_few_datagrams():
    async with ear() as it:
        sent, turns = 1000, 0
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as flooder:
            for _ in range(sent):
                flooder.sendto(b"not a trap", ("127.0.0.1", it.port))
        counting = asyncio.create_task(it.until_counted(sent))
        while not counting.done():
            turns += 1
            await asyncio.sleep(0)
        await counting
        assert turns >= sent / AT_ONCE
        counters = it.listener.counters
        assert counters.limited > 0.9 * sent
        assert counters.unusable + counters.limited == sent
