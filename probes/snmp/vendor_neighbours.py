"""Neighbours by the vendors' own protocols: CISCO-CDP-MIB, and MIKROTIK-MIB, which many MikroTiks have alone."""

from ipaddress import IPv4Address
from typing import Final

from probes.snmp.lenient import Lenient
from probes.snmp.local_ports import LocalPorts
from probes.snmp.mac import mac_of
from probes.snmp.oid import oid
from probes.snmp.question import Value
from probes.snmp.surroundings import LocalPort, Neighbour, Protocol
from probes.snmp.text import text_of

NEIGHBOURS_AT_MOST = 512

_CDP: Final = "1.3.6.1.4.1.9.9.23.1.2.1.1"
CDP_ADDRESS: Final = oid(f"{_CDP}.4")
CDP_DEVICE: Final = oid(f"{_CDP}.6")
CDP_PORT: Final = oid(f"{_CDP}.7")
_MNDP: Final = "1.3.6.1.4.1.14988.1.1.11.1.1"
MNDP_ADDRESS: Final = oid(f"{_MNDP}.2")
MNDP_MAC: Final = oid(f"{_MNDP}.3")
MNDP_IDENTITY: Final = oid(f"{_MNDP}.6")
MNDP_INTERFACE: Final = oid(f"{_MNDP}.8")


async def cdp_neighbours(agent: Lenient, ports: LocalPorts) -> tuple[Neighbour, ...]:
    """The index begins with the port's ifIndex. Some devices call themselves by their bare MAC address. One request
    where there is no neighbour."""
    devices = await agent.walk(CDP_DEVICE, NEIGHBOURS_AT_MOST)
    values = await agent.get(tuple((*column, *index) for index, _ in devices for column in (CDP_ADDRESS, CDP_PORT)))
    found = []
    for index, device in devices:
        port = ports.by_index.get(index[0])
        if port is not None:
            address, at = values.get((*CDP_ADDRESS, *index)), text_of(values.get((*CDP_PORT, *index))) or ""
            at = at if at.isprintable() else ""
            mac = mac_of(device) if isinstance(device, bytes) and not device.isascii() else None
            name = "" if mac else text_of(device) or ""
            found.append(_neighbour(port, Protocol.CDP, name, address, mac, at))
    return tuple(found)


async def mndp_neighbours(agent: Lenient, ports: LocalPorts) -> tuple[Neighbour, ...]:
    """One request where there is no neighbour."""
    interfaces = await agent.walk(MNDP_INTERFACE, NEIGHBOURS_AT_MOST)
    columns = (MNDP_ADDRESS, MNDP_MAC, MNDP_IDENTITY)
    values = await agent.get(tuple((*column, *index) for index, _ in interfaces for column in columns))
    found = []
    for index, interface in interfaces:
        port = ports.by_index.get(interface) if isinstance(interface, int) else None
        if port is not None:
            address, mac, identity = (values.get((*column, *index)) for column in columns)
            found.append(_neighbour(port, Protocol.MNDP, text_of(identity) or "", address, mac_of(mac), ""))
    return tuple(found)


def _neighbour(
    port: LocalPort, protocol: Protocol, name: str, address: Value | None, mac: str | None, port_id: str
) -> Neighbour:
    own = str(IPv4Address(address)) if isinstance(address, bytes) and len(address) == 4 and any(address) else None
    return Neighbour(port, protocol, name, () if own is None else (own,), mac or "", port_id)
