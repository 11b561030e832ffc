"""Told to the team that has a ticket no more."""

from netwatch.core.message import Message
from netwatch.core.news import Reassigned
from netwatch.core.ticket import Ticket
from netwatch.text.headline import GLANCE, subject
from netwatch.text.html import bold, data
from netwatch.text.office import Office


def reassigned(ticket: Ticket, news: Reassigned, office: Office) -> Message:
    prefix = "↪️ DIALIHKAN: "
    was, to = data(office.team_name(news.was)), data(office.team_name(news.team))
    return Message(
        f"{bold(f'{prefix}{subject(ticket, office, GLANCE - len(prefix))}')}\n"
        f"Tiket #{ticket.id} dialihkan oleh {data(news.by)} dari {was} ke {to}. "
        f"{was} tidak perlu melanjutkannya."
    )
