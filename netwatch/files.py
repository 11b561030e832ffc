"""Reads everything a start or a reload needs, and names every mistake in all of it at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from netwatch.config.load import load_settings
from netwatch.config.problem import ConfigError, Problem
from netwatch.config.settings import Settings
from netwatch.config.validate import load_model
from netwatch.inventory.cross_check import cross_check
from netwatch.inventory.loader import load_inventory
from netwatch.inventory.model import Inventory
from sop.document import Sop, load_shipped


@dataclass(frozen=True, slots=True)
class Files:
    settings: Settings
    inventory: Inventory
    sop: Sop


def read_files(path: Path | None, environ: Mapping[str, str]) -> Files:
    """The files in force; `path` is the settings file, None for all defaults. Raises ConfigError with every problem."""
    settings = load_settings(path, environ)
    problems: list[Problem] = []
    inventory = Inventory()
    sop = load_shipped()
    try:
        inventory = load_inventory(settings.inventory, settings.zone)
    except ConfigError as wrong:
        problems += wrong.problems
    if settings.sop is not None:
        try:
            sop = load_model(settings.sop, Sop)
        except ConfigError as wrong:
            problems += wrong.problems
    if not problems:
        problems += cross_check(settings, inventory, path, settings.inventory)
    if problems:
        raise ConfigError(problems)
    return Files(settings, inventory, sop)
