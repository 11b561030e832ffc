"""Invitations: how one is made, what it says, and what comes of it."""

from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.member import INVITED, MAY_INVITE, VALID, Invitation, Member, Unusable
from netwatch.core.message import Button, Message
from netwatch.core.request import ChangeName, InviteAs
from netwatch.text.html import bold, code, data, escaped, plain
from netwatch.text.office import Office
from netwatch.text.part import part
from netwatch.text.role import ROLE
from netwatch.text.time import duration, spoken
from sop.role import Role

_UNUSABLE = {
    Unusable.UNKNOWN: "Undangan ini tidak dikenal. Minta undangan baru kepada atasan atau admin Anda.",
    Unusable.USED: "Undangan ini sudah dipakai; setiap undangan hanya berlaku satu kali. Minta undangan baru.",
    Unusable.EXPIRED: "Undangan ini sudah tidak berlaku. Minta undangan baru kepada yang mengundang Anda.",
    Unusable.IN_SETTINGS: "Anda sudah terdaftar melalui pengaturan netwatch. Undangan ini tidak dipakai.",
    Unusable.NO_TEAM: "Tim dalam undangan ini sudah tidak ada. Minta undangan baru.",
}
_WHOSE = {
    Role.KASI_INFRASTRUKTUR: "Kasi Infrastruktur TIK mengundang Tim Lapangan",
    Role.SPV_OPINI_PUBLIK: "SPV mengundang Call Taker",
    Role.ADMIN: "admin mengundang siapa saja",
}


def whom(role: Role, office: Office) -> Message:
    """Asks for which part; `role` is that of whoever invites."""
    rows = []
    for each in Role:
        if each not in MAY_INVITE[role]:
            continue
        teams = office.directory.teams if each is Role.TIM_LAPANGAN else (None,)
        for team in teams:
            label = ROLE[each] if team is None else f"Tim Lapangan: {plain(team.name, 40)}"
            rows.append((Button(label, encode(InviteAs(each, None if team is None else team.id))),))
    if not rows:
        return Message("Belum ada tim di pengaturan, jadi belum ada yang dapat diundang.")
    return Message(f"{bold('Undang sebagai apa?')}\nAnda mendapat tautan sekali pakai untuk satu orang.", tuple(rows))


def invited(invitation: Invitation, bot: str, office: Office) -> Message:
    """`bot`: our name in Telegram. The link is to be passed on."""
    link = f"https://t.me/{bot}?start={INVITED}{invitation.code}"
    return Message(
        f"{bold(f'Undangan: {escaped(part(invitation.role, invitation.team, office))}')}\n"
        f"Kirimkan tautan ini kepada satu orang; berlaku sekali, selama {duration(VALID)}:\n{code(escaped(link))}\n"
        "Orang pertama yang membukanya akan terdaftar. Anda diberi tahu begitu tautan dipakai."
    )


def welcome(member: Member, office: Office) -> Message:
    """With a way to put the name right: that of Telegram is often another one."""
    return Message(
        f"{bold(f'Selamat bergabung, {data(member.name, 60)}')}\n"
        f"Anda terdaftar sebagai {escaped(part(member.role, member.team, office))}, diundang oleh "
        f"{data(member.invited_by, 60)}. Kirim /bantuan untuk melihat cara memakai netwatch.\n\n"
        f"Nama “{data(member.name, 60)}” akan tertulis di tiket dan laporan.",
        ((Button("✏️ Ubah nama", encode(ChangeName(member.id))),),),
    )


def ask_name() -> Message:
    return Message("Tulis nama Anda sebagaimana akan tertulis di tiket dan laporan.")


def renamed(member: Member) -> Message:
    return Message(f"Baik, nama Anda di tiket dan laporan: {bold(data(member.name, 60))}.")


def unusable(why: Unusable) -> Message:
    return Message(_UNUSABLE[why])


def joined(member: Member, office: Office) -> Message:
    """To whoever has invited, and to the admins."""
    return Message(
        f"👤 {bold(f'{data(member.name, 60)} bergabung')} sebagai {escaped(part(member.role, member.team, office))}, "
        f"diundang oleh {data(member.invited_by, 60)}.\nBukan orang yang dimaksud? Keluarkan melalui /orang.",
        silent=True,
    )


NAME_STANDS = "Nama hanya dapat diubah oleh pemiliknya, paling lama 30 menit setelah bergabung. Hubungi admin."
NOT_YOURS_TO_INVITE = "Undangan seperti ini hanya dibuat oleh atasannya atau admin. Tidak ada yang diubah."


def may_not_invite() -> Message:
    whose = "; ".join(_WHOSE.values())
    return Message(f"Hanya atasan yang mengundang: {whose}.")


def in_private() -> Message:
    return Message("Kirim perintah ini di obrolan pribadi dengan bot: tautan undangan tidak boleh dibaca seluruh grup.")


def no_longer(member: Member, office: Office, now: datetime) -> str:
    """A toast for somebody who has been removed and presses an old button."""
    when = f" {spoken(member.left_at, now, office.zone)}" if member.left_at is not None else ""
    by = f" oleh {plain(member.removed_by, 40)}" if member.removed_by else ""
    return f"Anda tidak lagi terdaftar: dikeluarkan{by}{when}. Tombol ini tidak mengubah apa pun."
