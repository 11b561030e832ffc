"""Told when a ticket is closed because its cause turned out to be another open ticket's."""

from netwatch.core.message import Message
from netwatch.core.news import Merged
from netwatch.core.ticket import Ticket
from netwatch.text.card import merging
from netwatch.text.html import bold
from netwatch.text.office import Office


def merged(ticket: Ticket, news: Merged, office: Office) -> Message:
    return Message(
        f"{bold(merging(ticket, news.into, office))}\n"
        f"Tiket #{ticket.id} ditutup karena penyebabnya sama dengan tiket #{news.into}. "
        f"Lanjutkan penanganan di tiket #{news.into}."
    )
