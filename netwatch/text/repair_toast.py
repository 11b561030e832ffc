"""Answers to presses on a repair report: plain text of at most 200 characters."""

from datetime import datetime

from netwatch.core.change import Refusal, Why
from netwatch.text.html import cut, plain
from netwatch.text.office import Office
from netwatch.text.role import ROLE
from netwatch.text.time import spoken
from netwatch.text.toast import MOST, UNKNOWN_BUTTON
from sop.role import Role

NOTED = "Tercatat."
PHOTO_DROPPED = "Foto terakhir dihapus dari laporan."
FILED = "Laporan perbaikan dikirim ke Kasi."
FILED_AND_CLOSED = "Terima kasih. Laporan dikirim dan tiket ditutup; Call Taker akan menghubungi pelapor."
ACCEPTED = "Laporan perbaikan Anda terima."
NO_PICTURES = "Laporan ini tidak mempunyai foto."
IN_PRIVATE = "Lanjutkan di obrolan pribadi dengan bot ini."


def not_written(ticket_id: int, refusal: Refusal, now: datetime, office: Office) -> str:
    """Why the team cannot write, or file, the report of a ticket now."""
    when = f" {spoken(refusal.at, now, office.zone)}" if refusal.at is not None else ""
    by = plain(refusal.by, 60) if refusal.by else "Kasi"
    match refusal.why:
        case Why.NOT_YOURS:
            text = f"Laporan perbaikan ditulis oleh {ROLE[Role.TIM_LAPANGAN]}. Tidak ada yang diubah."
        case Why.OTHER_TEAM:
            team = plain(office.team_name(refusal.by), 60) if refusal.by else "tim lain"
            text = f"Tiket #{ticket_id} ditangani {team}. Tidak ada yang diubah."
        case Why.NOT_YET:
            text = f"Tekan dahulu Terima pada tiket #{ticket_id}, lalu tulis laporannya."
        case Why.CLOSED:
            text = f"Tiket #{ticket_id} sudah selesai{when} sebelum tim berangkat; tidak perlu laporan perbaikan."
        case Why.ACCEPTED:
            text = f"Laporan perbaikan #{ticket_id} sudah diterima {by}{when} dan tidak dapat diubah lagi."
        case Why.INCOMPLETE:
            text = "Isi dahulu penyebab dan tindakan. Yang sudah ditulis tetap tersimpan."
        case Why.ALREADY_DONE:
            text = f"Laporan perbaikan #{ticket_id} sudah dikirim oleh {by}{when}."
        case Why.NOTHING_THERE:
            text = "Tidak ada foto yang dapat dihapus."
        case _:
            text = UNKNOWN_BUTTON
    return cut(text, MOST)


def returned(ticket_id: int) -> str:
    return f"Permintaan revisi laporan #{ticket_id} dikirim ke tim."


def not_judged(ticket_id: int, refusal: Refusal, now: datetime, office: Office) -> str:
    """Why the Kepala Seksi's press on a report changes nothing."""
    when = f" {spoken(refusal.at, now, office.zone)}" if refusal.at is not None else ""
    match refusal.why:
        case Why.NOT_YOURS:
            text = f"Tombol ini hanya untuk {ROLE[Role.KASI_INFRASTRUKTUR]}. Tidak ada yang diubah."
        case Why.ACCEPTED:
            by = plain(refusal.by, 60) if refusal.by else "Kasi"
            text = f"Laporan perbaikan #{ticket_id} sudah diterima oleh {by}{when}."
        case Why.OUTDATED:
            text = f"Laporan perbaikan #{ticket_id} sudah berubah atau sedang diubah tim. Tunggu kiriman barunya."
        case _:
            text = UNKNOWN_BUTTON
    return cut(text, MOST)
