"""Tickets of conditions, with the real desk and store. Each test's name is the claim."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from netwatch.core.conditions.rules import Rule
from netwatch.core.leads_to import Surveys
from netwatch.core.maintenance import Window
from netwatch.core.message import Kind
from netwatch.core.priority import Priority
from netwatch.core.request import Action
from netwatch.core.scene import Ways
from netwatch.core.state import ConditionState, State
from netwatch.core.status import ConditionStatus, DeviceStatus
from netwatch.core.ticket import RootCause, Status, Ticket
from netwatch.inventory.model import Device, DeviceKind, Inventory, Site, SnmpAccess
from probes.snmp.reading import UpsReading
from probes.snmp.surroundings import LocalPort, Neighbour, Protocol, Surroundings
from tests.sim.agents import SimAgent, SimAgents, SimPort
from tests.sim.office import START, SimOffice, sim_office
from tests.sim.world import World

MAINS, BATTERY, LOW = UpsReading(False, False, 100), UpsReading(True, False, 70, 20.0), UpsReading(True, True, 8, 2.0)
MINUTE = 60.0


def device(name: str, kind: DeviceKind, site: str, parents: tuple[str, ...], ports: tuple[str, ...] | None) -> Device:
    number = sum(map(ord, name)) % 250
    snmp = None if ports is None else SnmpAccess(interfaces=ports)
    return Device(name, name.title(), kind, f"127.0.0.{number}", site, parents, snmp=snmp)


def city() -> Inventory:
    """A core with two sites behind it; the second one is reached in two ways."""
    sites = {name: Site(name, f"Kantor {name.title()}") for name in ("pusat", "utara", "timur")}
    devices = (
        device("core", DeviceKind.ROUTER, "pusat", (), ("ether1", "ether2", "ether3")),
        device("rt-utara", DeviceKind.ROUTER, "utara", ("core",), ("ether1",)),
        device("ups-utara", DeviceKind.UPS, "utara", ("rt-utara",), ()),
        device("ap-utara", DeviceKind.AP, "utara", ("rt-utara",), None),
        device("cam-utara", DeviceKind.CCTV, "utara", ("core",), None),
        device("ring", DeviceKind.ROUTER, "pusat", ("core",), ("sfp1",)),
        device("rt-timur", DeviceKind.ROUTER, "timur", ("core", "ring"), ("uplink",)),
    )
    return Inventory(sites, {each.id: each for each in devices})


class Stage:
    def __init__(self, office: SimOffice) -> None:
        self.office = office
        self.world = office.world
        self.agents = SimAgents(
            office,
            {
                "core": SimAgent(
                    ports={
                        "ether1": SimPort("rt-utara", "ke rt-utara"),
                        "ether2": SimPort("rt-timur", "ke rt-timur"),
                        "ether3": SimPort(None),
                    }
                ),
                "rt-utara": SimAgent(ports={"ether1": SimPort("ap-utara")}, temperatures={"cpu": 50.0, "psu": 45.0}),
                "ups-utara": SimAgent(ups=MAINS),
                "ring": SimAgent(ports={"sfp1": SimPort("rt-timur", "ke rt-timur")}),
                "rt-timur": SimAgent(ports={"uplink": SimPort("core", "ke core")}),
            },
        )

    async def run(self, seconds: float) -> None:
        await self.office.run(seconds)

    async def tickets(self) -> list[Ticket]:
        return await self.office.tickets()

    async def ticket(self) -> Ticket:
        (found,) = await self.tickets()
        return found

    async def events(self, ticket: int = 1) -> list[str]:
        """What happened to it, without what only adds to the picture."""
        beside = ("impacted", "priority", "probable_cause", "breached", "reminded")
        return [event for event in await self.office.events(ticket) if event not in beside]

    async def status(self, device: str) -> DeviceStatus:
        async with self.office.store.read() as tx:
            return (await tx.devices.load())[device]

    async def condition(self, device: str, key: str) -> ConditionStatus:
        return next(each for each in (await self.status(device)).conditions if each.key == key)

    def rule(self, device: str, **changes: object) -> None:
        self.office.rules[device] = replace(self.office.rules[device], **changes)  # type: ignore[arg-type]


@contextlib.asynccontextmanager
async def on_stage(folder: Path) -> AsyncIterator[Stage]:
    async with sim_office(World(city()), folder) as office:
        stage = Stage(office)
        await stage.run(2 * MINUTE)
        assert await stage.tickets() == []
        yield stage


@pytest.fixture
async def stage(tmp_path):
    async with on_stage(tmp_path) as opened:
        yield opened


async def test_an_hour_of_healthy_conditions_open_nothing_and_tell_nobody(stage):
    await stage.run(3600.0)
    assert await stage.tickets() == []
    assert not stage.office.news
    conditions = {c.key: c.state for c in (await stage.status("rt-utara")).conditions}
    assert set(conditions) == {
        "ping", "loss", "snmp", "if:ether1", "traffic:ether1", "temp:cpu", "temp:psu"
    }, "healthy ones are listed too"
    assert set(conditions.values()) == {ConditionState.OK}


# ports


async def test_a_port_that_falls_has_a_ticket_while_the_device_is_degraded_and_it_closes_by_itself(stage):
    stage.agents["core"].ports["ether3"].is_cut = True
    await stage.run(3 * MINUTE)
    ticket = await stage.ticket()
    assert (ticket.root, ticket.priority, ticket.site) == (RootCause("core", "if:ether3"), Priority.NORMAL, "pusat")
    assert ticket.step == 4
    assert ticket.symptom == "port ether3 putus padahal diaktifkan"
    status = await stage.status("core")
    assert (status.state, status.reason) == (State.DEGRADED, "if:ether3: operationally down")
    assert stage.office.told("Dedi") == 1
    stage.agents["core"].ports["ether3"].is_cut = False
    await stage.run(4 * MINUTE)
    assert (await stage.ticket()).status is Status.CLOSED
    assert await stage.events() == ["opened", "closed"]
    assert (await stage.status("core")).state is State.UP
    assert stage.office.told("Dedi") == 2


async def test_a_port_that_falls_again_soon_after_reopens_its_ticket(stage):
    port = stage.agents["core"].ports["ether3"]
    for is_cut in (True, False, True):
        port.is_cut = is_cut
        await stage.run(5 * MINUTE)
    ticket = await stage.ticket()
    assert ticket.is_open
    assert ticket.reopened == 1


async def test_a_port_that_is_down_for_one_reading_only_has_no_ticket(stage):
    stage.agents["core"].ports["ether3"].is_cut = True
    await stage.run(MINUTE)
    stage.agents["core"].ports["ether3"].is_cut = False
    await stage.run(5 * MINUTE)
    assert await stage.tickets() == []


async def test_which_conditions_open_a_ticket_is_the_rules_affair(stage):
    stage.rule("core", port=Rule(None))
    stage.agents["core"].ports["ether3"].is_cut = True
    await stage.run(10 * MINUTE)
    assert await stage.tickets() == []
    assert (await stage.status("core")).state is State.DEGRADED


@pytest.mark.parametrize("alias", ["ke rt-utara", ""], ids=["the port names the device", "the port names nobody"])
@pytest.mark.parametrize("polled", [0.1, 12.0, 70.0])
async def test_one_cut_is_one_ticket_however_soon_the_port_is_read(stage, alias, polled):
    stage.agents["core"].ports["ether1"].alias = alias
    stage.world.cut("rt-utara", "core")
    await stage.run(polled)
    stage.agents.poll("core")
    await stage.run(10 * MINUTE)
    ticket = await stage.ticket()
    assert ticket.root == RootCause("rt-utara", "ping")
    assert await stage.events() == ["opened"]
    assert (await stage.condition("core", "if:ether1")).state is ConditionState.PROBLEM
    stage.world.mend("rt-utara", "core")
    await stage.run(5 * MINUTE)
    assert (await stage.ticket()).status is Status.CLOSED


async def test_after_the_device_is_back_an_old_reading_of_its_port_opens_nothing(stage):
    stage.world.cut("rt-utara", "core")
    await stage.run(3 * MINUTE)
    stage.agents.poll("core")
    stage.agents.interval = 3600.0
    await stage.run(MINUTE)
    stage.world.mend("rt-utara", "core")
    await stage.run(30 * MINUTE)
    assert (await stage.condition("core", "if:ether1")).state is ConditionState.PROBLEM, "not read since"
    assert (await stage.ticket()).status is Status.CLOSED


async def test_a_lost_way_of_a_device_with_two_has_a_ticket_that_says_so(stage):
    stage.world.cut("rt-timur", "core")
    await stage.run(5 * MINUTE)
    ticket = await stage.ticket()
    assert ticket.root == RootCause("core", "if:ether2"), "one end speaks for the link"
    assert ticket.probable_cause == (
        "sambungan port ether2 ke Rt-Timur putus; Rt-Timur masih terjangkau lewat jalur lain"
    )
    assert (await stage.condition("rt-timur", "if:uplink")).state is ConditionState.PROBLEM
    stage.world.mend("rt-timur", "core")
    await stage.run(5 * MINUTE)
    assert (await stage.ticket()).status is Status.CLOSED


async def test_a_ports_ticket_becomes_that_of_the_device_that_fell_with_it_under_the_same_number(stage):
    stage.world.cut("rt-timur", "core")
    stage.agents.poll("core")
    await stage.run(30.0)
    stage.agents.poll("core")
    await stage.run(60.0)
    first = await stage.ticket()
    assert first.root == RootCause("core", "if:ether2")
    stage.world.cut("rt-timur", "ring")
    await stage.run(2 * MINUTE)
    ticket = await stage.ticket()
    assert (ticket.root, ticket.number, ticket.site) == (RootCause("rt-timur", "ping"), first.number, "timur")
    assert ticket.symptom is None
    assert await stage.events() == ["opened", "moved_up"]
    assert stage.office.news["Dedi", Kind.MOVED_UP] == 1
    await stage.run(10 * MINUTE)
    assert len(await stage.tickets()) == 1
    stage.world.mend("rt-timur", "core")
    stage.world.mend("rt-timur", "ring")
    await stage.run(10 * MINUTE)
    assert (await stage.ticket()).status is Status.CLOSED


async def test_a_way_that_was_lost_long_before_the_device_is_another_cause(stage):
    stage.world.cut("rt-timur", "core")
    await stage.run(30 * MINUTE)
    stage.world.kill("rt-timur")
    await stage.run(5 * MINUTE)
    assert [t.root for t in await stage.tickets()] == [
        RootCause("core", "if:ether2"), RootCause("rt-timur", "ping")
    ]


async def test_a_port_left_down_by_a_device_that_came_back_another_way_gets_its_ticket_then(stage):
    stage.world.cut("rt-timur", "core")
    stage.world.cut("rt-timur", "ring")
    await stage.run(5 * MINUTE)
    assert [t.root for t in await stage.tickets()] == [RootCause("rt-timur", "ping")]
    stage.world.mend("rt-timur", "ring")
    await stage.run(10 * MINUTE)
    assert [(t.root, t.is_open) for t in await stage.tickets()] == [
        (RootCause("rt-timur", "ping"), False), (RootCause("core", "if:ether2"), True)
    ]


@pytest.mark.parametrize("is_surveyed", [True, False])
async def test_a_port_that_lldp_knows_to_lead_to_a_device_that_is_down_has_no_ticket(stage, is_surveyed):
    """Somebody pulls the plug of a device that hangs for half an hour already."""
    inventory = stage.world.inventory
    stage.agents["core"].ports["ether1"] = SimPort(None)
    if is_surveyed:
        neighbour = Neighbour(LocalPort(1, "ether1"), Protocol.LLDP, addresses=(inventory.devices["rt-utara"].address,))
        around = {"core": Surroundings("core", 0.0, neighbours=(neighbour,))}
        stage.office.ways = Ways(Surveys(inventory, stage.office.agents, around))
    stage.world.kill("rt-utara")
    await stage.run(30 * MINUTE)
    stage.agents["core"].ports["ether1"].is_cut = True
    await stage.run(5 * MINUTE)
    of_port = [] if is_surveyed else [RootCause("core", "if:ether1")]
    assert [t.root for t in await stage.tickets()] == [RootCause("rt-utara", "ping"), *of_port]


# the agent


async def test_a_silent_agent_is_a_degraded_device_and_by_default_no_ticket(stage):
    stage.agents["core"].answers = False
    await stage.run(10 * MINUTE)
    assert await stage.tickets() == []
    status = await stage.status("core")
    assert (status.state, status.reason) == (State.DEGRADED, "snmp: no answer within 2 s, asked 2 times")
    stage.agents["core"].answers = True
    await stage.run(2 * MINUTE)
    assert (await stage.status("core")).state is State.UP


async def test_librenms_20310_a_ping_that_succeeds_closes_no_ticket_of_the_agent(stage):
    stage.rule("rt-utara", snmp=Rule(Priority.LOW))
    stage.agents["rt-utara"].answers = False
    await stage.run(4 * MINUTE)
    assert (await stage.ticket()).root == RootCause("rt-utara", "snmp")
    stage.world.kill("rt-utara")
    await stage.run(5 * MINUTE)
    stage.world.revive("rt-utara")
    await stage.run(30 * MINUTE)
    first, second = await stage.tickets()
    assert (first.root, first.is_open) == (RootCause("rt-utara", "snmp"), True)
    assert (second.root, second.is_open) == (RootCause("rt-utara", "ping"), False)
    assert await stage.events() == ["opened"]
    stage.agents["rt-utara"].answers = True
    await stage.run(4 * MINUTE)
    assert [t.is_open for t in await stage.tickets()] == [False, False]


# suspension


async def test_a_silent_device_says_nothing_of_its_conditions_and_its_ticket_waits(stage):
    stage.agents["rt-utara"].ports["ether1"] = SimPort(None, is_cut=True)
    await stage.run(4 * MINUTE)
    assert (await stage.ticket()).root == RootCause("rt-utara", "if:ether1")
    since = (await stage.condition("rt-utara", "if:ether1")).since
    stage.world.kill("rt-utara")
    stage.agents["rt-utara"].ports["ether1"].is_cut = False
    await stage.run(30 * MINUTE)
    assert (await stage.condition("rt-utara", "if:ether1")).since == since
    assert await stage.events() == ["opened"]
    stage.world.revive("rt-utara")
    await stage.run(10 * MINUTE)
    assert [t.is_open for t in await stage.tickets()] == [False, False]


async def test_librenms_20359_a_timer_that_runs_out_under_suppression_is_not_eaten(stage):
    """The port falls while the device is in maintenance and stays down: its ticket comes at the end."""
    async with stage.office.store.begin() as tx:
        now = stage.office.now()
        await tx.maintenance.add(Window("", now, now + timedelta(minutes=30), ("core",), (), "ganti SFP", "Dedi"))
    await stage.office.look()
    stage.agents["core"].ports["ether3"].is_cut = True
    await stage.run(29 * MINUTE)
    assert await stage.tickets() == []
    await stage.run(3 * MINUTE)
    assert (await stage.ticket()).root == RootCause("core", "if:ether3")


async def test_work_on_a_device_says_nothing_of_the_ports_that_lead_to_it(stage):
    async with stage.office.store.begin() as tx:
        now = stage.office.now()
        await tx.maintenance.add(Window("", now, now + timedelta(minutes=30), ("rt-utara",), (), "ganti UPS", "Dedi"))
    await stage.office.look()
    stage.world.kill("rt-utara")
    await stage.run(20 * MINUTE)
    assert (await stage.status("core")).state is State.DEGRADED
    stage.world.revive("rt-utara")
    await stage.run(20 * MINUTE)
    assert await stage.tickets() == []


async def test_in_maintenance_a_condition_that_is_well_again_closes_nothing_before_the_end(stage):
    stage.agents["core"].ports["ether3"].is_cut = True
    await stage.run(4 * MINUTE)
    async with stage.office.store.begin() as tx:
        now = stage.office.now()
        await tx.maintenance.add(Window("", now, now + timedelta(minutes=30), ("core",), (), "ganti SFP", "Dedi"))
    await stage.office.look()
    stage.agents["core"].ports["ether3"].is_cut = False
    await stage.run(20 * MINUTE)
    assert (await stage.ticket()).is_open
    await stage.run(12 * MINUTE)
    assert not (await stage.ticket()).is_open


# power


async def test_a_ups_on_battery_has_a_ticket_that_worsens_with_its_battery_and_closes_with_the_mains(stage):
    stage.agents["ups-utara"].ups = BATTERY
    await stage.run(2 * MINUTE)
    ticket = await stage.ticket()
    assert (ticket.root, ticket.priority) == (RootCause("ups-utara", "ups"), Priority.HIGH)
    assert ticket.symptom == "memakai baterai, sisa 70%, kira-kira 20 menit lagi"
    assert ticket.probable_cause is not None
    assert ticket.probable_cause.startswith("listrik padam: Ups-Utara memakai baterai sejak ")
    assert stage.office.told("Dedi") == 1
    stage.agents["ups-utara"].ups = LOW
    await stage.run(2 * MINUTE)
    ticket = await stage.ticket()
    assert ticket.priority is Priority.CRITICAL
    assert ticket.symptom == "memakai baterai dan baterainya hampir habis, sisa 8%, kira-kira 2 menit lagi"
    assert stage.office.news["Dedi", Kind.WORSENED] == 1
    assert stage.office.news["Agus", Kind.WORSENED] == 1
    stage.agents["ups-utara"].ups = MAINS
    await stage.run(4 * MINUTE)
    ticket = await stage.ticket()
    assert (ticket.status, ticket.priority) == (Status.CLOSED, Priority.CRITICAL)
    assert await stage.events() == ["opened", "worsened", "closed"]


async def test_a_ups_and_an_outage_at_its_site_say_different_things_while_something_there_still_answers(stage):
    stage.agents["ups-utara"].ups = BATTERY
    await stage.run(2 * MINUTE)
    stage.world.kill("ap-utara")
    await stage.run(5 * MINUTE)
    assert [(t.root, t.is_open) for t in await stage.tickets()] == [
        (RootCause("ups-utara", "ups"), True), (RootCause("ap-utara", "ping"), True)
    ]


async def test_when_the_battery_is_empty_and_the_site_is_dark_the_ups_ticket_becomes_that_of_the_outage(stage):
    stage.agents["ups-utara"].ups = BATTERY
    await stage.run(2 * MINUTE)
    number = (await stage.ticket()).number
    stage.world.kill("cam-utara")
    await stage.run(20 * MINUTE)
    assert len(await stage.tickets()) == 2, "the camera had no battery; the rest still runs"
    stage.world.kill("rt-utara")
    await stage.run(5 * MINUTE)
    ticket, camera = await stage.tickets()
    assert (ticket.root, ticket.number) == (RootCause("rt-utara", "ping"), number)
    assert {i.device for i in ticket.impacted} == {"ups-utara", "ap-utara"}
    assert camera.root == RootCause("cam-utara", "ping")
    assert await stage.events() == ["opened", "moved_up"]
    for each in ("rt-utara", "cam-utara"):
        stage.world.revive(each)
    stage.agents["ups-utara"].ups = MAINS
    await stage.run(10 * MINUTE)
    assert [t.is_open for t in await stage.tickets()] == [False, False]


async def test_a_ups_ticket_becomes_that_of_the_power_of_its_site_under_the_same_number(stage):
    stage.agents["ups-utara"].ups = BATTERY
    await stage.run(2 * MINUTE)
    number = (await stage.ticket()).number
    for each in ("cam-utara", "ap-utara"):
        stage.world.kill(each)
    await stage.run(5 * MINUTE)
    ticket = await stage.ticket()
    assert (ticket.root, ticket.site, ticket.number) == (RootCause(None, "power"), "utara", number)
    assert {i.device for i in ticket.impacted} == {"cam-utara", "ap-utara"}
    stage.agents["ups-utara"].ups = LOW
    await stage.run(5 * MINUTE)
    assert len(await stage.tickets()) == 1, "the power of the site has its ticket"
    for each in ("cam-utara", "ap-utara"):
        stage.world.revive(each)
    stage.agents["ups-utara"].ups = MAINS
    await stage.run(10 * MINUTE)
    assert not (await stage.ticket()).is_open


async def test_a_ups_that_tells_of_the_battery_after_its_site_has_lost_its_power_opens_nothing_more(stage):
    for each in ("cam-utara", "ap-utara"):
        stage.world.kill(each)
    stage.agents["ups-utara"].ups = BATTERY
    await stage.run(10 * MINUTE)
    assert (await stage.ticket()).root == RootCause(None, "power")


async def test_a_condition_that_kasi_has_closed_by_hand_is_let_be_until_it_was_well(stage):
    port = stage.agents["core"].ports["ether3"]
    port.is_cut = True
    await stage.run(4 * MINUTE)
    await stage.office.presses("Dedi", 1, Action.NOT_A_FAULT, "test")
    await stage.run(20 * MINUTE)
    await stage.office.restart()
    await stage.run(20 * MINUTE)
    assert not (await stage.ticket()).is_open
    assert (await stage.status("core")).state is State.DEGRADED
    port.is_cut = False
    await stage.run(5 * MINUTE)
    port.is_cut = True
    await stage.run(5 * MINUTE)
    assert [t.is_open for t in await stage.tickets()] == [False, True]


async def test_a_site_that_is_cut_off_while_its_ups_is_on_mains_leaves_the_ups_out_of_it(stage):
    stage.world.cut("rt-utara", "core")
    await stage.run(5 * MINUTE)
    assert (await stage.ticket()).root == RootCause("rt-utara", "ping")


# heat


async def test_the_sensors_of_a_device_share_one_ticket_which_closes_when_all_are_well(stage):
    stage.agents["rt-utara"].temperatures = {"cpu": 90.0, "psu": 88.0}
    await stage.run(6 * MINUTE)
    ticket = await stage.ticket()
    assert (ticket.root, ticket.priority) == (RootCause("rt-utara", "temp:cpu"), Priority.HIGH)
    assert ticket.symptom == "suhu cpu 90 °C, batas 75 °C"
    stage.agents["rt-utara"].temperatures["cpu"] = 50.0
    await stage.run(6 * MINUTE)
    assert (await stage.ticket()).is_open
    stage.agents["rt-utara"].temperatures["psu"] = 50.0
    await stage.run(6 * MINUTE)
    assert not (await stage.ticket()).is_open


# loss


async def test_a_path_that_loses_packets_is_a_condition_and_its_cause_is_told_once(stage):
    for each in ("rt-utara", "ups-utara", "ap-utara"):
        loss = stage.office.rules[each].loss
        stage.rule(each, loss=replace(loss, ticket=Priority.LOW))
    stage.world.loss["rt-utara"] = 0.25
    await stage.run(10 * MINUTE)  # else it were luck whose loss is sure first
    for each in ("ups-utara", "ap-utara"):
        stage.world.loss[each] = 0.25
    await stage.run(80 * MINUTE)
    (ticket,) = [t for t in await stage.tickets() if t.root and t.root.condition == "loss"]
    assert ticket.root is not None
    assert ticket.root.device == "rt-utara"
    assert (await stage.condition("ap-utara", "loss")).state is ConditionState.PROBLEM
    stage.world.loss.clear()
    await stage.run(90 * MINUTE)
    assert not any(t.is_open for t in await stage.tickets())


# reboots and restarts


async def test_a_reboot_is_an_event_of_the_device_and_no_ticket(stage):
    stage.agents["core"].booted_at = stage.world.now + 1.0
    await stage.run(3 * MINUTE)
    assert await stage.tickets() == []
    async with stage.office.store.read() as tx:
        events = await tx.device_events.latest(10, "core")
    assert [(event.event, event.at) for event in events] == [
        ("reboot", START + timedelta(seconds=stage.agents["core"].booted_at))
    ]
    assert (await stage.status("core")).last_reboot_at == events[0].at
    await stage.office.restart()
    await stage.run(3 * MINUTE)
    async with stage.office.store.read() as tx:
        assert await tx.device_events.latest(10) == events, "once"


async def test_a_reboot_that_ends_an_outage_stands_in_its_tickets_history_too(stage):
    stage.world.kill("rt-utara")
    await stage.run(3 * MINUTE)
    stage.world.revive("rt-utara")
    stage.agents["rt-utara"].booted_at = stage.world.now
    await stage.run(40.0)
    stage.agents.poll("rt-utara")
    await stage.run(3 * MINUTE)
    assert (await stage.ticket()).root == RootCause("rt-utara", "ping")
    assert "reboot" in await stage.events()


async def test_a_restart_of_netwatch_makes_no_new_problem_of_an_old_one(stage):
    stage.agents["core"].ports["ether3"].is_cut = True
    stage.agents["ups-utara"].ups = BATTERY
    await stage.run(3 * MINUTE)
    stage.world.cut("rt-timur", "core")
    stage.world.cut("rt-timur", "ring")
    await stage.run(5 * MINUTE)
    before = [(t.id, t.root, t.reopened) for t in await stage.tickets()]
    began = {key: (await stage.condition("core", key)).since for key in ("if:ether2", "if:ether3")}
    openings = stage.office.news["Dedi", Kind.OPENED]
    for _ in range(3):
        await stage.office.restart()
        await stage.run(5 * MINUTE)
    assert [(t.id, t.root, t.reopened) for t in await stage.tickets()] == before
    assert {key: (await stage.condition("core", key)).since for key in began} == began
    assert stage.office.news["Dedi", Kind.OPENED] == openings == len(before)


async def test_a_restart_while_all_is_well_again_closes_the_ticket_once_that_is_proved(stage):
    stage.agents["core"].ports["ether3"].is_cut = True
    await stage.run(4 * MINUTE)
    stage.agents["core"].ports["ether3"].is_cut = False
    await stage.office.restart()
    await stage.run(30.0)
    assert (await stage.ticket()).is_open
    await stage.run(4 * MINUTE)
    assert not (await stage.ticket()).is_open


async def test_a_condition_that_is_no_longer_watched_closes_its_ticket(stage):
    stage.agents["core"].ports["ether3"].is_cut = True
    await stage.run(4 * MINUTE)
    del stage.agents["core"].ports["ether3"]
    await stage.run(3 * MINUTE)
    ticket = await stage.ticket()
    assert not ticket.is_open
    async with stage.office.store.read() as tx:
        assert "no longer watched" in (await tx.history.of(1))[-1].detail
