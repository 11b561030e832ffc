"""What a condition was found at, with its numbers, as people say it."""

from netwatch.core.conditions.traffic import DAMAGED_IN, DAMAGED_OUT, DROPPED_IN, DROPPED_OUT, FULL_IN, FULL_OUT
from netwatch.core.conditions.ups import BATTERY_LOW, BATTERY_WEAK, ON_BATTERY
from netwatch.core.status import ConditionStatus
from netwatch.text.condition import in_full
from netwatch.text.html import plain
from netwatch.text.number import decimal
from probes.snmp.reading import FailureKind

_AGENT = {
    FailureKind.TIMEOUT: "tidak menjawab SNMP (agen mati, terblokir, atau community salah)",
    FailureKind.REFUSED: "agen SNMP tidak berjalan",
    FailureKind.WRONG_USER: "SNMP menolak nama pengguna pemantau",
    FailureKind.WRONG_KEY: "SNMP menolak kunci autentikasi pemantau",
    FailureKind.WRONG_PRIVACY: "SNMP menolak kunci enkripsi pemantau",
    FailureKind.UNSUPPORTED_LEVEL: "SNMP menolak tingkat keamanan pemantau",
}
_UPS = {
    ON_BATTERY: "memakai baterai",
    BATTERY_LOW: "memakai baterai dan baterainya hampir habis",
    BATTERY_WEAK: "baterai lemah, padahal listrik menyala",
}
_TRAFFIC = {
    FULL_IN: "lalu lintas masuk port {name} {percent}% dari kapasitas, batas {limit}%",
    FULL_OUT: "lalu lintas keluar port {name} {percent}% dari kapasitas, batas {limit}%",
    DAMAGED_IN: "{percent}% paket masuk port {name} rusak, batas {limit}%",
    DAMAGED_OUT: "{percent}% paket keluar port {name} rusak, batas {limit}%",
    DROPPED_IN: "{percent}% paket masuk port {name} terbuang, batas {limit}%",
    DROPPED_OUT: "{percent}% paket keluar port {name} terbuang, batas {limit}%",
}


def symptom(status: ConditionStatus) -> str:
    """Plain text, not escaped: `suhu rak 78 °C, batas 75 °C`. Without numbers it is what the condition means."""
    figures = {key: decimal(number) for key, number in status.figures.items()}
    name = plain(status.name, 40)
    match status.family:
        case "snmp" if status.sign in _AGENT:
            return f"menjawab ping, tetapi {_AGENT[FailureKind(status.sign)]}"
        case "ups" if status.sign in _UPS:
            return _UPS[status.sign] + _left(figures)
        case "temp" if figures:
            return f"suhu {name} {figures['celsius']} °C, batas {figures['limit']} °C"
        case "cpu" if figures:
            return f"beban CPU {figures['percent']}%, batas {figures['limit']}%"
        case "traffic" if status.sign in _TRAFFIC:
            return _TRAFFIC[status.sign].format(name=name, **figures)
        case "loss" if figures:
            return f"{figures['percent']}% paket hilang, batas {figures['limit']}%"
        case _:
            return in_full(status.key)


def _left(figures: dict[str, str]) -> str:
    told = [f"sisa {figures['charge']}%"] if "charge" in figures else []
    told += [f"kira-kira {figures['minutes']} menit lagi"] if "minutes" in figures else []
    return f", {', '.join(told)}" if told else ""
