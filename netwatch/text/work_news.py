"""Told once, without a sound, to everybody whom planned work concerns."""

from datetime import datetime

from netwatch.core.maintenance import Window
from netwatch.core.message import Message
from netwatch.text import work
from netwatch.text.html import bold, data, quote
from netwatch.text.office import Office
from netwatch.text.say import HEADING
from netwatch.text.time import moment, spoken
from sop.role import Role


def announced(window: Window, viewer: Role, office: Office, now: datetime) -> Message:
    """For Kasi and team with the button that ends it; for a call taker with what to tell citizens."""
    lines = [
        bold(f"{work.MARK} PEMELIHARAAN: {work.where_of(window, office, 24)}, {work.when(window, now, office)}"),
        f"{work.reason(window)}, {work.author(window)}.",
        f"Mencakup {work.devices_of(window, office)}.",
    ]
    if viewer is Role.CALL_TAKER:
        return Message("\n".join([*lines, *to_say(window, office, now)]), silent=True)
    lines.append("Gangguan karena pekerjaan ini tidak dibuatkan tiket sampai pekerjaan selesai.")
    return Message("\n".join(lines), ((work.end_button(window, office, now),),), silent=True)


def ended(window: Window, office: Office, now: datetime) -> Message:
    """It was ended early, or called off."""
    called_off = window.stops_at <= window.start
    head = "PEMELIHARAAN BATAL" if called_off else "PEMELIHARAAN SELESAI"
    by = f" oleh {data(window.ended_by, 40)}" if window.ended_by else ""
    return Message(
        f"{bold(f'✅ {head}: {work.where_of(window, office, 24)}')}\n"
        f"{'Dibatalkan' if called_off else 'Diakhiri lebih awal'}{by} {spoken(window.stops_at, now, office.zone)}"
        f"{work.what(window)}. Gangguan di sana kembali dibuatkan tiket seperti biasa.",
        silent=True,
    )


def note(window: Window, site: str | None, office: Office, now: datetime) -> str:
    """HTML, one line: `🛠 Kec. Kejaksan dalam pemeliharaan sampai 16.05 WIB (ganti UPS)`."""
    place = data(office.inventory.site_name(site)) if site is not None else work.where_of(window, office)
    return f"{work.MARK} {place} dalam pemeliharaan sampai {moment(window.end, now, office.zone)}{work.what(window)}"


def to_say(window: Window, office: Office, now: datetime, site: str | None = None) -> list[str]:
    """HTML lines for the citizen on the phone. `site`: where the citizen is."""
    place = data(office.inventory.site_name(site)) if site is not None else work.sites_of(window, office)
    if window.start <= now:
        span = f"sedang dalam pemeliharaan terencana sampai {spoken(window.end, now, office.zone)}"
    else:
        begins, ends = spoken(window.start, now, office.zone), spoken(window.end, window.start, office.zone)
        span = f"akan menjalani pemeliharaan terencana mulai {begins} sampai {ends}"
    sorry = "Mohon maaf atas gangguannya. Bila sesudahnya masih ada kendala, silakan hubungi kami lagi di 112."
    return [HEADING, quote(f"Jaringan di {place} {span}. {sorry}")]
