"""The first line: what, where, how bad. On a lock screen it is often the only one."""

import re

from netwatch.core.ticket import Source, Ticket
from netwatch.inventory.model import Inventory
from netwatch.text.condition import brief, well_again
from netwatch.text.html import cut, data, escaped, tidy
from netwatch.text.office import Office
from netwatch.text.priority import MARK

GLANCE = 60
"""Characters that a lock screen shows."""

_ABBREVIATIONS = (
    (re.compile(r"^(Kantor )?Kecamatan "), "Kec. "),
    (re.compile(r"^(Kantor )?Kelurahan "), "Kel. "),
)


def short_place(name: str) -> str:
    """`Kantor Kecamatan Kejaksan` is `Kec. Kejaksan` on every signpost."""
    for long, short in _ABBREVIATIONS:
        name = long.sub(short, name)
    return name


def opening(ticket: Ticket, office: Office) -> str:
    """HTML: `🔴 GANGGUAN: Router Kejaksan mati — Kec. Kejaksan, 6 perangkat ikut terdampak`."""
    prefix = f"{MARK[ticket.priority]} GANGGUAN{' BERULANG' if ticket.reopened else ''}: "
    return f"{prefix}{subject(ticket, office, GLANCE - len(prefix))}{extent(ticket)}"


def subject(ticket: Ticket, office: Office, room: int = GLANCE) -> str:
    """HTML of at most `room` characters as seen: `Router Kejaksan mati — Kec. Kejaksan`."""
    if ticket.root is None:
        return _subject(ticket, office.inventory, room, "")
    ailed = "putus-sambung" if ticket.flapping else brief(ticket.root.condition)
    return _subject(ticket, office.inventory, room, f" {ailed}")


def subject_healthy(ticket: Ticket, office: Office, room: int = GLANCE) -> str:
    """The same without what ailed it: `Router Kejaksan — Kec. Kejaksan`."""
    return _subject(ticket, office.inventory, room, "")


def subject_well_again(ticket: Ticket, office: Office, room: int = GLANCE) -> str:
    """The same with what is well again, where that is less than the whole device: `UPS DKIS, listrik normal — DKIS`."""
    well = well_again(ticket.root.condition) if ticket.root is not None else ""
    return subject_saying(well, ticket, office, room) if well else subject_healthy(ticket, office, room)


def subject_saying(what: str, ticket: Ticket, office: Office, room: int = GLANCE) -> str:
    """The same with other words, in plain text, for what ails it: `UPS DKIS, baterai hampir habis — DKIS`."""
    return _subject(ticket, office.inventory, room, f", {what}")


def is_impact_in_doubt(ticket: Ticket) -> bool:
    """Whether not one of the devices behind the root cause is known to be cut off."""
    return not any(impact.confirmed for impact in ticket.impacted)


def extent(ticket: Ticket) -> str:
    """`, 6 perangkat ikut terdampak`, `mungkin` where none is sure; '' where nothing lies behind the root cause."""
    if ticket.impacted:
        perhaps = "mungkin " if is_impact_in_doubt(ticket) else ""
        return f", {perhaps}{len(ticket.impacted)} perangkat ikut terdampak"
    if ticket.source is Source.CITIZEN and ticket.report_count > 1:
        return f", {ticket.report_count} laporan"
    return ""


def _subject(ticket: Ticket, inventory: Inventory, room: int, ailment: str) -> str:
    place = tidy(short_place(inventory.site_name(ticket.site)))
    root = ticket.root
    if root is None:
        return _pair(place or "Tanpa lokasi", " — ", "laporan warga", room)
    if root.device is None:
        what = "Listrik" if root.condition == "power" else "Pemantau jaringan"
        return _pair(f"{what}{ailment}", " — ", place, room) if place else data(f"{what}{ailment}", room)
    device = tidy(inventory.device_name(root.device))
    return _pair(device, f"{ailment} — ", place, room) if place else data(f"{device}{ailment}", room)


def _pair(first: str, between: str, second: str, room: int) -> str:
    """Both names and what stands between them in `room` characters; the longer name gives way first."""
    left = max(room - len(between), 2)
    half = left // 2
    first_room = max(half, left - len(second))
    first = cut(first, first_room)
    return f"{data(first)}{escaped(between)}{data(cut(second, left - len(first)))}"
