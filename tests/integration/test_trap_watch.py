"""What follows from a trap: the sender is asked, and its history or its events say so; no ticket is opened."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from structlog.testing import capture_logs

from netwatch.core.device_event import DeviceEvent
from netwatch.core.notice import Notice
from netwatch.core.ticket import Impact, Priority, RootCause, Source, Status, Ticket
from netwatch.desk.notices import record_notices
from netwatch.inventory.model import Device, DeviceKind, Inventory, Site
from netwatch.store.device_events import KEPT
from netwatch.store.error import StoreUnavailable
from netwatch.store.store import Store
from netwatch.watch.senders import Senders
from netwatch.watch.trap_watch import ASK_AGAIN, MOST_NAMED, TELL_AGAIN, TrapWatch
from probes.icmp.resolve import Resolver
from probes.snmp.target import SnmpV2c
from probes.traps.access import TrapAccess
from probes.traps.heard import Verdict
from probes.traps.listener import TrapListener, bind, plain_address
from probes.traps.meaning import Meaning, TrapKind
from probes.traps.own_engine import OwnEngine, new_engine_id
from tests.integration.snmptrap_command import PUBLIC, needs_snmptrap, snmptrap

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
DOWN = Meaning(TrapKind.LINK_DOWN, "ether3")
TICKET = Ticket(
    id=0, number="001", status=Status.OPEN, opened_at=NOW, source=Source.PROBE, priority=Priority.NORMAL,
    root=RootCause("core", "ping"), site="s", impacted=(Impact("sw", True),),
)


def inventory(**addresses: str) -> Inventory:
    devices = {name: Device(name, name, DeviceKind.SWITCH, address, "s") for name, address in addresses.items()}
    return Inventory({"s": Site("s", "Kantor")}, devices)


async def lookup(name: str) -> str:
    return {"sw.kota": "127.0.0.7"}[name]


def senders(**addresses: str) -> Senders:
    return Senders(inventory(**addresses), Resolver(lookup))


async def test_a_device_with_an_open_ticket_speaks_in_its_history(store: Store):
    async with store.begin() as tx:
        ticket = await tx.tickets.add(TICKET)
        other = await tx.tickets.add(replace(TICKET, number="002", root=RootCause("sw", "ping"), impacted=()))
    await record_notices(store, [Notice("core", NOW, DOWN), Notice("sw", NOW, DOWN), Notice("ap", NOW, DOWN)])
    async with store.read() as tx:
        assert [(e.event, e.detail) for e in await tx.history.of(ticket.id)] == [("trap", "core: link_down ether3")]
        assert [e.detail for e in await tx.history.of(other.id)] == ["sw: link_down ether3"], "its own ticket first"
        assert await tx.device_events.latest(9) == [DeviceEvent("ap", NOW, "trap", "ap: link_down ether3")]
        assert len(await tx.tickets.all()) == 2, "a trap opens none"
        assert await tx.history.audit() is None


async def test_of_each_device_the_newest_events_are_kept(store: Store):
    async with store.begin() as tx:
        await tx.device_events.append([DeviceEvent("ap", NOW, "trap", str(n)) for n in range(KEPT + 5)])
        await tx.device_events.append([DeviceEvent("sw", NOW, "trap", "x")])
    async with store.read() as tx:
        assert [e.detail for e in await tx.device_events.latest(1000, "ap")] == [str(n) for n in range(5, KEPT + 5)]
        assert [e.device for e in await tx.device_events.latest(2)] == ["ap", "sw"]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def nothing(notices: Sequence[Notice]) -> None:
    raise AssertionError(f"nothing is to be written here: {notices}")


async def test_many_traps_of_one_device_ask_it_once_and_once_more_at_the_end():
    asked: list[str] = []
    clock = Clock()
    watch = TrapWatch(senders(core="127.0.0.1"), asked.append, nothing, clock, lambda: NOW)
    for _ in range(1000):
        watch.hear("127.0.0.1", DOWN)
    assert asked == ["core"]
    watch.ask_the_rest()
    assert asked == ["core"], "not yet"
    clock.now += ASK_AGAIN
    watch.ask_the_rest()
    watch.ask_the_rest()
    assert asked == ["core", "core"]


async def test_devices_that_are_not_believed_are_named_once_an_hour_and_reason_and_a_few_of_many():
    clock = Clock()
    many = {f"d{n}": f"127.0.1.{n}" for n in range(MOST_NAMED + 3)}
    watch = TrapWatch(senders(core="127.0.0.1", **many), lambda device: None, nothing, clock, lambda: NOW)
    with capture_logs() as logs:
        for _ in range(2):
            for _ in range(3):
                watch.refuse("127.0.0.1", Verdict.UNTIMELY)
            watch.tell_refused()
        clock.now += TELL_AGAIN
        watch.refuse("127.0.0.1", Verdict.UNTIMELY)
        for address in many.values():
            watch.refuse(address, Verdict.WRONG_ACCESS)
        watch.tell_refused()
    untimely = (["core"], 0, Verdict.UNTIMELY.value)
    wrong = ([f"d{n}" for n in range(MOST_NAMED)], 3, Verdict.WRONG_ACCESS.value)
    assert [(e["devices"], e["more"], e["why"]) for e in logs] == [untimely, untimely, wrong]


def test_a_device_at_a_link_local_address_is_known_without_the_interface_it_is_behind():
    known = senders(core="fe80::5%eth0", sw="fe80::5%eth1")
    assert known.devices(plain_address("fe80::5")) == ("core", "sw")


async def test_a_device_behind_a_host_name_is_known_once_the_name_is_resolved():
    known = senders(core="127.0.0.1", sw="sw.kota")
    assert known.devices("127.0.0.7") == ()
    names = asyncio.create_task(known.keep_names())
    async with asyncio.timeout(60):
        while not known.knows("127.0.0.7"):  # noqa: ASYNC110
            await asyncio.sleep(0)
    names.cancel()
    assert known.devices("127.0.0.7") == ("sw",)
    assert known.devices("127.0.0.1") == ("core",)
    known.adopt(inventory(core="::1"))
    assert known.devices("127.0.0.1") == ()
    assert known.devices("::1") == ("core",)


def test_a_device_is_known_by_its_other_addresses_too():
    found = inventory(core="127.0.0.1", sw="sw.kota")
    devices = {name: replace(device, other_addresses=("10.0.0.7", "fd00::7")) for name, device in found.devices.items()}
    known = Senders(replace(found, devices=devices), Resolver(lookup))
    assert known.devices("127.0.0.1") == ("core",)
    assert known.devices("10.0.0.7") == known.devices("fd00::7") == ("core", "sw")


@needs_snmptrap
async def test_a_trap_of_net_snmp_asks_its_sender_and_is_written_even_if_the_database_was_away(store: Store):
    asked: list[str] = []
    written = asyncio.Event()
    away = [StoreUnavailable("somewhere", "away", "wait")]

    async def write(notices: Sequence[Notice]) -> None:
        if away:
            raise away.pop()
        await record_notices(store, notices)
        written.set()

    loop = asyncio.get_running_loop()
    watch = TrapWatch(senders(core="127.0.0.1"), asked.append, write, loop.time, lambda: NOW)

    access = TrapAccess([SnmpV2c("public")], OwnEngine(new_engine_id(), 1, loop.time()))
    ear = TrapListener(bind("127.0.0.1", 0), access, watch.senders.knows, watch.hear, watch.refuse, loop.time)
    running = asyncio.create_task(watch.run(ear))
    assert await snmptrap(ear.address[1], *PUBLIC) == 0
    async with asyncio.timeout(60):
        await written.wait()
    running.cancel()
    await asyncio.wait([running])
    assert away == []
    assert asked == ["core"]
    async with store.read() as tx:
        assert [e.detail for e in await tx.device_events.latest(9)] == ["core: link_down ether3"]
