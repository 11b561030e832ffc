"""Questions about a citizen's report, one after the other, each of which may be skipped."""

from dataclasses import replace
from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.message import Button, Message
from netwatch.core.report_draft import Ask, ReportDraft
from netwatch.core.request import AmendReport, CalledBack, CancelReport, ReportStep
from netwatch.core.ticket import Ticket
from netwatch.text.call_back import ending
from netwatch.text.html import bold, capitalised, data, quote
from netwatch.text.office import Office
from netwatch.text.report_offer import CHANNEL, citizen
from netwatch.text.say import HEADING
from netwatch.text.time import spoken

_QUESTION = {
    Ask.COMPLAINT: "Apa keluhannya? Tulis, atau tekan Lewati.",
    Ask.REPORTER: "Siapa nama dan nomor telepon pelapor? Tulis salah satu atau keduanya, atau tekan Lewati.",
    Ask.CHANNEL: "Laporannya masuk lewat apa?",
}


def ask(draft: ReportDraft, question: Ask, office: Office) -> Message:
    """One question, with the place as long as nothing is recorded."""
    recorded = draft.ticket_id is not None
    place = "" if recorded else f"{bold(f'Laporan dari {data(office.inventory.site_name(draft.site))}')}\n"
    rows = _channels(draft.id) if question is Ask.CHANNEL else (_skip(draft, question),)
    end = () if recorded else ((Button("Batal", encode(CancelReport(draft.id))),),)
    return Message(f"{place}{_QUESTION[question]}", (*rows, *end))


def below(answer: Message, question: Message) -> Message:
    """The question under what is to be said to the citizen first."""
    return replace(answer, html=f"{answer.html}\n\n{question.html}", buttons=question.buttons)


def complete(draft: ReportDraft) -> Message:
    """Everything is known that will be, of a report that is recorded."""
    promise = (
        "Anda akan diingatkan untuk menelepon warga ini setelah gangguan teratasi."
        if draft.report.phone
        else "Tanpa nomor, warga ini tidak dapat ditelepon kembali."
    )
    return Message(f"✅ Laporan pada tiket #{draft.ticket_id} lengkap: {citizen(draft.report)}. {promise}")


def number_doubtful(words: str) -> Message:
    return Message(f"“{data(words, 60)}” bukan nomor telepon Indonesia yang lengkap. Periksa, lalu tulis sekali lagi.")


def no_name(words: str) -> Message:
    return Message(
        f"“{data(words, 60)}” tampaknya bukan nama atau nomor telepon. Tulis nama atau nomor pelapor; "
        "untuk laporan lain, awali dengan /lapor."
    )


def rest_taken() -> Message:
    return Message("Lanjutan keluhan ini sudah ikut dicatat.")


def channel_again(draft_id: int) -> Message:
    return Message("Pilih salah satu: telepon, WA atau SMS.", _channels(draft_id))


def say_it_now(ticket: Ticket, draft_id: int, office: Office, now: datetime) -> Message:
    """The ticket was closed before the number came: the citizen can be told while they are on the phone."""
    when = f" {spoken(ticket.closed_at, now, office.zone)}" if ticket.closed_at is not None else ""
    return Message(
        f"Tiket #{ticket.id} sudah selesai{when}.\n{HEADING}\n{quote(ending(ticket, office, now))}",
        ((Button("☎️ Sudah disampaikan", encode(CalledBack(draft_id))),),),
    )


def _skip(draft: ReportDraft, question: Ask) -> tuple[Button, ...]:
    return (Button("Lewati", encode(AmendReport(draft.id, ReportStep.SKIP, question.value))),)


def _channels(draft_id: int) -> tuple[tuple[Button, ...], ...]:
    return (
        tuple(
            Button(capitalised(name), encode(AmendReport(draft_id, ReportStep.VIA, channel)))
            for channel, name in CHANNEL.items()
        ),
    )
