"""Told to the admins once: whom netwatch cannot write to, what that means, and what to do about it."""

from collections.abc import Sequence
from datetime import datetime

from netwatch.core.directory import Person, Team
from netwatch.core.message import Message, Shut
from netwatch.core.trouble import Trouble, reader_of
from netwatch.text.headline import GLANCE
from netwatch.text.html import bold, capitalised, data
from netwatch.text.listing import fitting
from netwatch.text.office import Office
from netwatch.text.role import ROLE
from netwatch.text.time import spoken

_WHAT = {
    Shut.BLOCKED: "memblokir bot",
    Shut.NEVER_STARTED: "belum pernah menekan Mulai di bot, atau ID Telegramnya keliru",
    Shut.DELETED: "sudah tidak ada di Telegram",
    Shut.NOT_IN_GROUP: "tidak dapat dikirimi pesan: bot dikeluarkan, atau ID grupnya keliru",
    Shut.MAY_NOT_WRITE: "tidak mengizinkan bot menulis",
    Shut.NO_TOPIC: "tidak lagi memiliki topik yang dipakai bot: topik ditutup atau dihapus",
    Shut.NO_SMS: "tidak dapat dikirimi SMS",
}
_REMEDY = {
    Shut.BLOCKED: "Minta {name} membuka bot lalu menekan Mulai.",
    Shut.NEVER_STARTED: "Minta {name} membuka bot lalu menekan Mulai, atau perbaiki telegram_id di pengaturan.",
    Shut.DELETED: "Perbarui ID Telegram {name} di pengaturan.",
    Shut.NOT_IN_GROUP: "Masukkan kembali bot ke grup itu, atau perbaiki chat_id di pengaturan.",
    Shut.MAY_NOT_WRITE: "Beri bot izin mengirim pesan di grup itu.",
    Shut.NO_TOPIC: "Buka kembali topik itu, atau perbaiki topic di pengaturan.",
    Shut.NO_SMS: "Periksa nomor telepon {name} di pengaturan dan pulsa kartu modem.",
}


def unreachable(troubles: Sequence[Trouble], office: Office, now: datetime, *, by_sms: bool) -> Message:
    """`by_sms`: there is a second channel, for those who have a phone."""
    others = f" dan {len(troubles) - 1} lainnya" if len(troubles) > 1 else ""
    prefix = "⚠️ TIDAK TERHUBUNG: "
    room = max(GLANCE - len(prefix) - len(others), 10)
    head = bold(f"{prefix}{data(_name(troubles[0], office), room)}{others}")
    return Message(fitting(head, [_entry(trouble, office, now, by_sms=by_sms) for trouble in troubles]))


def _entry(trouble: Trouble, office: Office, now: datetime, *, by_sms: bool) -> str:
    reader = reader_of(trouble, office.directory)
    name = data(_name(trouble, office))
    part = f" ({ROLE[reader.role]})" if isinstance(reader, Person) else ""
    since = spoken(trouble.since, now, office.zone)
    return (
        f"{capitalised(name)}{part} {_WHAT[trouble.why]}. {_meanwhile(trouble, reader, by_sms=by_sms)} "
        f"{_REMEDY[trouble.why].format(name=name)} Diketahui {since}."
    )


def _meanwhile(trouble: Trouble, reader: Person | Team | None, *, by_sms: bool) -> str:
    if trouble.why is Shut.NO_SMS:
        return "Saat Telegram terganggu, kabar gangguan tidak sampai."
    if trouble.why is Shut.NO_TOPIC:
        return "Sementara ini pesan masuk ke topik umum."
    if isinstance(reader, Team):
        return "Anggotanya dikabari lewat SMS." if by_sms else "Kabar gangguan tidak sampai ke tim itu."
    if by_sms and reader is not None and reader.phone is not None:
        return "Sementara ini dikabari lewat SMS."
    return "Kabar gangguan tidak sampai."


def _name(trouble: Trouble, office: Office) -> str:
    reader = reader_of(trouble, office.directory)
    if isinstance(reader, Team):
        return f"grup {reader.name}"
    return trouble.person or f"grup {trouble.chat_id}"
