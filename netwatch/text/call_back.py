"""The citizens whom a call taker has to phone back, and what to tell them. The one message that names them."""

from collections.abc import Sequence
from datetime import datetime

from netwatch.core.message import Message
from netwatch.core.ticket import CitizenReport, Dismissal, Ticket
from netwatch.text.headline import GLANCE, subject_healthy
from netwatch.text.html import bold, data, quote
from netwatch.text.listing import pages
from netwatch.text.office import Office
from netwatch.text.phone import dialled
from netwatch.text.say import HEADING
from netwatch.text.time import moment, spoken

_NOT_REPAIRED = {
    Dismissal.NOT_A_FAULT: (
        "Laporan Bapak/Ibu sudah kami periksa, dan tidak ditemukan gangguan pada jaringan kami. Bila masih ada "
        "kendala, silakan hubungi kami lagi di 112."
    ),
    Dismissal.CLOSED: (
        "Laporan gangguan jaringan dari Bapak/Ibu sudah kami selesaikan. Bila masih ada kendala, silakan hubungi "
        "kami lagi di 112. Terima kasih atas laporannya."
    ),
}
"""What is not said to be repaired: somebody has closed it by hand, whatever the probes say."""


def call_back(
    ticket: Ticket, reports: Sequence[CitizenReport], office: Office, now: datetime
) -> tuple[Message, ...]:
    """For one call taker, in private: `reports` are those taken by them. As many messages as nobody gets lost in.

    Empty when none of the citizens left a number.
    """
    callable_ = [report for report in reports if report.phone]
    if not callable_:
        return ()
    prefix = "📞 TELEPON BALIK: "
    how = "normal" if ticket.closure is None else "ditutup"
    head = "\n".join(
        [
            bold(f"{prefix}{subject_healthy(ticket, office, GLANCE - len(prefix))} sudah {how}"),
            f"Tiket #{ticket.id}, {len(callable_)} warga:",
        ]
    )
    silent = len(reports) - len(callable_)
    without = f"{silent} pelapor lain tidak meninggalkan nomor telepon.\n" if silent else ""
    tail = f"\n{without}{HEADING}\n{quote(_sentence(ticket, office, now))}"
    entries = [_citizen(number, report, office, now) for number, report in enumerate(callable_, start=1)]
    return tuple(Message(page) for page in pages(head, entries, tail))


def _citizen(number: int, report: CitizenReport, office: Office, now: datetime) -> str:
    name = data(report.name, 60) if report.name else "(nama tidak dicatat)"
    said = f": “{data(report.text, 100)}”" if report.text else ""
    return f"{number}. {name}, {dialled(report.phone or '')}, {moment(report.at, now, office.zone)}{said}"


def _sentence(ticket: Ticket, office: Office, now: datetime) -> str:
    """Names no place: a citizen may have called from another one behind the same cause."""
    if ticket.closure is not None:
        return _NOT_REPAIRED[ticket.closure.kind]
    since = f" sejak {spoken(ticket.closed_at, now, office.zone)}" if ticket.closed_at is not None else ""
    return (
        f"Gangguan jaringan yang Bapak/Ibu laporkan sudah teratasi{since}. Terima kasih atas laporannya. "
        "Bila masih ada kendala, silakan hubungi kami lagi di 112."
    )
