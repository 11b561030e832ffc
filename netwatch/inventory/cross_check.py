"""What has to hold between the settings and the inventory."""

from collections.abc import Iterator
from pathlib import Path

from netwatch.config.document import Document, KeyPath
from netwatch.config.located_yaml import load_document
from netwatch.config.problem import ConfigError, Problem
from netwatch.config.settings import Settings
from netwatch.config.suggestion import did_you_mean
from netwatch.inventory.model import Inventory

Finding = tuple[KeyPath, str]
"""The place within a file, and what is wrong there."""


def cross_check(
    settings: Settings, inventory: Inventory, settings_path: Path | None, inventory_path: Path
) -> tuple[Problem, ...]:
    """Every reference from one file into the other that leads nowhere, in the file and line that makes it.

    A file is read a second time only when there is something in it to point at.
    """
    in_settings = tuple(_unknown_sites(settings, inventory))
    in_inventory = tuple(_unknown_access(settings, inventory))
    return (
        *(_located(settings_path, in_settings) if settings_path else ()),
        *_located(inventory_path, in_inventory),
    )


def _unknown_sites(settings: Settings, inventory: Inventory) -> Iterator[Finding]:
    for index, team in enumerate(settings.teams):
        for position, site in enumerate(team.sites):
            if site not in inventory.sites:
                hint = did_you_mean(site, inventory.sites) or "; write the id of a site of the inventory"
                yield ("teams", index, "sites", position), f"the inventory has no site {site!r}{hint}"


def _unknown_access(settings: Settings, inventory: Inventory) -> Iterator[Finding]:
    profiles, credentials = settings.snmp.profiles, settings.ssh.credentials
    for index, device in enumerate(inventory.devices.values()):
        if device.snmp and device.snmp.profile not in profiles:
            name = device.snmp.profile
            hint = did_you_mean(name, profiles) or "; add it under snmp: profiles:"
            yield ("devices", index, "snmp", "profile"), f"the settings have no SNMP profile {name!r}{hint}"
        if device.ssh and device.ssh.credential not in credentials:
            name = device.ssh.credential
            hint = did_you_mean(name, credentials) or "; add it under ssh: credentials:"
            yield (
                ("devices", index, "ssh", "credential"),
                f"the settings have no SSH credential {name!r}{hint}",
            )


def _located(path: Path, findings: tuple[Finding, ...]) -> tuple[Problem, ...]:
    if not findings:
        return ()
    document = _document(path)
    if document is None:
        return tuple(Problem(path, 1, 1, text) for _, text in findings)
    return tuple(document.problem_at(key_path, text) for key_path, text in findings)


def _document(path: Path) -> Document | None:
    """None when the file has become unreadable since it was loaded: the findings still stand."""
    try:
        return load_document(path)
    except ConfigError:
        return None
