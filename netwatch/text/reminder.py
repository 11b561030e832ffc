"""Told to whoever has a step in hand when its limit comes near."""

from datetime import datetime

from netwatch.core.audience import Reader
from netwatch.core.callback_data import encode
from netwatch.core.message import Button, Message
from netwatch.core.news import Reminded
from netwatch.core.request import Mute
from netwatch.core.ticket import Ticket
from netwatch.text.buttons import buttons
from netwatch.text.headline import GLANCE, subject
from netwatch.text.html import bold
from netwatch.text.office import Office
from netwatch.text.steps import responsible, step_name
from netwatch.text.time import duration, moment
from sop.role import Role

MUTED_FOR = "24h"


def reminder(ticket: Ticket, news: Reminded, reader: Reader, office: Office, now: datetime) -> Message:
    """With the reader's own buttons; and where more reminders are to come, one to have none of them."""
    prefix = "⏳ PENGINGAT: "
    step = next((step for step in ticket.steps if step.no == news.no), None)
    whose = f": {responsible(step, ticket, office)}" if step is not None else ""
    due, left = moment(news.due_at, now, office.zone), duration(news.due_at - now)
    told = "" if reader.role is Role.SPV_OPINI_PUBLIK else " dan SPV diberi tahu"
    lines = [
        bold(f"{prefix}{subject(ticket, office, GLANCE - len(prefix))}"),
        f"Tiket #{ticket.id}, langkah {news.no} ({step_name(news.no, office)}){whose}.",
        f"Paling lambat {due}, tinggal {left}. Bila terlewat, keterlambatan tercatat{told}.",
    ]
    rows = buttons(ticket, reader.role, office, now, reader.team)
    if reader.person is not None and news.until < news.due_at:
        rows += ((Button("🔕 Jangan ingatkan lagi", encode(Mute(ticket.id, MUTED_FOR))),),)
    return Message("\n".join(lines), rows)
