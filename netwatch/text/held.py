"""Told when a repair cannot go on for a while, and when Kasi lets it go on."""

from datetime import datetime

from netwatch.core.audience import Reader
from netwatch.core.message import Message
from netwatch.core.news import Held, Resumed
from netwatch.core.ticket import Ticket
from netwatch.text import facts
from netwatch.text.buttons import buttons
from netwatch.text.headline import GLANCE, subject
from netwatch.text.html import bold, data
from netwatch.text.office import Office


def held(ticket: Ticket, news: Held, reader: Reader, office: Office, now: datetime) -> Message:
    reason = data(ticket.hold.reason, 200) if ticket.hold is not None else ""
    prefix = "⏸ DITUNDA: "
    lines = [
        bold(f"{prefix}{subject(ticket, office, GLANCE - len(prefix))}"),
        f"Tiket #{ticket.id} ditunda oleh {data(news.by)}: {reason}",
        *_still_running(ticket, office, now),
    ]
    return Message("\n".join(lines), buttons(ticket, reader.role, office, now, reader.team))


def resumed(ticket: Ticket, news: Resumed, reader: Reader, office: Office, now: datetime) -> Message:
    prefix = "▶️ DILANJUTKAN: "
    lines = [
        bold(f"{prefix}{subject(ticket, office, GLANCE - len(prefix))}"),
        f"Tiket #{ticket.id} dilanjutkan oleh {data(news.by)}.",
        *_still_running(ticket, office, now),
    ]
    return Message("\n".join(lines), buttons(ticket, reader.role, office, now, reader.team))


def _still_running(ticket: Ticket, office: Office, now: datetime) -> list[str]:
    step = facts.in_progress(ticket)
    return [f"Batas waktu tetap berjalan. {facts.step_line(step, ticket, now, office)}"] if step is not None else []
