"""The parts that every message about planned work is made of, as HTML."""

from collections.abc import Sequence
from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.maintenance import Phase, Window
from netwatch.core.message import Button
from netwatch.core.request import EndWork
from netwatch.text.headline import short_place
from netwatch.text.html import data, plain
from netwatch.text.listing import names, read_aloud
from netwatch.text.office import Office
from netwatch.text.time import moment

MARK = "🛠"
MOST_PLACES = 3
MOST_DEVICES = 8


def where(sites: Sequence[str], devices: Sequence[str], office: Office, limit: int = 30) -> str:
    """`Kec. Kejaksan, Router SMP 4`."""
    inventory = office.inventory
    places = [short_place(inventory.site_name(site)) for site in sites]
    return names([*places, *(inventory.device_name(device) for device in devices)], MOST_PLACES, limit)


def where_of(window: Window, office: Office, limit: int = 30) -> str:
    return where(window.sites, window.devices, office, limit)


def sites_of(window: Window, office: Office) -> str:
    """Where it is felt, as citizens know it: by places, not by devices."""
    inventory = office.inventory
    sites = dict.fromkeys(window.sites)
    sites |= dict.fromkeys(inventory.devices[d].site for d in window.devices if d in inventory.devices)
    return read_aloud([inventory.site_name(site) for site in sites], MOST_PLACES)


def when(window: Window, now: datetime, office: Office) -> str:
    """`sampai 16.05 WIB`; of what has not begun `Rab, 25 Nov, 22.00 WIB sampai Kam, 26 Nov, 02.00 WIB`."""
    if window.start <= now:
        return f"sampai {moment(window.end, now, office.zone)}"
    # the day is said once, where it is one
    return f"{moment(window.start, now, office.zone)} sampai {moment(window.end, window.start, office.zone)}"


def what(window: Window) -> str:
    """` (ganti UPS)`; '' where no reason was given."""
    return f" ({data(window.reason, 100)})" if window.reason else ""


def author(window: Window) -> str:
    return f"dicatat oleh {data(window.by, 40)}" if window.by is not None else "menurut daftar perangkat"


def reason(window: Window) -> str:
    return f"Pekerjaan: {data(window.reason, 200) if window.reason else 'tanpa keterangan'}"


def devices_of(window: Window, office: Office) -> str:
    """`3 perangkat: Router Kejaksan, Switch Kejaksan, Wi-Fi Kejaksan`."""
    covered = [office.inventory.device_name(device) for device in window.covered(office.inventory)]
    return f"{len(covered)} perangkat: {names(covered, MOST_DEVICES)}" if covered else "belum ada perangkat"


def number(window: Window) -> str:
    """`#3 `; '' for those of the inventory, which nobody calls by a number."""
    return "" if window.from_inventory else f"#{window.key} "


def end_button(window: Window, office: Office, now: datetime) -> Button:
    inventory = office.inventory
    first = inventory.site_name(window.sites[0]) if window.sites else inventory.device_name(window.devices[0])
    act = "Akhiri" if window.phase(now) is Phase.RUNNING else "Batalkan"
    place = plain(short_place(first), 30)
    return Button(f"{act} {number(window)}{place}".strip(), encode(EndWork(window.key)))
