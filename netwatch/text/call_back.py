"""The citizens whom a call taker has to phone back, and what to tell them. The one message that names them.

A list is turned over with each press, so that it shows who is left; a citizen stays on the list that they began on.
"""

from collections.abc import Sequence
from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.citizen_ticket import to_call_back
from netwatch.core.message import Button, Message
from netwatch.core.request import CalledBack
from netwatch.core.ticket import CitizenReport, Dismissal, Ticket
from netwatch.text.headline import GLANCE, subject_healthy
from netwatch.text.html import bold, data, plain, quote
from netwatch.text.office import Office
from netwatch.text.phone import dialled
from netwatch.text.say import HEADING
from netwatch.text.time import moment, spoken

ON_A_LIST = 10

_NOT_REPAIRED = {
    Dismissal.NOT_A_FAULT: (
        "Laporan Bapak/Ibu sudah kami periksa, dan tidak ditemukan gangguan pada jaringan kami. Bila masih ada "
        "kendala, silakan hubungi kami lagi di 112."
    ),
    Dismissal.CLOSED: (
        "Laporan gangguan jaringan dari Bapak/Ibu sudah kami tindak lanjuti. Bila masih ada kendala, silakan hubungi "
        "kami lagi di 112. Terima kasih atas laporannya."
    ),
}
"""What is not said to be repaired: somebody has closed it by hand, whatever the probes say."""


def call_back(
    ticket: Ticket, reports: Sequence[CitizenReport], office: Office, now: datetime, *, reader: str | None = None
) -> tuple[Message, ...]:
    """For one person, in private: `reports` are those of one call taker, named where that is not the `reader`. As many
    messages as nobody gets lost in.

    Empty when nobody who left a number is still to be phoned.
    """
    waiting = [page for page in _pages(reports) if any(report.called_back_at is None for _, report in page)]
    return tuple(_list(ticket, reports, page, office, now, reader) for page in waiting)


def turned_over(
    ticket: Ticket, reports: Sequence[CitizenReport], draft: int, office: Office, now: datetime, *,
    reader: str | None = None,
) -> Message | None:
    """The list that the citizen of that draft stands on, as it is now; None where they stand on none."""
    page = next((page for page in _pages(reports) if any(report.draft == draft for _, report in page)), None)
    return None if page is None else _list(ticket, reports, page, office, now, reader)


_Page = Sequence[tuple[int, CitizenReport]]


def _pages(reports: Sequence[CitizenReport]) -> list[_Page]:
    """Numbered from 1, at most `ON_A_LIST` together."""
    numbered = list(enumerate(to_call_back(reports), start=1))
    return [numbered[at : at + ON_A_LIST] for at in range(0, len(numbered), ON_A_LIST)]


def _list(
    ticket: Ticket, reports: Sequence[CitizenReport], page: _Page, office: Office, now: datetime, reader: str | None
) -> Message:
    waiting = [(number, report) for number, report in page if report.called_back_at is None]
    called = [(number, report) for number, report in page if report.called_back_at is not None]
    prefix = "📞 TELEPON BALIK: "
    how = "normal" if ticket.closure is None else "ditutup"
    taker = reports[0].taken_by
    whose = f" yang melapor kepada {data(taker, 40)}" if reader is not None and reader != taker else ""
    left = f"{len(waiting)} warga{whose}:" if waiting else "semua sudah dihubungi. Terima kasih."
    lines = [
        bold(f"{prefix}{subject_healthy(ticket, office, GLANCE - len(prefix))} sudah {how}"),
        f"Tiket #{ticket.id}, {left}",
        *(_citizen(number, report, office, now) for number, report in waiting),
        *(f"✓ {number}. {_name(report)}, {_when(report, office, now)}" for number, report in called),
    ]
    silent = sum(report.phone is None for report in reports)
    if silent and waiting:
        lines.append(f"{silent} pelapor lain tidak meninggalkan nomor telepon.")
    if waiting:
        lines += ["", HEADING, quote(ending(ticket, office, now))]
    return Message("\n".join(lines), tuple((_button(number, report),) for number, report in waiting if report.draft))


def _button(number: int, report: CitizenReport) -> Button:
    label = f"☎️ {number}. {plain(report.name or 'warga', 30)}: sudah dihubungi"
    return Button(label, encode(CalledBack(report.draft or 0)))


def _name(report: CitizenReport) -> str:
    return data(report.name, 60) if report.name else "(nama tidak dicatat)"


def _when(report: CitizenReport, office: Office, now: datetime) -> str:
    assert report.called_back_at is not None
    return f"dihubungi {moment(report.called_back_at, now, office.zone)}"


def _citizen(number: int, report: CitizenReport, office: Office, now: datetime) -> str:
    said = f": “{data(report.text, 100)}”" if report.text else ""
    return f"{number}. {_name(report)}, {dialled(report.phone or '')}, {moment(report.at, now, office.zone)}{said}"


def ending(ticket: Ticket, office: Office, now: datetime) -> str:
    """What is read aloud to a citizen whose ticket is closed, as HTML.

    Names no place: a citizen may have called from another one behind the same cause.
    """
    if ticket.closure is not None:
        return _NOT_REPAIRED[ticket.closure.kind]
    since = f" sejak {spoken(ticket.closed_at, now, office.zone)}" if ticket.closed_at is not None else ""
    return (
        f"Gangguan jaringan yang Bapak/Ibu laporkan sudah teratasi{since}. Terima kasih atas laporannya. "
        "Bila masih ada kendala, silakan hubungi kami lagi di 112."
    )
