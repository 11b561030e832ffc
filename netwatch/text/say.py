"""What a call taker says to the citizen on the phone: what is known, who works on it, until when."""

from datetime import datetime, timedelta

from netwatch.core.ticket import Ticket
from netwatch.text.html import data, quote
from netwatch.text.office import Office
from netwatch.text.steps import team_names
from netwatch.text.time import HOUR, duration, spoken

HEADING = "🗣 Sampaikan kepada warga:"
CALL_BACK = "Kami akan menelepon Bapak/Ibu kembali setelah gangguan teratasi."


def to_say(
    ticket: Ticket, office: Office, now: datetime, *, site: str | None = None, call_back: bool = False
) -> list[str]:
    """HTML lines. `site`: where the citizen is, else the ticket's. `call_back`: a call may be promised."""
    promise = f" {CALL_BACK}" if call_back else ""
    return [HEADING, quote(f"{sentence(ticket, office, now, site)}{promise}")]


def sentence(ticket: Ticket, office: Office, now: datetime, site: str | None = None) -> str:
    """HTML, to be read aloud in one breath. Names no device: citizens know places."""
    place = data(office.inventory.site_name(site or ticket.site))
    where = f" di {place}" if place else ""
    known_since = spoken(ticket.opened_at, now, office.zone)
    return (
        f"Gangguan jaringan{where} sudah kami ketahui sejak {known_since}. "
        f"{_who(ticket, office)} {_until(ticket, office, now)}"
    )


def recorded(ticket: Ticket, office: Office, now: datetime, *, call_back: bool) -> list[str]:
    """HTML lines for the citizen whose own report has just opened the ticket."""
    place = data(office.inventory.site_name(ticket.site))
    where = f" di {place}" if place else ""
    promise = f" {CALL_BACK}" if call_back else ""
    said = f"Laporan gangguan{where} sudah kami catat dan teruskan kepada petugas. {_until(ticket, office, now)}"
    return [HEADING, quote(f"{said}{promise}")]


def _who(ticket: Ticket, office: Office) -> str:
    if ticket.accepted_by is not None:
        return f"{team_names(ticket, office)} sedang menanganinya."
    if ticket.team is not None:
        return f"{team_names(ticket, office)} sudah ditugaskan."
    return "Petugas kami sudah diberi tahu."


def _until(ticket: Ticket, office: Office, now: datetime) -> str:
    repair = next((step for step in ticket.steps if office.step_key(step.no) == "repair"), None)
    if repair is None:
        return "Mohon ditunggu."
    if repair.due_at is not None:
        if repair.breached or repair.due_at < now:
            return "Perbaikannya ternyata memerlukan waktu lebih lama; kami mohon maaf."
        return f"Perbaikan ditargetkan selesai paling lambat {spoken(repair.due_at, now, office.zone)}."
    limit = office.sop.step("repair").limit
    if limit is None:
        return "Mohon ditunggu."
    return f"Perbaikan paling lama {_limit(limit)} sejak petugas menerima tugas."


def _limit(seconds: float) -> str:
    """A limit of one day is said as the SOP writes it: `24 jam`."""
    span = timedelta(seconds=seconds)
    return f"{span // HOUR} jam" if span % HOUR == timedelta(0) else duration(span)
