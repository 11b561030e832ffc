"""One poll of one agent: what is asked in which order, and what is kept for the next poll."""

from collections.abc import Mapping
from dataclasses import dataclass

from probes.snmp.agent import Agent
from probes.snmp.decode import SYSTEM, uptime_in
from probes.snmp.find_health import find_health
from probes.snmp.health_map import HealthMap
from probes.snmp.identity import Identity, find_identity
from probes.snmp.interface_map import InterfaceMap, find
from probes.snmp.lenient import Lenient
from probes.snmp.oid import IF_DESCR, IF_NAME, IF_NUMBER, IF_TABLE_LAST_CHANGE, Oid
from probes.snmp.question import Value

# What was not found is looked for again after so many seconds: interfaces of agents that do not tell when their
# ifTable changes, and tables that an agent did not answer for or has lost.
LOOK_AGAIN_AFTER = 600.0


@dataclass(frozen=True, slots=True)
class Memory:
    """What a poll leaves to the next: what to ask for, where everything is, and what would show that it moved."""

    oids: tuple[Oid, ...]
    interfaces: InterfaceMap
    looked_at: float
    uptime: int
    table: tuple[Value | None, Value | None]
    health: HealthMap
    identity: Identity
    examined_at: float


@dataclass(frozen=True, slots=True)
class Survey:
    values: Mapping[Oid, Value]
    memory: Memory


async def survey(agent: Agent, names: tuple[str, ...], memory: Memory | None, now: float) -> Survey:
    """Reads the system, its health and the interfaces `names`; `now` is seconds of the clock `memory` goes by.

    One GET when everything is where it was. Raises Trouble.
    """
    looked_at = now if memory is None else memory.looked_at
    interfaces = await _look_for(agent, names) if memory is None else memory.interfaces
    values = await agent.get(_oids(names, interfaces) if memory is None else memory.oids)
    uptime = uptime_in(values)
    has_restarted = memory is not None and uptime < memory.uptime
    if memory is not None and names and (has_restarted or _have_moved(memory, values, now)):
        looked_at = now
        interfaces = await _look_for(agent, names)
        values |= await agent.get(_oids(names, interfaces))
    narrowed = interfaces.without_64_bits(values)
    if narrowed is not interfaces:
        interfaces = narrowed
        values |= await agent.get(tuple(oid for oid in narrowed.oids() if oid not in values))
    if memory is None or has_restarted or _is_wanting(memory, values, now):
        # after a reboot the agent may be another version
        health, identity, examined_at = await find_health(Lenient(agent)), await find_identity(Lenient(agent)), now
        values |= await agent.get(tuple(oid for oid in health.oids() if oid not in values))
    else:
        health, identity, examined_at = memory.health, memory.identity, memory.examined_at
    if memory is not None and interfaces is memory.interfaces and health is memory.health:
        oids = memory.oids
    else:
        oids = (*_oids(names, interfaces), *health.oids())
    uptime, table = uptime_in(values), _table_in(values)
    return Survey(values, Memory(oids, interfaces, looked_at, uptime, table, health, identity, examined_at))


def _is_wanting(memory: Memory, values: Mapping[Oid, Value], now: float) -> bool:
    """What is lost or was not answered is asked for again at times."""
    complete = memory.health.complete and memory.identity.complete
    wanting = not complete or memory.health.has_gone(values)
    return wanting and now - memory.examined_at >= LOOK_AGAIN_AFTER


def _oids(names: tuple[str, ...], interfaces: InterfaceMap) -> tuple[Oid, ...]:
    changes = (IF_NUMBER, IF_TABLE_LAST_CHANGE) if names else ()
    return (*SYSTEM, *changes, *interfaces.oids())


def _have_moved(memory: Memory, values: Mapping[Oid, Value], now: float) -> bool:
    """Found interfaces are checked by their names in every poll, so that a changed table matters only to
    those that were not found; a router with dial-in customers changes its table all day."""
    if not all(row.is_at_home(values) for row in memory.interfaces.rows):
        return True
    changed = _table_in(values) != memory.table or now - memory.looked_at >= LOOK_AGAIN_AFTER
    return bool(memory.interfaces.missing) and changed


def _table_in(values: Mapping[Oid, Value]) -> tuple[Value | None, Value | None]:
    return values.get(IF_NUMBER), values.get(IF_TABLE_LAST_CHANGE)


async def _look_for(agent: Agent, names: tuple[str, ...]) -> InterfaceMap:
    rows = find(names, IF_NAME, await agent.walk(IF_NAME)) if names else ()
    left = [name for name in names if name not in {row.name for row in rows}]
    if left:
        rows += find(left, IF_DESCR, await agent.walk(IF_DESCR))
    found = {row.name: row for row in rows}
    return InterfaceMap(
        rows=tuple(found[name] for name in dict.fromkeys(names) if name in found),
        missing=tuple(name for name in dict.fromkeys(names) if name not in found),
    )
