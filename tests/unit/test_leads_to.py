"""Which port of a parent leads to a device: from neighbours, from what is written on ports, from frames."""

from collections.abc import Mapping

import pytest

from netwatch.core.agent import AgentState
from netwatch.core.leads_to import Surveys, Why, leads_to
from netwatch.inventory.model import Device, DeviceKind, Inventory
from probes.snmp.reading import SnmpReading
from probes.snmp.surroundings import Learnt, LocalPort, Neighbour, Protocol, Surroundings

ETHER1, ETHER2, ETHER3 = LocalPort(1, "ether1"), LocalPort(2, "ether2"), LocalPort(3, "ether3")
RT_MAC, SW_MAC, AP_MAC, OTHER_MAC = "02:00:00:00:00:01", "02:00:00:00:00:02", "02:00:00:00:00:03", "02:00:00:00:00:09"


def _device(name: str, address: str, *parents: str, title: str = "") -> Device:
    return Device(name, title or name, DeviceKind.ROUTER, address, "site", parents)


INVENTORY = Inventory(
    devices={
        d.id: d
        for d in (
            _device("core", "10.0.0.1"),
            _device("rt", "10.0.1.2", "core", title="Router Kejaksan"),
            _device("rt-2", "10.0.2.2", "core"),
            _device("sw", "10.0.3.2", "rt"),
            _device("ap", "10.0.3.3", "sw"),
        )
    }
)


def _agents(names: Mapping[str, str]) -> dict[str, AgentState]:
    return {
        device: AgentState(last=SnmpReading(device, 0.0, 1, name, None, None, None, (), ()))
        for device, name in names.items()
    }


def _lldp(port: LocalPort, name: str = "", address: str = "", chassis: str = "") -> Neighbour:
    return Neighbour(port, Protocol.LLDP, name, (address,) if address else (), chassis)


def _core(*neighbours: Neighbour, ports: tuple[LocalPort, ...] = (), learnt: tuple[Learnt, ...] = ()) -> Surroundings:
    return Surroundings("core", 0.0, ports or (ETHER1, ETHER2, ETHER3), neighbours, learnt)


RT = Surroundings("rt", 0.0, macs=frozenset({RT_MAC}), addresses=frozenset({"10.0.1.2", "10.0.3.1"}))
RT_2 = Surroundings("rt-2", 0.0, macs=frozenset({OTHER_MAC}))
SW = Surroundings("sw", 0.0, macs=frozenset({SW_MAC}))

