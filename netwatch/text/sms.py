"""What the second channel says: an SMS or two, in the alphabet of every phone. There are no buttons.

HTML like all texts of this folder; the channel takes the markup off.
"""

from collections.abc import Sequence
from datetime import datetime

from netwatch.core.message import Message
from netwatch.core.second_channel import Why
from netwatch.core.ticket import Priority, Ticket
from netwatch.text.gsm7 import EACH, gsm7, parts
from netwatch.text.headline import GLANCE, extent, subject, subject_healthy
from netwatch.text.html import escaped, seen
from netwatch.text.office import Office
from netwatch.text.priority import PRIORITY
from netwatch.text.time import date_and_clock, duration, moment
from sop.role import Role

MOST_PARTS = 2

_SHORT_GLANCE = 40
"""Characters for each of several tickets."""

_REASON = {
    Why.NO_ADDRESS: "Anda belum terhubung ke Telegram.",
    Why.REFUSED: "Telegram menolak pesan kami: tekan Mulai di bot, atau hubungi admin.",
    Why.WAITED: "Dikirim lewat SMS karena Telegram sedang terganggu.",
}
_TASK = {
    Role.KASI_INFRASTRUKTUR: "Mohon tugaskan tim.",
    Role.TIM_LAPANGAN: "Mohon segera ditangani.",
}


def alarm(ticket: Ticket, role: Role, why: Why, office: Office) -> Message:
    """What, where, how bad; since when; why it comes this way; and what the reader is to do."""
    prefix = f"GANGGUAN{' BERULANG' if ticket.reopened else ''}: "
    head = f"{prefix}{_plain(subject(ticket, office, GLANCE - len(prefix)))}{extent(ticket)}."
    since = f"Tiket #{ticket.id}, prioritas {PRIORITY[ticket.priority]}, sejak"
    at = date_and_clock(ticket.opened_at, office.zone)
    return _sms(f"{head}\n{since} {at}.\n{_REASON.get(why, '')} {_TASK.get(role, '')}".rstrip())


def ended(ticket: Ticket, office: Office) -> Message:
    prefix = "SELESAI: "
    what = _plain(subject_healthy(ticket, office, GLANCE - len(prefix)))
    if ticket.closed_at is None:
        return _sms(f"{prefix}{what}.\nTiket #{ticket.id} ditutup.")
    lasted = duration(ticket.closed_at - ticket.opened_at)
    at = date_and_clock(ticket.closed_at, office.zone)
    return _sms(f"{prefix}{what}, {lasted}.\nTiket #{ticket.id} ditutup {at}.")


def alarms(tickets: Sequence[Ticket], office: Office, now: datetime) -> Message:
    """Several at once, the most urgent first; as many as fit are named."""
    urgent = sum(ticket.priority in (Priority.CRITICAL, Priority.HIGH) for ticket in tickets)
    how_bad = f", {urgent} mendesak" if urgent else ""
    head = f"GANGGUAN: {len(tickets)} tiket terbuka{how_bad}, {moment(now, now, office.zone)}."
    return _several(head, [f"#{each.id} {_plain(subject(each, office, _SHORT_GLANCE))}" for each in tickets])


def all_ended(tickets: Sequence[Ticket], office: Office, now: datetime) -> Message:
    head = f"SELESAI: {len(tickets)} tiket ditutup, {moment(now, now, office.zone)}."
    return _several(head, [f"#{each.id} {_plain(subject_healthy(each, office, _SHORT_GLANCE))}" for each in tickets])


def _several(head: str, entries: Sequence[str]) -> Message:
    """As many whole entries as two SMS hold, then how many are left out."""
    text = head
    for at, entry in enumerate(entries):
        left = len(entries) - at - 1
        more = f"\n{entry}"
        rest = f"\ndan {left} lainnya" if left else ""
        if parts(gsm7(f"{text}{more}{rest}")) > MOST_PARTS:
            return _sms(f"{text}\ndan {left + 1} lainnya")
        text += more
    return _sms(text)


def _plain(html: str) -> str:
    return gsm7(seen(html))


def _sms(text: str) -> Message:
    """Cut to two SMS, which our own sentences never need: only names longer than any we cut are."""
    text = gsm7(text)
    while parts(text) > MOST_PARTS:
        text = text[:-1] if len(text) <= 2 * EACH else text[: 2 * EACH]
    return Message(escaped(text))
