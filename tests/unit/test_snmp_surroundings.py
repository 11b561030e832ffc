"""What an agent tells of its neighbours, and how little it is asked for that: a scripted agent without messages."""

import asyncio
from bisect import bisect_right

import pytest

from probes.snmp.agent import Agent
from probes.snmp.arp import ADDRESS_INTERFACE, ADDRESS_MASK, MEDIA_MAC, PHYSICAL_MAC
from probes.snmp.bridge import FDB_PORT, FDB_PORT_BY_VLAN, MACS_AT_MOST
from probes.snmp.find_surroundings import find_surroundings
from probes.snmp.lldp import (
    CHASSIS_ID,
    CHASSIS_SUBTYPE,
    LOCAL_DESCRIPTION,
    LOCAL_ID,
    LOCAL_ID_SUBTYPE,
    MANAGEMENT,
    NEIGHBOURS_AT_MOST,
    PORT_ID,
    PORT_SUBTYPE,
    SYSTEM_NAME,
)
from probes.snmp.mac import index_of
from probes.snmp.oid import (
    DOT1D_BASE_PORT_IF_INDEX,
    IF_ADMIN_STATUS,
    IF_ALIAS,
    IF_DESCR,
    IF_LAST_CHANGE,
    IF_NAME,
    IF_OPER_STATUS,
    IF_PHYS_ADDRESS,
    SYS_UP_TIME,
    Oid,
)
from probes.snmp.question import Answer, Question, Value
from probes.snmp.read_ports import read_ports
from probes.snmp.reading import AdminStatus, OperStatus
from probes.snmp.surroundings import Learnt, LocalPort, Neighbour, PortReading, Protocol, Surroundings, Wanted
from probes.snmp.vendor_neighbours import (
    CDP_ADDRESS,
    CDP_DEVICE,
    CDP_PORT,
    MNDP_ADDRESS,
    MNDP_IDENTITY,
    MNDP_INTERFACE,
    MNDP_MAC,
)

MAC = bytes.fromhex("001a2b3c4d5e")
MAC_TEXT = "00:1a:2b:3c:4d:5e"


class Script:
    """An agent made of `objects`; counts its questions."""

    def __init__(self, objects: dict[Oid, Value]) -> None:
        self.objects = objects
        self.order = sorted(objects)
        self.asked = 0

    async def ask(self, question: Question) -> Answer:
        self.asked += 1
        if not question.repetitions:
            return Answer.of((each, self.objects.get(each)) for each in question.oids)
        rows: list[tuple[Oid, Value | None]] = []
        for nth in range(question.repetitions):
            for start in question.oids:
                place = bisect_right(self.order, start) + nth
                if place < len(self.order):
                    rows.append((self.order[place], self.objects[self.order[place]]))
                elif nth == 0:
                    rows.append((start, None))
        return Answer.of(rows)


def _survey(objects: dict[Oid, Value], wanted: Wanted | None = None) -> Surroundings:
    return asyncio.run(find_surroundings(Agent(Script(objects).ask), "sw", 0.0, wanted or Wanted()))


def _ports(*names: str, first: int = 1) -> dict[Oid, Value]:
    return {(*IF_NAME, index): name.encode() for index, name in enumerate(names, first)}


def _local(number: int, subtype: int, identifier: bytes, description: bytes = b"") -> dict[Oid, Value]:
    return {
        (*LOCAL_ID_SUBTYPE, number): subtype, (*LOCAL_ID, number): identifier, (*LOCAL_DESCRIPTION, number): description
    }


def _remote(number: int, index: int = 1, name: bytes = b"rt", chassis: bytes = MAC) -> dict[Oid, Value]:
    key = (0, number, index)
    return {
        (*CHASSIS_SUBTYPE, *key): 4, (*CHASSIS_ID, *key): chassis, (*PORT_SUBTYPE, *key): 5,
        (*PORT_ID, *key): b"ether1", (*SYSTEM_NAME, *key): name,
    }


