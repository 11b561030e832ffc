"""`/bantuan`: what each part of the office does with netwatch, on one screen."""

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
        "lewat, hal itu tercatat dan tiket berjalan terus ke tim."
    ),
    Role.TIM_LAPANGAN: (
        "Tekan Terima pada kartu tiket begitu tim Anda menanganinya; tidak perlu menunggu instruksi. Tiket "
        "tertutup sendiri setelah jaringan normal. Tiket laporan warga Anda tutup dengan Selesai diperbaiki."
    ),
    Role.ADMIN: "Orang dan tim didaftarkan di netwatch.yaml, perangkat di inventory.yaml.",
}

_COMMANDS = {
    "/tiket": "tiket yang terbuka",
    "/tiket 42": "satu tiket dengan riwayatnya",
    "/senyap 42 2h": "dua jam tanpa pengingat satu tiket",
    "/status": "keadaan seluruh kota",
    "/status kejaksan": "keadaan satu lokasi atau perangkat",
    "/pemeliharaan": "pekerjaan terencana, agar tidak menjadi tiket",
    "/batal": "tidak jadi menjawab yang sedang ditanyakan",
    "/bantuan": "pesan ini",
}


def help_for(name: str, role: Role) -> Message:
    commands = {"/lapor": "catat laporan warga", **_COMMANDS} if role is Role.CALL_TAKER else _COMMANDS
    listed = "\n".join(f"{command} — {what}" for command, what in commands.items())
    return Message(
        f"{bold(f'Halo, {data(name, 60)}')}\nAnda terdaftar sebagai {ROLE[role]}.\n\n{_TASK[role]}\n\n{listed}"
    )
