"""What stands over the chat for a moment after a press about planned work: plain text of at most 200 characters."""

from datetime import datetime

from netwatch.core.maintenance import Phase, Window
from netwatch.text.html import cut, plain
from netwatch.text.office import Office
from netwatch.text.time import spoken
from netwatch.text.toast import MOST

NOT_YOURS = "Tombol ini hanya untuk Kasi Infrastruktur TIK, Tim Lapangan dan admin. Tidak ada yang diubah."
NOT_THE_AUTHOR = "Hanya yang mencatat pemeliharaan ini yang dapat melanjutkannya. Tidak ada yang diubah."
SETTLED = "Pemeliharaan ini sudah diproses sebelumnya. Tidak ada yang diubah. Yang berjalan: /pemeliharaan"
CANCELLED = "Dibatalkan."
CONFIRMED = "Pemeliharaan dicatat."


def ended(window: Window, now: datetime) -> str:
    """`window` as it was before the press."""
    if window.phase(now) is Phase.PLANNED:
        return "Pemeliharaan dibatalkan sebelum dimulai."
    return "Pemeliharaan diakhiri. Perangkat yang masih mati kini dibuatkan tiket."


def over_already(window: Window, office: Office, now: datetime) -> str:
    when = spoken(window.stops_at, now, office.zone)
    if window.ended_at is None:
        return cut(f"Pemeliharaan ini sudah selesai {when}. Tidak ada yang diubah.", MOST)
    by = plain(window.ended_by or "", 60)
    how = "dibatalkan" if window.stops_at <= window.start else "diakhiri"
    return cut(f"Pemeliharaan ini sudah {how} oleh {by} {when}. Tidak ada yang diubah.", MOST)