LOCAL_PORTS: dict[str, tuple[dict[Oid, Value], str | None]] = {
    "by ifName": (_local(7, 5, b"Gi0/2"), "Gi0/2"),
    "by ifDescr": ({**_local(7, 5, b"GigabitEthernet0/2"), (*IF_DESCR, 2): b"GigabitEthernet0/2"}, "Gi0/2"),
    "by ifAlias": ({**_local(7, 1, b"ke kejaksan"), (*IF_ALIAS, 2): b"ke kejaksan"}, "Gi0/2"),
    "by its MAC address": ({**_local(7, 3, MAC), (*IF_PHYS_ADDRESS, 2): MAC}, "Gi0/2"),
    "by a MAC address that two ports have: by the description instead": (
        {**_local(7, 3, MAC, b"Gi0/2"), (*IF_PHYS_ADDRESS, 1): MAC, (*IF_PHYS_ADDRESS, 2): MAC}, "Gi0/2"
    ),
    "a local identifier that is a name": (_local(7, 7, b"Gi0/2"), "Gi0/2"),
    "a local identifier that is an ifIndex": (_local(7, 7, b"2"), "Gi0/2"),
    "an identifier of another spelling: by the description": (_local(7, 5, b"Eth1/2", b"Gi0/2"), "Gi0/2"),
    "no table of local ports: the number is dot1dBasePort on a bridge": ({(*DOT1D_BASE_PORT_IF_INDEX, 7): 2}, "Gi0/2"),
    "a bridge port before an ifIndex of the same number": (
        {(*DOT1D_BASE_PORT_IF_INDEX, 7): 2, (*IF_NAME, 7): b"Vl7"}, "Gi0/2"
    ),
    "no bridge: the number is ifIndex": ({(*IF_NAME, 7): b"Gi0/7"}, "Gi0/7"),
    "nothing tells which port it is: left out": ({}, None),
}


@pytest.mark.parametrize(("objects", "port"), LOCAL_PORTS.values(), ids=LOCAL_PORTS.keys())
def test_the_local_port_of_an_lldp_neighbour(objects: dict[Oid, Value], port: str | None) -> None:
    found = _survey({**_ports("Gi0/1", "Gi0/2"), **_remote(7), **objects})
    assert [neighbour.port.name for neighbour in found.neighbours] == ([port] if port else [])


def test_what_an_lldp_neighbour_says_of_itself() -> None:
    address = {(*MANAGEMENT, 0, 1, 1, 1, 4, 10, 0, 1, 2): 2}
    found = _survey({**_ports("ether1"), **_remote(1, name=b"kejaksan\0"), **address})
    assert found.neighbours == (
        Neighbour(LocalPort(1, "ether1"), Protocol.LLDP, "kejaksan", ("10.0.1.2",), MAC_TEXT, "ether1"),
    )


@pytest.mark.parametrize(
    ("index", "addresses"),
    [
        pytest.param((1, 4, 10, 0, 1, 2), ("10.0.1.2",), id="IPv4"),
        pytest.param((1, 10, 0, 1, 2), ("10.0.1.2",), id="IPv4 of an agent that leaves the length out"),
        pytest.param((2, 16, 0xFE, 0x80, *[0] * 13, 1), ("fe80::1",), id="IPv6"),
        pytest.param((6, 6, 1, 2, 3, 4, 5, 6), (), id="a MAC address is none"),
        pytest.param((1, 4, 10, 0, 1, 999), (), id="octets that are none"),
        pytest.param((1,), (), id="no octets at all"),
    ],
)
def test_the_management_address_stands_in_the_index(index: Oid, addresses: tuple[str, ...]) -> None:
    found = _survey({**_ports("ether1"), **_remote(1), (*MANAGEMENT, 0, 1, 1, *index): 2})
    assert [neighbour.addresses for neighbour in found.neighbours] == [addresses]


def test_a_chassis_may_be_an_address_and_a_name_of_odd_octets_is_shown_as_such() -> None:
    objects = _ports("ether1", "ether2")
    objects |= _remote(1, chassis=b"\x01\x0a\x00\x01\x02") | _remote(2, chassis=b"\x07\x08")
    objects |= {(*CHASSIS_SUBTYPE, 0, 1, 1): 5, (*CHASSIS_SUBTYPE, 0, 2, 1): 7}
    first, second = _survey(objects).neighbours
    assert first.addresses == ("10.0.1.2",)
    assert second.chassis == "07:08"


