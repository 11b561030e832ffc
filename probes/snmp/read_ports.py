"""The state of some ports, whether they are watched or not: one request for a dozen."""

from collections.abc import Callable, Iterable

from probes.snmp.agent import Agent
from probes.snmp.decode import ADMIN, OPER, status_in, uptime_of
from probes.snmp.oid import IF_ADMIN_STATUS, IF_LAST_CHANGE, IF_OPER_STATUS, SYS_UP_TIME
from probes.snmp.surroundings import LocalPort, PortReading, PortsReading

TICKS = 2**32
_COLUMNS = (IF_ADMIN_STATUS, IF_OPER_STATUS, IF_LAST_CHANGE)


async def read_ports(
    agent: Agent, key: str, clock: Callable[[], float], ports: Iterable[LocalPort]
) -> PortsReading:
    """`clock` gives seconds. Raises Trouble."""
    asked = tuple(ports)
    values = await agent.get((SYS_UP_TIME, *((*column, port.index) for port in asked for column in _COLUMNS)))
    uptime = uptime_of(values.get(SYS_UP_TIME))
    found = []
    for port in asked:
        admin, oper, changed = (values.get((*column, port.index)) for column in _COLUMNS)
        # 0 stands for "before the agent started"; the two clocks wrap together
        known = isinstance(changed, int) and changed > 0
        unchanged = ((uptime - changed) % TICKS) / 100 if known and isinstance(changed, int) else None
        found.append(PortReading(port, status_in(ADMIN, admin), status_in(OPER, oper), unchanged))
    return PortsReading(key, clock(), tuple(found))
