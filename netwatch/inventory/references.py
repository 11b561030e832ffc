"""What has to hold between the entries of an inventory: ids, addresses, sites, parents, circles.

Works on what the entries say, so that it speaks even when single values are wrong as well. Linear in the file's
length.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from ipaddress import ip_address
from typing import NamedTuple

from netwatch.config.address import without_idle_zone
from netwatch.config.document import Document, KeyPath
from netwatch.config.identifier import has_form
from netwatch.config.problem import Problem
from netwatch.config.suggestion import did_you_mean
from netwatch.inventory.cycles import cycles
from netwatch.inventory.model import Inventory

_LONGEST_CYCLE_NAMED = 20


class Entry(NamedTuple):
    """What a site, a device or a maintenance says of others, right or wrong; `position` counts in its list."""

    position: int
    id: object = None
    address: object = None
    site: object = None
    parents: object = None
    devices: object = None


class Entries(NamedTuple):
    sites: Sequence[Entry]
    devices: Sequence[Entry]
    maintenance: Sequence[Entry]


class Finding(NamedTuple):
    """What is wrong at a place of the file; `before`, if any, is the place that said the same first."""

    at: KeyPath
    text: str
    before: KeyPath | None = None


def reference_problems(document: Document) -> Iterator[Problem]:
    for at, text, before in _findings(_written(document)):
        if before is not None:
            text = f"{text} in line {document.place(before)[0]}; give each its own"
        yield document.problem_at(at, text)


def refers_rightly(inventory: Inventory) -> bool:
    """Whether a file with these entries has no reference problems."""
    return next(_findings(_read(inventory)), None) is None


def _written(document: Document) -> Entries:
    return Entries(
        _written_in(document, "sites"), _written_in(document, "devices"), _written_in(document, "maintenance")
    )


def _written_in(document: Document, section: str) -> Sequence[Entry]:
    return [
        Entry(position, said.get("id"), said.get("address"), said.get("site"), said.get("parents"), said.get("devices"))
        for position, said in document.entries(section)
    ]


def _read(inventory: Inventory) -> Entries:
    return Entries(
        [Entry(position, site.id) for position, site in enumerate(inventory.sites.values())],
        [
            Entry(position, device.id, device.address, device.site, device.parents)
            for position, device in enumerate(inventory.devices.values())
        ],
        [Entry(position, devices=planned.devices) for position, planned in enumerate(inventory.maintenance)],
    )


def _findings(entries: Entries) -> Iterator[Finding]:
    sites, doubled_sites = _ids("sites", "site", entries.sites)
    devices, doubled_devices = _ids("devices", "device", entries.devices)
    yield from doubled_sites
    yield from doubled_devices
    yield from _unknown_sites(entries.devices, sites)
    yield from _doubtful_parents(entries.devices, devices)
    yield from _circles(entries.devices, devices)
    yield from _shared_addresses(entries.devices)
    yield from _unknown_in_maintenance(entries.maintenance, devices)


def _ids(section: str, what: str, entries: Iterable[Entry]) -> tuple[dict[str, int], list[Finding]]:
    """Every id with the position of its first entry, and a finding for each that comes again."""
    first: dict[str, int] = {}
    found = []
    for entry in entries:
        name = entry.id
        if not isinstance(name, str):
            continue
        if name in first:
            text = f"the {what} id {name!r} is already given"
            found.append(Finding((section, entry.position, "id"), text, (section, first[name], "id")))
        else:
            first[name] = entry.position
    return first, found


def _unknown_sites(devices: Iterable[Entry], sites: Mapping[str, int]) -> Iterator[Finding]:
    for device in devices:
        site = device.site
        if isinstance(site, str) and site not in sites:
            hint = _nearest_id(site, sites) or "; add it under sites:"
            yield Finding(("devices", device.position, "site"), f"there is no site {site!r}{hint}")


def _doubtful_parents(devices: Iterable[Entry], known: Mapping[str, int]) -> Iterator[Finding]:
    for device in devices:
        seen = set()
        for place, parent in enumerate(_names(device.parents)):
            text = None
            if not isinstance(parent, str):
                continue
            if parent == device.id:
                text = f"{parent!r} is its own parent; write the device it is reached through, or remove it"
            elif parent not in known:
                hint = _nearest_id(parent, known) or "; add it under devices:"
                text = f"there is no device {parent!r} to be a parent{hint}"
            elif parent in seen:
                text = f"the parent {parent!r} is named twice; remove one"
            seen.add(parent)
            if text:
                yield Finding(("devices", device.position, "parents", place), text)


def _circles(devices: Iterable[Entry], known: Mapping[str, int]) -> Iterator[Finding]:
    parents: dict[str, list[str]] = {}
    for device in devices:
        if isinstance(device.id, str):
            parents.setdefault(device.id, [p for p in _names(device.parents) if isinstance(p, str)])
    for cycle in cycles(parents):
        named = cycle[:_LONGEST_CYCLE_NAMED]
        left = f" → … {len(cycle) - len(named)} more …" if len(cycle) > len(named) else ""
        way = " → ".join(named) + left + f" → {cycle[0]}"
        text = f"parents lead in a circle: {way}; take one of these parents out"
        yield Finding(("devices", known[cycle[0]], "parents"), text)


def _shared_addresses(devices: Iterable[Entry]) -> Iterator[Finding]:
    first: dict[str, Entry] = {}
    for device in devices:
        address = device.address
        if not isinstance(address, str):
            continue
        other = first.setdefault(_comparable(address), device)
        if other is not device:
            text = f"the address {address!r} is already that of {other.id!r}"
            yield Finding(("devices", device.position, "address"), text, ("devices", other.position, "address"))


def _unknown_in_maintenance(maintenance: Iterable[Entry], known: Mapping[str, int]) -> Iterator[Finding]:
    for entry in maintenance:
        for place, device in enumerate(_names(entry.devices)):
            if isinstance(device, str) and device not in known:
                hint = _nearest_id(device, known) or "; write the id of a device above"
                yield Finding(("maintenance", entry.position, "devices", place), f"there is no device {device!r}{hint}")


def _nearest_id(name: str, known: Iterable[str]) -> str:
    """An id that has to be corrected itself is not what anybody means."""
    return did_you_mean(name, filter(has_form, known))


def _names(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _comparable(address: str) -> str:
    if address.replace(".", "").isdecimal():
        # An IPv4 address has one spelling only; what is none has a problem of its own.
        return address
    try:
        return str(without_idle_zone(ip_address(address)))
    except ValueError:
        return address.casefold().removesuffix(".")
