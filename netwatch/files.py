"""Reads everything a start or a reload needs, and names every mistake in all of it at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from netwatch.config.load import look_at_settings
from netwatch.config.problem import ConfigError, Problem
from netwatch.config.settings import Settings
from netwatch.config.validate import load_model
from netwatch.inventory.cross_check import cross_check
from netwatch.inventory.loader import load_inventory
from netwatch.inventory.model import Inventory
from sop.document import Sop, load_shipped

InventoryLoader = Callable[[Path, ZoneInfo], Inventory]
"""`load_inventory`, or what reads the file as that does."""


@dataclass(frozen=True, slots=True)
class Files:
    settings: Settings
    inventory: Inventory
    sop: Sop


@dataclass(frozen=True, slots=True)
class Look:
    """`files`: what can be believed of files with `problems`; where something is wrong, a default stands in for it.

    `inventory_known`: whether the inventory is the file's; else it is empty.
    """

    files: Files
    problems: tuple[Problem, ...]
    inventory_known: bool


def read_files(path: Path | None, environ: Mapping[str, str], load: InventoryLoader = load_inventory) -> Files:
    """The files in force; `path` is the settings file, None for all defaults. Raises ConfigError with every problem."""
    look = look_at_files(path, environ, load)
    if look.problems:
        raise ConfigError(look.problems)
    return look.files


def look_at_files(path: Path | None, environ: Mapping[str, str], load: InventoryLoader = load_inventory) -> Look:
    """The same for whoever can do with less. Raises ConfigError where the settings do not say where anything is."""
    settings, found = look_at_settings(path, environ)
    problems = list(found)
    inventory: Inventory | None = None
    sop = load_shipped()
    try:
        inventory = load(settings.inventory, settings.zone)
    except ConfigError as wrong:
        problems += wrong.problems
    if settings.sop is not None:
        try:
            sop = load_model(settings.sop, Sop)
        except ConfigError as wrong:
            problems += wrong.problems
    if not problems and inventory is not None:
        problems += cross_check(settings, inventory, path, settings.inventory)
    return Look(Files(settings, inventory or Inventory(), sop), tuple(problems), inventory is not None)
