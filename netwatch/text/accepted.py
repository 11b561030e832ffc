"""Told to the Kepala Seksi when a team has taken the ticket."""

from datetime import datetime

from netwatch.core.message import Message
from netwatch.core.news import Accepted
from netwatch.core.ticket import Ticket
from netwatch.text import facts
from netwatch.text.headline import GLANCE, subject
from netwatch.text.html import bold, data
from netwatch.text.office import Office
from netwatch.text.steps import step_names


def accepted(ticket: Ticket, news: Accepted, office: Office, now: datetime) -> Message:
    prefix = "🔧 DITANGANI: "
    team = f" ({data(office.team_name(news.team))})" if news.team else ""
    lines = [
        bold(f"{prefix}{subject(ticket, office, GLANCE - len(prefix))}"),
        f"Tiket #{ticket.id} diterima oleh {data(news.by)}{team}.",
    ]
    if news.passed_over:
        skipped = step_names(news.passed_over, office)
        lines.append(f"Langkah {skipped} dilewati karena tim langsung menerima tiket.")
    step = facts.in_progress(ticket)
    if step is not None:
        lines.append(facts.step_line(step, ticket, now, office))
    return Message("\n".join(lines))
