"""From the values of objects to a reading."""

from collections.abc import Mapping
from enum import IntEnum
from typing import TypeVar

from probes.snmp.health_map import HealthMap
from probes.snmp.identity import Identity
from probes.snmp.interface_map import InterfaceMap, Row
from probes.snmp.oid import (
    HR_SYSTEM_UPTIME,
    LLDP_CHANGED,
    SNMP_ENGINE_TIME,
    SYS_DESCR,
    SYS_NAME,
    SYS_UP_TIME,
    Oid,
)
from probes.snmp.question import Value
from probes.snmp.reading import AdminStatus, FailureKind, InterfaceReading, OperStatus, SnmpReading
from probes.snmp.text import text_of
from probes.snmp.trouble import Trouble

SYSTEM: tuple[Oid, ...] = (SYS_UP_TIME, SYS_NAME, SYS_DESCR, SNMP_ENGINE_TIME, HR_SYSTEM_UPTIME, LLDP_CHANGED)

_Status = TypeVar("_Status", bound=IntEnum)
ADMIN: dict[Value, AdminStatus] = {status.value: status for status in AdminStatus}
OPER: dict[Value, OperStatus] = {status.value: status for status in OperStatus}


NO_HEALTH = HealthMap()
NO_IDENTITY = Identity()
_NO_PORT_SO_FAST = 10_000_000
"""Mbit/s: 10 Tbit/s."""


def reading_of(
    key: str,
    at: float,
    values: Mapping[Oid, Value],
    interfaces: InterfaceMap,
    health: HealthMap = NO_HEALTH,
    identity: Identity = NO_IDENTITY,
) -> SnmpReading:
    """An interface that is not at its index counts as missing. Raises Trouble without sysUpTime."""
    at_home, away = [], []
    for row in interfaces.rows:
        if row.is_at_home(values):
            at_home.append(row)
        else:
            away.append(row.name)
    return SnmpReading(
        key=key,
        at=at,
        uptime=uptime_in(values),
        name=text_of(values.get(SYS_NAME)),
        description=text_of(values.get(SYS_DESCR)),
        engine_seconds=_number(values.get(SNMP_ENGINE_TIME)),
        host_uptime=_number(values.get(HR_SYSTEM_UPTIME)),
        interfaces=tuple(_interface(row, values) for row in at_home),
        missing=(*interfaces.missing, *away),
        cpu=health.cpu_in(values),
        temperatures=health.temperatures_in(values),
        ups=health.ups.read(values) if health.ups is not None else None,
        model=identity.model,
        serial=identity.serial,
        power_strip=health.power_strip.read(values) if health.power_strip is not None else None,
        radios=tuple(radio.read(values) for radio in health.radios),
        neighbours_changed=_number(values.get(LLDP_CHANGED)),
    )


def uptime_in(values: Mapping[Oid, Value]) -> int:
    """sysUpTime in 1/100 s. Raises Trouble when the agent lacks it."""
    uptime = _number(values.get(SYS_UP_TIME))
    if uptime is None:
        raise Trouble(
            FailureKind.NO_SUCH_OBJECT,
            "the agent answers but shows no sysUpTime: its view must include 1.3.6.1.2.1.1 and 1.3.6.1.2.1.2",
        )
    return uptime


def _interface(row: Row, values: Mapping[Oid, Value]) -> InterfaceReading:
    _, alias, admin, oper, *counts, into, out, speed = map(values.get, row.oids)
    in_errors, out_errors, in_discards, out_discards, in_packets, out_packets = map(_number, counts)
    return InterfaceReading(
        name=row.name,
        alias=text_of(alias) or "",
        index=row.index,
        admin=status_in(ADMIN, admin),
        oper=status_in(OPER, oper),
        in_octets=_number(into),
        out_octets=_number(out),
        counter_bits=row.counter_bits,
        speed=_speed(_number(speed), row.counter_bits),
        in_errors=in_errors,
        out_errors=out_errors,
        in_packets=in_packets,
        out_packets=out_packets,
        in_discards=in_discards,
        out_discards=out_discards,
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
