"""Told when a closed ticket fails again shortly afterwards."""

from datetime import datetime

from netwatch.core.message import Message
from netwatch.core.ticket import Ticket
from netwatch.text import facts
from netwatch.text.headline import opening
from netwatch.text.html import bold
from netwatch.text.office import Office
from netwatch.text.time import clock


def reopened(ticket: Ticket, office: Office, now: datetime) -> Message:
    step = facts.in_progress(ticket)
    again = f", sudah {ticket.reopened} kali berulang" if ticket.reopened > 1 else ""
    lines = [
        bold(opening(ticket, office)),
        f"Tiket #{ticket.id} dibuka kembali pukul {clock(now, office.zone)}{again}.",
        *facts.cause(ticket, office),
    ]
    if step is not None:
        lines.append(facts.step_line(step, ticket, now, office))
    return Message("\n".join(lines))
