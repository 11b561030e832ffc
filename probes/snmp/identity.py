"""What a device is and which one of its kind: what a team has to know that brings a spare."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from probes.snmp.lenient import Lenient
from probes.snmp.oid import (
    ENT_PHYSICAL_CLASS,
    ENT_PHYSICAL_DESCR,
    ENT_PHYSICAL_MODEL_NAME,
    ENT_PHYSICAL_SERIAL_NUM,
    Oid,
    oid,
)
from probes.snmp.question import Value
from probes.snmp.text import text_of

PARTS_AT_MOST = 256
"""Rows of entPhysicalTable: the chassis stands among the first, ports and transceivers behind it."""

CHOSEN_AT_MOST = 10
TEXT_AT_MOST = 60
_CHASSIS: Final = 3
_NO_NAME: Final = frozenset({"", "unknown", "none", "n/a", "na", "null", "reserved", "default", "0", "-", "-99999"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Empty is what the agent does not tell. `complete`: it answered everything that was asked to find out."""

    model: str = ""
    serial: str = ""
    complete: bool = True


# Columns, of which the first row counts, since the device itself is what vendors list first. A vendor's own object goes
# before UPS-MIB and ENTITY-MIB, where some vendors (Juniper, Brocade) write the number of a part.
MODELS: Final[tuple[Oid, ...]] = tuple(
    map(
        oid,
        (
            "1.3.6.1.4.1.14988.1.1.7.9",  # MIKROTIK-MIB mtxrBoardName
            "1.3.6.1.4.1.14988.1.1.7.8",  # MIKROTIK-MIB mtxrDisplayName
            "1.3.6.1.4.1.41112.1.6.3.3",  # UBNT-UniFi-MIB unifiApSystemModel
            "1.3.6.1.4.1.318.1.1.1.1.1.1",  # PowerNet-MIB upsBasicIdentModel
            "1.3.6.1.4.1.318.1.1.12.1.5",  # PowerNet-MIB rPDUIdentModelNumber
            "1.3.6.1.4.1.534.1.1.2",  # XUPS-MIB xupsIdentModel
            "1.3.6.1.4.1.705.1.1.1",  # MG-SNMP-UPS-MIB upsmgIdentFamilyName
            "1.3.6.1.4.1.2011.6.174.1.2.100.1.2",  # Huawei UPS, as its recording shows
            "1.3.6.1.4.1.13400.2.1.2.1.1.1",  # Emerson UPS, as its recording shows
            "1.3.6.1.4.1.13400.2.3.1.2",  # Emerson UL33, as its recording shows
            "1.3.6.1.4.1.476.1.42.2.4.2.1.4",  # LIEBERT-GP-AGENT-MIB lgpAgentDeviceModel
            "1.3.6.1.4.1.850.1.1.1.2.1.5",  # TRIPPLITE-PRODUCTS tlpDeviceModel
            "1.3.6.1.4.1.21239.5.1.1.1",  # GEIST-V4-MIB productTitle
            "1.3.6.1.4.1.39165.1.1",  # HIK-DEVICE-MIB deviceType
            "1.3.6.1.4.1.4881.1.1.10.2.21.1.2.1.2",  # RUIJIE-ENTITY-MIB, the device's name
            "1.3.6.1.4.1.6574.1.5.1",  # SYNOLOGY-SYSTEM-MIB modelName
            "1.3.6.1.4.1.2636.3.1.2",  # JUNIPER-MIB jnxBoxDescr
            "1.3.6.1.4.1.14179.1.1.1.3",  # AIRESPACE-SWITCHING-MIB agentInventoryMachineModel
            "1.3.6.1.4.1.14823.2.2.1.2.1.3",  # WLSX-SYSTEMEXT-MIB wlsxSysExtModelName
            "1.3.6.1.4.1.15983.1.1.3.1.13.2",  # MERU-GLOBAL-STATISTICS-MIB mwSystemGeneralModel
            "1.3.6.1.4.1.2011.2.235.1.1.1.6",  # HUAWEI-SERVER-IBMC-MIB deviceName
            "1.3.6.1.4.1.232.22.2.3.1.1.1.3",  # CPQRACK-MIB cpqRackCommonEnclosureModel
            "1.3.6.1.4.1.2.3.51.3.1.5.2.1.5",  # IMM-MIB, as its recording shows
            "1.3.6.1.4.1.2.6.191.1.3.6",  # IBM-AIX-MIB aixSeMachineType
            "1.3.6.1.4.1.12124.2.51.1.4",  # ISILON-MIB chassisModel
            "1.3.6.1.4.1.789.1.1.5",  # NETWORK-APPLIANCE-MIB productModel
            "1.3.6.1.4.1.14331.5.5.1.3.2",  # Topsec, as its recording shows
            "1.3.6.1.4.1.38616.1.1.1",  # METEL, as its recording shows
            "1.3.6.1.4.1.3902.15.2.30.1.6",  # ZXR10 small switches, as their recording shows
            "1.3.6.1.4.1.935.1.1.1.1.1.1",  # XPPC-MIB upsBaseIdentModel
            "1.3.6.1.2.1.33.1.1.2",  # UPS-MIB upsIdentModel
            "1.2.840.10036.3.1.2.1.3",  # IEEE802dot11-MIB dot11manufacturerProductName: airOS
        ),
    )
)