CASES: dict[str, tuple[dict[str, Surroundings], dict[str, str], list[tuple[str, Why]]]] = {
    "a neighbour with its address": (
        {"core": _core(_lldp(ETHER2, address="10.0.1.2"))}, {}, [("ether2", Why.NEIGHBOUR)]
    ),
    "a neighbour with another address of its": (
        {"core": _core(_lldp(ETHER2, address="10.0.3.1")), "rt": RT}, {}, [("ether2", Why.NEIGHBOUR)]
    ),
    "an address that two devices have on their inside is nobody's": (
        {
            "core": _core(_lldp(ETHER2, address="192.168.88.1")),
            "rt": Surroundings("rt", 0.0, addresses=frozenset({"192.168.88.1"})),
            "rt-2": Surroundings("rt-2", 0.0, addresses=frozenset({"192.168.88.1"})),
        },
        {}, [],
    ),
    "an address that the inventory gives to another is not its": (
        {
            "core": _core(_lldp(ETHER2, address="10.0.2.2")),
            "rt": Surroundings("rt", 0.0, addresses=frozenset({"10.0.2.2"})),
        },
        {}, [],
    ),
    "a loopback address is everybody's": (
        {
            "core": _core(_lldp(ETHER2, address="127.0.0.1")),
            "rt": Surroundings("rt", 0.0, addresses=frozenset({"127.0.0.1"})),
        },
        {}, [],
    ),
    "a neighbour with its MAC address": (
        {"core": _core(_lldp(ETHER2, chassis=RT_MAC)), "rt": RT}, {}, [("ether2", Why.NEIGHBOUR)]
    ),
    "a neighbour with the MAC address that its own address was resolved to": (
        {
            "core": _core(_lldp(ETHER2, chassis=RT_MAC)),
            "rt-2": Surroundings("rt-2", 0.0, resolved=(("10.0.1.2", RT_MAC),)),
        },
        {}, [("ether2", Why.NEIGHBOUR)],
    ),
    "a neighbour that calls itself as its agent does": (
        {"core": _core(_lldp(ETHER2, "KEJAKSAN.cirebonkota.go.id", chassis="x"))}, {"rt": "kejaksan"},
        [("ether2", Why.NEIGHBOUR)],
    ),
    "a neighbour that calls itself as the inventory does": (
        {"core": _core(_lldp(ETHER2, "rt", chassis="x"))}, {}, [("ether2", Why.NEIGHBOUR)]
    ),
    "a name that two devices bear is nobody's": (
        {"core": _core(_lldp(ETHER2, "MikroTik", chassis="x"))}, {"rt": "MikroTik", "rt-2": "MikroTik"}, []
    ),
    "a name at two ports, of two devices: the factory's": (
        {"core": _core(_lldp(ETHER2, "MikroTik", chassis="x"), _lldp(ETHER3, "MikroTik", chassis="y"))},
        {"rt": "MikroTik"}, [],
    ),
    "an address that serves as a name is compared whole": (
        {"core": _core(_lldp(ETHER2, "192.168.7.7", chassis="x"))}, {"rt": "192.168.1.1"}, []
    ),
    "bundled ports are both its": (
        {"core": _core(_lldp(ETHER2, address="10.0.1.2"), _lldp(ETHER3, address="10.0.1.2"))}, {},
        [("ether2", Why.NEIGHBOUR), ("ether3", Why.NEIGHBOUR)],
    ),
    "another's neighbour is not its": ({"core": _core(_lldp(ETHER2, address="10.0.2.2"))}, {}, []),
    "written on the port": (
        {"core": _core(ports=(ETHER1, LocalPort(3, "ether3", "ke Router Kejaksan")))}, {}, [("ether3", Why.ALIAS)]
    ),
    "what the neighbour says goes before an old label": (
        {"core": _core(_lldp(ETHER2, address="10.0.1.2"), ports=(ETHER2, LocalPort(3, "ether3", "rt")))}, {},
        [("ether2", Why.NEIGHBOUR)],
    ),
    "its frames alone come in at the port": (
        {"core": _core(learnt=(Learnt(RT_MAC, ETHER2), Learnt(OTHER_MAC, ETHER3))), "rt": RT, "rt-2": RT_2}, {},
        [("ether2", Why.HEARD)],
    ),
    "its frames, and those of what lies behind it": (
        {"core": _core(learnt=(Learnt(RT_MAC, ETHER2), Learnt(SW_MAC, ETHER2))), "rt": RT, "sw": SW}, {},
        [("ether2", Why.HEARD)],
    ),
    "another child's frames come in at the port too: a switch that nobody knows": (
        {"core": _core(learnt=(Learnt(RT_MAC, ETHER2), Learnt(OTHER_MAC, ETHER2))), "rt": RT, "rt-2": RT_2}, {}, []
    ),
    "a MAC address that two devices have proves nothing": (
        {"core": _core(learnt=(Learnt(RT_MAC, ETHER2),)), "rt": RT, "rt-2": Surroundings("rt-2", 0, macs=RT.macs)},
        {}, [],
    ),
    "proxy ARP: one MAC address for two devices proves nothing": (
        {
            "core": Surroundings(
                "core", 0.0, (ETHER2,), learnt=(Learnt(OTHER_MAC, ETHER2),),
                resolved=(("10.0.1.2", OTHER_MAC), ("10.0.2.2", OTHER_MAC)),
            ),
        },
        {}, [],
    ),
    "the parent was not surveyed": ({"rt": RT}, {}, []),
    "nothing tells": ({"core": _core(), "rt": RT}, {}, []),
}


@pytest.mark.parametrize(("around", "names", "expected"), CASES.values(), ids=CASES.keys())
def test_ports_of_the_core_that_lead_to_the_router(around, names, expected):
    leads = leads_to("core", "rt", Surveys(INVENTORY, _agents(names), around))
    assert [(lead.port.name, lead.why) for lead in leads] == expected
    assert all(lead.parent == "core" and lead.port.name in lead.reason for lead in leads)


def test_the_reason_says_what_was_seen():
    surveys = Surveys(INVENTORY, {}, {"core": _core(_lldp(ETHER2, address="10.0.1.2"))})
    (lead,) = leads_to("core", "rt", surveys)
    assert lead.reason == "LLDP at core ether2 shows the address 10.0.1.2"


@pytest.mark.parametrize("pair", [("core", "gone"), ("gone", "rt")], ids=["the device", "the parent"])
def test_nothing_leads_where_the_inventory_has_lost(pair):
    around = {"core": _core(_lldp(ETHER2, address="10.0.1.2")), "gone": Surroundings("gone", 0.0)}
    assert leads_to(*pair, Surveys(INVENTORY, {}, around)) == ()
