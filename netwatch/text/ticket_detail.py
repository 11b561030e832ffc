"""`/tiket 42`: the card, and below it everything that happened; citizens' data only for those who may see it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from netwatch.core.briefing import UNBRIEFED, Briefing
from netwatch.core.call_backs import MAY_SEE_CITIZENS
from netwatch.core.history import Recorded
from netwatch.core.message import Message
from netwatch.core.ticket import CitizenReport, Ticket
from netwatch.text.card import card
from netwatch.text.history import sentence
from netwatch.text.html import bold, data
from netwatch.text.listing import fitting
from netwatch.text.office import Office
from netwatch.text.phone import dialled
from netwatch.text.time import day, moment
from sop.role import Role

MOST_EVENTS = 15
MOST_CITIZENS = 10


def ticket_detail(
    ticket: Ticket,
    history: Sequence[Recorded],
    viewer: Role,
    office: Office,
    now: datetime,
    *,
    private: bool,
    team: str | None = None,
    briefing: Briefing = UNBRIEFED,
) -> Message:
    """`history` oldest first. `private`: only the viewer reads the chat; in a group nobody's name is shown."""
    shown = card(ticket, viewer, office, now, team=team, briefing=briefing)
    named = _citizens(ticket.citizen_reports, office, now) if private and viewer in MAY_SEE_CITIZENS else []
    entries = named + _events(history, office)
    return Message(fitting(shown.html, entries), shown.buttons)


def _citizens(reports: Sequence[CitizenReport], office: Office, now: datetime) -> list[str]:
    if not reports:
        return []
    lines = [f"\n{bold('Pelapor')}"]
    for report in reports[:MOST_CITIZENS]:
        name = data(report.name, 60) if report.name else "(nama tidak dicatat)"
        phone = dialled(report.phone) if report.phone else "tanpa nomor"
        called = ", sudah ditelepon kembali" if report.called_back_at is not None else ""
        lines.append(
            f"{moment(report.at, now, office.zone)} — {name}, {phone}{called}: “{data(report.text, 100)}” "
            f"(dicatat {data(report.taken_by, 40)})"
        )
    left = len(reports) - MOST_CITIZENS
    return [*lines, f"… dan {left} pelapor lainnya"] if left > 0 else lines


def _events(history: Sequence[Recorded], office: Office) -> list[str]:
    """The latest events, day by day."""
    if not history:
        return []
    lines = [f"\n{bold('Riwayat')}"]
    left = len(history) - MOST_EVENTS
    if left > 0:
        lines.append(f"… {left} peristiwa sebelumnya")
    for date, entries in groupby(history[-MOST_EVENTS:], key=lambda entry: day(entry.at, office.zone)):
        lines.append(date)
        lines += [sentence(entry, office) for entry in entries]
    return lines
