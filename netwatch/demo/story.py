"""The demo's story as data: what happens to the city, and what the people do about it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from netwatch.core.request import Action
from netwatch.demo.stage import Chapter
from netwatch.text.buttons import LABEL, REPAIR
from netwatch.text.demo_story import CAPTION, TITLE


@dataclass(frozen=True, slots=True)
class Cut:
    child: str
    parent: str


@dataclass(frozen=True, slots=True)
class Switch:
    device: str
    on: bool


@dataclass(frozen=True, slots=True)
class Power:
    site: str
    on: bool


@dataclass(frozen=True, slots=True)
class Mend:
    """What the chapter has broken."""


@dataclass(frozen=True, slots=True)
class Says:
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Taps:
    """Presses the newest button whose label begins so. `patience`: seconds until it has to be there."""

    who: str
    label: str
    patience: float = 30.0


@dataclass(frozen=True, slots=True)
class SendsPhoto:
    who: str


@dataclass(frozen=True, slots=True)
class Sees:
    """Waits for a new message with these words."""

    who: str
    words: str
    patience: float = 60.0


@dataclass(frozen=True, slots=True)
class Rests:
    seconds: float


Step = Cut | Switch | Power | Mend | Says | Taps | SendsPhoto | Sees | Rests


def _repair_report(who: str, cause: str, action: str, photo: bool) -> tuple[Step, ...]:
    pictures: tuple[Step, ...] = (SendsPhoto(who),) if photo else ()
    return (
        Taps(who, REPAIR),
        Taps(who, cause),
        Taps(who, action),
        Taps(who, "Tidak ada"),
        *pictures,
        Taps(who, "Lanjut"),
        Taps(who, "Lanjut"),
        Taps(who, "📨 Kirim"),
        Taps("dedi", "✅ Terima laporan"),
    )


SCRIPT: Mapping[str, tuple[Step, ...]] = {
    "cable": (
        Cut("rt-kejaksan", "core"),
        Sees("agus", "Router Kejaksan"),
        Rests(3.0),
        Says("rina", "/lapor kejaksan internet mati sejak pagi a.n. Budi 0812-3456-7890"),
        Taps("rina", "Gabungkan ke #"),
        Taps("dedi", "Instruksikan Tim Utara"),
        Taps("agus", LABEL[Action.ACCEPT]),
        Taps("agus", LABEL[Action.START]),
        Rests(6.0),
        Mend(),
        *_repair_report("agus", "Kabel fiber putus", "Fiber disambung ulang", photo=True),
        Sees("rina", "TELEPON BALIK"),
        Taps("rina", "☎️"),
    ),
    "backbone": (
        Switch("sw-dist-utara", on=False),
        Sees("wawan", "Switch Distribusi Utara"),
        Rests(4.0),
        Taps("dedi", "Instruksikan Tim Selatan"),
        Taps("wawan", LABEL[Action.ACCEPT]),
        Taps("wawan", LABEL[Action.START]),
        Rests(5.0),
        Mend(),
        *_repair_report("wawan", "Perangkat macet", "Perangkat dinyalakan ulang", photo=False),
        Sees("dedi", "SELESAI"),
    ),
    "power": (
        Power("kel-kesenden", on=False),
        Sees("agus", "UPS Kesenden"),
        Rests(3.0),
        Taps("dedi", "Instruksikan Tim Utara"),
        Taps("agus", LABEL[Action.ACCEPT]),
        Sees("agus", "Router Kesenden"),
        Rests(8.0),
        Mend(),
        Sees("agus", "SELESAI"),
    ),
}

CHAPTERS = tuple(Chapter(key, TITLE[key], CAPTION[key]) for key in SCRIPT)
