"""What the demo's narrator says to each chapter, in Indonesian and in English."""

from typing import Final

TITLE: Final[dict[str, dict[str, str]]] = {
    "cable": {"id": "Kabel putus di Kejaksan", "en": "A cable is cut at Kejaksan"},
    "backbone": {"id": "Switch distribusi mati", "en": "A backbone switch dies"},
    "power": {"id": "Listrik padam di Kelurahan Kesenden", "en": "The power fails at Kesenden"},
}
CAPTION: Final[dict[str, dict[str, str]]] = {
    "cable": {
        "id": (
            "Sebuah ekskavator memutus kabel fiber ke Kecamatan Kejaksan. netwatch menemukannya sendiri, membuka satu "
            "tiket, dan memberi tahu Kasi serta Tim Utara. Ketika warga menelepon, laporannya digabungkan ke tiket itu."
        ),
        "en": (
            "An excavator cuts the fibre to Kejaksan. netwatch finds it by itself, opens one ticket, and tells the "
            "head of section and Tim Utara. When a citizen phones, the report joins that ticket."
        ),
    },
    "backbone": {
        "id": (
            "Switch distribusi di Balaikota macet, dan lebih dari dua puluh perangkat di belakangnya tidak terjangkau. "
            "Tetap satu tiket: penyebabnya ditemukan, bukan dua puluh alarm."
        ),
        "en": (
            "A distribution switch hangs, and more than twenty devices behind it are out of reach. It is still one "
            "ticket: the cause is found, instead of twenty alarms."
        ),
    },
    "power": {
        "id": (
            "Listrik padam di Kelurahan Kesenden. UPS melapor lewat SNMP bahwa baterainya terpakai, jadi tim sudah "
            "tahu sebelum router-nya mati."
        ),
        "en": (
            "The power fails at Kesenden. The UPS says over SNMP that it runs on its battery, so the team knows before "
            "the router dies."
        ),
    },
}
