"""Told when a limit of the SOP has passed: which, whose, by how much, and what happens now."""

from datetime import datetime, timedelta

from netwatch.core.audience import Reader
from netwatch.core.message import Message
from netwatch.core.news import Breached
from netwatch.core.ticket import Ticket
from netwatch.text import facts
from netwatch.text.buttons import buttons
from netwatch.text.headline import GLANCE, subject
from netwatch.text.html import bold
from netwatch.text.office import Office
from netwatch.text.steps import responsible, step_name
from netwatch.text.time import duration, moment

JUST = timedelta(seconds=10)
"""So little is said without a number: netwatch itself looks only every few seconds."""


def breached(ticket: Ticket, news: Breached, reader: Reader, office: Office, now: datetime) -> Message:
    """With the buttons of whoever has to do something now."""
    prefix = "⏰ TERLAMBAT: "
    late = next((step for step in ticket.steps if step.no == news.no), None)
    whose = f", pelaksana {responsible(late, ticket, office)}" if late is not None else ""
    following = next((step for step in ticket.steps if step.no == news.next_no), None)
    goes_on = (
        f"SOP berjalan terus. {facts.step_line(following, ticket, now, office)}"
        if following is not None
        else "Langkah ini tetap berjalan sampai selesai dan tercatat terlambat."
    )
    lines = [
        bold(f"{prefix}{subject(ticket, office, GLANCE - len(prefix))}"),
        f"Tiket #{ticket.id}, langkah {news.no} ({step_name(news.no, office)}){whose}.",
        f"Batas waktu {moment(news.due_at, now, office.zone)} {_ago(now - news.due_at)}.",
        goes_on,
    ]
    if ticket.breaches > 1:
        lines += facts.breaches(ticket, office)
    return Message("\n".join(lines), buttons(ticket, reader.role, office, now, reader.team))


def _ago(late: timedelta) -> str:
    return "baru saja lewat" if late < JUST else f"sudah lewat {duration(late)}"
