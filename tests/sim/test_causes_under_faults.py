"""The probable cause as evidence comes in, with the real desk and store."""

from datetime import timedelta

import pytest

from netwatch.core.agent import AgentState
from netwatch.core.state import ConditionState
from netwatch.core.status import ConditionStatus
from probes.snmp.reading import AdminStatus, InterfaceReading, OperStatus, SnmpReading
from tests.sim.office import START, SimOffice, sim_office
from tests.sim.world import World, inventory_of

STAR = {"core": (), "a": ("core",), "b": ("core",)}


@pytest.fixture
async def office(tmp_path):
    async with sim_office(World(inventory_of(STAR, sites={"b": "other"})), tmp_path) as opened:
        yield opened


def read_port(office: SimOffice, oper: OperStatus, alias: str = "ke A lantai 2") -> None:
    """The core's agent is read now and tells of its port ether3."""
    port = InterfaceReading("ether3", alias, 3, AdminStatus.UP, oper, 0, 0, 64, None)
    reading = SnmpReading("core", office.world.now, 1, None, None, None, None, (port,), ())
    well = oper is OperStatus.UP
    before = office.agents.get("core")
    state = ConditionState.OK if well else ConditionState.PROBLEM
    condition = ConditionStatus("if:ether3", state, office.now())
    if before is not None and before.conditions[0].state is state:
        condition = before.conditions[0]
    office.agents["core"] = AgentState((condition,), 0, reading)


async def causes(office: SimOffice) -> list[str]:
    async with office.store.read() as tx:
        return [entry.detail for entry in await tx.history.of(1) if entry.event == "probable_cause"]


async def test_a_port_that_is_up_and_then_falls_changes_the_cause_once_each(office):
    read_port(office, OperStatus.UP)
    office.world.cut("a", "core")
    await office.run(60.0)
    assert await causes(office) == [], "the reading is from before"
    read_port(office, OperStatus.UP)
    await office.look()
    read_port(office, OperStatus.DOWN)
    await office.look()
    await office.look()
    assert [detail.partition(":")[0] for detail in await causes(office)] == ["hung", "link"]
    (ticket,) = await office.tickets()
    assert ticket.probable_cause == "sambungan putus: port ether3 di Core mati"


async def test_the_only_port_that_falls_with_a_device_leads_to_it_though_it_is_not_named(office):
    read_port(office, OperStatus.UP, alias="")
    office.world.cut("a", "core")
    await office.run(20.0)
    read_port(office, OperStatus.DOWN, alias="")
    await office.look()
    assert [detail.partition(":")[0] for detail in await causes(office)] == ["link"]


@pytest.mark.parametrize("alias", ["ke B", "uplink b"])
async def test_a_port_that_leads_to_another_device_says_nothing(office, alias):
    office.world.cut("a", "core")
    await office.run(20.0)
    read_port(office, OperStatus.DOWN, alias=alias)
    await office.look()
    assert await causes(office) == []


async def test_a_restart_seen_after_the_return_names_the_power_and_a_reopened_ticket_starts_afresh(office):
    office.world.kill("a")
    await office.run(300.0)
    office.world.revive("a")
    await office.run(30.0)
    office.agents["a"] = AgentState(last_reboot_at=START + timedelta(seconds=office.world.now - 60))
    await office.look()
    assert [detail.partition(":")[0] for detail in await causes(office)] == ["power"]
    await office.run(120.0)
    assert not (await office.tickets())[0].is_open
    office.world.kill("a")
    await office.run(60.0)
    (ticket,) = await office.tickets()
    assert ticket.reopened == 1
    assert ticket.probable_cause is None


async def test_an_unnamed_port_says_nothing_while_two_devices_below_are_down(office):
    read_port(office, OperStatus.UP, alias="")
    office.world.cut("a", "core")
    office.world.cut("b", "core")
    await office.run(20.0)
    read_port(office, OperStatus.DOWN, alias="")
    await office.look()
    assert len(await office.tickets()) == 2
    assert await causes(office) == []
