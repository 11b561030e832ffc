"""`/lapor` alone: how a report is written, on one screen beside a ringing phone."""

from netwatch.core.message import Message
from netwatch.text.html import bold, code

_LINE = "kejaksan internet mati sejak pagi a.n. Budi 0812-3456-7890"
EXAMPLE = code(f"/lapor {_LINE}")


def how_to() -> Message:
    """Asks for the line."""
    return Message(
        f"{bold('Laporan warga: di mana, dan apa gangguannya?')}\n"
        "Tulis dalam satu baris: tempat, keluhan, lalu nama dan nomor telepon bila ada, misalnya:\n"
        f"{code(_LINE)}\n\n"
        "Nama didahului “a.n.”. Nama dan nomor boleh kosong; tanpa nomor, warga tidak dapat ditelepon kembali. "
        "Tidak jadi: /batal."
    )


def in_private() -> Message:
    """In a group everybody would read the citizen's name and number."""
    return Message(
        "Kirim /lapor di obrolan pribadi dengan bot ini: data warga tidak boleh dibaca seluruh grup. "
        "Tidak ada yang dicatat."
    )


def not_yours() -> Message:
    return Message("Hanya Call Taker yang mencatat laporan warga dengan /lapor. Tidak ada yang dicatat.")