SERIALS: Final[tuple[Oid, ...]] = tuple(
    map(
        oid,
        (
            "1.3.6.1.4.1.14988.1.1.7.3",  # MIKROTIK-MIB mtxrSerialNumber
            "1.3.6.1.4.1.318.1.1.1.1.2.3",  # PowerNet-MIB upsAdvIdentSerialNumber
            "1.3.6.1.4.1.318.1.1.12.1.6",  # PowerNet-MIB rPDUIdentSerialNumber
            "1.3.6.1.4.1.534.1.1.6",  # XUPS-MIB xupsIdentSerialNumber
            "1.3.6.1.4.1.705.1.1.7",  # MG-SNMP-UPS-MIB upsmgIdentSerialNumber
            "1.3.6.1.4.1.2011.6.174.1.2.100.1.5",  # Huawei UPS, as its recording shows
            "1.3.6.1.4.1.850.1.1.2.1.1.5",  # TRIPPLITE-PRODUCTS tlpDeviceIdentSerialNum
            "1.3.6.1.4.1.21239.5.1.2.1.2",  # GEIST-V4-MIB internalSerial
            "1.3.6.1.4.1.50001.1.3",  # Hikvision recorder, as its recording shows
            "1.3.6.1.4.1.6574.1.5.2",  # SYNOLOGY-SYSTEM-MIB serialNumber
            "1.3.6.1.4.1.2636.3.1.3",  # JUNIPER-MIB jnxBoxSerialNo
            "1.3.6.1.4.1.9.5.1.2.19",  # CISCO-STACK-MIB chassisSerialNumberString
            "1.3.6.1.4.1.14179.1.1.1.4",  # AIRESPACE-SWITCHING-MIB agentInventorySerialNumber
            "1.3.6.1.4.1.14823.2.2.1.2.1.29",  # WLSX-SYSTEMEXT-MIB wlsxSysExtSerialNumber
            "1.3.6.1.4.1.15983.1.1.4.1.1.32",  # MERU-CONFIG-CONTROLLER-MIB mwWncVarsManSerialNumber
            "1.3.6.1.4.1.12356.100.1.1.1",  # FORTINET-CORE-MIB fnSysSerial
            "1.3.6.1.4.1.25461.2.1.2.1.3",  # PAN-COMMON-MIB panSysSerialNumber
            "1.3.6.1.4.1.4881.1.1.10.2.21.1.2.1.10",  # RUIJIE-ENTITY-MIB ruijieDeviceSerialNumber
            "1.3.6.1.4.1.171.12.1.1.12",  # D-Link AGENT-GENERAL-MIB agentSerialNumber
            "1.3.6.1.4.1.1991.1.1.2.8.1.1.6",  # FOUNDRY-SN-AGENT-MIB snAgentConfigModuleSerialNumber
            "1.3.6.1.4.1.31648.3.14",  # DPtech dpDevSerial, as its sysORTable names it
            "1.3.6.1.4.1.2011.2.235.1.1.1.7",  # HUAWEI-SERVER-IBMC-MIB deviceSerialNo
            "1.3.6.1.4.1.11.2.36.1.1.2.9",  # SEMI-MIB hpHttpMgSerialNumber; blade switches show their enclosure's too
            "1.3.6.1.4.1.232.22.2.3.1.1.1.7",  # CPQRACK-MIB cpqRackCommonEnclosureSerialNum
            "1.3.6.1.4.1.2.3.51.3.1.5.2.1.3",  # IMM-MIB, as its recording shows
            "1.3.6.1.4.1.2.6.191.1.3.7",  # IBM-AIX-MIB aixSeSerialNumber
            "1.3.6.1.4.1.12124.2.51.1.3",  # ISILON-MIB chassisSerialNumber
            "1.3.6.1.4.1.789.1.1.9",  # NETWORK-APPLIANCE-MIB productSerialNum
            "1.3.6.1.4.1.14331.5.5.1.3.1",  # Topsec, as its recording shows
            "1.3.6.1.4.1.38616.1.1.2",  # METEL, as its recording shows
            "1.3.6.1.4.1.3902.15.2.30.1.36",  # ZXR10 small switches, as their recording shows
            "1.3.6.1.4.1.3902.3.600.1.2.1.7",  # ZXR10 chassis, as their recording shows
            "1.3.6.1.4.1.935.1.1.1.1.2.3",  # XPPC-MIB upsSmartIdentUpsSerialNumber
        ),
    )
)


