"""/pemeliharaan: planned work is listed, described in one line or step by step, confirmed, and ended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from netwatch.core.conversation import Question, Topic
from netwatch.core.maintenance import LONGEST, Phase, Unfit, Window, end_early, unfit
from netwatch.core.planned_line import PlannedLine, read_planned_line
from netwatch.core.request import Answer, EndWork, PlanWork, WorkChoice, WorkStep
from netwatch.core.ticket import Ticket
from netwatch.core.work_audience import LONGEST_BY_ROLE
from netwatch.core.work_draft import Lacks, WorkDraft
from netwatch.desk.maintenance import work_now
from netwatch.desk.visit import Outcome, Visit
from netwatch.inventory.find import Match
from netwatch.text import toast, work_talk, work_toast
from netwatch.text.work_list import work_list

AS_GOOD = 5.0
"""Places whose match is at most this many points behind the best are all offered."""

MOST_PLACES = 6
MOST_EXAMPLES = 6
LONGEST_REASON = 200


async def plan_work(visit: Visit, request: PlanWork) -> Outcome:
    """Without a text the list, which anybody may read."""
    if not request.text.strip():
        return await _list(visit)
    if not _may_plan(visit):
        return Outcome((work_talk.not_yours(),))
    draft = await visit.tx.work_drafts.add(WorkDraft(0, visit.incoming.telegram_id, visit.now))
    return await _take_line(visit, draft, request.text)


async def new_work(visit: Visit) -> Outcome:
    if not _may_plan(visit):
        return Outcome(answer=Answer(work_toast.NOT_YOURS, alert=True))
    draft = await visit.tx.work_drafts.add(WorkDraft(0, visit.incoming.telegram_id, visit.now))
    return await _go_on(visit, draft)


async def choose(visit: Visit, choice: WorkChoice) -> Outcome:
    """A button under one of the questions; older ones may be pressed as well, as long as nothing is settled."""
    if not _may_plan(visit):
        return Outcome(answer=Answer(work_toast.NOT_YOURS, alert=True))
    draft = await visit.tx.work_drafts.get(choice.draft_id)
    if draft is None:
        return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
    if draft.telegram_id != visit.incoming.telegram_id:
        return Outcome(answer=Answer(work_toast.NOT_THE_AUTHOR, alert=True))
    if draft.settled:
        return Outcome(answer=Answer(work_toast.SETTLED, alert=True))
    inventory, argument = visit.setting.office.inventory, choice.argument or ""
    match choice.step:
        case WorkStep.CANCEL:
            await _settle(visit, draft)
            return Outcome((work_talk.cancelled(),), Answer(work_toast.CANCELLED))
        case WorkStep.CONFIRM:
            return await _confirm(visit, draft)
        case WorkStep.SITE if argument in inventory.sites:
            return await _go_on(visit, replace(draft, sites=(argument,), devices=()))
        case WorkStep.DEVICE if argument in inventory.devices:
            return await _go_on(visit, replace(draft, devices=(argument,), sites=()))
        case WorkStep.LASTS:
            return await _go_on(visit, replace(draft, end=None, length=timedelta(minutes=int(argument))))
        case WorkStep.NO_REASON:
            return await _go_on(visit, replace(draft, reason=""))
        case _:
            return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))


async def end_work(visit: Visit, request: EndWork) -> Outcome:
    """Everybody else who is concerned hears of it as they heard of its beginning."""
    if not _may_plan(visit):
        return Outcome(answer=Answer(work_toast.NOT_YOURS, alert=True))
    work = await work_now(visit.tx, visit.setting, visit.now)
    found = next((window for window in work.windows if window.key == request.key), None)
    if found is None:
        return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
    ended = end_early(found, visit.person.name, visit.now)
    if ended is None:
        return Outcome(answer=Answer(work_toast.over_already(found, visit.setting.office, visit.now), alert=True))
    await visit.tx.maintenance.end(ended)
    return Outcome(answer=Answer(work_toast.ended(found, visit.now)))


async def take_place(visit: Visit, question: Question, words: str) -> Outcome:
    """Time and reason may come with the place."""
    draft = await _asked_about(visit, question)
    return Outcome((work_talk.not_yours(),)) if draft is None else await _take_line(visit, draft, words)


async def take_time(visit: Visit, question: Question, words: str) -> Outcome:
    draft = await _asked_about(visit, question)
    if draft is None:
        return Outcome((work_talk.not_yours(),))
    timed = _timed(draft, _read(visit, words))
    return await _go_on(visit, timed, unclear=words if timed.lacks is Lacks.TIME else "")


async def take_reason(visit: Visit, question: Question, words: str) -> Outcome:
    draft = await _asked_about(visit, question)
    if draft is None:
        return Outcome((work_talk.not_yours(),))
    return await _go_on(visit, replace(draft, reason=words.strip()[:LONGEST_REASON]))


async def _list(visit: Visit) -> Outcome:
    work = await work_now(visit.tx, visit.setting, visit.now)
    live = [window for window in work.windows if window.phase(visit.now) is not Phase.OVER]
    return Outcome((work_list(live, visit.setting.office, visit.now, may_plan=_may_plan(visit)),))


async def _take_line(visit: Visit, draft: WorkDraft, text: str) -> Outcome:
    line = _read(visit, text)
    matches = _places(visit, line.before) or _places(visit, f"{line.before} {line.after}")
    if line.after:
        draft = replace(draft, reason=line.after[:LONGEST_REASON])
    draft = _timed(draft, line)
    if not matches:
        await visit.tx.work_drafts.save(draft)
        names = [site.name for site in visit.setting.office.inventory.sites.values()][:MOST_EXAMPLES]
        question = work_talk.ask_place(draft, unknown=text, examples=names)
        return await visit.ask(Topic.WORK_PLACE, question, draft.id)
    if len(matches) > 1:
        await visit.tx.work_drafts.save(draft)
        return await visit.ask(Topic.WORK_PLACE, work_talk.choose_place(draft, matches, visit.setting.office), draft.id)
    match = matches[0]
    placed = replace(draft, sites=(match.id,)) if match.kind == "site" else replace(draft, devices=(match.id,))
    return await _go_on(visit, placed)


async def _go_on(visit: Visit, draft: WorkDraft, *, unclear: str = "") -> Outcome:
    """Asks for what is missing; what could not be planned so is asked anew."""
    office, now = visit.setting.office, visit.now
    wrong = _wrong(visit, draft)
    if wrong is not None:
        said = work_talk.cannot(wrong, LONGEST_BY_ROLE[visit.person.role])
        draft = replace(draft, start=None, end=None, length=None)
        await visit.tx.work_drafts.save(draft)
        return await visit.ask(Topic.WORK_TIME, work_talk.ask_time(draft, office, now, refused=said), draft.id)
    await visit.tx.work_drafts.save(draft)
    match draft.lacks:
        case Lacks.PLACE:
            return await visit.ask(Topic.WORK_PLACE, work_talk.ask_place(draft), draft.id)
        case Lacks.TIME:
            question = work_talk.ask_time(draft, office, now, unclear=unclear)
            return await visit.ask(Topic.WORK_TIME, question, draft.id)
        case Lacks.REASON:
            return await visit.ask(Topic.WORK_REASON, work_talk.ask_reason(draft, office), draft.id)
    await visit.tx.conversations.end(visit.incoming.chat_id, visit.incoming.telegram_id)
    window = draft.window(visit.person.name, now)
    tickets = _there(window, await visit.tx.tickets.open(), visit)
    return Outcome((work_talk.confirm(draft, window, tickets, office, now),))


async def _confirm(visit: Visit, draft: WorkDraft) -> Outcome:
    if draft.lacks is not None or _wrong(visit, draft) is not None:
        return await _go_on(visit, draft)
    await _settle(visit, draft)
    added = await visit.tx.maintenance.add(draft.window(visit.person.name, visit.now))
    return Outcome((work_talk.confirmed(added, visit.setting.office, visit.now),), Answer(work_toast.CONFIRMED))


async def _settle(visit: Visit, draft: WorkDraft) -> None:
    await visit.tx.work_drafts.save(replace(draft, settled=True))
    await visit.tx.conversations.end(visit.incoming.chat_id, visit.incoming.telegram_id)


async def _asked_about(visit: Visit, question: Question) -> WorkDraft | None:
    """The draft that the visitor was asked about; a new one where it has been settled in another way since. None for
    somebody who may not plan any more."""
    if not _may_plan(visit):
        return None
    draft = await visit.tx.work_drafts.get(question.subject)
    if draft is not None and not draft.settled:
        return draft
    return await visit.tx.work_drafts.add(WorkDraft(0, visit.incoming.telegram_id, visit.now))


def _may_plan(visit: Visit) -> bool:
    return visit.person.role in LONGEST_BY_ROLE


def _read(visit: Visit, text: str) -> PlannedLine:
    return read_planned_line(text, visit.now.astimezone(visit.setting.office.zone))


def _timed(draft: WorkDraft, line: PlannedLine) -> WorkDraft:
    """The draft with what a line says of the time; a beginning that was said before stands."""
    if line.end is None and line.length is None:
        return replace(draft, start=line.start or draft.start)
    end = line.end
    if end is not None and line.start is None and draft.start is not None:
        end = _after(end, draft.start)
    return replace(draft, start=line.start or draft.start, end=end, length=line.length)


def _after(end: datetime, start: datetime) -> datetime:
    """The same time of day on the first day on which it comes after `start`."""
    return end + timedelta(days=max(0, (start - end).days + 1))


def _wrong(visit: Visit, draft: WorkDraft) -> Unfit | None:
    if draft.lacks in (Lacks.PLACE, Lacks.TIME):
        return None
    longest = LONGEST_BY_ROLE.get(visit.person.role, LONGEST)
    return unfit(draft.window(visit.person.name, visit.now), visit.now, longest)


def _places(visit: Visit, text: str) -> list[Match]:
    matches = visit.setting.places.find(text)
    return [match for match in matches if match.score >= matches[0].score - AS_GOOD][:MOST_PLACES]


def _there(window: Window, tickets: Sequence[Ticket], visit: Visit) -> list[Ticket]:
    """The tickets whose cause the work covers."""
    inventory = visit.setting.office.inventory
    return [
        ticket for ticket in tickets
        if ticket.root is not None and ticket.root.device is not None and window.covers(ticket.root.device, inventory)
    ]
