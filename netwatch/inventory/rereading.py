"""Reads an inventory again that has changed a little: what stands there as before is not parsed and validated again."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from netwatch.config.item_cut import Cut, Cuts, cut, fits, without
from netwatch.config.located_yaml import parse_document
from netwatch.config.problem import ConfigError
from netwatch.config.source import read_source
from netwatch.inventory.loader import Parts, inventory_of, read_parts
from netwatch.inventory.model import Inventory
from netwatch.inventory.references import refers_rightly

T = TypeVar("T")

_LISTS = ("sites", "devices")


class Rereading:
    """`load` gives what `load_inventory` gives, the same mistakes included, and remembers the text of the last file.

    What an entry means depends on nothing but its text (times are read in a zone in `maintenance` alone, which is read
    every time). Whatever is doubtful is left to the whole reading: that alone finds mistakes and names their places.
    """

    def __init__(self) -> None:
        self._text = ""
        self._inventory = Inventory()

    def load(self, path: Path, zone: ZoneInfo) -> Inventory:
        """Raises ConfigError with every problem of the file. Entries that stay are the very same objects."""
        text = read_source(path)
        cuts = cut(text, _LISTS)
        inventory = self._with_changes(text, cuts, path, zone)
        if inventory is None:
            document = parse_document(text, path)
            inventory = inventory_of(document, zone)
            if not fits(text, cuts, document):
                text = ""
        self._text, self._inventory = text, inventory
        return inventory

    def _with_changes(self, text: str, cuts: Cuts, path: Path, zone: ZoneInfo) -> Inventory | None:
        """The inventory, of which only what has changed is read; None where the whole has to be."""
        before = cut(self._text, _LISTS)
        sites = _by_text(before.get("sites"), self._inventory.sites.values())
        devices = _by_text(before.get("devices"), self._inventory.devices.values())
        rest, cuts_of_rest = without(text, cuts, {"sites": sites, "devices": devices})
        if rest == text:
            return None
        try:
            document = parse_document(rest, path)
            parts = read_parts(document, zone)
        except ConfigError:
            return None
        if not fits(rest, cuts_of_rest, document):
            return None
        parts = Parts(
            _completed(parts.sites, "sites", cuts_of_rest, cuts, sites),
            _completed(parts.devices, "devices", cuts_of_rest, cuts, devices),
            parts.maintenance,
        )
        inventory = parts.joined()
        is_each_its_own = len(inventory.sites) == len(parts.sites) and len(inventory.devices) == len(parts.devices)
        return inventory if is_each_its_own and refers_rightly(inventory) else None


def _by_text(each: Cut | None, entries: Iterable[T]) -> dict[str, T]:
    return {} if each is None else dict(zip(each.items, entries, strict=True))


def _completed(read: Sequence[T], key: str, cuts_of_rest: Cuts, cuts: Cuts, known: Mapping[str, T]) -> Sequence[T]:
    """All entries of a list in the text's order: those that were read, and those that are known."""
    if key not in cuts:
        return read
    by_text = {**_by_text(cuts_of_rest[key], read), **known}
    return [by_text[text] for text in cuts[key].items]
