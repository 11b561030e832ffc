"""The inventory file's form, entry by entry. What has to hold between entries is in `references`."""

from datetime import datetime
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BeforeValidator, Field, ValidationInfo, model_validator

from netwatch.config.address import Address, LiteralAddress
from netwatch.config.conditions import ConditionEntries
from netwatch.config.coordinates import Latitude, Longitude
from netwatch.config.duration import Duration
from netwatch.config.identifier import Identifier
from netwatch.config.phone import Phone
from netwatch.config.section import Section
from netwatch.inventory.local_time import read_local_time
from netwatch.inventory.model import DeviceKind, Importance

Text = Annotated[str, Field(min_length=1)]
Port = Annotated[int, Field(ge=1, le=65535)]


class ContactEntry(Section):
    name: Text
    phone: Phone | None = None


class SiteEntry(Section):
    id: Identifier
    name: Text
    aliases: tuple[Text, ...] = ()
    kecamatan: Text | None = None
    address: Text | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    contact: ContactEntry | None = None

    @model_validator(mode="after")
    def _is_a_point(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            given, missing = ("latitude", "longitude") if self.longitude is None else ("longitude", "latitude")
            raise ValueError(f"{given} stands here without {missing}; write both, or none of them")
        return self


class SnmpEntry(Section):
    profile: Text = "default"
    port: Port = 161
    interfaces: tuple[Text, ...] = ()


class SshEntry(Section):
    platform: Text
    credential: Text = "default"
    port: Port = 22


class DeviceEntry(Section):
    id: Identifier
    name: Text
    kind: DeviceKind
    address: Address
    site: str
    parents: tuple[str, ...] = ()
    importance: Importance = Importance.NORMAL
    snmp: SnmpEntry | None = None
    ssh: SshEntry | None = None
    aliases: tuple[Text, ...] = ()
    failover: Duration | None = None
    other_addresses: tuple[LiteralAddress, ...] = ()
    conditions: ConditionEntries | None = None

    @model_validator(mode="after")
    def _can_be_watched(self) -> Self:
        written = self.conditions.model_fields_set if self.conditions is not None else set()
        if self.snmp is None and written - {"loss"}:
            raise ValueError("all conditions but loss are told by an SNMP agent; write snmp: too, or remove them")
        return self


def _in_zone(value: object, info: ValidationInfo) -> datetime:
    zone = (info.context or {}).get("zone")
    if not isinstance(zone, ZoneInfo):
        raise TypeError("maintenance is validated in a zone; give validate() the context {'zone': ZoneInfo}")
    return read_local_time(value, zone)


LocalTime = Annotated[AwareDatetime, BeforeValidator(_in_zone)]


class MaintenanceEntry(Section):
    devices: Annotated[tuple[str, ...], Field(min_length=1)]
    start: LocalTime = Field(alias="from")
    end: LocalTime = Field(alias="to")
    reason: str = ""

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.end <= self.start:
            raise ValueError("this maintenance ends before it begins; write a 'to' later than 'from'")
        return self


class InventoryFile(Section):
    sites: tuple[SiteEntry, ...] = ()
    devices: tuple[DeviceEntry, ...] = ()
    maintenance: tuple[MaintenanceEntry, ...] = ()
