"""One survey of what stands around an agent: seldom, bounded in size, and never part of a poll."""

from probes.snmp.agent import Agent
from probes.snmp.arp import own_interfaces, resolve
from probes.snmp.bridge import learnt_macs
from probes.snmp.lenient import Lenient
from probes.snmp.lldp import lldp_neighbours
from probes.snmp.local_ports import find_local_ports
from probes.snmp.surroundings import Learnt, Surroundings, Wanted
from probes.snmp.vendor_neighbours import cdp_neighbours, mndp_neighbours


async def find_surroundings(agent: Agent, key: str, at: float, wanted: Wanted) -> Surroundings:
    """About twenty requests for a switch with 50 ports. What the agent lacks is empty. Raises Trouble of kind ERROR."""
    lenient = Lenient(agent)
    ports = await find_local_ports(lenient)
    neighbours = (
        *await lldp_neighbours(lenient, ports),
        *await cdp_neighbours(lenient, ports),
        *await mndp_neighbours(lenient, ports),
    )
    own = await own_interfaces(lenient)
    resolved = await resolve(lenient, own, wanted.addresses)
    learnt: tuple[Learnt, ...] = ()
    if ports.of_bridge:
        learnt = await learnt_macs(lenient, ports, wanted.macs | {mac for _, mac in resolved})
    return Surroundings(
        key,
        at,
        tuple(ports.by_index.values()),
        neighbours,
        learnt,
        resolved,
        frozenset(ports.macs.values()),
        frozenset(str(interface.ip) for interface in own),
        lenient.complete,
    )
