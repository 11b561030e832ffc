"""What has to hold between the entries of an inventory: ids, addresses, sites, parents, circles.

Works on the raw document, so that it speaks even when single values are wrong as well. Linear in the file's
length.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from ipaddress import ip_address

from netwatch.config.document import Document
from netwatch.config.identifier import has_form
from netwatch.config.problem import Problem
from netwatch.config.suggestion import did_you_mean
from netwatch.inventory.cycles import cycles

_LONGEST_CYCLE_NAMED = 20


Entries = Sequence[tuple[int, Mapping[str, object]]]
"""A section's entries with their positions in the file."""


def reference_problems(document: Document) -> Iterator[Problem]:
    entries = tuple(document.entries("devices"))
    sites, site_problems = _ids(document, "sites", "site", tuple(document.entries("sites")))
    devices, device_problems = _ids(document, "devices", "device", entries)
    yield from site_problems
    yield from device_problems
    yield from _unknown_sites(document, entries, sites)
    yield from _doubtful_parents(document, entries, devices)
    yield from _circles(document, entries, devices)
    yield from _shared_addresses(document, entries)
    yield from _unknown_in_maintenance(document, devices)


def _ids(
    document: Document, section: str, what: str, entries: Entries
) -> tuple[dict[str, int], list[Problem]]:
    """Every id with the position of its first entry, and a problem for each that comes again."""
    first: dict[str, int] = {}
    problems = []
    for index, entry in entries:
        name = entry.get("id")
        if not isinstance(name, str):
            continue
        if name in first:
            line = document.place((section, first[name], "id"))[0]
            text = f"the {what} id {name!r} is already given in line {line}; give each its own"
            problems.append(document.problem_at((section, index, "id"), text))
        else:
            first[name] = index
    return first, problems


def _unknown_sites(document: Document, entries: Entries, sites: Mapping[str, int]) -> Iterator[Problem]:
    for index, device in entries:
        site = device.get("site")
        if isinstance(site, str) and site not in sites:
            hint = _nearest_id(site, sites) or "; add it under sites:"
            yield document.problem_at(("devices", index, "site"), f"there is no site {site!r}{hint}")


def _doubtful_parents(document: Document, entries: Entries, devices: Mapping[str, int]) -> Iterator[Problem]:
    for index, device in entries:
        seen = set()
        for position, parent in enumerate(_names(device.get("parents"))):
            text = None
            if not isinstance(parent, str):
                continue
            if parent == device.get("id"):
                text = f"{parent!r} is its own parent; write the device it is reached through, or remove it"
            elif parent not in devices:
                hint = _nearest_id(parent, devices) or "; add it under devices:"
                text = f"there is no device {parent!r} to be a parent{hint}"
            elif parent in seen:
                text = f"the parent {parent!r} is named twice; remove one"
            seen.add(parent)
            if text:
                yield document.problem_at(("devices", index, "parents", position), text)


def _circles(document: Document, entries: Entries, devices: Mapping[str, int]) -> Iterator[Problem]:
    parents: dict[str, list[str]] = {}
    for _, device in entries:
        name = device.get("id")
        if isinstance(name, str):
            parents.setdefault(name, [p for p in _names(device.get("parents")) if isinstance(p, str)])
    for cycle in cycles(parents):
        named = cycle[:_LONGEST_CYCLE_NAMED]
        left = f" → … {len(cycle) - len(named)} more …" if len(cycle) > len(named) else ""
        way = " → ".join(named) + left + f" → {cycle[0]}"
        text = f"parents lead in a circle: {way}; take one of these parents out"
        yield document.problem_at(("devices", devices[cycle[0]], "parents"), text)


def _shared_addresses(document: Document, entries: Entries) -> Iterator[Problem]:
    first: dict[str, tuple[int, object]] = {}
    for index, device in entries:
        address = device.get("address")
        if not isinstance(address, str):
            continue
        same = _comparable(address)
        if same in first:
            position, other = first[same]
            line = document.place(("devices", position, "address"))[0]
            text = f"the address {address!r} is already that of {other!r} in line {line}; give each its own"
            yield document.problem_at(("devices", index, "address"), text)
        else:
            first[same] = (index, device.get("id"))


def _unknown_in_maintenance(document: Document, devices: Mapping[str, int]) -> Iterator[Problem]:
    for index, entry in document.entries("maintenance"):
        for position, device in enumerate(_names(entry.get("devices"))):
            if isinstance(device, str) and device not in devices:
                hint = _nearest_id(device, devices) or "; write the id of a device above"
                text = f"there is no device {device!r}{hint}"
                yield document.problem_at(("maintenance", index, "devices", position), text)


def _nearest_id(name: str, known: Iterable[str]) -> str:
    """An id that has to be corrected itself is not what anybody means."""
    return did_you_mean(name, filter(has_form, known))


def _names(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _comparable(address: str) -> str:
    if address.replace(".", "").isdecimal():
        # An IPv4 address has one spelling only; what is none has a problem of its own.
        return address
    try:
        return str(ip_address(address))
    except ValueError:
        return address.casefold().removesuffix(".")