async def find_identity(agent: Lenient) -> Identity:
    """One or two requests where the vendor's objects tell both, else a walk through the parts (ENTITY-MIB)."""
    rows = await agent.first_rows((*MODELS, *SERIALS, ENT_PHYSICAL_CLASS))
    model = _first(rows[column][1] for column in MODELS if column in rows)
    serial = _first(rows[column][1] for column in SERIALS if column in rows)
    if ENT_PHYSICAL_CLASS in rows and not (model and serial):
        part = await _chassis(agent)
        model, serial = model or part.model, serial or part.serial
    return Identity(model, serial, agent.complete)


async def _chassis(agent: Lenient) -> Identity:
    """Of a stack, the first of its chassis; of an agent that shows none, whatever part names itself first."""
    classes = await agent.walk(ENT_PHYSICAL_CLASS, PARTS_AT_MOST)
    chassis = [index for index, value in classes if value == _CHASSIS]
    chosen = (chassis or [index for index, _ in classes])[:CHOSEN_AT_MOST]
    columns = (ENT_PHYSICAL_MODEL_NAME, ENT_PHYSICAL_SERIAL_NUM, ENT_PHYSICAL_DESCR)
    values = await agent.get(tuple((*column, *index) for index in chosen for column in columns))

    def first_of(column: Oid) -> str:
        return _first(values.get((*column, *index)) for index in chosen)

    # Huawei's chassis tell their model in the description alone
    model = first_of(ENT_PHYSICAL_MODEL_NAME) or (first_of(ENT_PHYSICAL_DESCR) if chassis else "")
    return Identity(model, first_of(ENT_PHYSICAL_SERIAL_NUM))


def _first(values: Iterable[Value | None]) -> str:
    return next(filter(None, map(_tidy, values)), "")


def _tidy(value: Value | None) -> str:
    text = " ".join((text_of(value) or "").split()).strip("\"' ")[:TEXT_AT_MOST]
    return "" if text.casefold() in _NO_NAME or not text.isprintable() else text
