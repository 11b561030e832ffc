"""`/saya`: what netwatch holds of the reader."""

from collections.abc import Sequence
from datetime import datetime

from netwatch.core.absence import Absence
from netwatch.core.directory import Person
from netwatch.core.duty import Turn
from netwatch.core.member import Member
from netwatch.core.message import Message
from netwatch.text.html import bold, code, data, escaped
from netwatch.text.office import Office
from netwatch.text.part import part
from netwatch.text.time import moment

MOST_TURNS = 3


def myself(
    person: Person, member: Member | None, turns: Sequence[Turn], absences: Sequence[Absence],
    office: Office, now: datetime, *, has_roster: bool,
) -> Message:
    """`member`: how they joined, None for those of the settings. `turns`: their own of the coming days. `absences`: of
    themselves, and of those for whom they act."""
    lines = [bold(f"{data(person.name, 60)}, {escaped(part(person.role, person.team, office))}")]
    if member is not None:
        since = moment(member.joined_at, now, office.zone)
        lines.append(f"Diundang oleh {data(member.invited_by, 60)}, terdaftar sejak {since}")
    else:
        lines.append("Terdaftar melalui pengaturan netwatch")
    lines.append(f"ID Telegram: {code(str(person.telegram_id))}")
    lines += _duty(turns, office, now) if has_roster else ["Jaga: selalu, tidak ada jadwal untuk bagian Anda"]
    for absence in absences:
        until = moment(absence.end, now, office.zone)
        since = "" if absence.start <= now else f" mulai {moment(absence.start, now, office.zone)}"
        if absence.person == person.name:
            acts = f", diwakili {data(absence.deputy, 60)}" if absence.deputy is not None else ""
            lines.append(f"Absen{since} sampai {until}{acts}: /absen")
        else:
            lines.append(f"Anda mewakili {data(absence.person, 60)}{since} sampai {until}")
    return Message("\n".join(lines))


def _duty(turns: Sequence[Turn], office: Office, now: datetime) -> list[str]:
    on = [turn for turn in turns if turn.start <= now]
    lines = [f"Sedang berjaga sampai {moment(turn.end, now, office.zone)}{_for(turn)}" for turn in on]
    later = [turn for turn in turns if turn.start > now][:MOST_TURNS]
    lines += [
        f"Jaga {moment(turn.start, now, office.zone)} sampai {moment(turn.end, turn.start, office.zone)}{_for(turn)}"
        for turn in later
    ]
    return lines or ["Tidak ada jaga dalam 7 hari ke depan; pesan datang tanpa suara"]


def _for(turn: Turn) -> str:
    return f" (ganti {data(turn.instead_of, 40)})" if turn.instead_of is not None else ""
