"""`/tiket`: the open tickets, the most urgent first."""

from collections.abc import Sequence
from datetime import datetime

from netwatch.core.message import Message
from netwatch.core.ticket import Ticket
from netwatch.text import facts
from netwatch.text.headline import extent, subject
from netwatch.text.html import bold, data
from netwatch.text.listing import fitting
from netwatch.text.office import Office
from netwatch.text.priority import MARK
from netwatch.text.steps import step_name
from netwatch.text.time import duration, moment
from netwatch.text.urgency import by_urgency


def ticket_list(tickets: Sequence[Ticket], office: Office, now: datetime) -> Message:
    """`tickets`: the open ones, in any order; shown by priority, then the oldest first."""
    if not tickets:
        return Message("✅ Tidak ada tiket yang terbuka saat ini. Keadaan jaringan: /status")
    entries = [_entry(ticket, office, now) for ticket in by_urgency(tickets)]
    return Message(fitting(bold(f"{len(tickets)} tiket terbuka"), entries, "\nRincian: /tiket lalu nomornya."))


def not_found(ticket_id: int) -> Message:
    return Message(f"Tiket #{data(str(ticket_id), 12)} tidak ditemukan. Kirim /tiket untuk daftar yang terbuka.")


def _entry(ticket: Ticket, office: Office, now: datetime) -> str:
    since = moment(ticket.opened_at, now, office.zone)
    step = facts.in_progress(ticket)
    stands = f", langkah {step.no} ({step_name(step.no, office)})" if step is not None else ""
    late = ", ⚠️ lewat batas" if ticket.breaches else ""
    return (
        f"\n{MARK[ticket.priority]} {bold(f'#{ticket.id}')} {subject(ticket, office)}{extent(ticket)}\n"
        f"sejak {since} ({duration(now - ticket.opened_at)}){stands}{late}"
    )
