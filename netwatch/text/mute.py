"""Answers to `/senyap`: who is not reminded of a ticket, and until when."""

from datetime import datetime

from netwatch.core.message import Message
from netwatch.text.html import bold
from netwatch.text.office import Office
from netwatch.text.time import moment


def how_to() -> Message:
    return Message(
        f"{bold('Menyenyapkan pengingat satu tiket')}\n"
        "Tulis nomor tiket dan lamanya, misalnya: /senyap 42 2 jam, atau /senyap 42 30 menit. Paling lama 24 jam.\n"
        "Mengaktifkan lagi: /senyap 42 batal"
    )


def muted(ticket_id: int, until: datetime, office: Office, now: datetime) -> Message:
    return Message(
        f"🔕 Anda tidak diingatkan tentang tiket #{ticket_id} sampai {moment(until, now, office.zone)}.\n"
        "Batas waktu SOP tetap berjalan, dan keterlambatan tetap dikabarkan. "
        f"Mengaktifkan lagi: /senyap {ticket_id} batal"
    )


def unmuted(ticket_id: int) -> Message:
    return Message(f"🔔 Pengingat tiket #{ticket_id} aktif lagi untuk Anda.")


def was_not_muted(ticket_id: int) -> Message:
    return Message(
        f"Pengingat tiket #{ticket_id} tidak sedang disenyapkan. Untuk menyenyapkan dua jam: /senyap {ticket_id} 2 jam"
    )


def nothing_to_mute(ticket_id: int) -> Message:
    return Message(f"Tiket #{ticket_id} sudah selesai, jadi tidak ada lagi pengingatnya.")


def not_in_a_group() -> Message:
    return Message(
        "Pengingat di grup berlaku untuk seluruh tim, jadi tidak dapat disenyapkan oleh satu orang. "
        "Kirim /senyap di obrolan pribadi untuk pengingat Anda sendiri."
    )
