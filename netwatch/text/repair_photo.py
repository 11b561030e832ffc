"""Answers to pictures that cannot simply be taken."""

from collections.abc import Sequence
from dataclasses import replace

from netwatch.core.message import Message
from netwatch.core.ticket import Ticket
from netwatch.text.html import bold
from netwatch.text.office import Office
from netwatch.text.repair_report import owed


def whose(tickets: Sequence[Ticket], office: Office) -> Message:
    """A picture that may belong to the report of several tickets."""
    question = bold("Foto ini untuk laporan perbaikan tiket yang mana?")
    return replace(owed(tickets, office), html=f"{question}\nPilih, lalu kirim fotonya sekali lagi.")


def too_large(ticket: Ticket) -> Message:
    return Message(
        f"Foto untuk #{ticket.id} lebih besar dari 20 MB, sehingga tidak dapat disimpan. "
        "Kirim lagi sebagai foto biasa, bukan sebagai berkas."
    )


def lost(ticket_id: int, number: int) -> Message:
    """Telegram does not have it any more. `number` counts the ticket's pictures from 1."""
    return Message(
        f"⚠️ Foto ke-{number} untuk laporan perbaikan #{ticket_id} tidak dapat diambil dari Telegram. "
        "Kirim sekali lagi, bila masih ada."
    )
