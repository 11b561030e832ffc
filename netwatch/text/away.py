"""`/absen`: who is away from when to when, and who acts for them."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from netwatch.core.absence import Absence
from netwatch.core.acting import ON_BEHALF
from netwatch.core.callback_data import encode
from netwatch.core.directory import Person
from netwatch.core.message import Button, Message
from netwatch.core.request import AwayChoice, ComeBack
from netwatch.text.html import bold, cut, data, escaped, plain
from netwatch.text.label import name_label
from netwatch.text.office import Office
from netwatch.text.part import part
from netwatch.text.time import moment, spoken
from netwatch.text.toast import MOST

MOST_DEPUTIES = 8
DAY = timedelta(days=1)

NOT_YOURS = "Absen dicatat oleh yang bersangkutan atau admin. Tidak ada yang diubah."
SPAN_IS_OVER = "Waktu itu sudah lewat, atau lebih dari setahun. Kirim /absen untuk mengulang."
WRITTEN_DOWN = "Absen dicatat."


def in_private() -> Message:
    return Message("Kirim /absen di obrolan pribadi dengan bot ini.")


def without_telegram(person: Person) -> Message:
    return Message(f"{data(person.name, 60)} belum punya Telegram di pengaturan, jadi memang tidak mendapat pesan.")


def ask_span(
    absent: Person, live: Sequence[Absence], office: Office, now: datetime, *, unclear: str = ""
) -> Message:
    """`live`: what is written down for them already. `unclear`: an answer that says no time that could be."""
    lines = [_entry(absence, office, now) for absence in live]
    rows = [(_back(absence, now),) for absence in live]
    lines += [f"Waktu “{data(unclear, 60)}” belum saya pahami, atau sudah lewat."] if unclear else []
    lines.append(bold(f"Absen {data(absent.name, 40)}: kapan?"))
    lines.append("Pilih, atau tulis, misalnya: besok, 3 hari, 25/11 sampai 27/11, besok 08.00-12.00.")
    lines.append("Tidak jadi: /batal.")
    local = now.astimezone(office.zone)
    today = datetime.combine(local.date(), time(), local.tzinfo)
    spans = (("Hari ini", now, today + DAY), ("Besok", today + DAY, today + 2 * DAY), ("3 hari", now, today + 3 * DAY))
    offered = tuple(
        Button(label, encode(AwayChoice(_minute(start), _minute(end), absent.telegram_id)))
        for label, start, end in spans
        if absent.telegram_id is not None
    )
    return Message("\n".join(lines), (*rows, offered))


def who_acts(
    absent: Person, start: datetime, end: datetime, able: Sequence[Person], office: Office, now: datetime
) -> Message:
    rows = [
        (_write_down(f"{name_label(p.name, 30)}, {plain(part(p.role, p.team, office), 30)}", absent, start, end, p),)
        for p in able[:MOST_DEPUTIES]
    ]
    rows.append((_write_down("Tanpa wakil", absent, start, end, None),))
    return Message(
        f"{bold(f'Absen {data(absent.name, 40)}, {_span(start, end, now, office)}: siapa yang mewakili?')}\n"
        f"Wakil mendapat semua pesan {data(absent.name, 40)} dan boleh menekan tombolnya; tercatat dengan “a.n.”.",
        tuple(rows),
    )


def confirm(
    absent: Person, start: datetime, end: datetime, deputy: Person | None, office: Office, now: datetime
) -> Message:
    acts = f", diwakili {data(deputy.name, 40)}" if deputy is not None else ""
    return Message(
        f"{bold(f'Absen {data(absent.name, 40)}, {_span(start, end, now, office)}{acts}?')}\n"
        "Selama itu ia tidak mendapat pesan baru, kecuali bila tidak ada orang lain di bagiannya.",
        ((_write_down("✅ Catat", absent, start, end, deputy),),),
    )


def written_down(absence: Absence, office: Office, now: datetime) -> Message:
    text = f"{bold(_entry(absence, office, now))}\nDicatat oleh {data(absence.by, 60)}."
    return Message(text, ((_back(absence, now),),))


def you_act(absence: Absence, absent: Person, office: Office, now: datetime) -> Message:
    """To the deputy, with a sound: they have to do something."""
    who, deputy = data(absence.person, 40), data(absence.deputy or "", 40)
    return Message(
        f"{bold(f'👤 Anda mewakili {who}')}, {escaped(part(absent.role, absent.team, office))}, "
        f"{_span(absence.start, absence.end, now, office)}.\n"
        "Pesan untuknya dikirim kepada Anda, dan tombolnya boleh Anda tekan; tercatat sebagai "
        f"“{deputy}{ON_BEHALF}{who}”. Tiket yang terbuka: /tiket"
    )


def you_act_no_more(absence: Absence, office: Office, now: datetime) -> Message:
    since = spoken(absence.stops_at, now, office.zone)
    return Message(
        f"👤 {bold(f'{data(absence.person, 40)} tidak lagi absen')} sejak {since}; "
        "Anda tidak lagi mewakilinya. Terima kasih.",
        silent=True,
    )


def ended(absence: Absence, now: datetime) -> str:
    """A toast; `absence` as it was before the press."""
    return "Selamat datang kembali." if absence.holds(now) else "Absen dibatalkan."


def known_already(absence: Absence) -> str:
    acts = f", diwakili {plain(absence.deputy, 40)}" if absence.deputy is not None else ""
    return cut(f"Absen ini sudah dicatat oleh {plain(absence.by, 60)}{acts}. Tidak ada yang diubah.", MOST)


def over_already(absence: Absence, office: Office, now: datetime) -> str:
    by = f" oleh {plain(absence.ended_by, 60)}" if absence.ended_by else ""
    when = spoken(absence.stops_at, now, office.zone)
    return cut(f"Absen ini sudah berakhir{by} {when}. Tidak ada yang diubah.", MOST)


def _entry(absence: Absence, office: Office, now: datetime) -> str:
    acts = f", diwakili {data(absence.deputy, 40)}" if absence.deputy is not None else ""
    return f"Absen {data(absence.person, 40)}, {_span(absence.start, absence.end, now, office)}{acts}"


def _span(start: datetime, end: datetime, now: datetime, office: Office) -> str:
    until = f"sampai {moment(end, now, office.zone)}"
    return until if start <= now else f"{moment(start, now, office.zone)} {until}"


def _back(absence: Absence, now: datetime) -> Button:
    return Button("Saya sudah kembali" if absence.holds(now) else "Batalkan absen", encode(ComeBack(absence.id)))


def _write_down(label: str, absent: Person, start: datetime, end: datetime, deputy: Person | None) -> Button:
    acts = (deputy.telegram_id or 0) if deputy is not None else 0
    return Button(label, encode(AwayChoice(_minute(start), _minute(end), absent.telegram_id or 0, acts)))


def _minute(at: datetime) -> datetime:
    """As a button carries it."""
    return at.astimezone(UTC).replace(second=0, microsecond=0)
