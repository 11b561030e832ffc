"""Told to the team that the Kepala Seksi has chosen."""

from datetime import datetime

from netwatch.core.message import Message
from netwatch.core.news import Instructed, Reassigned
from netwatch.core.ticket import Ticket
from netwatch.text import facts
from netwatch.text.buttons import buttons
from netwatch.text.headline import GLANCE, extent, subject
from netwatch.text.html import bold, data
from netwatch.text.office import Office
from sop.role import Role


def instructed(ticket: Ticket, news: Instructed | Reassigned, office: Office, now: datetime) -> Message:
    """With the team's own button, so that nobody has to look for the card."""
    prefix = "📋 INSTRUKSI: "
    step = facts.in_progress(ticket)
    lines = [
        bold(f"{prefix}{subject(ticket, office, GLANCE - len(prefix))}{extent(ticket)}"),
        f"Tiket #{ticket.id}: {data(news.by)} menugaskan {data(office.team_name(news.team))}.",
        *facts.cause(ticket, office),
    ]
    if step is not None:
        lines.append(facts.step_line(step, ticket, now, office))
    return Message("\n".join(lines), buttons(ticket, Role.TIM_LAPANGAN, office, now, news.team))
