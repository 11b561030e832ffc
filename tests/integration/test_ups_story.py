"""A recorded UPS whose mains fail and come back, read by the real engines and followed to the tickets."""

from pathlib import Path

import pytest
from pysnmp.proto import rfc1902

from netwatch.core.message import Kind
from netwatch.core.state import ConditionState, State
from netwatch.core.ticket import Priority, RootCause, Status
from netwatch.inventory.model import Device, DeviceKind, Inventory, Site, SnmpAccess
from probes.snmp.engine import SnmpEngine
from probes.snmp.oid import SYS_UP_TIME, oid
from probes.snmp.target import SnmpTarget, SnmpV2c
from tests.integration.snmp_scripted_agent import ADDRESS, ScriptedAgent, scripted_agent
from tests.integration.snmprec_objects import objects_of
from tests.integration.snmpsim_process import recordings_path
from tests.sim.office import SimOffice, sim_office
from tests.sim.world import World

RECORDING = "UPS/eaton-93e-80.snmprec.bz2"
BATTERY_STATUS, MINUTES, CHARGE = (oid(f"1.3.6.1.2.1.33.1.2.{n}.0") for n in (1, 3, 4))
OUTPUT_SOURCE = oid("1.3.6.1.2.1.33.1.4.1.0")
NORMAL, LOW = 2, 3
MAINS, BATTERY = 3, 5
CITY = Inventory(
    {"dkis": Site("dkis", "Kantor DKIS")},
    {
        "core": Device("core", "Router Inti", DeviceKind.ROUTER, "127.0.0.1", "dkis"),
        "ups": Device("ups", "UPS DKIS", DeviceKind.UPS, "127.0.0.2", "dkis", ("core",), snmp=SnmpAccess()),
    },
)


class Story:
    """The UPS is polled once a minute of simulated time, each time by a real request."""

    def __init__(self, office: SimOffice, agent: ScriptedAgent, engine: SnmpEngine) -> None:
        self.office = office
        self.agent = agent
        self._engine = engine
        self._target = SnmpTarget("ups", ADDRESS, agent.port, SnmpV2c("public"))

    def says(self, output: int, battery: int, charge: int, minutes: int) -> None:
        for place, number in ((OUTPUT_SOURCE, output), (BATTERY_STATUS, battery), (CHARGE, charge), (MINUTES, minutes)):
            assert place in self.agent.objects, "the recording has it"
            self.agent.objects[place] = rfc1902.Integer32(number)

    async def minutes(self, count: int) -> None:
        for _ in range(count):
            self.agent.objects[SYS_UP_TIME] = rfc1902.TimeTicks(round(self.office.world.now * 100) + 10_000_000)
            patience = 1.0 if self.agent.silent else 10.0
            result = await self._engine.poll(self._target, timeout=patience, retries=1)
            self.office.polled("ups", result._replace(at=self.office.world.now))
            await self.office.run(60.0)

    async def ups(self) -> tuple[State, ConditionState, str]:
        async with self.office.store.read() as tx:
            status = (await tx.devices.load())["ups"]
        condition = next(each for each in status.conditions if each.key == "ups")
        return status.state, condition.state, condition.detail


@pytest.fixture
async def story(tmp_path: Path, engine: SnmpEngine):
    objects = objects_of(recordings_path() / RECORDING)
    async with scripted_agent(objects) as agent, sim_office(World(CITY), tmp_path) as office:
        yield Story(office, agent, engine)


async def test_mains_battery_low_battery_and_mains_again(story: Story) -> None:
    office = story.office
    await story.minutes(3)
    assert await story.ups() == (State.UP, ConditionState.OK, "on mains, charge 100 %")
    assert await office.tickets() == []

    story.says(BATTERY, NORMAL, 71, 18)
    await story.minutes(2)
    assert await story.ups() == (State.DEGRADED, ConditionState.PROBLEM, "on battery, charge 71 %, 18 min left")
    (ticket,) = await office.tickets()
    assert (ticket.root, ticket.priority) == (RootCause("ups", "ups"), Priority.HIGH)
    assert ticket.symptom == "memakai baterai, sisa 71%, kira-kira 18 menit lagi"

    story.agent.silent = True
    await story.minutes(1)
    story.agent.silent = False
    story.says(BATTERY, LOW, 9, 2)
    await story.minutes(2)
    (ticket,) = await office.tickets()
    assert ticket.priority is Priority.CRITICAL
    assert office.news["Dedi", Kind.WORSENED] == 1

    story.says(MAINS, LOW, 12, 3)
    await story.minutes(3)
    assert await story.ups() == (State.DEGRADED, ConditionState.PROBLEM, "battery weak, charge 12 %, 3 min left")
    assert (await office.tickets())[0].is_open, "it charges: another failure now would be the end"

    story.says(MAINS, NORMAL, 95, 40)
    await story.minutes(3)
    (ticket,) = await office.tickets()
    assert ticket.status is Status.CLOSED
    assert (await story.ups())[:2] == (State.UP, ConditionState.OK)
    assert [each for each in await office.events(1) if each in ("opened", "worsened", "closed", "reopened")] == [
        "opened", "worsened", "closed"
    ]
