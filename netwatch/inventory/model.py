"""What is watched, as immutable values. Reading it from a file is the loader's work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from netwatch.config.conditions import ConditionEntries


class DeviceKind(StrEnum):
    ROUTER = "router"
    SWITCH = "switch"
    AP = "ap"
    CCTV = "cctv"
    SERVER = "server"
    UPS = "ups"
    OLT = "olt"
    RADIO = "radio"
    OTHER = "other"


class Importance(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask at a site; `phone` in E.164. Personal data: never log it."""

    name: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees of WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Site:
    """`address` is that of the street."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kecamatan: str | None = None
    address: str | None = None
    point: Point | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class SnmpAccess:
    profile: str = "default"
    port: int = 161
    interfaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SshAccess:
    platform: str
    credential: str = "default"
    port: int = 22


@dataclass(frozen=True, slots=True)
class Device:
    """`failover` in seconds, None for the settings' default. `other_addresses`: literals from which the device may
    answer a ping to its address, or send traps. `conditions`: what differs from the settings' rules."""

    id: str
    name: str
    kind: DeviceKind
    address: str
    site: str
    parents: tuple[str, ...] = ()
    importance: Importance = Importance.NORMAL
    snmp: SnmpAccess | None = None
    ssh: SshAccess | None = None
    aliases: tuple[str, ...] = ()
    failover: float | None = None
    other_addresses: tuple[str, ...] = ()
    conditions: ConditionEntries | None = None


@dataclass(frozen=True, slots=True)
class PlannedMaintenance:
    """Aware datetimes; the file's local times are read in the settings' zone."""

    devices: tuple[str, ...]
    start: datetime
    end: datetime
    reason: str = ""


@dataclass(frozen=True)
class Inventory:
    """Insertion order of both mappings is the file's order."""

    sites: Mapping[str, Site] = field(default_factory=dict)
    devices: Mapping[str, Device] = field(default_factory=dict)
    maintenance: tuple[PlannedMaintenance, ...] = ()

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The devices that name this one as a parent, for every device."""
        found: dict[str, list[str]] = {device: [] for device in self.devices}
        for device in self.devices.values():
            for parent in device.parents:
                found[parent].append(device.id)
        return {parent: tuple(ids) for parent, ids in found.items()}

    def site_name(self, site_id: str | None) -> str:
        """The site's name; the id itself for a site that has left the inventory; '' for None."""
        if site_id is None:
            return ""
        site = self.sites.get(site_id)
        return site.name if site else site_id

    def device_name(self, device_id: str) -> str:
        """The device's name; the id itself for a device that has left the inventory."""
        device = self.devices.get(device_id)
        return device.name if device else device_id
