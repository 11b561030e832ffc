"""One poll of one agent: what is asked in which order, and what is kept for the next poll."""

from collections.abc import Mapping
from dataclasses import dataclass

from probes.snmp.agent import Agent
from probes.snmp.decode import uptime_of
from probes.snmp.find_health import find_health
from probes.snmp.identity import Identity, find_identity
from probes.snmp.interface_map import InterfaceMap, find
from probes.snmp.lenient import Lenient
from probes.snmp.oid import IF_DESCR, IF_NAME, Oid
from probes.snmp.poll_plan import PollPlan, Table, Values, plan_for
from probes.snmp.question import Value

# What was not found is looked for again after so many seconds: interfaces of agents that do not tell when their
# ifTable changes, and tables that an agent did not answer for or has lost.
LOOK_AGAIN_AFTER = 600.0


@dataclass(frozen=True, slots=True)
class Memory:
    """What a poll leaves to the next: what to ask for, and what would show that things have moved."""

    plan: PollPlan
    looked_at: float
    uptime: int
    table: Table
    identity: Identity
    examined_at: float


@dataclass(frozen=True, slots=True)
class Survey:
    values: Mapping[Oid, Value]
    memory: Memory


def unchanged(memory: Memory, values: Values, now: float) -> Memory | None:
    """The memory for the next poll, when `values` of the plan's objects are all that this one needs; else None."""
    uptime = values[0]
    if not isinstance(uptime, int) or uptime < memory.uptime:
        return None
    if _have_moved(memory, values, now) or _is_wanting(memory, values, now):
        return None
    if not memory.plan.shows_counters(values):
        return None
    table = memory.plan.table_in(values)
    return Memory(memory.plan, memory.looked_at, uptime, table, memory.identity, memory.examined_at)


async def survey(agent: Agent, names: tuple[str, ...], memory: Memory | None, now: float) -> Survey:
    """Reads the system, its health and the interfaces `names`; `now` is seconds of the clock `memory` goes by.

    One GET when everything is where it was. Raises Trouble.
    """
    has_table = bool(names)
    plan = memory.plan if memory is not None else plan_for(await _look_for(agent, names), has_table=has_table)
    values = await agent.get(plan.question.oids)
    seen = plan.in_order(values)
    uptime = uptime_of(seen[0])
    if memory is not None and (kept := unchanged(memory, seen, now)) is not None:
        return Survey(values, kept)
    interfaces, looked_at = plan.interfaces, now if memory is None else memory.looked_at
    has_restarted = memory is not None and uptime < memory.uptime
    if memory is not None and names and (has_restarted or _have_moved(memory, seen, now)):
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
        health, identity, examined_at = plan.health, memory.identity, memory.examined_at
    plan = plan_for(interfaces, health, has_table)
    seen = plan.in_order(values)
    return Survey(values, Memory(plan, looked_at, uptime_of(seen[0]), plan.table_in(seen), identity, examined_at))


def _is_wanting(memory: Memory, values: Values, now: float) -> bool:
    """What is lost or was not answered is asked for again at times."""
    if now - memory.examined_at < LOOK_AGAIN_AFTER:
        return False
    health = memory.plan.health
    return not (health.complete and memory.identity.complete) or health.has_gone(memory.plan.health_in(values))


def _have_moved(memory: Memory, values: Values, now: float) -> bool:
    """Found interfaces are checked by their names in every poll, so that a changed table matters only to
    those that were not found; a router with dial-in customers changes its table all day."""
    plan = memory.plan
    if not plan.is_in_place(values):
        return True
    if not plan.interfaces.missing:
        return False
    return plan.table_in(values) != memory.table or now - memory.looked_at >= LOOK_AGAIN_AFTER


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
