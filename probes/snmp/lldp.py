"""Neighbours by LLDP-MIB (IEEE 802.1AB-2005)."""

from collections.abc import Mapping
from enum import IntEnum
from ipaddress import IPv4Address, IPv6Address
from typing import Final

from probes.snmp.lenient import Lenient
from probes.snmp.local_ports import LocalPorts
from probes.snmp.mac import mac_of
from probes.snmp.oid import Oid, oid
from probes.snmp.question import Value
from probes.snmp.surroundings import LocalPort, Neighbour, Protocol
from probes.snmp.text import text_of

NEIGHBOURS_AT_MOST = 512

_LOCAL: Final = "1.0.8802.1.1.2.1.3.7.1"
LOCAL_ID_SUBTYPE: Final = oid(f"{_LOCAL}.2")
LOCAL_ID: Final = oid(f"{_LOCAL}.3")
LOCAL_DESCRIPTION: Final = oid(f"{_LOCAL}.4")
_REMOTE: Final = "1.0.8802.1.1.2.1.4.1.1"
CHASSIS_SUBTYPE: Final = oid(f"{_REMOTE}.4")
CHASSIS_ID: Final = oid(f"{_REMOTE}.5")
PORT_SUBTYPE: Final = oid(f"{_REMOTE}.6")
PORT_ID: Final = oid(f"{_REMOTE}.7")
SYSTEM_NAME: Final = oid(f"{_REMOTE}.9")
MANAGEMENT: Final = oid("1.0.8802.1.1.2.1.4.2.1.3")
"""lldpRemManAddrIfSubtype: the address itself is in the index."""


_OCTETS: Final[dict[Oid, int]] = {(1,): 4, (2,): 16}
"""Of IPv4 and IPv6 addresses, by IANA's number of the family."""


class ChassisSubtype(IntEnum):
    MAC_ADDRESS = 4
    NETWORK_ADDRESS = 5


class PortSubtype(IntEnum):
    INTERFACE_ALIAS = 1
    MAC_ADDRESS = 3
    NETWORK_ADDRESS = 4
    INTERFACE_NAME = 5
    LOCAL = 7


async def lldp_neighbours(agent: Lenient, ports: LocalPorts) -> tuple[Neighbour, ...]:
    """One request where there is no neighbour. A neighbour at a port that cannot be told is left out."""
    chassis = {key: value for key, value in await agent.walk(CHASSIS_ID, NEIGHBOURS_AT_MOST) if len(key) == 3}
    keys = list(chassis)
    if not keys:
        return ()
    columns = (CHASSIS_SUBTYPE, PORT_SUBTYPE, PORT_ID, SYSTEM_NAME)
    numbers = sorted({key[1] for key in keys})
    values = await agent.get(
        (
            *((*column, *key) for key in keys for column in columns),
            *((*column, number) for number in numbers for column in (LOCAL_ID_SUBTYPE, LOCAL_ID, LOCAL_DESCRIPTION)),
        )
    )
    addresses = _addresses(await agent.walk(MANAGEMENT, 2 * NEIGHBOURS_AT_MOST))
    found = []
    for key in keys:
        port = _local_port(key[1], values, ports)
        if port is not None:
            subtype, octets = values.get((*CHASSIS_SUBTYPE, *key)), chassis[key]
            own = _network_address(octets) if subtype == ChassisSubtype.NETWORK_ADDRESS else None
            found.append(
                Neighbour(
                    port,
                    Protocol.LLDP,
                    text_of(values.get((*SYSTEM_NAME, *key))) or "",
                    tuple(dict.fromkeys((*addresses.get(key, ()), *([own] if own else [])))),
                    _identifier(octets, subtype == ChassisSubtype.MAC_ADDRESS),
                    _identifier(
                        values.get((*PORT_ID, *key)), values.get((*PORT_SUBTYPE, *key)) == PortSubtype.MAC_ADDRESS
                    ),
                )
            )
    return tuple(found)


def _local_port(number: int, values: Mapping[Oid, Value], ports: LocalPorts) -> LocalPort | None:
    """By the identifier that the agent gives the port, else by its description, else by its number.

    The number is dot1dBasePort on a bridge and ifIndex elsewhere (textual convention LldpPortNumber).
    """
    subtype, octets = values.get((*LOCAL_ID_SUBTYPE, number)), values.get((*LOCAL_ID, number))
    text = text_of(octets) or ""
    by_id: LocalPort | None = None
    if subtype == PortSubtype.MAC_ADDRESS:
        by_id = ports.with_mac(mac_of(octets) or "")
    elif subtype in (PortSubtype.INTERFACE_NAME, PortSubtype.INTERFACE_ALIAS):
        by_id = ports.called(text)
    elif subtype == PortSubtype.LOCAL:
        by_id = ports.called(text) or (ports.by_index.get(int(text)) if text.isdecimal() else None)
    described = text_of(values.get((*LOCAL_DESCRIPTION, number))) or ""
    return by_id or ports.called(described) or ports.at_bridge_port(number) or ports.by_index.get(number)


def _addresses(rows: list[tuple[Oid, Value]]) -> dict[Oid, tuple[str, ...]]:
    """By (time mark, port number, index). The index goes on with the address's family, its length, which some agents
    leave out, and its octets."""
    found: dict[Oid, tuple[str, ...]] = {}
    for index, _ in rows:
        family, rest = index[3:4], index[4:]
        length = _OCTETS.get(family, 0)
        if length and len(rest) >= length and max(rest[-length:]) < 256:
            octets = bytes(rest[-length:])
            address = str(IPv4Address(octets) if length == 4 else IPv6Address(octets))
            found[index[:3]] = (*found.get(index[:3], ()), address)
    return found


def _network_address(value: Value | None) -> str | None:
    """IANA's address family, then the address."""
    if isinstance(value, bytes) and len(value) == 5 and value[0] == 1:
        return str(IPv4Address(value[1:]))
    return None


def _identifier(value: Value | None, is_mac: bool) -> str:
    text = (mac_of(value) if is_mac else None) or text_of(value) or ""
    return text if text.isprintable() else value.hex(":") if isinstance(value, bytes) else ""
