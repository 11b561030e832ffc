"""Questions to the call taker before a report is settled; each button settles it with one press."""

from collections.abc import Sequence
from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.citizen import PHONED
from netwatch.core.message import Button, Message
from netwatch.core.report_draft import ReportDraft
from netwatch.core.request import CancelReport, JoinReport, NewReport
from netwatch.core.ticket import CitizenReport, Ticket
from netwatch.text.headline import short_place, subject
from netwatch.text.html import bold, data, plain
from netwatch.text.listing import names
from netwatch.text.office import Office
from netwatch.text.phone import dialled
from netwatch.text.say import to_say
from netwatch.text.steps import team_names
from netwatch.text.time import moment

CHANNEL = {"telepon": "telepon", "wa": "WA", "sms": "SMS"}
MOST_TICKETS = 5
MOST_PLACES = 6


def offer_join(draft: ReportDraft, tickets: Sequence[Ticket], site: str, office: Office, now: datetime) -> Message:
    """Open tickets that touch `site`, the likeliest first; what can be said to the citizen at once with it."""
    place = data(office.inventory.site_name(site))
    offered = tickets[:MOST_TICKETS]
    lines = [
        bold(f"Ada gangguan yang sudah tercatat di {place}."),
        *(_ticket(ticket, office, now) for ticket in offered),
        "",
        *(to_say(offered[0], office, now, site=site) if len(offered) == 1 else []),
        *noted(draft),
        "Apakah laporan ini tentang gangguan yang sama?",
    ]
    buttons = [Button(f"Gabungkan ke #{t.id}", encode(JoinReport(draft.id, t.id))) for t in offered]
    buttons.append(Button("Gangguan lain", encode(NewReport(draft.id, site, apart=True))))
    return Message("\n".join(lines), _rows(buttons, draft))


def offer_new(draft: ReportDraft, site: str, office: Office, *, healthy: bool) -> Message:
    """Nothing is open there. `healthy`: every probe of the place succeeds."""
    place = data(office.inventory.site_name(site))
    seen = (
        f"Tidak ada gangguan tercatat di {place}; semua perangkat terpantau normal."
        if healthy
        else f"Belum ada tiket untuk {place}, tetapi tidak semua perangkatnya terpantau normal."
    )
    lines = [bold(seen), *noted(draft), "Buat tiket baru dan teruskan ke SPV?"]
    return Message("\n".join(lines), _rows([Button("Buat tiket baru", encode(NewReport(draft.id, site)))], draft))


def choose_place(draft: ReportDraft, sites: Sequence[str], office: Office) -> Message:
    """The text fits several places; one button each."""
    lines = [bold("Tempat yang mana?"), *noted(draft), "Pilih satu, atau tulis tempatnya dengan kata lain."]
    buttons = [
        Button(plain(short_place(office.inventory.site_name(site)), 40) or site, encode(NewReport(draft.id, site)))
        for site in sites[:MOST_PLACES]
    ]
    return Message("\n".join(lines), _rows(buttons, draft))


def place_unknown(draft: ReportDraft, text: str, examples: Sequence[str]) -> Message:
    """No place was recognised, and it is asked for again. `examples`: names that would be; may be empty."""
    known = f"\nNama yang dikenal misalnya: {names(examples, MOST_PLACES)}." if examples else ""
    return Message(
        f"{bold('Tempatnya belum dikenali, laporan belum dicatat.')}\n"
        f"Tertulis: “{data(text, 200)}”{known}\n"
        "Tulis tempatnya saja: kantor, puskesmas, sekolah atau kecamatan yang terdekat. Sisanya tidak perlu diulang.",
        _rows([], draft),
    )


def noted(draft: ReportDraft) -> list[str]:
    """What was understood so far, so that a slip is seen while the citizen is still on the phone. HTML lines."""
    report = draft.report
    if not (report.text or report.name or report.phone):
        return []
    said = f"“{data(report.text, 200)}” " if report.text else ""
    return [f"Laporan: {said}({citizen(report)})"]


def citizen(report: CitizenReport) -> str:
    """HTML: `Budi, 0812-3456-7890, lewat WA`."""
    name = data(report.name, 60) if report.name else "nama tidak dicatat"
    phone = dialled(report.phone) if report.phone else "tanpa nomor telepon"
    via = f", lewat {CHANNEL[report.channel]}" if report.channel in CHANNEL and report.channel != PHONED else ""
    return f"{name}, {phone}{via}"


def _ticket(ticket: Ticket, office: Office, now: datetime) -> str:
    since = moment(ticket.opened_at, now, office.zone)
    who = f", ditangani {team_names(ticket, office)}" if ticket.accepted_by is not None else ""
    return f"#{ticket.id} {subject(ticket, office)}, sejak {since}{who}"


def _rows(buttons: Sequence[Button], draft: ReportDraft) -> tuple[tuple[Button, ...], ...]:
    return (*((button,) for button in buttons), (Button("Batal", encode(CancelReport(draft.id))),))
