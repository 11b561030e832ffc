"""Told to the team that the Kepala Seksi has chosen."""

from datetime import datetime

from netwatch.core.briefing import UNBRIEFED, Briefing
from netwatch.core.message import Message
from netwatch.core.news import Instructed, Reassigned
from netwatch.core.ticket import Ticket
from netwatch.text import facts
from netwatch.text.buttons import buttons
from netwatch.text.headline import GLANCE, extent, subject
from netwatch.text.html import bold, data
from netwatch.text.listing import paragraphs
from netwatch.text.office import Office
from netwatch.text.on_the_way import on_the_way
from sop.role import Role


def instructed(
    ticket: Ticket,
    news: Instructed | Reassigned,
    office: Office,
    now: datetime,
    briefing: Briefing = UNBRIEFED,
) -> Message:
    """With what the team needs to leave, and its own button, so that nobody has to look for the card."""
    prefix = "📋 INSTRUKSI: "
    step = facts.in_progress(ticket)
    lines = [
        bold(f"{prefix}{subject(ticket, office, GLANCE - len(prefix))}{extent(ticket)}"),
        f"Tiket #{ticket.id}: {data(news.by)} menugaskan {data(office.team_name(news.team))}.",
        *facts.cause(ticket, office),
        *facts.reports(ticket),
    ]
    if step is not None:
        lines.append(facts.step_line(step, ticket, now, office))
    html = paragraphs([lines, *on_the_way(ticket, office, briefing)])
    return Message(html, buttons(ticket, Role.TIM_LAPANGAN, office, now, news.team))
