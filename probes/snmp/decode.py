"""From the values of objects to a reading."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import TypeVar

from probes.snmp.identity import Identity
from probes.snmp.interface_map import Row
from probes.snmp.poll_plan import SYSTEM, PollPlan, Values
from probes.snmp.question import Value
from probes.snmp.reading import AdminStatus, FailureKind, InterfaceReading, OperStatus, SnmpReading
from probes.snmp.text import text_of
from probes.snmp.trouble import Trouble

_Status = TypeVar("_Status", bound=IntEnum)
ADMIN: dict[Value, AdminStatus] = {status.value: status for status in AdminStatus}
OPER: dict[Value, OperStatus] = {status.value: status for status in OperStatus}


NO_IDENTITY = Identity()
_NO_PORT_SO_FAST = 10_000_000
"""Mbit/s: 10 Tbit/s."""


def reading_of(key: str, at: float, plan: PollPlan, values: Values, identity: Identity = NO_IDENTITY) -> SnmpReading:
    """`values` are what `plan` asks for. An interface that is not at its index counts as missing.

    Raises Trouble without sysUpTime.
    """
    uptime, name, description, engine_seconds, host_uptime, neighbours_changed = values[: len(SYSTEM)]
    interfaces, missing = [], plan.interfaces.missing
    for row, place in plan.rows:
        interface = _interface(row, values[place])
        if interface is None:
            missing = (*missing, row.name)
        else:
            interfaces.append(interface)
    cpu, temperatures, ups, power_strip, radios = plan.health_in(values)
    # by their places: to name them costs more than all else of it
    return SnmpReading(
        key, at, uptime_of(uptime), text_of(name), text_of(description), _number(engine_seconds), _number(host_uptime),
        tuple(interfaces), missing, cpu, temperatures, ups, identity.model, identity.serial, power_strip, radios,
        _number(neighbours_changed),
    )


def uptime_of(value: Value | None) -> int:
    """sysUpTime in 1/100 s. Raises Trouble when the agent lacks it."""
    if isinstance(value, int):
        return value
    raise Trouble(
        FailureKind.NO_SUCH_OBJECT,
        "the agent answers but shows no sysUpTime: its view must include 1.3.6.1.2.1.1 and 1.3.6.1.2.1.2",
    )


def _interface(row: Row, values: Sequence[Value | None]) -> InterfaceReading | None:
    """None when another interface is at the index; `values` are of the row's `oids`."""
    label, alias, admin, oper, *counts = values
    if not row.is_named(label):
        return None
    in_errors, out_errors, in_discards, out_discards, in_packets, out_packets, into, out, speed = map(_number, counts)
    return InterfaceReading(
        row.name, text_of(alias) or "", row.index, status_in(ADMIN, admin), status_in(OPER, oper), into, out,
        row.counter_bits, _speed(speed, row.counter_bits), in_errors, out_errors, in_packets, out_packets,
        in_discards, out_discards,
    )


def _speed(number: int | None, counter_bits: int) -> int | None:
    """bits/s of ifHighSpeed, which is in millions, or ifSpeed, which says its maximum when it cannot hold
    the speed; 0 is what agents say that do not know. Some agents (D-Link) write bits/s into ifHighSpeed."""
    if not number or (counter_bits == 32 and number == 0xFFFFFFFF):
        return None
    in_millions = counter_bits == 64 and number < _NO_PORT_SO_FAST
    return number * 1_000_000 if in_millions else number


def _number(value: Value | None) -> int | None:
    return value if isinstance(value, int) else None


def status_in(statuses: Mapping[Value, _Status], value: Value | None) -> _Status | None:
    """None for what is none of `statuses`, which are by their numbers."""
    return None if value is None else statuses.get(value)
