"""Reads `inventory.yaml`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from netwatch.config.document import Document
from netwatch.config.located_yaml import load_document
from netwatch.config.problem import ConfigError
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
    return inventory_of(load_document(path), zone)


def inventory_of(document: Document, zone: ZoneInfo) -> Inventory:
    """The same for a file already read."""
    problems = list(reference_problems(document))
    parts = None
    try:
        parts = read_parts(document, zone)
    except ConfigError as fault:
        problems.extend(fault.problems)
    if problems or parts is None:
        raise ConfigError(problems)
    return parts.joined()


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands in a file, each entry by itself, in its order. Whether they fit together is not looked at."""

    sites: Sequence[Site]
    devices: Sequence[Device]
    maintenance: tuple[PlannedMaintenance, ...]

    def joined(self) -> Inventory:
        return Inventory(
            {site.id: site for site in self.sites}, {device.id: device for device in self.devices}, self.maintenance
        )


def read_parts(document: Document, zone: ZoneInfo) -> Parts:
    """Raises ConfigError with every entry's problems."""
    file = validate(document, InventoryFile, {"zone": zone})
    return Parts(
        [_site(entry) for entry in file.sites],
        [_device(entry) for entry in file.devices],
        tuple(_maintenance(entry) for entry in file.maintenance),
    )


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
