"""`/orang`: who belongs to the office, and how somebody is removed."""

from collections.abc import Sequence
from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.directory import Person
from netwatch.core.member import MAY_INVITE, Member
from netwatch.core.message import Button, Message
from netwatch.core.request import RemoveMember
from netwatch.text.html import bold, data, escaped, plain
from netwatch.text.listing import fitting
from netwatch.text.office import Office
from netwatch.text.part import part
from netwatch.text.time import moment, spoken
from sop.role import Role

MOST_BUTTONS = 20


def people_list(members: Sequence[Member], viewer: Role, office: Office, now: datetime) -> Message:
    """`members`: those who have not left; whom the viewer may remove has a button."""
    by_id = {member.telegram_id: member for member in members}
    entries = []
    for role in Role:
        here = [person for person in office.directory.people if person.role is role]
        if here:
            entries.append(f"\n{bold(escaped(part(role, None, office)))}")
            entries += [_person(person, by_id.get(person.telegram_id or 0), office, now) for person in here]
    rows = [
        (Button(f"Keluarkan {plain(member.name, 40)}", encode(RemoveMember(member.id))),)
        for member in members
        if member.role in MAY_INVITE[viewer]
    ]
    return Message(fitting(bold("Orang yang terdaftar"), entries), tuple(rows[:MOST_BUTTONS]))


def _person(person: Person, member: Member | None, office: Office, now: datetime) -> str:
    team = f", {data(office.team_name(person.team), 40)}" if person.team is not None else ""
    if member is not None:
        since = moment(member.joined_at, now, office.zone)
        return f"{data(person.name, 60)}{team} — diundang {data(member.invited_by, 40)}, sejak {since}"
    reached = "" if person.telegram_id is not None else ", belum punya Telegram"
    return f"{data(person.name, 60)}{team} — dari pengaturan{reached}"


def sure(member: Member, office: Office) -> Message:
    return Message(
        f"{bold(f'Keluarkan {data(member.name, 60)}?')}\n{escaped(part(member.role, member.team, office))}. "
        "Ia tidak lagi mendapat pesan, dan tombolnya tidak berlaku. Yang sudah tercatat tetap ada.",
        ((Button("Ya, keluarkan", encode(RemoveMember(member.id, sure=True))),),),
    )


def removed(member: Member) -> Message:
    return Message(f"{data(member.name, 60)} dikeluarkan. Untuk mendaftarkannya lagi, kirim undangan baru: /undang")


def you_are_removed(member: Member) -> Message:
    """To the one who was removed, once."""
    by = f" oleh {data(member.removed_by, 60)}" if member.removed_by else ""
    return Message(f"Anda dikeluarkan dari netwatch{by} dan tidak lagi mendapat pesan. Terima kasih atas kerja Anda.")


def removed_already(member: Member, office: Office, now: datetime) -> str:
    """A toast."""
    when = f" {spoken(member.left_at, now, office.zone)}" if member.left_at is not None else ""
    return f"{plain(member.name, 60)} sudah dikeluarkan{when}."


NOT_YOURS = "Anda tidak dapat mengeluarkan orang ini: hanya atasannya atau admin. Tidak ada yang diubah."
REMOVED = "Dikeluarkan."


def may_not_look() -> Message:
    return Message("Daftar orang dilihat oleh Kasi, SPV dan admin. Diri Anda sendiri: /saya. Yang berjaga: /jaga.")
