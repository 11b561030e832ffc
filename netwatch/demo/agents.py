"""What the SNMP agents of the city tell: the system, its ports and, of a UPS, the battery."""

import time
import zlib
from collections.abc import Callable
from functools import partial
from typing import Final

from netwatch.demo.city import Battery, City
from netwatch.demo.office import COMMUNITY
from netwatch.demo.ports import POLLED, Port, ports_of
from netwatch.demo.snmp_answer import Objects, answer, counter, counter64, gauge, text, ticks
from netwatch.inventory.model import Device, DeviceKind
from probes.snmp.fast.ber import OCTETS, integer, tlv
from probes.snmp.oid import (
    IF_ADMIN_STATUS,
    IF_ALIAS,
    IF_DESCR,
    IF_HC_IN_OCTETS,
    IF_HC_IN_UCAST_PKTS,
    IF_HC_OUT_OCTETS,
    IF_HC_OUT_UCAST_PKTS,
    IF_HIGH_SPEED,
    IF_IN_DISCARDS,
    IF_IN_ERRORS,
    IF_LAST_CHANGE,
    IF_NAME,
    IF_NUMBER,
    IF_OPER_STATUS,
    IF_OUT_DISCARDS,
    IF_OUT_ERRORS,
    IF_PHYS_ADDRESS,
    IF_TABLE_LAST_CHANGE,
    SNMP_ENGINE_TIME,
    SYS_DESCR,
    SYS_NAME,
    SYS_UP_TIME,
    Oid,
    oid,
)

Value = Callable[[], bytes]

_MODELS: Final = {
    DeviceKind.ROUTER: "RouterOS RB4011iGS+",
    DeviceKind.SWITCH: "CRS326-24G-2S+",
    DeviceKind.OLT: "C320 OLT",
    DeviceKind.RADIO: "LHG 5 radio",
    DeviceKind.UPS: "Smart-UPS SRT 3000",
}
_SPEED: Final = 1_000
"""Mbit/s of every port."""
_LEAST_RATE, _MOST_RATE = 200_000, 9_000_000
"""Bytes a second through a port."""
_PACKET: Final = 800
_UP, _DOWN = 1, 2

_UPS_MODEL = oid("1.3.6.1.2.1.33.1.1.2.0")
_UPS_BATTERY = oid("1.3.6.1.2.1.33.1.2.1.0")
_UPS_MINUTES_LEFT = oid("1.3.6.1.2.1.33.1.2.3.0")
_UPS_CHARGE = oid("1.3.6.1.2.1.33.1.2.4.0")
_UPS_OUTPUT = oid("1.3.6.1.2.1.33.1.4.1.0")
_NORMAL_BATTERY, _LOW_BATTERY = 2, 3
_FROM_MAINS, _FROM_BATTERY = 3, 5
MINUTES_A_SECOND: Final = 0.5
"""A UPS of the demo's lasts some seconds; it tells of them as minutes, as a real one would."""


class Agents:
    """`answer` is what a device's agent says to a datagram; None where it has none, or lets it pass in silence."""

    def __init__(self, city: City) -> None:
        self._city = city
        ports = ports_of(city.inventory)
        self._objects = {
            device.id: Objects(self._values(device, ports[device.id]))
            for device in city.inventory.devices.values()
            if device.kind in POLLED
        }

    def answer(self, device: str, datagram: bytes) -> bytes | None:
        objects = self._objects.get(device)
        return None if objects is None else answer(datagram, COMMUNITY, objects)

    def _values(self, device: Device, ports: tuple[Port, ...]) -> dict[Oid, Value]:
        model = _MODELS.get(device.kind, "")
        values: dict[Oid, Value] = {
            SYS_DESCR: partial(text, f"{model}, {device.name}"),
            SYS_UP_TIME: lambda: ticks(self._uptime(device.id)),
            SYS_NAME: partial(text, device.id),
            SNMP_ENGINE_TIME: lambda: integer(int(self._uptime(device.id))),
            IF_NUMBER: partial(integer, len(ports)),
            IF_TABLE_LAST_CHANGE: partial(ticks, 0.0),
        }
        for port in ports:
            values |= self._port(device.id, port)
        if device.kind is DeviceKind.UPS:
            values |= self._ups(device.id, model)
        return values

    def _port(self, device: str, port: Port) -> dict[Oid, Value]:
        into, out = _rate(f"{device} {port.name} in"), _rate(f"{device} {port.name} out")
        if device == port.child:
            # what comes down to the device is what its parent sends
            into, out = max(into, out), min(into, out)
        columns: dict[Oid, Value] = {
            IF_DESCR: partial(text, port.name),
            IF_NAME: partial(text, port.name),
            IF_ALIAS: partial(text, port.alias),
            IF_PHYS_ADDRESS: partial(tlv, OCTETS, _mac(device, port.index)),
            IF_ADMIN_STATUS: partial(integer, _UP),
            IF_OPER_STATUS: lambda: integer(_UP if self._city.carries(port.child, port.parent) else _DOWN),
            IF_LAST_CHANGE: lambda: ticks(self._changed_at(device, port)),
            IF_HIGH_SPEED: partial(gauge, _SPEED),
            IF_HC_IN_OCTETS: lambda: counter64(self._grown(device, into)),
            IF_HC_OUT_OCTETS: lambda: counter64(self._grown(device, out)),
            IF_HC_IN_UCAST_PKTS: lambda: counter64(self._grown(device, into) // _PACKET),
            IF_HC_OUT_UCAST_PKTS: lambda: counter64(self._grown(device, out) // _PACKET),
            **dict.fromkeys((IF_IN_ERRORS, IF_OUT_ERRORS, IF_IN_DISCARDS, IF_OUT_DISCARDS), partial(counter, 0)),
        }
        return {(*column, port.index): value for column, value in columns.items()}

    def _ups(self, device: str, model: str) -> dict[Oid, Value]:
        return {
            _UPS_MODEL: partial(text, model),
            _UPS_BATTERY: lambda: integer(_LOW_BATTERY if self._battery(device).is_low else _NORMAL_BATTERY),
            _UPS_MINUTES_LEFT: lambda: integer(int(self._battery(device).left * MINUTES_A_SECOND)),
            _UPS_CHARGE: lambda: integer(self._battery(device).charge),
            _UPS_OUTPUT: lambda: integer(_FROM_BATTERY if self._battery(device).on_battery else _FROM_MAINS),
        }

    def _uptime(self, device: str) -> float:
        return self._city.uptime(device, time.monotonic())

    def _grown(self, device: str, rate: int) -> int:
        return int(self._uptime(device) * rate)

    def _changed_at(self, device: str, port: Port) -> float:
        """Seconds of the device's uptime; 0 stands for a change before it started."""
        ago = time.monotonic() - self._city.carried_since(port.child, port.parent)
        return max(0.0, self._uptime(device) - ago)

    def _battery(self, device: str) -> Battery:
        return self._city.battery(device, time.monotonic())


def _rate(of: str) -> int:
    return _LEAST_RATE + zlib.crc32(of.encode()) % (_MOST_RATE - _LEAST_RATE)


def _mac(device: str, index: int) -> bytes:
    """Of the range for local use."""
    return b"\x02" + zlib.crc32(device.encode()).to_bytes(4, "big") + bytes((index % 256,))
