"""Told to the Kepala Seksi when the SPV has passed a citizen's report on."""

from datetime import datetime

from netwatch.core.message import Message
from netwatch.core.news import Forwarded
from netwatch.core.ticket import Ticket
from netwatch.text import facts
from netwatch.text.buttons import buttons
from netwatch.text.headline import GLANCE, extent, subject
from netwatch.text.html import bold, data
from netwatch.text.office import Office
from sop.role import Role


def forwarded(ticket: Ticket, news: Forwarded, office: Office, now: datetime) -> Message:
    prefix = "📨 DITERUSKAN: "
    step = facts.in_progress(ticket)
    lines = [
        bold(f"{prefix}{subject(ticket, office, GLANCE - len(prefix))}{extent(ticket)}"),
        f"Tiket #{ticket.id} diteruskan oleh {data(news.by)}.",
        *facts.cause(ticket, office),
        *facts.reports(ticket),
    ]
    if step is not None:
        lines.append(facts.step_line(step, ticket, now, office))
    return Message("\n".join(lines), buttons(ticket, Role.KASI_INFRASTRUKTUR, office, now))
