"""What a call taker answers about a report, before it is recorded and afterwards: place, complaint, citizen, way."""

from dataclasses import replace

from netwatch.core.change import Refusal
from netwatch.core.citizen import read_line
from netwatch.core.citizen_ticket import amend, counted
from netwatch.core.conversation import Question
from netwatch.core.message import Message
from netwatch.core.report_draft import Ask, ReportDraft
from netwatch.core.reporter import Reporter, read_reporter
from netwatch.core.request import AmendReport, ReportStep
from netwatch.core.ticket import Ticket
from netwatch.desk.record import keep, record
from netwatch.desk.reports import after_recording, any_own_draft, end_question, go_on, locate, own_draft
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import report_answer, report_question, toast

CHANNELS = {"telepon": "telepon", "telp": "telepon", "tlp": "telepon", "wa": "wa", "whatsapp": "wa", "sms": "sms"}
"""How a call taker may write the channel that a button says."""

NOTHING = Reporter()

CUT = 3_900
"""Characters from which on an app may have cut what was written, so that the rest comes by itself."""


async def take_place(visit: Visit, question: Question, words: str) -> Outcome:
    """The place, in other words than before; what else is said with it is taken too, where it was missing."""
    draft = await own_draft(visit, question.subject)
    if isinstance(draft, Outcome):
        return draft
    line, report = read_line(words), draft.report
    complaint = line.complaint if visit.setting.places.says_more(line.complaint) else ""
    told = replace(
        report, text=report.text or complaint, name=report.name or line.name, phone=report.phone or line.phone
    )
    return await locate(visit, replace(draft, report=told), line.complaint)


async def take_complaint(visit: Visit, question: Question, words: str) -> Outcome:
    draft = await own_draft(visit, question.subject)
    if isinstance(draft, Outcome):
        return draft
    line, report = read_line(words), draft.report
    told = replace(
        report, text=line.complaint, name=report.name or line.name, phone=report.phone or line.phone
    )
    return await _went_on(visit, replace(draft, report=told))


async def take_reporter(visit: Visit, question: Question, words: str) -> Outcome:
    """Name, number or both; asked again where a number is wrong or the words are of another kind."""
    draft = await any_own_draft(visit, question.subject)
    if isinstance(draft, Outcome):
        return draft
    reporter = read_reporter(words)
    if reporter.doubtful:
        return await _again(visit, question, report_question.number_doubtful(words))
    if reporter.no_name and not draft.settled and len(draft.report.text) >= CUT:
        return await _rest_of_the_story(visit, question, draft, words)
    if reporter.no_name and reporter.phone is None:
        return await _again(visit, question, report_question.no_name(words))
    if draft.ticket_id is not None:
        return await _amend(visit, draft, reporter=reporter)
    if draft.settled:
        return visit.refuse(toast.REPORT_SETTLED)
    told = replace(
        draft.report, name=reporter.name or draft.report.name, phone=reporter.phone or draft.report.phone
    )
    return await _went_on(visit, replace(draft, report=told))


async def take_channel(visit: Visit, question: Question, words: str) -> Outcome:
    channel = CHANNELS.get(words.casefold().strip(" .!"))
    if channel is None:
        return await _again(visit, question, report_question.channel_again(question.subject))
    return await _choose_channel(visit, question.subject, channel)


async def amend_report(visit: Visit, request: AmendReport) -> Outcome:
    """A button below a question; its buttons go with the press, what stands above them may still be read aloud."""
    if request.step is ReportStep.VIA and request.argument in CHANNELS.values():
        outcome = await _choose_channel(visit, request.draft_id, request.argument)
    elif request.step is ReportStep.SKIP and request.argument in set(Ask):
        outcome = await _skip(visit, request.draft_id, Ask(request.argument))
    else:
        return visit.refuse(toast.UNKNOWN_BUTTON)
    pressed = visit.incoming.pressed_message_id
    if pressed is None or not outcome.messages:
        return outcome
    return replace(outcome, edits=(*outcome.edits, (pressed, Message(""))))


async def _skip(visit: Visit, draft_id: int, asked: Ask) -> Outcome:
    draft = await any_own_draft(visit, draft_id)
    if isinstance(draft, Outcome):
        return draft
    if draft.asked is not asked:
        return visit.refuse(toast.REPORT_SETTLED)
    if draft.ticket_id is not None:
        return await after_recording(visit, draft)
    return visit.refuse(toast.REPORT_SETTLED) if draft.settled else await go_on(visit, draft)


async def _choose_channel(visit: Visit, draft_id: int, channel: str) -> Outcome:
    draft = await any_own_draft(visit, draft_id)
    if isinstance(draft, Outcome):
        return draft
    if draft.ticket_id is not None:
        return await _amend(visit, draft, channel=channel)
    if draft.settled:
        return visit.refuse(toast.REPORT_SETTLED)
    return await _went_on(visit, replace(draft, report=replace(draft.report, channel=channel)))


async def _went_on(visit: Visit, draft: ReportDraft) -> Outcome:
    await visit.tx.drafts.save(draft)
    return await go_on(visit, draft)


async def _amend(
    visit: Visit, draft: ReportDraft, *, reporter: Reporter = NOTHING, channel: str | None = None
) -> Outcome:
    """The same for a report that is in its ticket by now."""
    ticket = await visit.tx.tickets.get(draft.ticket_id or 0)
    if ticket is None:
        return visit.refuse(toast.UNKNOWN_BUTTON)
    change = amend(ticket, draft.id, name=reporter.name, phone=reporter.phone, channel=channel)
    if isinstance(change, Refusal):
        return visit.refuse(toast.UNKNOWN_BUTTON)
    if change.ticket.report_count == ticket.report_count:
        stored = await keep(visit.tx, ticket, change, visit.now)  # no card names citizens
    else:
        stored = await record(visit.tx, ticket, change, visit.setting, visit.now)
    report = next(each for each in stored.citizen_reports if each.draft == draft.id)
    amended = replace(draft, report=replace(report, draft=None, repeats=False))
    await visit.tx.drafts.save(amended)
    if report.repeats and reporter.phone is not None:
        await end_question(visit, amended)
        return Outcome((_known_already(visit, stored, amended),))
    outcome = await after_recording(visit, amended)
    if stored.is_open or reporter.phone is None:
        return outcome
    told = report_question.say_it_now(stored, draft.id, visit.setting.office, visit.now)
    return replace(outcome, messages=(told, *outcome.messages))


def _known_already(visit: Visit, ticket: Ticket, draft: ReportDraft) -> Message:
    """Where the ticket is closed, whoever says so to the citizen now strikes them off the list they are on."""
    office, now = visit.setting.office, visit.now
    if ticket.is_open:
        return report_answer.already_counted(ticket, office, now, at=None, site=draft.site)
    before = counted(ticket, draft.report.phone)
    listed = draft.id if before is None or before.draft is None else before.draft
    return report_question.say_it_now(ticket, listed, office, now)


async def _again(visit: Visit, question: Question, message: Message) -> Outcome:
    return await visit.ask(question.topic, message, question.subject, question.detail)


async def _rest_of_the_story(visit: Visit, question: Question, draft: ReportDraft, words: str) -> Outcome:
    """An app has cut a long complaint in two: what was begun already goes on, and the question stays."""
    told = replace(draft.report, text=f"{draft.report.text} {words}")
    await visit.tx.drafts.save(replace(draft, report=told))
    return await _again(visit, question, report_question.rest_taken())
