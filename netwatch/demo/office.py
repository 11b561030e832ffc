"""The demo's office: who works there, and the files that netwatch is started with."""

import json
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import netwatch
from netwatch.demo.ports import POLLED, ports_of
from netwatch.inventory.model import Inventory
from sop.role import Role

COMMUNITY = "demo"


@dataclass(frozen=True, slots=True)
class Colleague:
    """`team`: the id of theirs, for Tim Lapangan."""

    key: str
    name: str
    role: Role
    telegram_id: int
    team: str | None = None


COLLEAGUES = (
    Colleague("rina", "Rina", Role.CALL_TAKER, 2001),
    Colleague("sari", "Sari", Role.SPV_OPINI_PUBLIK, 2002),
    Colleague("dedi", "Dedi", Role.KASI_INFRASTRUKTUR, 2003),
    Colleague("agus", "Agus", Role.TIM_LAPANGAN, 2004, "utara"),
    Colleague("wawan", "Wawan", Role.TIM_LAPANGAN, 2005, "selatan"),
)

_NORTH = ("Kejaksan", "Pekalipan")
"""The kecamatan of Tim Utara."""


class CityMissing(RuntimeError):
    """The text says where it was looked for."""


def shipped_inventory() -> Path:
    """Beside the source, or where a wheel puts it. Raises CityMissing."""
    schemes = (sysconfig.get_default_scheme(), sysconfig.get_preferred_scheme("user"))
    installed = [Path(sysconfig.get_path("data", scheme)) / "share" / "netwatch" for scheme in schemes]
    folders = [Path(netwatch.__file__).parent.parent, *installed]
    for folder in folders:
        if (folder / "inventory.yaml").is_file():
            return folder / "inventory.yaml"
    looked = ", ".join(map(str, folders))
    raise CityMissing(f"inventory.yaml, the demo's city, is in none of {looked}; install netwatch anew")


def write_files(folder: Path, inventory: Inventory, source: Path, token: str, base_url: str, file_url: str) -> Path:
    """Writes inventory and settings (as JSON, which is YAML) into the folder; returns the path of the settings.

    `inventory` is what stands in `source`; what the demo's devices have more than that one says are SNMP agents.
    """
    city = yaml.safe_load(source.read_text(encoding="utf-8"))
    ports = ports_of(inventory)
    for entry in city["devices"]:
        device = inventory.devices[entry["id"]]
        if device.kind in POLLED:
            entry["snmp"] = {"interfaces": [port.name for port in ports[device.id][: len(device.parents)]]}
    (folder / "inventory.yaml").write_text(json.dumps(city, indent=1, default=str), encoding="utf-8")
    settings = folder / "netwatch.yaml"
    settings.write_text(json.dumps(_settings(inventory, token, base_url, file_url), indent=1), encoding="utf-8")
    return settings


def _settings(inventory: Inventory, token: str, base_url: str, file_url: str) -> dict[str, Any]:
    people = [
        {"name": each.name, "role": each.role.value, "telegram_id": each.telegram_id}
        | ({"team": each.team} if each.team is not None else {})
        for each in COLLEAGUES
    ]
    north = [site.id for site in inventory.sites.values() if site.kecamatan in _NORTH and site.id != "balaikota"]
    return {
        "inventory": "inventory.yaml",
        "database": "sqlite:///netwatch.db",
        "telegram": {"token": token, "base_url": base_url, "base_file_url": file_url},
        "people": people,
        "teams": [
            {"id": "utara", "name": "Tim Utara", "sites": north},
            {"id": "selatan", "name": "Tim Selatan", "default": True},
        ],
        # quicker than the defaults, so that nobody has to wait for what is to be seen
        "detection": {
            "ping": {"interval": "3s", "timeout": "1s"},
            "failover": "4s",
            "close_after": "15s",
            # a chapter that is played again opens a ticket of its own
            "reopen_within": "0s",
            "sentinels": ["127.0.0.1"],
        },
        "snmp": {
            "interval": "8s",
            "traps": {"listen": None},
            "profiles": {"default": {"version": "2c", "community": COMMUNITY}},
        },
        # the story is about devices; what their ports say stands in the tickets
        "conditions": {"if": {"ticket": "none"}},
    }
