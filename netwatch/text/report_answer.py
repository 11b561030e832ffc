"""Answers to the call taker once a report is settled, each with the sentence to say to the citizen."""

from datetime import datetime

from netwatch.core.message import Message
from netwatch.core.ticket import CitizenReport, Ticket
from netwatch.text.headline import GLANCE, subject
from netwatch.text.html import bold, data
from netwatch.text.office import Office
from netwatch.text.say import recorded, to_say
from netwatch.text.time import spoken


def joined(
    ticket: Ticket, report: CitizenReport, office: Office, now: datetime, *, site: str | None = None
) -> Message:
    """`ticket` already holds the report; `site`: where the citizen is."""
    return _answer(
        _title(f"✅ Digabungkan ke #{ticket.id}: ", ticket, office),
        to_say(ticket, office, now, site=site, call_back=report.phone is not None),
        f"Laporan warga ke-{ticket.report_count} pada tiket ini. {_call_back(report)}",
    )


def already_counted(
    ticket: Ticket, office: Office, now: datetime, *, at: datetime | None, site: str | None = None
) -> Message:
    """The same phone number has reported this ticket before, `at` then."""
    before = f" {spoken(at, now, office.zone)}" if at is not None else ""
    return _answer(
        _title(f"ℹ️ Sudah tercatat di #{ticket.id}: ", ticket, office),
        to_say(ticket, office, now, site=site, call_back=True),
        f"Nomor telepon ini sudah melapor{before}; laporannya tidak dihitung dua kali.",
    )


def created(ticket: Ticket, report: CitizenReport, office: Office, now: datetime) -> Message:
    """A ticket of its own, from step 1."""
    number = f"Nomor pengaduan {data(ticket.number, 60)}. " if ticket.number else ""
    return _answer(
        _title(f"🆕 Tiket #{ticket.id}: ", ticket, office),
        recorded(ticket, office, now, call_back=report.phone is not None),
        f"{number}Diteruskan ke SPV. {_call_back(report)}",
    )


def settled() -> Message:
    return Message("Laporan ini sudah diproses sebelumnya. Tidak ada yang diubah.")


def cancelled() -> Message:
    return Message("Laporan dibatalkan. Tidak ada yang dicatat.")


def ticket_closed(ticket: Ticket, office: Office, now: datetime) -> Message:
    """The ticket was closed while the call taker was still choosing."""
    when = f" {spoken(ticket.closed_at, now, office.zone)}" if ticket.closed_at is not None else ""
    return Message(
        f"{bold(f'Tiket #{ticket.id} sudah selesai{when}, laporan belum dicatat.')}\n"
        "Tanyakan kepada warga apakah jaringannya sudah normal. Bila belum, kirim ulang laporannya dengan /lapor."
    )


def _title(prefix: str, ticket: Ticket, office: Office) -> str:
    return bold(f"{prefix}{subject(ticket, office, GLANCE - len(prefix))}")


def _answer(title: str, saying: list[str], note: str) -> Message:
    """The sentence comes before the note: the citizen is still on the phone."""
    return Message("\n".join([title, *saying, note.rstrip()]))


def _call_back(report: CitizenReport) -> str:
    """Without a number, one is asked for below."""
    return "Anda akan diingatkan untuk menelepon warga ini setelah gangguan teratasi." if report.phone else ""
