"""`/bantuan`: what each part of the office does with netwatch, on one screen."""

from netwatch.core.member import MAY_INVITE
from netwatch.core.message import Message
from netwatch.text.html import bold, data
from netwatch.text.report_howto import EXAMPLE
from netwatch.text.role import ROLE
from sop.role import Role

_TASK = {
    Role.CALL_TAKER: (
        "Catat setiap laporan warga dengan /lapor. Bila gangguannya sudah diketahui, Anda langsung mendapat "
        f"kalimat untuk disampaikan kepada warga.\nContoh:\n{EXAMPLE}"
    ),
    Role.SPV_OPINI_PUBLIK: (
        "Gangguan yang terdeteksi otomatis dikirim tanpa suara, cukup untuk diketahui. Untuk laporan warga, tekan "
        "Terima lalu Teruskan pada kartu tiket."
    ),
    Role.KASI_INFRASTRUKTUR: (
        "Setiap gangguan datang sebagai satu kartu. Tekan Terima, lalu Instruksikan tim. Bila batas waktu SOP "
        "lewat, keterlambatan tercatat dan tiket tetap diteruskan ke tim."
    ),
    Role.TIM_LAPANGAN: (
        "Tekan Terima pada kartu tiket begitu tim Anda menanganinya; tidak perlu menunggu instruksi. Tiket "
        "tertutup sendiri setelah jaringan normal. Tekan Laporan perbaikan untuk menulis penyebab, tindakan dan foto; "
        "tiket dari laporan warga ditutup dengan laporan itu."
    ),
    Role.ADMIN: (
        "Orang diundang dengan /undang, atau ditulis di netwatch.yaml seperti tim dan jadwal jaga. Perangkat ada di "
        "inventory.yaml."
    ),
}

_COMMANDS = {
    "/tiket": "tiket yang terbuka",
    "/tiket 42": "satu tiket dengan riwayatnya",
    "/senyap 42 2 jam": "dua jam tanpa pengingat satu tiket",
    "/status": "keadaan seluruh kota",
    "/status kejaksan": "keadaan satu lokasi atau perangkat",
    "/pemeliharaan": "pekerjaan terencana, agar tidak dibuatkan tiket",
    "/jaga": "siapa yang berjaga, dan ganti jaga",
    "/absen": "catat absen dan wakilnya",
    "/saya": "data Anda di netwatch",
    "/batal": "batalkan isian yang sedang berjalan",
    "/bantuan": "pesan ini",
}

_OWN_COMMANDS = {
    Role.CALL_TAKER: {"/lapor": "catat laporan warga"},
    Role.TIM_LAPANGAN: {"/perbaikan": "tulis laporan perbaikan"},
}


def help_for(name: str, role: Role) -> Message:
    commands = {**_OWN_COMMANDS.get(role, {}), **_COMMANDS}
    if role in MAY_INVITE:
        commands = {**commands, "/undang": "undang orang baru", "/orang": "orang yang terdaftar"}
    listed = "\n".join(f"{command} — {what}" for command, what in commands.items())
    return Message(
        f"{bold(f'Halo, {data(name, 60)}')}\nAnda terdaftar sebagai {ROLE[role]}.\n\n{_TASK[role]}\n\n{listed}"
    )
