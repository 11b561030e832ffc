"""The repair report as the Kepala Seksi judges it, and what the team hears of that."""

from collections.abc import Sequence

from netwatch.core.callback_data import encode
from netwatch.core.message import Button, Media, Message
from netwatch.core.news import RepairFiled, RepairReturned
from netwatch.core.repair import photos_of
from netwatch.core.request import JudgeRepair, Repair, RepairStep, Verdict
from netwatch.core.ticket import Stage, Ticket
from netwatch.text.buttons import repair_button
from netwatch.text.headline import GLANCE, subject_healthy
from netwatch.text.html import bold, data, plain, seen
from netwatch.text.office import Office
from netwatch.text.repair_form import WHEN, photo_line, pieces
from netwatch.text.steps import team_names

MOST_OWED = 8
MOST_IN_ALBUM = 10


def filed(ticket: Ticket, news: RepairFiled, office: Office) -> Message:
    """For the Kepala Seksi: the whole report, and what can be said to it."""
    prefix = "📝 LAPORAN PERBAIKAN: "
    place = len(ticket.repair_reports) - 1
    report = ticket.repair_reports[place]
    again = ", sudah direvisi" if report.filings > 1 else ""
    closed = " Tiket ditutup dengan laporan ini." if news.closes else ""
    lines = [
        bold(f"{prefix}{subject_healthy(ticket, office, GLANCE - len(prefix))}"),
        f"Tiket #{ticket.id}, ditulis {data(news.by, 60)} ({team_names(ticket, office)}){again}.{closed}",
        *pieces(report),
        photo_line(ticket, place),
    ]
    rows = [
        (Button("✅ Terima laporan", encode(JudgeRepair(ticket.id, Verdict.ACCEPT, place, report.filings))),),
        (Button("↩️ Minta revisi", encode(JudgeRepair(ticket.id, Verdict.RETURN, place, report.filings))),),
    ]
    if photos_of(ticket, place):
        rows.append((Button("🖼 Lihat foto", encode(Repair(ticket.id, RepairStep.VIEW, str(place)))),))
    return Message("\n".join(lines), tuple(rows))


def albums(ticket: Ticket, place: int) -> tuple[Message, ...]:
    """The pictures of a report, before the repair and after it, as few messages as Telegram allows."""
    made = []
    for stage in Stage:
        for is_document in (False, True):
            shown = [p for p in photos_of(ticket, place) if p.stage is stage and p.is_document is is_document]
            for at in range(0, len(shown), MOST_IN_ALBUM):
                media = tuple(Media(p.file_id, p.is_document) for p in shown[at : at + MOST_IN_ALBUM])
                made.append(Message(f"Foto {WHEN[stage]} perbaikan, tiket #{ticket.id}", media=media))
    return tuple(made)


def ask_remark(ticket: Ticket, place: int, filing: int, office: Office) -> Message:
    """Asks the Kepala Seksi what is to be mended."""
    prefix = f"↩️ Laporan perbaikan #{ticket.id}: "
    skip = Button("Tanpa catatan", encode(JudgeRepair(ticket.id, Verdict.RETURN_AS_IT_IS, place, filing)))
    return Message(
        f"{bold(f'{prefix}{subject_healthy(ticket, office, GLANCE - len(prefix))}')}\n"
        "Apa yang perlu diperbaiki dalam laporan ini? Tulis satu pesan untuk tim.",
        ((skip,),),
    )


def returned(ticket: Ticket, news: RepairReturned, office: Office) -> Message:
    """For the team."""
    prefix = "↩️ PERBAIKI LAPORAN: "
    remark = ticket.repair_reports[news.place].remark
    said = f": “{data(remark, 800)}”" if remark else "."
    return Message(
        f"{bold(f'{prefix}{subject_healthy(ticket, office, GLANCE - len(prefix))}')}\n"
        f"Tiket #{ticket.id}: {data(news.by, 60)} meminta laporan ini diperbaiki{said}",
        ((repair_button(ticket),),),
    )


def reminder(ticket: Ticket, office: Office) -> Message:
    """For the team that owes the report, once."""
    prefix = "📝 BELUM DILAPORKAN: "
    return Message(
        f"{bold(f'{prefix}{subject_healthy(ticket, office, GLANCE - len(prefix))}')}\n"
        f"Laporan perbaikan tiket #{ticket.id} dari {team_names(ticket, office)} masih ditunggu. "
        "Cukup beberapa ketukan dan foto.",
        ((repair_button(ticket),),),
    )


def owed(tickets: Sequence[Ticket], office: Office) -> Message:
    """`/perbaikan`: the reports that the visitor's team has to write, one button each."""
    if not tickets:
        return Message("Tidak ada laporan perbaikan yang harus Anda tulis.")
    buttons = [
        (Button(f"#{t.id} {plain(seen(subject_healthy(t, office, 40)), 40)}", encode(Repair(t.id))),)
        for t in tickets[:MOST_OWED]
    ]
    left = len(tickets) - MOST_OWED
    more = f"\n… dan {left} lainnya." if left > 0 else ""
    return Message(f"{bold('Laporan perbaikan tiket yang mana?')}{more}", tuple(buttons))


def not_yours() -> Message:
    return Message("Hanya Tim Lapangan yang menulis laporan perbaikan.")
