"""`/jaga`: who is on duty now and next, who is away, and how turns are given to others."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from babel.dates import format_date

from netwatch.core.absence import Absence
from netwatch.core.callback_data import encode
from netwatch.core.directory import Person
from netwatch.core.duty import Shift, Swap, Turn, has_roster
from netwatch.core.message import Button, Message
from netwatch.core.request import DutyChoice, UndoSwap
from netwatch.text.html import bold, data, escaped, plain
from netwatch.text.label import name_label
from netwatch.text.listing import fitting, names
from netwatch.text.office import Office
from netwatch.text.part import part
from netwatch.text.time import LOCALE, date_and_clock, moment
from sop.role import Role

ORDER = (Role.KASI_INFRASTRUKTUR, Role.TIM_LAPANGAN, Role.SPV_OPINI_PUBLIK, Role.CALL_TAKER)
MOST_BUTTONS = 12

DAY_IS_OVER = "Hari itu sudah lewat, atau lebih dari 7 hari lagi. Kirim /jaga untuk memilih lagi."
NO_SUCH_TURN = "Orang itu tidak berjaga pada hari itu, atau bukan dari bagian Anda. Tidak ada yang diubah."
NOT_YOURS = "Jaga ini diatur oleh yang bersangkutan, atasannya atau admin. Tidak ada yang diubah."
SWAPPED = "Pergantian jaga dicatat."
UNDONE = "Pergantian jaga dibatalkan."


def duty(
    shown: Sequence[Turn], absences: Sequence[Absence], roster: Sequence[Shift], swaps: Sequence[Swap],
    office: Office, now: datetime, *, arranges: bool,
) -> Message:
    """`shown`: the turns from now on, for a day; `swaps`: those that the reader may undo."""
    entries = []
    for role in ORDER:
        here = [person for person in office.directory.people if person.role is role]
        teams = dict.fromkeys(person.team for person in here)
        for team in teams:
            own = [person for person in here if person.team == team]
            entries.append(f"\n{bold(escaped(part(role, team, office)))}")
            entries += _of_part(own, shown, absences, roster, office, now)
    rows = [
        (Button(f"Batalkan: {plain(swap.instead, 20)} ganti {plain(swap.absent, 20)}", encode(UndoSwap(swap.id))),)
        for swap in swaps[:MOST_BUTTONS]
    ]
    if arranges:
        rows.append((Button("🔁 Ganti jaga", encode(DutyChoice())),))
    return Message(fitting(bold(f"Jaga {date_and_clock(now, office.zone)}"), entries), tuple(rows))


def _of_part(
    people: Sequence[Person], shown: Sequence[Turn], absences: Sequence[Absence], roster: Sequence[Shift],
    office: Office, now: datetime,
) -> Iterable[str]:
    own = {person.name for person in people}
    on = [turn for turn in shown if turn.name in own and turn.start <= now]
    if not has_roster(people[0], office.directory, roster):
        yield f"{names([person.name for person in people], 8)} (selalu)"
    elif not on:
        yield "Tidak ada yang terjadwal sekarang; semua mendapat pesan dengan suara."
    for turn in on:
        yield f"{_who(turn)} sampai {moment(turn.end, now, office.zone)}"
    later = [turn for turn in shown if turn.name in own and turn.start > now]
    if later:
        begins = later[0].start
        following = [_who(turn) for turn in later if turn.start == begins]
        yield f"Berikutnya {moment(begins, now, office.zone)}: {', '.join(following[:4])}"
    for absence in absences:
        if absence.person in own and absence.holds(now):
            acts = f"diwakili {data(absence.deputy, 40)}" if absence.deputy is not None else "tanpa wakil"
            yield f"Absen: {data(absence.person, 40)} sampai {moment(absence.end, now, office.zone)}, {acts}"


def _who(turn: Turn) -> str:
    return data(turn.name, 40) + (f" (ganti {data(turn.instead_of, 40)})" if turn.instead_of is not None else "")


def which_day(days: Sequence[date], office: Office) -> Message:
    rows = [(Button(_day(day), encode(DutyChoice(day))),) for day in days]
    return Message(bold("Ganti jaga: hari apa?"), tuple(rows))


def whose_turn(day: date, people: Sequence[Person], office: Office) -> Message:
    if not people:
        return Message(f"Tidak ada jaga yang dapat Anda atur pada {_day(day)}.")
    rows = [
        (Button(name_label(person.name), encode(DutyChoice(day, person.telegram_id))),)
        for person in people[:MOST_BUTTONS]
    ]
    return Message(bold(f"Ganti jaga {_day(day)}: siapa yang diganti?"), tuple(rows))


def who_instead(day: date, absent: Person, able: Sequence[Person], office: Office) -> Message:
    if not able:
        whose = escaped(part(absent.role, absent.team, office))
        return Message(f"Tidak ada orang lain di {whose} yang dapat menggantikan {data(absent.name, 60)}.")
    rows = [
        (Button(name_label(person.name), encode(DutyChoice(day, absent.telegram_id, person.telegram_id))),)
        for person in able[:MOST_BUTTONS]
    ]
    return Message(bold(f"Jaga {data(absent.name, 40)} {_day(day)}: digantikan siapa?"), tuple(rows))


def swapped(day: date, absent: Person, instead: Person, by: str, office: Office) -> Message:
    return Message(
        f"{bold(f'🔁 Jaga {_day(day)}: {data(instead.name, 40)} menggantikan {data(absent.name, 40)}')}\n"
        f"Dicatat oleh {data(by, 60)}. Untuk membatalkan: /jaga",
    )


def swap_undone(swap: Swap, office: Office) -> Message:
    by = f" oleh {data(swap.undone_by, 60)}" if swap.undone_by else ""
    return Message(
        f"{bold(f'🔁 Jaga {_day(swap.day)} kembali seperti semula: {data(swap.absent, 40)} yang berjaga')}\n"
        f"Pergantian oleh {data(swap.instead, 60)} dibatalkan{by}."
    )


def undone_already(swap: Swap) -> str:
    """A toast."""
    by = f" oleh {plain(swap.undone_by, 60)}" if swap.undone_by else ""
    return f"Pergantian jaga ini sudah dibatalkan{by}. Tidak ada yang diubah."


def _day(day: date) -> str:
    """`Rabu, 25 November`"""
    return format_date(day, "EEEE, d MMMM", locale=LOCALE)
