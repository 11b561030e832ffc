"""Told once when what a ticket is about begins to be up and down in turns, and once when that is over."""

from datetime import datetime

from netwatch.core.message import Message
from netwatch.core.ticket import Ticket
from netwatch.text.headline import GLANCE, subject_healthy
from netwatch.text.html import bold
from netwatch.text.office import Office
from netwatch.text.time import clock


def flapping_started(ticket: Ticket, office: Office, now: datetime) -> Message:
    prefix = "🔁 PUTUS-SAMBUNG: "
    return Message(
        f"{bold(prefix + subject_healthy(ticket, office, GLANCE - len(prefix)))}\n"
        f"Tiket #{ticket.id}: sambungan berulang kali putus dan pulih, terlihat pukul {clock(now, office.zone)}. "
        "Tiket tetap terbuka; putus dan pulihnya tidak dikabarkan satu per satu sampai sambungannya stabil."
    )


def flapping_ended(ticket: Ticket, office: Office, now: datetime) -> Message:
    prefix = "〰️ TIDAK LAGI PUTUS-SAMBUNG: "
    return Message(
        f"{bold(prefix + subject_healthy(ticket, office, GLANCE - len(prefix)))}\n"
        f"Tiket #{ticket.id}: sambungannya tidak lagi putus-sambung sejak pukul {clock(now, office.zone)}. "
        "Tiket tertutup sendiri bila jaringan pulih dan stabil."
    )
