"""Describing planned work: what is asked, what was understood, and what comes of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from netwatch.core.callback_data import encode
from netwatch.core.maintenance import LONGEST, Unfit, Window
from netwatch.core.message import Button, Message
from netwatch.core.request import WorkChoice, WorkStep
from netwatch.core.ticket import Ticket
from netwatch.core.work_draft import WorkDraft
from netwatch.inventory.find import Match
from netwatch.text import work
from netwatch.text.headline import short_place
from netwatch.text.html import bold, capitalised, code, data, plain
from netwatch.text.listing import names
from netwatch.text.office import Office
from netwatch.text.time import duration, moment

EXAMPLE = code("/pemeliharaan kejaksan 2 jam ganti UPS")
LENGTHS = (30, 60, 120, 240)
"""Minutes, offered as buttons."""

_UNFIT = {
    Unfit.NOTHING: "Tempatnya belum disebutkan.",
    Unfit.BACKWARDS: "Waktu selesainya lebih awal daripada waktu mulainya.",
    Unfit.PAST: "Waktu itu sudah lewat.",
}


def ask_place(draft: WorkDraft, *, unknown: str = "", examples: Sequence[str] = ()) -> Message:
    """`unknown`: what was written and is no place."""
    lines = [bold("Pemeliharaan: di mana?")]
    if unknown:
        lines = [bold("Tempatnya belum dikenali."), f"Tertulis: “{data(unknown, 100)}”"]
    if examples:
        lines.append(f"Nama yang dikenal misalnya: {names(examples, 6)}.")
    lines.append(f"Tulis nama lokasi atau perangkat. Atau sekaligus dalam satu baris:\n{EXAMPLE}")
    return Message("\n".join([*lines, "Tidak jadi: /batal."]), (_cancel(draft),))


def choose_place(draft: WorkDraft, matches: Sequence[Match], office: Office) -> Message:
    rows = [(_place(draft, match, office),) for match in matches]
    return Message(bold("Pemeliharaan: tempat yang mana?"), (*rows, _cancel(draft)))


def ask_time(
    draft: WorkDraft, office: Office, now: datetime, *, unclear: str = "", refused: str = ""
) -> Message:
    """How long it lasts, and when it begins where that was not said.

    `unclear`: an answer that says neither; `refused`: why the last one cannot be, as HTML.
    """
    place = work.where(draft.sites, draft.devices, office)
    lines = [f"Waktu “{data(unclear, 60)}” belum saya pahami."] if unclear else [refused] if refused else []
    if draft.start is None:
        lines.append(bold(f"Pemeliharaan {place}: kapan dan berapa lama?"))
        lines.append("Tekan bila mulai sekarang, atau tulis, misalnya: 90 menit, sampai 14.00, besok 22.00-02.00.")
    else:
        begins = moment(draft.start, now, office.zone)
        lines.append(bold(f"Pemeliharaan {place} mulai {begins}: berapa lama?"))
        lines.append("Pilih, atau tulis, misalnya: 90 menit, sampai 14.00.")
    offered = [
        Button(duration(timedelta(minutes=minutes)), encode(WorkChoice(draft.id, WorkStep.LASTS, str(minutes))))
        for minutes in LENGTHS
    ]
    return Message("\n".join(lines), (tuple(offered[:2]), tuple(offered[2:]), _cancel(draft)))


def ask_reason(draft: WorkDraft, office: Office) -> Message:
    place = work.where(draft.sites, draft.devices, office)
    skip = Button("Tanpa keterangan", encode(WorkChoice(draft.id, WorkStep.NO_REASON)))
    return Message(
        f"{bold(f'Pemeliharaan {place}: pekerjaannya apa?')}\n"
        "Tulis singkat, misalnya: ganti UPS. Call Taker membacanya bila warga menelepon.",
        ((skip,), _cancel(draft)),
    )


def confirm(draft: WorkDraft, window: Window, tickets: Sequence[Ticket], office: Office, now: datetime) -> Message:
    """`tickets`: the open ones there, which go on."""
    begins = "mulai sekarang" if window.start <= now else "terjadwal"
    lasts = duration(window.end - max(window.start, now))
    lines = [
        bold(f"{work.MARK} Pemeliharaan {work.where_of(window, office)}, {begins}, {lasts}?"),
        f"Waktu: {work.when(window, now, office)}",
        work.reason(window),
        f"Mencakup {work.devices_of(window, office)}",
        "Selama itu, gangguan karena pekerjaan ini tidak dibuatkan tiket; perangkat yang masih mati sesudahnya "
        "dibuatkan tiket.",
    ]
    if tickets:
        lines.append(f"Tiket yang sudah terbuka tetap berjalan: {names([f'#{t.id}' for t in tickets], 5)}.")
    label = "▶️ Mulai" if window.start <= now else "📌 Jadwalkan"
    return Message(
        "\n".join(lines), ((Button(label, encode(WorkChoice(draft.id, WorkStep.CONFIRM))),), _cancel(draft))
    )


def confirmed(window: Window, office: Office, now: datetime) -> Message:
    """To its author, with the way to end it."""
    runs = "berjalan" if window.start <= now else "terjadwal"
    when = capitalised(work.when(window, now, office))
    return Message(
        f"{bold(f'{work.MARK} Pemeliharaan {work.number(window)}{runs}: {work.where_of(window, office)}')}\n"
        f"{when}{work.what(window)}. Kasi, tim dan Call Taker diberi tahu tanpa suara.",
        ((work.end_button(window, office, now),),),
    )


def cannot(wrong: Unfit, longest: timedelta) -> str:
    """Why it cannot be planned so."""
    if wrong is not Unfit.TOO_LONG:
        return _UNFIT[wrong]
    others = " untuk Tim Lapangan; yang lebih lama dicatat oleh Kasi atau admin" if longest < LONGEST else ""
    return f"Paling lama {duration(longest)}{others}."


def cancelled() -> Message:
    return Message("Pemeliharaan dibatalkan. Tidak ada yang dicatat.")


def not_yours() -> Message:
    return Message(
        "Pemeliharaan dicatat oleh Kasi Infrastruktur TIK, Tim Lapangan atau admin. Yang berjalan: /pemeliharaan"
    )


def _place(draft: WorkDraft, match: Match, office: Office) -> Button:
    if match.kind == "device":
        name = plain(office.inventory.device_name(match.id), 40) or match.id
        return Button(name, encode(WorkChoice(draft.id, WorkStep.DEVICE, match.id)))
    count = sum(device.site == match.id for device in office.inventory.devices.values())
    name = plain(short_place(office.inventory.site_name(match.id)), 36) or match.id
    return Button(f"{name} ({count} perangkat)", encode(WorkChoice(draft.id, WorkStep.SITE, match.id)))


def _cancel(draft: WorkDraft) -> tuple[Button, ...]:
    return (Button("Batal", encode(WorkChoice(draft.id, WorkStep.CANCEL))),)
