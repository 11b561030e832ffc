"""What the inventory lets netwatch watch. Pure."""

from collections.abc import Iterator
from ipaddress import ip_address

from netwatch.check.counted import counted
from netwatch.check.finding import Finding, advice, fact
from netwatch.check.some import some
from netwatch.config.settings import Settings
from netwatch.files import Files
from netwatch.inventory.model import Inventory

KNOWN_TO_EVERYBODY = "public"
FEW = 3
"""So many devices may stand beside each other without one being reached through another."""


def watched(files: Files) -> Iterator[Finding]:
    inventory, place = files.inventory, files.settings.inventory
    if not inventory.devices:
        yield advice("inventory", f"{place} has no devices; write sites and devices, `netwatch init` shows their form")
        return
    sites, devices = counted(len(inventory.sites), "site"), counted(len(inventory.devices), "device")
    yield fact("inventory", f"{place}: {sites}, {devices}")
    examples = [device.id for device in inventory.devices.values() if _is_this_machine(device.address)]
    if examples:
        yield advice(
            "inventory",
            f"{some(examples)}: the address is this machine's own, as in an example; write your devices into {place}",
        )
    if len(inventory.devices) > FEW and not any(device.parents for device in inventory.devices.values()):
        yield advice(
            "inventory", "no device has parents, so one cut cable would be as many tickets as devices behind it; "
            "write with each through which it is reached",
        )
    yield from _agents(inventory, files.settings)


def _agents(inventory: Inventory, settings: Settings) -> Iterator[Finding]:
    asked = [device for device in inventory.devices.values() if device.snmp is not None]
    if not asked:
        yield fact("SNMP", "no device has `snmp:`, all are only pinged")
        return
    yield fact("SNMP", f"{counted(len(asked), 'device')}, engine {settings.snmp.engine}")
    used = {device.snmp.profile for device in asked if device.snmp is not None}
    for name, profile in settings.snmp.profiles.items():
        community = profile.community
        if name in used and community is not None and community.get_secret_value() == KNOWN_TO_EVERYBODY:
            yield advice(
                "SNMP",
                f"the profile {name} has the community {KNOWN_TO_EVERYBODY}, which everybody tries first; set another "
                "one in the devices, better a user of version 3, and write it under snmp: profiles:",
            )


def _is_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
