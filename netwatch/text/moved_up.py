"""Told when the true cause of an open ticket turns out to lie further up."""

from datetime import datetime

from netwatch.core.message import Message
from netwatch.core.news import MovedUp
from netwatch.core.ticket import Ticket
from netwatch.text import facts
from netwatch.text.condition import brief
from netwatch.text.headline import GLANCE, extent, subject
from netwatch.text.html import bold, data
from netwatch.text.office import Office
from netwatch.text.time import clock


def moved_up(ticket: Ticket, news: MovedUp, office: Office, now: datetime) -> Message:
    """The ticket keeps its number; `ticket` already names the true cause."""
    prefix = "🔎 PENYEBAB: "
    inventory, was = office.inventory, news.was
    what = f"{inventory.device_name(was.device)} " if was.device else ""
    before = data(f"{what}{brief(was.condition)}")
    lines = [
        bold(f"{prefix}{subject(ticket, office, GLANCE - len(prefix))}{extent(ticket)}"),
        f"Tiket #{ticket.id}: penyebab sebenarnya ditemukan pukul {clock(now, office.zone)}. "
        f"Semula tercatat: {before}. Nomor tiket tetap.",
        *facts.cause(ticket, office),
        *facts.impact(ticket, office),
    ]
    return Message("\n".join(lines))
