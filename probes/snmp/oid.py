"""The objects that are read, by number, so that no MIB file is ever looked up."""

from typing import Final

Oid = tuple[int, ...]

# SNMPv2-MIB (RFC 3418), scalars
SYS_DESCR: Final[Oid] = (1, 3, 6, 1, 2, 1, 1, 1, 0)
SYS_UP_TIME: Final[Oid] = (1, 3, 6, 1, 2, 1, 1, 3, 0)
SYS_NAME: Final[Oid] = (1, 3, 6, 1, 2, 1, 1, 5, 0)
# SNMP-FRAMEWORK-MIB (RFC 3411) and HOST-RESOURCES-MIB (RFC 2790), scalars
SNMP_ENGINE_TIME: Final[Oid] = (1, 3, 6, 1, 6, 3, 10, 2, 1, 3, 0)
HR_SYSTEM_UPTIME: Final[Oid] = (1, 3, 6, 1, 2, 1, 25, 1, 1, 0)
# IF-MIB (RFC 2863), scalars
IF_NUMBER: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 1, 0)
IF_TABLE_LAST_CHANGE: Final[Oid] = (1, 3, 6, 1, 2, 1, 31, 1, 5, 0)
# IF-MIB, columns; a row is the column followed by ifIndex
IF_DESCR: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 2)
IF_SPEED: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 5)
IF_PHYS_ADDRESS: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 6)
IF_ADMIN_STATUS: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 7)
IF_OPER_STATUS: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 8)
IF_LAST_CHANGE: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 9)
IF_IN_OCTETS: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 10)
IF_IN_UCAST_PKTS: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 11)
IF_IN_DISCARDS: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 13)
IF_IN_ERRORS: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 14)
IF_OUT_OCTETS: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 16)
IF_OUT_UCAST_PKTS: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 17)
IF_OUT_DISCARDS: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 19)
IF_OUT_ERRORS: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 20)
IF_NAME: Final[Oid] = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1)
IF_HC_IN_OCTETS: Final[Oid] = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6)
IF_HC_IN_UCAST_PKTS: Final[Oid] = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 7)
IF_HC_OUT_OCTETS: Final[Oid] = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 10)
IF_HC_OUT_UCAST_PKTS: Final[Oid] = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 11)
IF_HIGH_SPEED: Final[Oid] = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 15)
IF_ALIAS: Final[Oid] = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 18)
# LLDP-MIB (IEEE 802.1AB), a scalar: lldpStatsRemTablesLastChangeTime
LLDP_CHANGED: Final[Oid] = (1, 0, 8802, 1, 1, 2, 1, 2, 1, 0)
# BRIDGE-MIB (RFC 4188), a column by dot1dBasePort
DOT1D_BASE_PORT_IF_INDEX: Final[Oid] = (1, 3, 6, 1, 2, 1, 17, 1, 4, 1, 2)

# ENTITY-MIB (RFC 6933), columns
ENT_PHYSICAL_DESCR: Final[Oid] = (1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 2)
ENT_PHYSICAL_CLASS: Final[Oid] = (1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 5)
ENT_PHYSICAL_NAME: Final[Oid] = (1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 7)
ENT_PHYSICAL_SERIAL_NUM: Final[Oid] = (1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 11)
ENT_PHYSICAL_MODEL_NAME: Final[Oid] = (1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1, 13)


def oid(text: str) -> Oid:
    """`1.3.6.1` as numbers. Raises ValueError when a part is no number."""
    return tuple(map(int, text.split(".")))


def dotted(oid: Oid) -> str:
    return ".".join(map(str, oid))
