"""`/lapor` alone: how a report is written, on one screen beside a ringing phone."""

from netwatch.core.message import Message
from netwatch.text.html import bold, code

_LINE = "kejaksan internet mati sejak pagi a.n. Budi 0812-3456-7890"
EXAMPLE = code(f"/lapor {_LINE}")


def how_to() -> Message:
    """Asks for the place, or for everything."""
    return Message(
        f"{bold('Laporan warga: di mana gangguannya?')}\n"
        "Tulis tempatnya; sisanya saya tanyakan satu per satu. Atau langsung semuanya dalam satu baris:\n"
        f"{code(_LINE)}\n\n"
        "Nama didahului “a.n.”; bila bukan lewat telepon, tambahkan “via WA” atau “via SMS”. Tidak jadi: /batal."
    )


def in_private() -> Message:
    """In a group everybody would read the citizen's name and number."""
    return Message(
        "Kirim /lapor di obrolan pribadi dengan bot ini: data warga tidak boleh dibaca seluruh grup. "
        "Tidak ada yang dicatat."
    )


def not_yours() -> Message:
    return Message("Hanya Call Taker yang mencatat laporan warga dengan /lapor. Tidak ada yang dicatat.")
