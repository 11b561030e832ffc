"""Told as a reply to the card when a ticket is closed."""

from netwatch.core.message import Message
from netwatch.core.ticket import Source, Ticket
from netwatch.text import facts
from netwatch.text.buttons import repair_buttons
from netwatch.text.card import closing
from netwatch.text.html import bold, data
from netwatch.text.office import Office
from netwatch.text.time import moment
from sop.role import Role


def closed(ticket: Ticket, viewer: Role, office: Office) -> Message:
    """What, how long, why; the rest stands on the card. A team that owes its repair report is asked for it."""
    lines = [bold(closing(ticket, office))]
    if ticket.closed_at is not None:
        start = moment(ticket.opened_at, ticket.closed_at, office.zone)
        end = moment(ticket.closed_at, ticket.closed_at, office.zone)
        lines.append(f"Tiket #{ticket.id}, {start} sampai {end}. {facts.how_closed(ticket)}.")
    if ticket.source is Source.MONITOR:
        lines.append("Pemantauan berjalan lagi; perangkat yang ternyata mati akan mendapat tiket sendiri.")
    if ticket.probable_cause:
        lines.append(f"Dugaan penyebab: {data(ticket.probable_cause, 200)}")
    lines += facts.dismissal(ticket) + facts.repair_report(ticket, office)
    return Message("\n".join(lines), repair_buttons(ticket, viewer))
