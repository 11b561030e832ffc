"""The history's events as sentences."""

import re

from netwatch.core.change import SYSTEM
from netwatch.core.history import Recorded
from netwatch.core.testimony import SOURCE
from netwatch.core.ticket import Dismissal, Priority
from netwatch.text.html import data
from netwatch.text.office import Office
from netwatch.text.priority import PRIORITY
from netwatch.text.said import said
from netwatch.text.steps import step_name
from netwatch.text.time import clock

_EVENT = {
    "opened": "Tiket dibuka",
    "impacted": "Ikut terdampak",
    "worsened": "Keadaan memburuk",
    "moved_up": "Penyebab sebenarnya ditemukan",
    "flapping": "Putus-sambung berulang kali",
    "calm": "Tidak lagi putus-sambung",
    "merged": "Digabung ke tiket lain karena penyebabnya sama",
    "priority": "Prioritas diubah",
    "received": "Laporan diterima SPV",
    "forwarded": "Diteruskan ke Kasi Infrastruktur TIK",
    "acknowledged": "Diterima Kasi Infrastruktur TIK",
    "instructed": "Tim diinstruksikan",
    "reassigned": "Dialihkan",
    "accepted": "Diterima tim",
    "started": "Perbaikan dimulai",
    "held": "Ditunda",
    "resumed": "Dilanjutkan",
    "passed_over": "Dilewati",
    "breached": "Batas waktu terlewat",
    "reminded": "Pengingat dikirim",
    "report_joined": "Laporan warga digabungkan",
    "report_amended": "Laporan warga dilengkapi",
    "report_repeats": "Laporan warga ternyata berulang, tidak dihitung",
    "reports_moved": "Laporan warga dipindahkan",
    "reports_taken_over": "Laporan warga dari tiket lain diterima",
    "called_back": "Warga ditelepon kembali",
    "closed": "Tiket selesai",
    "watched_again": "Perangkat sudah pulih, dipantau seperti biasa",
    "reopened": "Tiket dibuka kembali",
    "evidence": "Bukti perangkat dilampirkan",
    "probable_cause": "Dugaan penyebab diperbarui",
    "reboot": "Perangkat menyala ulang",
    "trap": "Kabar dari perangkat",
    "told_by_sms": "Dikabari lewat SMS",
    "repair_begun": "Laporan perbaikan mulai ditulis",
    "repair_noted": "Laporan perbaikan diisi",
    "repair_photo": "Foto perbaikan ditambahkan",
    "repair_photo_dropped": "Foto perbaikan dihapus",
    "repair_photo_kept": "Foto perbaikan tersimpan",
    "repair_photo_thrown_away": "Foto perbaikan dibuang",
    "repair_photo_lost": "Foto perbaikan tidak dapat diambil",
    "repair_filed": "Laporan perbaikan dikirim",
    "repair_accepted": "Laporan perbaikan diterima Kasi",
    "repair_returned": "Kasi meminta revisi laporan perbaikan",
    "repair_reminded": "Tim diingatkan soal laporan perbaikan",
}
POWER_AT = "power at "
SAID = f"{SOURCE}: "
CLOSED_AS = {Dismissal.CLOSED.value: "ditutup", Dismissal.NOT_A_FAULT.value: "bukan gangguan"}
_MOVED = re.compile(r"(\d+) (to|from) (\d+)")
_STEP = re.compile(r"step (\d+)")


def sentence(entry: Recorded, office: Office) -> str:
    """HTML: `14.07 WIB — Diterima tim (Agus)`. An event without a sentence is shown by its key."""
    by = f" ({data(entry.actor, 40)})" if entry.actor != SYSTEM else ""
    event = _EVENT.get(entry.event) or data(entry.event.replace("_", " "), 40)
    return f"{clock(entry.at, office.zone)} — {event}{_object(entry, office)}{by}"


def _object(entry: Recorded, office: Office) -> str:
    """What the event was about, where the detail holds more than reasons for engineers."""
    detail, inventory = entry.detail, office.inventory
    match entry.event:
        case "instructed" if detail:
            return f": {data(office.team_name(detail))}"
        case "passed_over" | "breached" | "reminded" if step := _STEP.match(detail):
            no = int(step[1])
            return f": langkah {no} ({step_name(no, office)})"
        case "impacted" if detail:
            names = ", ".join(inventory.device_name(device.strip()) for device in detail.split(","))
            return f": {data(names, 120)}"
        case "moved_up":
            cause = detail.partition(" -> ")[2]
            if cause.startswith(POWER_AT):
                site = cause.removeprefix(POWER_AT).partition(":")[0]
                return f": listrik di {data(inventory.site_name(site))}"
            return f": {data(inventory.device_name(cause.partition(' ')[0]))}" if cause else ""
        case "evidence" if detail.startswith(SAID):
            return f": {data(said(detail.removeprefix(SAID)), 120)}"
        case "priority":
            raised = detail.partition(" -> ")[2]
            return f": {PRIORITY[Priority(raised)]}" if raised in set(Priority) else ""
        case "told_by_sms" if person := detail.rpartition(", ")[0]:
            return f": {data(person, 40)}"
        case "reassigned":
            return f": {data(office.team_name(detail.partition(' -> ')[2]))}"
        case "held" if detail:
            return f": {data(detail, 120)}"
        case "closed" if detail.partition(": ")[0] in CLOSED_AS:
            kind, _, reason = detail.partition(": ")
            return f" ({CLOSED_AS[kind]}: {data(reason, 120)})"
        case "merged":
            into = detail.removeprefix("into ")
            return f": #{into}" if into.isdecimal() else ""
        case "reports_moved" | "reports_taken_over" if moved := _MOVED.match(detail):
            return f": {moved[1]} laporan {'ke' if moved[2] == 'to' else 'dari'} #{moved[3]}"
        case _:
            return ""
