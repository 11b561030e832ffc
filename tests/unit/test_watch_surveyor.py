"""When agents are asked what stands around them, and when the ports are read that lead to a device that fell."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from netwatch.core.agent import AgentState
from netwatch.core.leads_to import leads_to
from netwatch.inventory.model import Inventory
from netwatch.watch.port_watch import LOOKS, PortWatch
from netwatch.watch.surveyor import AT_ONCE, EVERY, FIRST_WITHIN, LOOK_EVERY, NOT_WITHIN, Surveyor
from probes.snmp.engine import CallOff, SnmpEngine, Told
from probes.snmp.reading import AdminStatus, FailureKind, OperStatus, SnmpFailure, SnmpReading, SnmpResult
from probes.snmp.surroundings import (
    LocalPort,
    Neighbour,
    PortReading,
    PortsReading,
    PortsResult,
    Protocol,
    Surroundings,
    SurveyResult,
    Wanted,
)
from probes.snmp.target import SnmpTarget, SnmpV2c
from tests.unit.test_leads_to import INVENTORY

pytestmark = pytest.mark.looptime

TARGETS = {d: SnmpTarget(d, INVENTORY.devices[d].address, 161, SnmpV2c("c")) for d in ("core", "rt")}
ETHER2 = LocalPort(2, "ether2")
RT_AT_ETHER2 = Surroundings("core", 0.0, (ETHER2,), (Neighbour(ETHER2, Protocol.LLDP, "", ("10.0.1.2",)),))
RT_MAC = "02:00:00:00:00:01"
UP = PortReading(ETHER2, AdminStatus.UP, OperStatus.UP, None)


class Engine(SnmpEngine):
    """Answers from `around` after `takes` seconds, and never for agents in `silent`; notes whom it was asked."""

    def __init__(self, around: dict[str, Surroundings]) -> None:
        self.around = around
        self.silent: set[str] = set()
        self.takes = 0.0
        self.under_way = self.most_under_way = 0
        self.surveyed: list[tuple[float, str, Wanted]] = []
        self.looked: list[tuple[float, str, tuple[LocalPort, ...]]] = []

    def begin(self, target: SnmpTarget, timeout: float, retries: int, told: Told) -> CallOff:
        raise AssertionError("polls are another loop's")

    def poll(self, target: SnmpTarget, timeout: float, retries: int) -> asyncio.Future[SnmpResult]:
        raise AssertionError("polls are another loop's")

    async def survey(
        self, target: SnmpTarget, wanted: Wanted, timeout: float, retries: int  # noqa: ASYNC109
    ) -> SurveyResult:
        self.surveyed.append((asyncio.get_running_loop().time(), target.key, wanted))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(self.takes)
        self.under_way -= 1
        if target.key in self.silent:
            return SnmpFailure(target.key, 0.0, FailureKind.TIMEOUT, "no answer")
        return self.around.get(target.key, Surroundings(target.key, 0.0))

    async def read_ports(self, target: SnmpTarget, ports, timeout: float, retries: int) -> PortsResult:  # noqa: ASYNC109
        now = asyncio.get_running_loop().time()
        self.looked.append((now, target.key, tuple(ports)))
        if target.key in self.silent:
            return SnmpFailure(target.key, now, FailureKind.TIMEOUT, "no answer")
        return PortsReading(target.key, now, (UP,))

    async def close(self) -> None:
        """Nothing is held."""

    def times_of(self, device: str) -> list[float]:
        return [at for at, surveyed, _ in self.surveyed if surveyed == device]


def _answered(device: str, changed: int | None = None, rebooted: datetime | None = None) -> AgentState:
    reading = SnmpReading(device, 0.0, 1, device, None, None, None, (), (), neighbours_changed=changed)
    return AgentState(last=reading, last_reboot_at=rebooted)


class Stage:
    """A surveyor at work for as long as the test holds it."""

    def __init__(self, agents: dict[str, AgentState], around: dict[str, Surroundings] | None = None) -> None:
        self.agents = agents
        self.engine = Engine(around or {})
        self.changed: list[str] = []
        clock = asyncio.get_running_loop().time
        self.surveyor = Surveyor(INVENTORY, TARGETS, lambda: agents, clock, self.changed.append)

    async def __aenter__(self) -> "Stage":
        self._task = asyncio.create_task(self.surveyor.run(self.engine))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


async def test_each_agent_that_has_answered_is_surveyed_once_soon_after_the_start():
    async with Stage({"core": _answered("core"), "rt": AgentState()}) as stage:
        await asyncio.sleep(FIRST_WITHIN + 2)
        assert [device for _, device, _ in stage.engine.surveyed] == ["core"]
        stage.agents["rt"] = _answered("rt")
        await asyncio.sleep(LOOK_EVERY + 1)
        assert [device for _, device, _ in stage.engine.surveyed] == ["core", "rt"]
        assert stage.changed == ["core", "rt"]


async def test_without_a_reason_the_next_survey_comes_after_hours():
    async with Stage({"core": _answered("core")}) as stage:
        await asyncio.sleep(EVERY + FIRST_WITHIN + 2)
        first, second = stage.engine.times_of("core")
        assert second - first >= EVERY


@pytest.mark.parametrize(
    ("after", "soonest"),
    [
        pytest.param(_answered("core", rebooted=datetime(2026, 11, 24, tzinfo=UTC)), 60.0, id="a reboot"),
        pytest.param(_answered("core", changed=77), NOT_WITHIN, id="other neighbours"),
    ],
)
async def test_surveyed_again_after(after: AgentState, soonest: float):
    async with Stage({"core": _answered("core")}) as stage:
        await asyncio.sleep(FIRST_WITHIN + 1)
        stage.agents["core"] = after
        await asyncio.sleep(NOT_WITHIN + 2)
        first, second = stage.engine.times_of("core")
        assert soonest <= second - first <= soonest + FIRST_WITHIN + 2


async def test_neighbours_that_come_and_go_all_the_time_do_not_make_it_survey_all_the_time():
    async with Stage({"core": _answered("core")}) as stage:
        for tick in range(360):
            stage.agents["core"] = _answered("core", changed=tick)
            await asyncio.sleep(10)
        assert len(stage.engine.times_of("core")) <= 3600 / NOT_WITHIN + 1


async def test_an_agent_that_fails_is_left_alone_for_a_while():
    async with Stage({"core": _answered("core")}) as stage:
        stage.engine.silent = {"core"}
        await asyncio.sleep(NOT_WITHIN)
        assert len(stage.engine.times_of("core")) == 1
        assert stage.surveyor.around == {}
        stage.engine.silent = set()
        await asyncio.sleep(FIRST_WITHIN + 5)
        assert "core" in stage.surveyor.around


async def test_an_agent_that_is_silent_now_is_not_surveyed():
    async with Stage({"core": _answered("core")._replace(silences=1)}) as stage:
        await asyncio.sleep(FIRST_WITHIN + 5)
        assert stage.engine.surveyed == []


async def test_addresses_of_all_and_once_they_are_known_macs_of_those_below_are_looked_for():
    around = {"core": RT_AT_ETHER2, "rt": Surroundings("rt", 0.0, (ETHER2,), macs=frozenset({RT_MAC}))}
    async with Stage({"core": _answered("core"), "rt": _answered("rt")}, around) as stage:
        await asyncio.sleep(NOT_WITHIN + FIRST_WITHIN + 20)
        wanted = [wanted for _, device, wanted in stage.engine.surveyed if device == "core"]
        assert wanted[0].addresses == {"10.0.0.1", "10.0.1.2", "10.0.2.2", "10.0.3.2", "10.0.3.3"}
        assert wanted[-1].macs == {RT_MAC}
        assert all(RT_MAC not in wanted.macs for _, device, wanted in stage.engine.surveyed if device == "rt")
        (lead,) = leads_to("core", "rt", stage.surveyor.surveys)
        assert lead.port == ETHER2


async def test_a_neighbour_that_vanished_is_remembered():
    async with Stage({"core": _answered("core")}, {"core": RT_AT_ETHER2}) as stage:
        await asyncio.sleep(FIRST_WITHIN + 1)
        stage.engine.around["core"] = replace(RT_AT_ETHER2, neighbours=())
        stage.agents["core"] = _answered("core", changed=1)
        await asyncio.sleep(NOT_WITHIN + 2)
        assert len(stage.engine.times_of("core")) == 2
        assert stage.surveyor.around["core"].neighbours == RT_AT_ETHER2.neighbours


async def test_only_a_few_surveys_are_under_way():
    core = INVENTORY.devices["core"]
    inventory = Inventory(devices={name: replace(core, id=name) for name in (f"d{n}" for n in range(40))})
    targets = {name: replace(TARGETS["core"], key=name) for name in inventory.devices}
    async with Stage({name: _answered(name) for name in targets}) as stage:
        stage.engine.takes = 3.0
        stage.surveyor.adopt(inventory, targets)
        await asyncio.sleep(FIRST_WITHIN + 60)
        assert len(stage.engine.surveyed) == 40
        assert stage.engine.most_under_way == AT_ONCE


async def test_what_is_known_of_a_device_that_left_is_forgotten():
    async with Stage({"core": _answered("core")}, {"core": RT_AT_ETHER2}) as stage:
        await asyncio.sleep(FIRST_WITHIN + 1)
        stage.surveyor.adopt(INVENTORY, {"rt": TARGETS["rt"]})
        assert stage.surveyor.around == {}


# ports


async def _watch(silent: set[str]) -> tuple[PortWatch, Engine, list[str]]:
    """A device has fallen, and two minutes have passed."""
    engine, looked = Engine({}), list[str]()
    engine.silent = silent
    watch = PortWatch(TARGETS, looked.append)
    task = asyncio.create_task(watch.run(engine))
    await asyncio.sleep(0)
    leads = leads_to("core", "rt", Stage({}, {}).surveyor.surveys)
    assert leads == ()
    surveyor = Stage({"core": _answered("core")}).surveyor
    surveyor.around["core"] = RT_AT_ETHER2
    for _ in range(2):
        watch.look("rt", leads_to("core", "rt", surveyor.surveys))
    await asyncio.sleep(120)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return watch, engine, looked


async def test_the_ports_that_lead_to_a_device_that_fell_are_read_at_once_and_twice_more():
    watch, engine, looked = await _watch(set())
    started = engine.looked[0][0]
    assert [at - started for at, _, _ in engine.looked] == pytest.approx(LOOKS)
    assert {(parent, ports) for _, parent, ports in engine.looked} == {("core", (ETHER2,))}
    assert looked == ["core"] * len(LOOKS)
    assert watch.seen["core", 2][0] == UP


async def test_an_agent_that_does_not_answer_leaves_nothing_seen():
    watch, _, looked = await _watch({"core"})
    assert watch.seen == {}
    assert looked == []
