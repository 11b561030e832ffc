"""Where agents show how busy their processors are, in percent over about a minute.

The first table that an agent has is used: the standard one, then the vendors', then what net-snmp adds.
"""

from enum import Enum
from typing import Final

from probes.snmp.gauge import GaugeTable
from probes.snmp.oid import oid


class Joined(Enum):
    """How several processors make one number: the cores of a host share its work, the boards of a chassis do not."""

    MEAN = "mean"
    HIGHEST = "highest"


_CISCO: Final = "1.3.6.1.4.1.9.9.109.1.1.1.1"
_HUAWEI: Final = "1.3.6.1.4.1.2011.5.25.31.1.1.1.1"
_H3C: Final = "1.3.6.1.4.1.25506.2.6.1.1.1.1"
_H3C_OLD: Final = "1.3.6.1.4.1.2011.10.2.6.1.1.1.1"

CPU_TABLES: Final[tuple[tuple[GaugeTable, Joined], ...]] = (
    (GaugeTable("HOST-RESOURCES-MIB", oid("1.3.6.1.2.1.25.3.3.1.2"), "cpu"), Joined.MEAN),
    (GaugeTable("CISCO-PROCESS-MIB", oid(f"{_CISCO}.7"), "cpu"), Joined.HIGHEST),
    (GaugeTable("CISCO-PROCESS-MIB", oid(f"{_CISCO}.4"), "cpu"), Joined.HIGHEST),
    (GaugeTable("OLD-CISCO-CPU-MIB", oid("1.3.6.1.4.1.9.2.1.57"), "cpu"), Joined.HIGHEST),
    (GaugeTable("HUAWEI-ENTITY-EXTENT-MIB", oid(f"{_HUAWEI}.5"), "cpu", sparse=True), Joined.HIGHEST),
    (GaugeTable("HH3C-ENTITY-EXT-MIB", oid(f"{_H3C}.6"), "cpu", sparse=True), Joined.HIGHEST),
    (GaugeTable("H3C-ENTITY-EXT-MIB", oid(f"{_H3C_OLD}.6"), "cpu", sparse=True), Joined.HIGHEST),
    (GaugeTable("JUNIPER-MIB", oid("1.3.6.1.4.1.2636.3.1.13.1.8"), "cpu", sparse=True), Joined.HIGHEST),
    (GaugeTable("FORTINET-FORTIGATE-MIB", oid("1.3.6.1.4.1.12356.101.4.1.3"), "cpu"), Joined.HIGHEST),
    (GaugeTable("STATISTICS-MIB", oid("1.3.6.1.4.1.11.2.14.11.5.1.9.6.1"), "cpu"), Joined.HIGHEST),
    (GaugeTable("DLINK-AGENT-MIB", oid("1.3.6.1.4.1.171.12.1.1.6.2"), "cpu"), Joined.HIGHEST),
    (GaugeTable("FOUNDRY-SN-AGENT-MIB", oid("1.3.6.1.4.1.1991.1.1.2.1.52"), "cpu"), Joined.HIGHEST),
    (GaugeTable("AIRESPACE-SWITCHING-MIB", oid("1.3.6.1.4.1.14179.1.1.5.1"), "cpu"), Joined.HIGHEST),
    (GaugeTable("WLSX-SWITCH-MIB", oid("1.3.6.1.4.1.14823.2.2.1.1.1.9.1.3"), "cpu"), Joined.HIGHEST),
    (GaugeTable("TRAPEZE-NETWORKS-SYSTEM-MIB", oid("1.3.6.1.4.1.14525.4.8.1.1.11.2"), "cpu"), Joined.HIGHEST),
    (
        GaugeTable(
            "MERU-GLOBAL-STATISTICS-MIB", oid("1.3.6.1.4.1.15983.1.1.3.1.14.3"), "cpu", factor=-1.0, offset=100.0
        ),
        Joined.HIGHEST,
    ),
    (GaugeTable("HUAWEI-STORAGE-HARDWARE-MIB", oid("1.3.6.1.4.1.34774.4.1.23.5.2.1.8"), "cpu"), Joined.HIGHEST),
    (GaugeTable("NETWORK-APPLIANCE-MIB", oid("1.3.6.1.4.1.789.1.2.1.3"), "cpu"), Joined.HIGHEST),
    (GaugeTable("HIK-DEVICE-MIB", oid("1.3.6.1.4.1.39165.1.7"), "cpu"), Joined.HIGHEST),
    (GaugeTable("CLAVISTER-MIB", oid("1.3.6.1.4.1.5089.1.2.1.1"), "cpu"), Joined.HIGHEST),
    (GaugeTable("DPtech dpCpuRatio", oid("1.3.6.1.4.1.31648.3.15.3"), "cpu"), Joined.HIGHEST),
    # Venus writes a sentence: `cpu-usage: 1.522843%`
    (GaugeTable("VENUS", oid("1.3.6.1.4.1.15227.1.3.1.1.1"), "cpu"), Joined.HIGHEST),
    (GaugeTable("VENUS", oid("1.3.6.1.4.1.15227.1.5.1.1.1"), "cpu"), Joined.HIGHEST),
    (GaugeTable("RUIJIE-PROCESS-MIB", oid("1.3.6.1.4.1.4881.1.1.10.2.36.1.1.2"), "cpu"), Joined.HIGHEST),
    # ZTE: chassis, C6xx and newer switches, C3xx OLTs, and small switches, which write the percentage as text
    (GaugeTable("ZXR10", oid("1.3.6.1.4.1.3902.3.600.2.1.1.6"), "cpu", sparse=True), Joined.HIGHEST),
    (GaugeTable("ZXR10", oid("1.3.6.1.4.1.3902.3.6002.2.1.1.8"), "cpu", sparse=True), Joined.HIGHEST),
    (GaugeTable("ZXAN", oid("1.3.6.1.4.1.3902.1015.2.1.1.3.1.9"), "cpu", sparse=True), Joined.HIGHEST),
    (GaugeTable("ZXR10", oid("1.3.6.1.4.1.3902.15.2.30.1.2"), "cpu"), Joined.HIGHEST),
    # airOS: the load of one minute, in hundredths of one processor
    (
        GaugeTable(
            "FROGFOOT-RESOURCES-MIB",
            oid("1.3.6.1.4.1.10002.1.1.1.4.2.1.3"),
            "cpu",
            where=(oid("1.3.6.1.4.1.10002.1.1.1.4.2.1.1"), 1),
        ),
        Joined.HIGHEST,
    ),
    (
        GaugeTable("UCD-SNMP-MIB", oid("1.3.6.1.4.1.2021.11.11"), "cpu", factor=-1.0, offset=100.0),
        Joined.HIGHEST,
    ),
)
