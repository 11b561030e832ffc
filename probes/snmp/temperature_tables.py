"""Where agents show temperatures.

The first of DEVICE_TABLES that has a sensor is used, because vendors show the same sensors in several; EXTRA_TABLES
show what stands beside the device, or its batteries, and are added.
"""

from typing import Final

from probes.snmp.gauge import GaugeTable
from probes.snmp.oid import ENT_PHYSICAL_DESCR, ENT_PHYSICAL_NAME, Oid, oid

CELSIUS: Final = 8
"""EntitySensorDataType; Cisco's SensorDataType has the same number."""

_ENTITY: Final[tuple[Oid, ...]] = (ENT_PHYSICAL_NAME, ENT_PHYSICAL_DESCR)
_SENSOR: Final = "1.3.6.1.2.1.99.1.1.1"
_CISCO_SENSOR: Final = "1.3.6.1.4.1.9.9.91.1.1.1.1"
_CISCO_ENVMON: Final = "1.3.6.1.4.1.9.9.13.1.3.1"
_HUAWEI: Final = "1.3.6.1.4.1.2011.5.25.31.1.1.1.1"
_H3C: Final = "1.3.6.1.4.1.25506.2.6.1.1.1.1"
_H3C_OLD: Final = "1.3.6.1.4.1.2011.10.2.6.1.1.1.1"
_RUIJIE: Final = "1.3.6.1.4.1.4881.1.1.10.2.1.1"
_MIKROTIK: Final = "1.3.6.1.4.1.14988.1.1.3"
_JUNIPER: Final = "1.3.6.1.4.1.2636.3.1.13.1"
_LM: Final = "1.3.6.1.4.1.2021.13.16.2.1"
_APC: Final = "1.3.6.1.4.1.318.1.1"
_GEIST: Final = "1.3.6.1.4.1.21239.5.1"


def _entity_sensor(mib: str, table: str) -> GaugeTable:
    return GaugeTable(
        mib,
        oid(f"{table}.4"),
        "sensor",
        _ENTITY,
        where=(oid(f"{table}.1"), CELSIUS),
        scale=oid(f"{table}.2"),
        precision=oid(f"{table}.3"),
    )


DEVICE_TABLES: Final[tuple[GaugeTable, ...]] = (
    _entity_sensor("ENTITY-SENSOR-MIB", _SENSOR),
    GaugeTable(
        "CISCO-ENVMON-MIB", oid(f"{_CISCO_ENVMON}.3"), "sensor", (oid(f"{_CISCO_ENVMON}.2"),), oid(f"{_CISCO_ENVMON}.4")
    ),
    _entity_sensor("CISCO-ENTITY-SENSOR-MIB", _CISCO_SENSOR),
    GaugeTable(
        "HUAWEI-ENTITY-EXTENT-MIB", oid(f"{_HUAWEI}.11"), "sensor", _ENTITY, oid(f"{_HUAWEI}.12"),
        sparse=True,
    ),
    GaugeTable(
        "HH3C-ENTITY-EXT-MIB", oid(f"{_H3C}.12"), "sensor", _ENTITY, oid(f"{_H3C}.13"), sparse=True
    ),
    GaugeTable(
        "H3C-ENTITY-EXT-MIB", oid(f"{_H3C_OLD}.12"), "sensor", _ENTITY, oid(f"{_H3C_OLD}.13"),
        sparse=True,
    ),
    GaugeTable(
        "RUIJIE-SYSTEM-MIB", oid(f"{_RUIJIE}.23.1.3"), "sensor", (oid(f"{_RUIJIE}.23.1.2"),), oid(f"{_RUIJIE}.23.1.4"),
        sparse=True,
    ),
    GaugeTable("RUIJIE-SYSTEM-MIB", oid(f"{_RUIJIE}.16"), "system"),
    GaugeTable("ZXR10", oid("1.3.6.1.4.1.3902.3.6002.2.4.1.3"), "sensor", sparse=True),
    # RouterOS 7 has the table, RouterOS 6 the scalars in tenths
    GaugeTable(
        "MIKROTIK-MIB",
        oid(f"{_MIKROTIK}.100.1.3"),
        "sensor",
        (oid(f"{_MIKROTIK}.100.1.2"),),
        where=(oid(f"{_MIKROTIK}.100.1.4"), 1),
    ),
    GaugeTable("MIKROTIK-MIB", oid(f"{_MIKROTIK}.10"), "system", factor=0.1),
    GaugeTable("MIKROTIK-MIB", oid(f"{_MIKROTIK}.11"), "processor", factor=0.1),
    GaugeTable("JUNIPER-MIB", oid(f"{_JUNIPER}.7"), "sensor", (oid(f"{_JUNIPER}.5"),), sparse=True),
    GaugeTable("LM-SENSORS-MIB", oid(f"{_LM}.3"), "sensor", (oid(f"{_LM}.2"),), factor=0.001),
)

EXTRA_TABLES: Final[tuple[GaugeTable, ...]] = (
    GaugeTable("UPS-MIB", oid("1.3.6.1.2.1.33.1.2.7"), "battery"),
    GaugeTable("PowerNet-MIB", oid(f"{_APC}.1.2.2.2"), "battery"),
    # a sensor beside a power strip, in tenths; commsOK(2)
    GaugeTable(
        "PowerNet-MIB",
        oid(f"{_APC}.26.10.2.2.1.8"),
        "rack",
        (oid(f"{_APC}.26.10.2.2.1.3"),),
        where=(oid(f"{_APC}.26.10.2.2.1.6"), 2),
        factor=0.1,
    ),
    GaugeTable("GEIST-V4-MIB", oid(f"{_GEIST}.2.1.5"), "rack", (oid(f"{_GEIST}.2.1.3"),), factor=0.1),
    GaugeTable("GEIST-V4-MIB", oid(f"{_GEIST}.4.1.5"), "rack", (oid(f"{_GEIST}.4.1.3"),), factor=0.1),
)
