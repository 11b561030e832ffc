"""`/tiket`: the open tickets, the most urgent first."""

from collections.abc import Sequence
from datetime import datetime

from netwatch.core.call_backs import takers_waited_for
from netwatch.core.citizen_ticket import to_call_back
from netwatch.core.message import Message
from netwatch.core.ticket import Ticket
from netwatch.text import facts
from netwatch.text.headline import extent, subject
from netwatch.text.html import bold, data
from netwatch.text.listing import fitting, names
from netwatch.text.office import Office
from netwatch.text.priority import MARK
from netwatch.text.steps import step_name
from netwatch.text.time import duration, moment
from netwatch.text.urgency import by_urgency

MOST_TO_CALL = 5
MOST_TAKERS = 3


def ticket_list(
    tickets: Sequence[Ticket], office: Office, now: datetime, *, to_call: Sequence[Ticket] = ()
) -> Message:
    """`tickets`: the open ones, in any order; shown by priority, then the oldest first. `to_call`: closed ones with
    citizens who have not been phoned yet."""
    waiting = "".join(f"\n{_to_call(ticket)}" for ticket in to_call[:MOST_TO_CALL])
    left = len(to_call) - MOST_TO_CALL
    more = f"\n… dan {left} tiket lainnya" if left > 0 else ""
    calls = f"\n\n{bold('📞 Warga yang belum ditelepon balik')}{waiting}{more}" if to_call else ""
    if not tickets:
        return Message(f"✅ Tidak ada tiket yang terbuka saat ini. Keadaan jaringan: /status{calls}")
    entries = [_entry(ticket, office, now) for ticket in by_urgency(tickets)]
    tail = f"\nRincian: /tiket lalu nomornya.{calls}"
    return Message(fitting(bold(f"{len(tickets)} tiket terbuka"), entries, tail))


def not_found(ticket_id: int) -> Message:
    return Message(f"Tiket #{data(str(ticket_id), 12)} tidak ditemukan. Kirim /tiket untuk daftar yang terbuka.")


def _to_call(ticket: Ticket) -> str:
    waiting = [report for report in to_call_back(ticket.citizen_reports) if report.called_back_at is None]
    takers = names(takers_waited_for(ticket), MOST_TAKERS)
    return f"/tiket_{ticket.id} {len(waiting)} warga, dicatat {takers}"


def _entry(ticket: Ticket, office: Office, now: datetime) -> str:
    since = moment(ticket.opened_at, now, office.zone)
    step = facts.in_progress(ticket)
    stands = f", langkah {step.no} ({step_name(step.no, office)})" if step is not None else ""
    late = ", ⚠️ lewat batas" if ticket.breaches else ""
    return (
        f"\n{MARK[ticket.priority]} {bold(f'#{ticket.id}')} {subject(ticket, office)}{extent(ticket)}\n"
        f"sejak {since} ({duration(now - ticket.opened_at)}){stands}{late}"
    )
