"""At which port a bridge has learnt whose frames: BRIDGE-MIB (RFC 4188) and Q-BRIDGE-MIB (RFC 4363).

A forwarding database may hold tens of thousands of rows, so it is not walked: its rows are asked for by MAC address.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from probes.snmp.lenient import Lenient
from probes.snmp.local_ports import LocalPorts
from probes.snmp.mac import index_of
from probes.snmp.oid import Oid, oid
from probes.snmp.question import Value
from probes.snmp.surroundings import Learnt

MACS_AT_MOST = 200
DATABASES_AT_MOST = 64
QUESTIONS_AT_MOST = 1_800
"""Rows asked for in all databases together: 40 requests."""

FDB_PORT: Final = oid("1.3.6.1.2.1.17.4.3.1.2")
FDB_PORT_BY_VLAN: Final = oid("1.3.6.1.2.1.17.7.1.2.2.1.2")


async def learnt_macs(agent: Lenient, ports: LocalPorts, macs: Iterable[str]) -> tuple[Learnt, ...]:
    """Where `macs`, the first MACS_AT_MOST of them in their order, were learnt."""
    wanted = sorted(macs)[:MACS_AT_MOST]
    if not wanted:
        return ()
    values = await agent.get(tuple((*FDB_PORT, *index_of(mac)) for mac in wanted))
    found = {mac: number for mac in wanted if (number := _port(values, (*FDB_PORT, *index_of(mac))))}
    left = [mac for mac in wanted if mac not in found]
    if left:
        databases = (await _databases(agent))[: QUESTIONS_AT_MOST // len(left)]
        values = await agent.get(
            tuple((*FDB_PORT_BY_VLAN, database, *index_of(mac)) for mac in left for database in databases)
        )
        for mac in left:
            places = (_port(values, (*FDB_PORT_BY_VLAN, database, *index_of(mac))) for database in databases)
            if number := next(filter(None, places), 0):
                found[mac] = number
    return tuple(
        Learnt(mac, port) for mac, number in found.items() if (port := ports.at_bridge_port(number)) is not None
    )


async def _databases(agent: Lenient) -> list[int]:
    """The numbers of the databases that hold anything, found by leaping from one to the next."""
    found: list[int] = []
    start: Oid = FDB_PORT_BY_VLAN
    while len(found) < DATABASES_AT_MOST:
        following = await agent.next(start)
        if following is None or following[: len(FDB_PORT_BY_VLAN)] != FDB_PORT_BY_VLAN:
            break
        number = following[len(FDB_PORT_BY_VLAN)]
        if found and number <= found[-1]:
            break
        found.append(number)
        start = (*FDB_PORT_BY_VLAN, number + 1)
    return found


def _port(values: Mapping[Oid, Value], row: Oid) -> int:
    """0 for none: a bridge says 0 of an address whose port it does not know."""
    number = values.get(row)
    return number if isinstance(number, int) else 0
