"""What a team needs on its way: where it is and whom to ask there, which device, what its port says, and what
was wrong there before.
"""

from netwatch.core.briefing import Briefing
from netwatch.core.port_seen import PortSeen, PortState
from netwatch.core.site_history import PastRepair
from netwatch.core.ticket import Ticket
from netwatch.inventory.model import Contact, Site
from netwatch.text.html import bold, data
from netwatch.text.map_link import map_link
from netwatch.text.office import Office
from netwatch.text.phone import dialled
from netwatch.text.time import clock, short_day

PORT_STATE = {
    PortState.UP: "menyala",
    PortState.DOWN: "mati",
    PortState.OTHER: "dinonaktifkan, atau keadaannya tidak terbaca",
}


def on_the_way(ticket: Ticket, office: Office, briefing: Briefing) -> list[list[str]]:
    """Paragraphs as lists of lines, HTML; what nobody has written down is left out."""
    site = office.inventory.sites.get(ticket.site or "")
    return [
        [
            *_place(site),
            *_contact(site.contact if site is not None else None),
            *_device(briefing),
            *(_port(port, office) for port in ticket.ports),
        ],
        _past(briefing.past, office),
    ]


def _place(site: Site | None) -> list[str]:
    if site is None:
        return []
    shown = [data(site.address, 120)] if site.address else []
    if site.point is not None:
        shown.append(map_link(site.point, "buka peta"))
    return [f"📍 Alamat: {' — '.join(shown)}"] if shown else []


def _contact(contact: Contact | None) -> list[str]:
    if contact is None:
        return []
    phone = f", {dialled(contact.phone)}" if contact.phone else ""
    return [f"☎️ Kontak di lokasi: {data(contact.name, 60)}{phone}"]


def _device(briefing: Briefing) -> list[str]:
    told = [data(briefing.model, 60)] if briefing.model else []
    if briefing.serial:
        told.append(f"nomor seri {data(briefing.serial, 60)}")
    return [f"🔩 Tipe perangkat: {', '.join(told)}"] if told else []


def _port(port: PortSeen, office: Office) -> str:
    """`🔌 Port ether3 di Router Inti: mati sejak 23 Nov 2026, 14.05 WIB`."""
    since = f" sejak {short_day(port.since, office.zone)}, {clock(port.since, office.zone)}" if port.since else ""
    told = f"{PORT_STATE[port.state]}{since if port.state is PortState.DOWN else ''}"
    return f"🔌 Port {data(port.name, 40)} di {data(office.inventory.device_name(port.parent), 40)}: {told}"


def _past(past: tuple[PastRepair, ...], office: Office) -> list[str]:
    return [bold("Riwayat lokasi ini"), *(_repair(each, office) for each in past)] if past else []


def _repair(repair: PastRepair, office: Office) -> str:
    """`• 12 November 2026, Router Kejaksan: kabel putus → disambung ulang`."""
    day = short_day(repair.closed_at or repair.at, office.zone)
    device = f", {data(office.inventory.device_name(repair.device), 40)}" if repair.device is not None else ""
    action = f" → {data(repair.action, 150)}" if repair.action else ""
    return f"• {day}{device}: {data(repair.cause, 150)}{action}"