def test_cdp_and_mndp_neighbours() -> None:
    cdp = {(*CDP_DEVICE, 2, 9): b"sw-pilang", (*CDP_ADDRESS, 2, 9): b"\x0a\x00\x00\x05", (*CDP_PORT, 2, 9): b"Gi0/1"}
    mndp = {
        (*MNDP_INTERFACE, 4): 1, (*MNDP_ADDRESS, 4): b"\x0a\x00\x00\x06", (*MNDP_MAC, 4): MAC,
        (*MNDP_IDENTITY, 4): b"ra",
    }
    assert _survey({**_ports("ether1", "ether2"), **cdp, **mndp}).neighbours == (
        Neighbour(LocalPort(2, "ether2"), Protocol.CDP, "sw-pilang", ("10.0.0.5",), "", "Gi0/1"),
        Neighbour(LocalPort(1, "ether1"), Protocol.MNDP, "ra", ("10.0.0.6",), MAC_TEXT, ""),
    )


BRIDGE: dict[Oid, Value] = {**_ports("Gi0/1", "Gi0/2", first=10101), (*DOT1D_BASE_PORT_IF_INDEX, 2): 10102}
ROW = index_of(MAC_TEXT)


@pytest.mark.parametrize(
    ("rows", "port"),
    [
        pytest.param({(*FDB_PORT, *ROW): 2}, "Gi0/2", id="of one database"),
        pytest.param({(*FDB_PORT_BY_VLAN, 4093, *ROW): 2}, "Gi0/2", id="of a database for each VLAN"),
        pytest.param(
            {(*FDB_PORT_BY_VLAN, 1, *index_of(f"00:00:00:00:0{n}:01")): 1 for n in range(9)}
            | {(*FDB_PORT_BY_VLAN, 77, *ROW): 2},
            "Gi0/2", id="behind other addresses in another VLAN",
        ),
        pytest.param({(*FDB_PORT, *ROW): 0}, None, id="port 0: the bridge does not know"),
        pytest.param({(*FDB_PORT, *ROW): 99}, None, id="a port that the bridge does not have"),
        pytest.param({}, None, id="not learnt"),
    ],
)
def test_where_a_mac_address_was_learnt(rows: dict[Oid, Value], port: str | None) -> None:
    found = _survey({**BRIDGE, **rows}, Wanted(macs=frozenset({MAC_TEXT})))
    assert found.learnt == ((Learnt(MAC_TEXT, LocalPort(10102, port)),) if port else ())


