"""Where agents show temperatures.

The first of DEVICE_TABLES that has a sensor is used, because vendors show the same sensors in several; EXTRA_TABLES
show what stands beside the device, or its batteries, and are added.
"""

import re
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
_XUPS_ENVIRONMENT: Final = "1.3.6.1.4.1.534.1.6"
_LIEBERT_AIR: Final = "1.3.6.1.4.1.476.1.42.3.4.1.3.3.1"
_IBMC: Final = "1.3.6.1.4.1.2011.2.235.1.1.26.50.1"
_FOUNDRY_UNIT: Final = "1.3.6.1.4.1.1991.1.1.1.4.1.1"
_BROCADE: Final = "1.3.6.1.4.1.1588.2.1.1.1.1.22.1"
_DLINK: Final = "1.3.6.1.4.1.171.12.11.1.8.1"
_HUAWEI_STORAGE: Final = "1.3.6.1.4.1.34774.4.1.23.5.6.1"
_FORTIGATE: Final = "1.3.6.1.4.1.12356.101.4.3.2.1"
_ISILON: Final = "1.3.6.1.4.1.12124.2.54.1"
_DPTECH: Final = "1.3.6.1.4.1.31648.3.15"
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
    # degrees as text, among volts and revolutions
    GaugeTable(
        "FORTINET-FORTIGATE-MIB",
        oid(f"{_FORTIGATE}.3"),
        "sensor",
        (oid(f"{_FORTIGATE}.2"),),
        called=re.compile(r"temp|\bcore\b|^(DTS|TD|TS)", re.IGNORECASE),
    ),
    # tenths, and 65535 where the sensor has no limit
    GaugeTable(
        "HUAWEI-SERVER-IBMC-MIB", oid(f"{_IBMC}.3"), "sensor", (oid(f"{_IBMC}.2"),), oid(f"{_IBMC}.6"), factor=0.1
    ),
    GaugeTable(
        "HUAWEI-STORAGE-HARDWARE-MIB", oid(f"{_HUAWEI_STORAGE}.8"), "enclosure", (oid(f"{_HUAWEI_STORAGE}.2"),)
    ),
    # half degrees
    GaugeTable("FOUNDRY-SN-AGENT-MIB", oid(f"{_FOUNDRY_UNIT}.4"), "unit", limit=oid(f"{_FOUNDRY_UNIT}.5"), factor=0.5),
    # temperature(1); fans and power supplies stand in the same table
    GaugeTable("SW-MIB", oid(f"{_BROCADE}.4"), "sensor", (oid(f"{_BROCADE}.5"),), where=(oid(f"{_BROCADE}.2"), 1)),
    GaugeTable("EQUIPMENT-MIB", oid(f"{_DLINK}.2"), "unit", limit=oid(f"{_DLINK}.3")),
    GaugeTable("WLSX-SYSTEMEXT-MIB", oid("1.3.6.1.4.1.14823.2.2.1.2.1.10"), "system"),
    GaugeTable("SYNOLOGY-SYSTEM-MIB", oid("1.3.6.1.4.1.6574.1.2"), "system"),
    GaugeTable("ISILON-MIB", oid(f"{_ISILON}.4"), "sensor", (oid(f"{_ISILON}.3"),)),
    # dpCpuTemperature and dpMainboardTemperature, as the agent's sysORTable names them
    GaugeTable("DPtech", oid(f"{_DPTECH}.4"), "processor"),
    GaugeTable("DPtech", oid(f"{_DPTECH}.8"), "mainboard"),
    # thousandths; exactly 100 °C is what Linux makes of the sensor that a virtual machine does not have
    GaugeTable("LM-SENSORS-MIB", oid(f"{_LM}.3"), "sensor", (oid(f"{_LM}.2"),), factor=0.001, absent=100_000),
)

EXTRA_TABLES: Final[tuple[GaugeTable, ...]] = (
    GaugeTable("UPS-MIB", oid("1.3.6.1.2.1.33.1.2.7"), "battery"),
    GaugeTable("PowerNet-MIB", oid(f"{_APC}.1.2.2.2"), "battery"),
    GaugeTable(
        "XUPS-MIB", oid(f"{_XUPS_ENVIRONMENT}.1"), "ambient", limit=oid(f"{_XUPS_ENVIRONMENT}.3")
    ),
    # Emerson UL33, hundredths, as its recording shows
    GaugeTable("UL33", oid("1.3.6.1.4.1.13400.2.3.2.5.4"), "battery", factor=0.01),
    # LIEBERT-GP-ENVIRONMENTAL-MIB: control, return and supply air
    GaugeTable("LIEBERT-GP-ENVIRONMENTAL-MIB", oid(f"{_LIEBERT_AIR}.3"), "air", limit=oid(f"{_LIEBERT_AIR}.4")),
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
