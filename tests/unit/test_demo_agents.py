"""The SNMP agents of the demo's city, asked by the engine that netwatch polls with."""

import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from netwatch.demo.agents import Agents
from netwatch.demo.city import City
from netwatch.demo.office import COMMUNITY
from netwatch.inventory.loader import load_inventory
from probes.snmp.acquaintance import Acquaintance
from probes.snmp.fast.community import CommunityConversation, CommunitySession
from probes.snmp.oid import SYS_NAME
from probes.snmp.question import Answer, Question
from probes.snmp.reading import OperStatus
from probes.snmp.surroundings import Wanted
from probes.snmp.target import SnmpTarget, SnmpV2c

INVENTORY = load_inventory(Path(__file__).parents[2] / "inventory.yaml", ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def city() -> City:
    return City(INVENTORY, time.monotonic())


class Netwatch:
    """Polls without a network: each datagram is handed to the agent."""

    def __init__(self, agents: Agents, device: str, *interfaces: str) -> None:
        access = SnmpV2c(COMMUNITY)
        target = SnmpTarget(device, "127.10.0.1", 161, access, interfaces)
        self._agents = agents
        self._device = device
        self._known: Acquaintance[CommunityConversation] = Acquaintance(target, CommunitySession(access))

    async def _carry(self, conversation: CommunityConversation, retries: int) -> Answer:
        octets = self._agents.answer(self._device, conversation.datagram())
        answer = None if octets is None else conversation.receive(octets)
        if not isinstance(answer, Answer):
            raise AssertionError("the agent's answer is none to the question")
        return answer

    async def poll(self):
        return await self._known.poll(self._carry, 0, time.monotonic)

    async def survey(self):
        return await self._known.survey(self._carry, 0, time.monotonic, Wanted(frozenset(), frozenset()))


async def test_a_router_tells_its_name_its_uptime_and_its_watched_port(city: City) -> None:
    reading = await Netwatch(Agents(city), "rt-kejaksan", "ether1").poll()
    assert reading.name == "rt-kejaksan"
    assert reading.uptime > 100 * 86_000
    (port,) = reading.interfaces
    assert (port.name, port.oper, port.speed) == ("ether1", OperStatus.UP, 1_000_000_000)
    assert port.alias == "Router Utama Balaikota"


async def test_a_port_is_down_when_its_cable_is_cut_or_the_other_end_is_off(city: City) -> None:
    core = Netwatch(Agents(city), "sw-dist-utara", "port1", "port2")
    city.cut("sw-dist-utara", "core", time.monotonic())
    city.switch("core-2", False, time.monotonic())
    assert {port.name: port.oper for port in (await core.poll()).interfaces} == {
        "port1": OperStatus.DOWN, "port2": OperStatus.DOWN,
    }


async def test_what_was_off_says_that_it_has_just_started(city: City) -> None:
    router = Netwatch(Agents(city), "rt-kejaksan", "ether1")
    await router.poll()
    city.switch("rt-kejaksan", False, time.monotonic())
    city.switch("rt-kejaksan", True, time.monotonic())
    assert (await router.poll()).uptime < 100 * 60


async def test_a_ups_tells_that_it_runs_on_its_battery(city: City) -> None:
    ups = Netwatch(Agents(city), "ups-kesenden")
    told = (await ups.poll()).ups
    assert (told.on_battery, told.battery_low, told.charge) == (False, False, 100)
    city.power("kel-kesenden", False, time.monotonic() - 40.0)
    told = (await ups.poll()).ups
    assert (told.on_battery, told.battery_low) == (True, True)
    assert told.charge < 20


async def test_ports_bear_the_names_of_whom_they_lead_to(city: City) -> None:
    found = await Netwatch(Agents(city), "core").survey()
    assert "Router Kejaksan" in {port.alias for port in found.ports}


def test_a_wrong_community_is_passed_over_in_silence(city: City) -> None:
    asked, wrong = (
        CommunitySession(SnmpV2c(community)).converse(Question((SYS_NAME,))).datagram()
        for community in (COMMUNITY, "public")
    )
    assert Agents(city).answer("core", asked) is not None
    assert Agents(city).answer("core", wrong) is None


@pytest.mark.parametrize("octets", [b"", b"\x30", b"\x30\x05hello", b"\x30\x82\xff\xff\x02"])
def test_broken_octets_are_passed_over_in_silence(city: City, octets: bytes) -> None:
    assert Agents(city).answer("core", octets) is None


def test_a_camera_has_no_agent(city: City) -> None:
    assert Agents(city).answer("cctv-krucuk", b"\x30\x00") is None
