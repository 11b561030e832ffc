"""The usual causes, actions and materials of a repair, so that most reports are written with a thumb."""

from collections.abc import Mapping

from netwatch.core.repair import Piece

CHOICES: Mapping[Piece, Mapping[str, str]] = {
    Piece.CAUSE: {
        "fiber": "Kabel fiber putus",
        "power": "Listrik padam",
        "supply": "Adaptor/UPS rusak",
        "device": "Perangkat rusak",
        "hung": "Perangkat macet",
        "cable": "Kabel LAN/konektor",
        "config": "Salah konfigurasi",
        "provider": "Gangguan penyedia",
        "normal": "Ditemukan sudah normal",
    },
    Piece.ACTION: {
        "splice": "Fiber disambung ulang",
        "power": "Listrik dipulihkan",
        "replace": "Perangkat diganti",
        "restart": "Perangkat dinyalakan ulang",
        "cable": "Kabel/konektor diganti",
        "config": "Konfigurasi diperbaiki",
        "check": "Diperiksa, tanpa tindakan",
    },
    Piece.MATERIAL: {"none": "Tidak ada"},
}
"""By the key that the button carries."""
