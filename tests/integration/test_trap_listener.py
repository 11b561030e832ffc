"""Traps and informs from net-snmp, through a real socket to a meaning."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest

from probes.snmp.target import SnmpV2c, SnmpV3
from probes.traps.access import TrapAccess
from probes.traps.listener import AT_ONCE, TrapListener, bind
from probes.traps.meaning import Meaning, TrapKind
from tests.integration.snmptrap_command import needs_snmptrap, snmptrap

ETHER3 = Meaning(TrapKind.LINK_DOWN, "ether3")
PUBLIC = SnmpV2c("public")


class Ear:
    """What was delivered, and the listener that did."""

    def __init__(self, host: str, accesses: Iterable[SnmpV2c | SnmpV3], known: frozenset[str]) -> None:
        self.heard: list[tuple[str, Meaning]] = []
        self.rang = asyncio.Event()
        loop = asyncio.get_running_loop()
        self.listener = TrapListener(bind(host, 0), TrapAccess(accesses), known.__contains__, self._take, loop.time)
        self.port = self.listener.address[1]

    def _take(self, sender: str, meaning: Meaning) -> None:
        self.heard.append((sender, meaning))
        self.rang.set()

    async def next(self) -> tuple[str, Meaning]:
        async with asyncio.timeout(10):
            await self.rang.wait()
        self.rang.clear()
        return self.heard[-1]

    async def until_counted(self, datagrams: int) -> None:
        """Everything that was sent has been read: on loopback a datagram is in the queue once it is sent."""
        counters = self.listener.counters
        async with asyncio.timeout(10):
            # The listener counts; there is nothing to be woken by.
            while (  # noqa: ASYNC110
                counters.heard + counters.unknown_sender + counters.wrong_access + counters.unusable
                + counters.limited < datagrams
            ):
                await asyncio.sleep(0)


@asynccontextmanager
async def ear(
    *accesses: SnmpV2c | SnmpV3, host: str = "127.0.0.1", known: Iterable[str] = ("127.0.0.1", "::1")
) -> AsyncIterator[Ear]:
    made = Ear(host, accesses or (PUBLIC,), frozenset(known))
    made.listener.start()
    try:
        yield made
    finally:
        made.listener.close()


@needs_snmptrap
async def test_a_version_2c_trap_is_heard():
    async with ear() as it:
        assert await snmptrap(it.port, "-v2c", "-c", "public") == 0
        assert await it.next() == ("127.0.0.1", ETHER3)


@needs_snmptrap
async def test_a_version_1_trap_is_heard():
    async with ear() as it:
        process = await asyncio.create_subprocess_exec(
            "snmptrap", "-m", "", "-v1", "-c", "public", f"127.0.0.1:{it.port}", "1.3.6.1.4.1.318", "127.0.0.1", "6",
            "5", "",
        )
        assert await process.wait() == 0
        assert await it.next() == ("127.0.0.1", Meaning(TrapKind.UPS_ON_BATTERY))


@needs_snmptrap
async def test_a_version_2c_inform_is_heard_and_answered():
    async with ear() as it:
        assert await snmptrap(it.port, "-v2c", "-c", "public", command="snmpinform") == 0
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
        assert await snmptrap(it.port, "-v2c", "-c", "public", command="snmpinform") != 0
        assert it.heard == []
        assert it.listener.counters.unknown_sender == 1


@needs_snmptrap
@pytest.mark.parametrize(("host", "sender"), [("127.0.0.1", "127.0.0.1"), ("udp6:[::1]", "::1")])
async def test_one_socket_hears_both_families(host: str, sender: str):
    async with ear(host="::") as it:
        assert await snmptrap(it.port, "-v2c", "-c", "public", host=host) == 0
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
