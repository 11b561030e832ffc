"""One poll of one agent: what is asked in which order, and what is kept for the next poll."""

from collections.abc import Callable
from typing import NamedTuple

from probes.snmp.agent import Agent
from probes.snmp.decode import NO_IDENTITY, reading_of
from probes.snmp.find_health import find_health
from probes.snmp.identity import Identity, find_identity
from probes.snmp.interface_map import InterfaceMap, find
from probes.snmp.lenient import Lenient
from probes.snmp.oid import IF_DESCR, IF_NAME
from probes.snmp.poll_plan import PollPlan, Table, Values, plan_for
from probes.snmp.reading import SnmpReading
from probes.snmp.target import SnmpTarget

# What was not found is looked for again after so many seconds: interfaces of agents that do not tell when their
# ifTable changes, and tables that an agent did not answer for or has lost.
LOOK_AGAIN_AFTER = 600.0


class Memory(NamedTuple):
    """What a poll leaves to the next: what to ask for, and what would show that things have moved."""

    plan: PollPlan
    looked_at: float
    uptime: int
    table: Table
    identity: Identity
    examined_at: float


class Survey(NamedTuple):
    reading: SnmpReading
    memory: Memory


def unchanged(memory: Memory, reading: SnmpReading, values: Values, now: float) -> Memory | None:
    """The memory for the next poll, when there is no more to ask in this one; else None.

    `reading` was made of `values`, which are what the memory's plan asks for.
    """
    plan, looked_at, uptime, _, identity, examined_at = memory
    if reading.uptime < uptime or _have_moved(memory, reading, values, now) or _is_wanting(memory, values, now):
        return None
    for each in reading.interfaces:
        if each.in_octets is None and each.out_octets is None and each.counter_bits == 64:
            return None
    return Memory(plan, looked_at, reading.uptime, plan.table_in(values), identity, examined_at)


async def survey(agent: Agent, target: SnmpTarget, memory: Memory | None, clock: Callable[[], float]) -> Survey:
    """Reads the system, its health and the watched interfaces; `clock` gives seconds, those that `memory` goes by.

    One GET when everything is where it was. Raises Trouble.
    """
    now, names = clock(), target.interfaces
    has_table = bool(names)
    plan = memory.plan if memory is not None else plan_for(await _look_for(agent, names), has_table=has_table)
    identity = memory.identity if memory is not None else NO_IDENTITY
    values = await agent.get(plan.question.oids)
    seen = plan.in_order(values)
    reading = reading_of(target.key, clock(), plan, seen, identity)
    if memory is not None and (kept := unchanged(memory, reading, seen, now)) is not None:
        return Survey(reading, kept)
    interfaces, looked_at = plan.interfaces, now if memory is None else memory.looked_at
    has_restarted = memory is not None and reading.uptime < memory.uptime
    if memory is not None and names and (has_restarted or _have_moved(memory, reading, seen, now)):
        looked_at = now
        interfaces = await _look_for(agent, names)
        values |= await agent.get(plan_for(interfaces, has_table=has_table).question.oids)
    narrowed = interfaces.without_64_bits(values)
    if narrowed is not interfaces:
        interfaces = narrowed
        values |= await agent.get(tuple(oid for oid in narrowed.oids() if oid not in values))
    if memory is None or has_restarted or _is_wanting(memory, seen, now):
        # after a reboot the agent may be another version
        health, identity, examined_at = await find_health(Lenient(agent)), await find_identity(Lenient(agent)), now
        values |= await agent.get(tuple(oid for oid in health.oids() if oid not in values))
    else:
        health, examined_at = plan.health, memory.examined_at
    plan = plan_for(interfaces, health, has_table)
    seen = plan.in_order(values)
    reading = reading_of(target.key, clock(), plan, seen, identity)
    return Survey(reading, Memory(plan, looked_at, reading.uptime, plan.table_in(seen), identity, examined_at))


def _have_moved(memory: Memory, reading: SnmpReading, values: Values, now: float) -> bool:
    """Found interfaces are checked by their names in every poll, so that a changed table matters only to
    those that were not found; a router with dial-in customers changes its table all day."""
    missing = memory.plan.interfaces.missing
    if len(reading.missing) > len(missing):
        return True
    if not missing:
        return False
    return memory.plan.table_in(values) != memory.table or now - memory.looked_at >= LOOK_AGAIN_AFTER


def _is_wanting(memory: Memory, values: Values, now: float) -> bool:
    """What is lost or was not answered is asked for again at times."""
    if now - memory.examined_at < LOOK_AGAIN_AFTER:
        return False
    health = memory.plan.health
    return not (health.complete and memory.identity.complete) or health.has_gone(memory.plan.signs_in(values))


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
