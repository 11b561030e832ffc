"""A storm in one message: the tickets of a reader that came at once, the most urgent first."""

from collections.abc import Sequence
from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.message import Button, Message
from netwatch.core.request import Action, PressAll
from netwatch.core.storm import Digest
from netwatch.core.ticket import Ticket
from netwatch.text.buttons import possible
from netwatch.text.headline import GLANCE, subject
from netwatch.text.html import bold, data
from netwatch.text.listing import fitting
from netwatch.text.office import Office
from netwatch.text.priority import MARK
from netwatch.text.time import clock, moment
from netwatch.text.urgency import by_urgency
from sop.role import Role

FOR_ALL = {Action.ACKNOWLEDGE: "✅ Terima semua", Action.INSTRUCT: "📋 Instruksikan semua ke tim lokasinya"}
MOST_NUMBERS = 30


def digest(shown: Digest, tickets: Sequence[Ticket], viewer: Role, office: Office, now: datetime) -> Message:
    """`tickets`: those of the digest. With what the reader can do to all at once; each has its own at /tiket."""
    open_ = by_urgency([ticket for ticket in tickets if ticket.is_open])
    closed = [ticket for ticket in tickets if not ticket.is_open]
    since = f"Sejak {moment(shown.opened_at, now, office.zone)}, per {clock(now, office.zone)}"
    if not open_:
        over = bold(f"✅ SELESAI SEMUA: {len(closed)} gangguan yang terjadi bersamaan")
        return Message(f"{over}\n{since}.\n{_numbers(closed)}")
    prefix = f"{MARK[open_[0].priority]} {len(open_)} GANGGUAN SEKALIGUS: "
    head = [
        bold(f"{prefix}{subject(open_[0], office, max(GLANCE - len(prefix), 24))}"),
        f"{since}: {len(open_)} terbuka, {_waiting(open_)} belum ditangani tim, {len(closed)} selesai.\n",
    ]
    done = f"\nSelesai: {_numbers(closed)}" if closed else ""
    tail = f"{done}\nRincian dan tombol satu tiket: tekan nomornya."
    text = fitting("\n".join(head), [_entry(ticket, office) for ticket in open_], tail)
    return Message(text, _buttons(shown, open_, viewer, office, now))


def _entry(ticket: Ticket, office: Office) -> str:
    more = f" (+{len(ticket.impacted)})" if ticket.impacted else ""
    late = ", ⚠️ lewat batas" if ticket.breaches else ""
    held = ", ⏸ ditunda" if ticket.hold is not None else ""
    stand = f"{_stand(ticket, office)}{late}{held}"
    return f"{MARK[ticket.priority]} /tiket_{ticket.id} {subject(ticket, office)}{more}: {stand}"


def _stand(ticket: Ticket, office: Office) -> str:
    if ticket.accepted_by is not None:
        return f"ditangani {data(ticket.accepted_by, 40)}"
    if ticket.team is not None:
        return f"ditugaskan ke {data(office.team_name(ticket.team), 40)}"
    return "belum ada tim"


def _waiting(tickets: Sequence[Ticket]) -> int:
    return sum(ticket.accepted_by is None for ticket in tickets)


def _numbers(tickets: Sequence[Ticket]) -> str:
    shown = ", ".join(f"#{ticket.id}" for ticket in tickets[:MOST_NUMBERS])
    left = len(tickets) - MOST_NUMBERS
    return f"{shown} … dan {left} lainnya" if left > 0 else shown


def _buttons(
    shown: Digest, tickets: Sequence[Ticket], viewer: Role, office: Office, now: datetime
) -> tuple[tuple[Button, ...], ...]:
    rows = []
    for action, label in FOR_ALL.items():
        count = sum(possible(ticket, action, viewer, office, now) for ticket in tickets)
        if count:
            rows.append((Button(f"{label} ({count})", encode(PressAll(shown.id, action))),))
    return tuple(rows)
