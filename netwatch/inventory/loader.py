"""Reads `inventory.yaml`."""

from pathlib import Path
from zoneinfo import ZoneInfo

from netwatch.config.document import Document
from netwatch.config.located_yaml import load_document
from netwatch.config.problem import ConfigError, Problem
from netwatch.config.validate import validate
from netwatch.inventory.entries import DeviceEntry, InventoryFile, MaintenanceEntry, SiteEntry
from netwatch.inventory.model import (
    Contact,
    Device,
    Inventory,
    PlannedMaintenance,
    Point,
    Site,
    SnmpAccess,
    SshAccess,
)
from netwatch.inventory.references import reference_problems


def load_inventory(path: Path, zone: ZoneInfo) -> Inventory:
    """The inventory in the file; local times of maintenance are those of `zone`.

    Raises ConfigError with every problem of the file.
    """
    document = load_document(path)
    problems = list(reference_problems(document))
    file = _validated(document, zone, problems)
    if problems:
        raise ConfigError(problems)
    return Inventory(
        sites={entry.id: _site(entry) for entry in file.sites},
        devices={entry.id: _device(entry) for entry in file.devices},
        maintenance=tuple(_maintenance(entry) for entry in file.maintenance),
    )


def _validated(document: Document, zone: ZoneInfo, problems: list[Problem]) -> InventoryFile:
    """The file's entries; with problems noted, none."""
    try:
        return validate(document, InventoryFile, {"zone": zone})
    except ConfigError as fault:
        problems.extend(fault.problems)
        return InventoryFile()


def _site(entry: SiteEntry) -> Site:
    latitude, longitude, contact = entry.latitude, entry.longitude, entry.contact
    return Site(
        id=entry.id,
        name=entry.name,
        aliases=entry.aliases,
        kecamatan=entry.kecamatan,
        address=entry.address,
        point=Point(latitude, longitude) if latitude is not None and longitude is not None else None,
        contact=Contact(contact.name, contact.phone) if contact else None,
    )


def _device(entry: DeviceEntry) -> Device:
    snmp, ssh = entry.snmp, entry.ssh
    return Device(
        id=entry.id,
        name=entry.name,
        kind=entry.kind,
        address=entry.address,
        site=entry.site,
        parents=entry.parents,
        importance=entry.importance,
        snmp=SnmpAccess(snmp.profile, snmp.port, snmp.interfaces) if snmp else None,
        ssh=SshAccess(ssh.platform, ssh.credential, ssh.port) if ssh else None,
        aliases=entry.aliases,
        failover=entry.failover,
        other_addresses=entry.other_addresses,
        conditions=entry.conditions,
    )


def _maintenance(entry: MaintenanceEntry) -> PlannedMaintenance:
    return PlannedMaintenance(entry.devices, entry.start, entry.end, entry.reason)
