"""What stands over the chat for a moment after a press: plain text of at most 200 characters."""

from datetime import datetime

from netwatch.core.change import SYSTEM, Refusal, Why
from netwatch.core.message import Message
from netwatch.core.press.table import BUTTONS
from netwatch.core.request import Action
from netwatch.core.ticket import Priority
from netwatch.text.html import cut, plain, seen
from netwatch.text.office import Office
from netwatch.text.priority import PRIORITY
from netwatch.text.role import ROLE
from netwatch.text.time import spoken
from sop.machine import BY_LIMIT

MOST = 200

UNKNOWN_BUTTON = "Tombol ini tidak berlaku lagi. Kirim /tiket untuk melihat tiket yang terbuka."
UNREGISTERED = "Anda belum terdaftar, jadi tombol ini tidak mengubah apa pun. Hubungi admin."
CALLED_BACK = "Tercatat: warga ini sudah dihubungi."
REPORT_JOINED = "Laporan digabungkan."
REPORT_CREATED = "Tiket baru dibuat."
REPORT_CANCELLED = "Laporan dibatalkan."
REPORT_NOT_YOURS = "Tombol ini hanya untuk Call Taker. Tidak ada yang diubah."
REPORT_SETTLED = "Laporan ini sudah diproses sebelumnya. Tidak ada yang diubah."

_DONE = {
    Action.RECEIVE: "Laporan tiket #{id} Anda terima. Berikutnya: teruskan ke Kasi Infrastruktur TIK.",
    Action.FORWARD: "Tiket #{id} diteruskan ke Kasi Infrastruktur TIK.",
    Action.ACKNOWLEDGE: "Tiket #{id} Anda terima. Berikutnya: instruksikan tim.",
    Action.INSTRUCT: "{team} diinstruksikan untuk tiket #{id}.",
    Action.ACCEPT: "Tiket #{id} Anda terima. Selamat bekerja, hati-hati di jalan.",
    Action.REASSIGN: "Tiket #{id} dialihkan ke {team}; tim sebelumnya diberi tahu.",
    Action.PRIORITISE: "Prioritas tiket #{id} sekarang {priority}.",
    Action.START: "Perbaikan tiket #{id} dimulai. Selamat bekerja.",
    Action.HOLD: "Tiket #{id} ditunda. Batas waktu SOP tetap berjalan.",
    Action.RESUME: "Tiket #{id} dilanjutkan.",
    Action.CLOSE: "Tiket #{id} ditutup.",
    Action.NOT_A_FAULT: "Tiket #{id} ditutup sebagai bukan gangguan.",
}

_ALREADY = {
    Action.RECEIVE: "diterima",
    Action.FORWARD: "diteruskan",
    Action.ACKNOWLEDGE: "diterima",
    Action.INSTRUCT: "diinstruksikan",
    Action.ACCEPT: "diterima",
    Action.REASSIGN: "dialihkan",
    Action.PRIORITISE: "diubah prioritasnya",
    Action.START: "dikerjakan",
    Action.HOLD: "ditunda",
    Action.RESUME: "dilanjutkan",
    Action.CLOSE: "ditutup",
    Action.NOT_A_FAULT: "ditutup",
}


def done(ticket_id: int, action: Action, argument: str | None, office: Office) -> str:
    """`argument` of the press: a team's id, a priority; None where it takes none."""
    team = plain(office.team_name(argument), 60) if argument else "Tim"
    priority = PRIORITY[Priority(argument)] if argument in set(Priority) else ""
    return cut(_DONE[action].format(id=ticket_id, team=team, priority=priority), MOST)


def done_all(action: Action, count: int) -> str:
    """Of a digest's button."""
    what = "Anda terima" if action is Action.ACKNOWLEDGE else "diinstruksikan ke tim lokasinya"
    return f"{count} tiket {what}."


def refused_all(action: Action, refusal: Refusal) -> str:
    """Why a digest's button has changed none of its tickets; `refusal`: of the last of them."""
    if refusal.why is Why.NOT_YOURS:
        return _not_yours(action)
    return "Tidak ada lagi tiket di daftar ini yang menunggu tombol itu. Tidak ada yang diubah."


def refused(ticket_id: int, action: Action, refusal: Refusal, office: Office, now: datetime) -> str:
    """Why nothing was changed, in a sentence that ends the matter."""
    when = f" {spoken(refusal.at, now, office.zone)}" if refusal.at is not None else ""
    match refusal.why:
        case Why.CLOSED:
            text = f"Tiket #{ticket_id} sudah selesai{when}. Tidak ada lagi yang perlu dilakukan."
        case Why.NOT_YOURS:
            text = _not_yours(action)
        case Why.ALREADY_DONE:
            text = _already(ticket_id, action, refusal.by, when)
        case Why.NOT_YET:
            text = f"Belum gilirannya: langkah sebelumnya pada tiket #{ticket_id} belum selesai."
        case Why.NO_SUCH_TEAM:
            text = "Tim itu tidak ada lagi di pengaturan. Pilih tim lain, atau hubungi admin."
        case Why.OTHER_TEAM:
            team = plain(office.team_name(refusal.by), 60) if refusal.by else "tim lain"
            text = f"Tiket #{ticket_id} ditugaskan kepada {team}. Tidak ada yang diubah."
        case Why.NOTHING_NEW:
            text = f"Tiket #{ticket_id} sudah seperti itu. Tidak ada yang diubah."
        case Why.NOT_HELD:
            text = f"Tiket #{ticket_id} tidak sedang ditunda. Tidak ada yang diubah."
        case Why.SAME_REPORT:
            text = f"Laporan dari nomor ini sudah tercatat di tiket #{ticket_id}. Tidak dihitung dua kali."
        case Why.INCOMPLETE | Why.NOTHING_THERE | Why.ACCEPTED | Why.OUTDATED:
            text = UNKNOWN_BUTTON
    return cut(text, MOST)


def _not_yours(action: Action) -> str:
    roles = " dan ".join(ROLE[role] for role in BUTTONS[action].roles)
    return f"Tombol ini hanya untuk {roles}. Tidak ada yang diubah."


def _already(ticket_id: int, action: Action, by: str | None, when: str) -> str:
    if by is None or by in (SYSTEM, BY_LIMIT):
        return f"Langkah ini sudah berjalan otomatis{when}. Tidak ada yang diubah."
    # without a time it was not this step that was done: a team has the ticket already
    did = _ALREADY[action] if when else "ditangani"
    return f"Tiket #{ticket_id} sudah {did} oleh {plain(by, 60)}{when}."


def of(message: Message) -> str:
    """A short message as a toast."""
    return plain(seen(message.html), MOST)


def already_called(refusal: Refusal, office: Office, now: datetime) -> str:
    """A second press on the list of citizens to phone back."""
    if refusal.at is None:
        return UNKNOWN_BUTTON
    return f"Sudah tercatat: warga ini dihubungi {spoken(refusal.at, now, office.zone)}."


def unknown_ticket(ticket_id: int) -> str:
    return cut(f"Tiket #{ticket_id} tidak ditemukan. Kirim /tiket untuk melihat tiket yang terbuka.", MOST)