def test_a_forwarding_database_of_ten_thousand_rows_is_not_walked() -> None:
    rows = {(*FDB_PORT_BY_VLAN, 1 + n % 20, 0, 1, n // 256, n % 256, 0, 1): 2 for n in range(10_000)}
    script = Script({**BRIDGE, **rows})
    wanted = Wanted(macs=frozenset(f"00:01:00:{n:02x}:00:01" for n in range(40)))
    found = asyncio.run(find_surroundings(Agent(script.ask), "sw", 0.0, wanted))
    assert len(found.learnt) == 40
    assert script.asked < 60


def test_no_more_is_asked_for_than_a_bound_however_many_are_wanted() -> None:
    script = Script({**BRIDGE, **{(*FDB_PORT_BY_VLAN, vlan, *ROW): 2 for vlan in range(1, 3000)}})
    wanted = Wanted(macs=frozenset(f"02:01:00:{n // 256:02x}:{n % 256:02x}:01" for n in range(10 * MACS_AT_MOST)))
    asyncio.run(find_surroundings(Agent(script.ask), "sw", 0.0, wanted))
    assert script.asked < 130


def _own(index: int, address: Oid, mask: bytes = b"\xff\xff\xff\x00") -> dict[Oid, Value]:
    return {(*ADDRESS_INTERFACE, *address): index, (*ADDRESS_MASK, *address): mask}


@pytest.mark.parametrize(
    ("rows", "resolved"),
    [
        pytest.param({(*MEDIA_MAC, 5, 10, 0, 1, 2): MAC}, (("10.0.1.2", MAC_TEXT),), id="in the old table"),
        pytest.param(
            {(*PHYSICAL_MAC, 5, 1, 4, 10, 0, 1, 2): MAC}, (("10.0.1.2", MAC_TEXT),), id="in the new table alone"
        ),
        pytest.param({(*MEDIA_MAC, 6, 10, 0, 1, 2): MAC}, (), id="on another interface than its network's"),
        pytest.param({(*MEDIA_MAC, 5, 10, 0, 1, 2): b"\0" * 6}, (), id="not answered: zeros"),
        pytest.param({}, (), id="unknown"),
    ],
)
def test_the_mac_address_of_an_address(rows: dict[Oid, Value], resolved: tuple[tuple[str, str], ...]) -> None:
    found = _survey({**_own(5, (10, 0, 1, 1)), **rows}, Wanted(frozenset({"10.0.1.2", "10.0.1.1", "192.0.2.1"})))
    assert found.resolved == resolved
    assert found.addresses == {"10.0.1.1"}


def test_of_a_whole_city_in_one_network_the_first_are_asked_for() -> None:
    wanted = frozenset(f"10.0.{n // 250}.{2 + n % 250}" for n in range(10_000))
    rows = {(*MEDIA_MAC, 5, 10, 0, 0, 2): MAC, (*MEDIA_MAC, 5, 10, 0, 39, 251): MAC}
    script = Script({**_own(5, (10, 0, 0, 1), b"\xff\xff\x00\x00"), **rows})
    found = asyncio.run(find_surroundings(Agent(script.ask), "rt", 0.0, Wanted(wanted)))
    assert found.resolved == (("10.0.0.2", MAC_TEXT),)
    assert script.asked < 40


def test_an_arp_table_of_ten_thousand_rows_is_not_walked() -> None:
    rows = {(*MEDIA_MAC, 5, 10, 0, n // 250, 2 + n % 250): MAC for n in range(10_000)}
    script = Script({**_own(5, (10, 0, 0, 1), b"\xff\xff\x00\x00"), **rows})
    found = asyncio.run(find_surroundings(Agent(script.ask), "rt", 0.0, Wanted(frozenset({"10.0.7.9"}))))
    assert found.resolved == (("10.0.7.9", MAC_TEXT),)
    assert script.asked < 20


def test_a_switch_with_very_many_neighbours_is_not_listened_to_for_ever() -> None:
    objects = _ports(*(f"Gi{n}" for n in range(40)))
    for n in range(2 * NEIGHBOURS_AT_MOST):
        objects |= _remote(1 + n % 40, n + 1)
    assert len(_survey(objects).neighbours) == NEIGHBOURS_AT_MOST


def test_an_agent_that_has_nothing_is_asked_a_dozen_questions() -> None:
    script = Script({SYS_UP_TIME: 1})
    found = asyncio.run(find_surroundings(Agent(script.ask), "ap", 0.0, Wanted()))
    assert found == Surroundings("ap", 0.0)
    assert script.asked <= 12


PORT = LocalPort(3, "ether3")
STATES: dict[str, tuple[dict[Oid, Value], PortReading]] = {
    "down since a moment": (
        {SYS_UP_TIME: 5000, (*IF_ADMIN_STATUS, 3): 1, (*IF_OPER_STATUS, 3): 7, (*IF_LAST_CHANGE, 3): 4550},
        PortReading(PORT, AdminStatus.UP, OperStatus.LOWER_LAYER_DOWN, 4.5),
    ),
    "a change from before the agent's start has no time": (
        {SYS_UP_TIME: 5000, (*IF_ADMIN_STATUS, 3): 1, (*IF_OPER_STATUS, 3): 1, (*IF_LAST_CHANGE, 3): 0},
        PortReading(PORT, AdminStatus.UP, OperStatus.UP, None),
    ),
    "the clock has wrapped since": (
        {SYS_UP_TIME: 100, (*IF_ADMIN_STATUS, 3): 1, (*IF_OPER_STATUS, 3): 2, (*IF_LAST_CHANGE, 3): 2**32 - 100},
        PortReading(PORT, AdminStatus.UP, OperStatus.DOWN, 2.0),
    ),
    "a port that has gone": ({SYS_UP_TIME: 5000}, PortReading(PORT, None, None, None)),
    "a status that is none": (
        {SYS_UP_TIME: 5000, (*IF_OPER_STATUS, 3): 42}, PortReading(PORT, None, None, None)
    ),
}


@pytest.mark.parametrize(("objects", "reading"), STATES.values(), ids=STATES.keys())
def test_the_state_of_a_port(objects: dict[Oid, Value], reading: PortReading) -> None:
    script = Script(objects)
    found = asyncio.run(read_ports(Agent(script.ask), "sw", lambda: 7.0, [PORT]))
    assert (found.at, found.ports) == (7.0, (reading,))
    assert script.asked == 1
