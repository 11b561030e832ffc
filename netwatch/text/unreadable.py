"""Answers to what netwatch does not understand: never silence, always the way on."""

from netwatch.core.message import Message
from netwatch.text.html import data
from netwatch.text.report_howto import EXAMPLE
from sop.role import Role


def unreadable(what: str, viewer: Role) -> Message:
    """`what` is the command or the beginning of the text; '' for a sticker, a voice message and the like."""
    shown = data(what, 40)
    if not shown:
        return Message("Maaf, pesan seperti ini belum dapat saya baca. Kirim /bantuan untuk melihat perintah.")
    first = f"Maaf, “{shown}” tidak saya kenali. Kirim /bantuan untuk melihat perintah."
    if viewer is Role.CALL_TAKER and not what.startswith("/"):
        first += f"\nUntuk mencatat laporan warga, awali dengan /lapor, misalnya:\n{EXAMPLE}"
    return Message(first)


def edited() -> Message:
    return Message("Pesan yang diubah tidak saya baca lagi. Kirim yang benar sebagai pesan baru.")
