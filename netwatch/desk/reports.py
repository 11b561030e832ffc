"""/lapor: a citizen's report, joined to the incident that exists or the first of a ticket of its own."""

from collections.abc import Sequence
from dataclasses import replace

from netwatch.core.change import Refusal, Why
from netwatch.core.citizen import read_line
from netwatch.core.citizen_ticket import join, open_for_citizen
from netwatch.core.conversation import Question, Topic
from netwatch.core.maintenance import Window
from netwatch.core.muting import affecting
from netwatch.core.report_draft import Ask, ReportDraft, next_question
from netwatch.core.request import Answer, CancelReport, JoinReport, NewReport, Report
from netwatch.core.state import State
from netwatch.core.ticket import CitizenReport, Ticket
from netwatch.desk.maintenance import work_now
from netwatch.desk.record import record
from netwatch.desk.setting import next_number
from netwatch.desk.visit import Outcome, Visit
from netwatch.inventory.find import Match
from netwatch.text import report_answer, report_offer, report_question, toast
from netwatch.text.report_howto import how_to, in_private, not_yours
from netwatch.text.report_in_maintenance import offer_in_maintenance
from netwatch.text.work_news import note
from sop.role import Role

AS_GOOD = 5.0
"""Places whose match is at most this many points behind the best are all offered."""

MOST_EXAMPLES = 6

_TOPIC = {
    Ask.COMPLAINT: Topic.REPORT_COMPLAINT,
    Ask.REPORTER: Topic.REPORTER,
    Ask.CHANNEL: Topic.REPORT_CHANNEL,
}


async def take_report(visit: Visit, request: Report) -> Outcome:
    """Reads the line, finds the place, and offers what is open there; nothing is recorded before a press.

    Who writes the place alone is asked for the rest.
    """
    if visit.person.role is not Role.CALL_TAKER:
        return Outcome((not_yours(),))
    if not visit.incoming.private:
        return Outcome((in_private(),))
    if not request.text.strip():
        return await visit.ask(Topic.REPORT_LINE, how_to())
    line, now = read_line(request.text), visit.now
    place_alone = line.phone is None and line.name is None and not visit.setting.places.says_more(line.complaint)
    report = CitizenReport(
        at=now,
        taken_by=visit.person.name,
        channel=line.channel,
        text="" if place_alone else line.complaint,
        name=line.name,
        phone=line.phone,
    )
    draft = await visit.tx.drafts.add(
        ReportDraft(0, visit.incoming.telegram_id, now, report, stepwise=place_alone)
    )
    return await locate(visit, draft, line.complaint)


async def locate(visit: Visit, draft: ReportDraft, words: str) -> Outcome:
    """Goes on with the place that the words name; asks again where they name none, or several as well as each other."""
    office = visit.setting.office
    sites = _sites(visit, visit.setting.places.find(words))
    if len(sites) == 1:
        located = replace(draft, site=sites[0])
        await visit.tx.drafts.save(located)
        return await go_on(visit, located)
    if sites:
        asked = report_offer.choose_place(draft, sites, office)
    else:
        names = [site.name for site in office.inventory.sites.values()][:MOST_EXAMPLES]
        asked = report_offer.place_unknown(draft, words, names)
    return await visit.ask(Topic.REPORT_PLACE, asked, draft.id)


async def go_on(visit: Visit, draft: ReportDraft) -> Outcome:
    """What comes next for a report that is not recorded yet: what is open there comes before every question."""
    if draft.site is None:
        return Outcome((report_answer.settled(),))
    question = next_question(draft)
    if question is None and draft.apart:
        return await _create(visit, draft, draft.site)
    if question is None:
        return await _offer(visit, draft, draft.site)
    tickets, window = await _known(visit, draft.site)
    if (tickets or window is not None) and not draft.apart:
        return await _offer(visit, draft, draft.site)
    return await _ask(visit, draft, question)


async def after_recording(visit: Visit, draft: ReportDraft, *, told: Outcome | None = None) -> Outcome:
    """Asks, below `told`, what is still missing of a report that is recorded; the question ends where nothing is."""
    question = next_question(draft)
    if question is None:
        await end_question(visit, draft)
        return told or Outcome((report_question.complete(draft),))
    asked = await _ask(visit, draft, question)
    if told is None:
        return asked
    return replace(told, messages=(report_question.below(told.messages[0], asked.messages[0]),))


async def join_report(visit: Visit, request: JoinReport) -> Outcome:
    draft = await own_draft(visit, request.draft_id)
    if isinstance(draft, Outcome):
        return draft
    ticket = await visit.tx.tickets.get(request.ticket_id)
    if ticket is None:
        return Outcome(answer=Answer(toast.unknown_ticket(request.ticket_id), alert=True))
    office, now = visit.setting.office, visit.now
    report = replace(draft.report, draft=draft.id)
    change = join(ticket, report)
    if isinstance(change, Refusal):
        if change.why is Why.CLOSED:
            return Outcome((report_answer.ticket_closed(ticket, office, now),))
        await visit.tx.drafts.save(replace(draft, settled=True))
        await end_question(visit, draft)
        told = report_answer.already_counted(ticket, office, now, at=change.at, site=draft.site)
        return Outcome((told,))
    stored = await record(visit.tx, ticket, change, visit.setting, now)
    recorded = replace(draft, settled=True, ticket_id=stored.id)
    await visit.tx.drafts.save(recorded)
    told = report_answer.joined(stored, report, office, now, site=draft.site)
    return await after_recording(visit, recorded, told=Outcome((told,), Answer(toast.REPORT_JOINED)))


async def new_report(visit: Visit, request: NewReport) -> Outcome:
    """A ticket of its own at a place; first what is open there is offered, if that was not seen yet.

    It may have opened while the call taker was reading: netwatch is as quick, and a colleague's phone rings too.
    """
    draft = await own_draft(visit, request.draft_id)
    if isinstance(draft, Outcome):
        return draft
    if request.site not in visit.setting.office.inventory.sites:
        return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
    seen = draft.site == request.site
    chosen = replace(draft, site=request.site, apart=seen and request.apart)
    await visit.tx.drafts.save(chosen)
    tickets, _ = await _known(visit, request.site)
    if not seen or (tickets and not request.apart) or next_question(chosen) is not None:
        return await go_on(visit, chosen)
    return await _create(visit, chosen, request.site)


async def cancel_report(visit: Visit, request: CancelReport) -> Outcome:
    draft = await own_draft(visit, request.draft_id)
    if isinstance(draft, Outcome):
        return draft
    await visit.tx.drafts.save(replace(draft, settled=True))
    await end_question(visit, draft)
    return Outcome((report_answer.cancelled(),), Answer(toast.REPORT_CANCELLED))


async def take_line(visit: Visit, question: Question, words: str) -> Outcome:
    """What was written after `/lapor` alone."""
    return await take_report(visit, Report(words))


async def own_draft(visit: Visit, draft_id: int) -> ReportDraft | Outcome:
    """The visitor's own draft, not settled yet; otherwise the answer that says why not."""
    draft = await any_own_draft(visit, draft_id)
    if isinstance(draft, ReportDraft) and draft.settled:
        return visit.refuse(toast.REPORT_SETTLED)
    return draft


async def any_own_draft(visit: Visit, draft_id: int) -> ReportDraft | Outcome:
    """The same, settled or not."""
    if visit.person.role is not Role.CALL_TAKER:
        return visit.refuse(toast.REPORT_NOT_YOURS)
    draft = await visit.tx.drafts.get(draft_id)
    if draft is None or draft.telegram_id != visit.incoming.telegram_id:
        return visit.refuse(toast.UNKNOWN_BUTTON)
    return draft


async def end_question(visit: Visit, draft: ReportDraft) -> None:
    """Nothing is asked about this draft any more; a question about something else stays."""
    chat_id, telegram_id = visit.incoming.chat_id, visit.incoming.telegram_id
    open_question = await visit.tx.conversations.open(chat_id, telegram_id)
    about_reports = (Topic.REPORT_PLACE, *_TOPIC.values())
    if open_question is not None and open_question.topic in about_reports and open_question.subject == draft.id:
        await visit.tx.conversations.end(chat_id, telegram_id)


async def _ask(visit: Visit, draft: ReportDraft, question: Ask) -> Outcome:
    await visit.tx.drafts.save(replace(draft, asked=question))
    asked = report_question.ask(draft, question, visit.setting.office)
    return await visit.ask(_TOPIC[question], asked, draft.id)


async def _create(visit: Visit, draft: ReportDraft, site: str) -> Outcome:
    office, now = visit.setting.office, visit.now
    report = replace(draft.report, draft=draft.id)
    number = await next_number(visit.tx, visit.setting, now)
    change = open_for_citizen(site, report, number, office.sop, now)
    stored = await record(visit.tx, None, change, visit.setting, now)
    recorded = replace(draft, settled=True, ticket_id=stored.id)
    await visit.tx.drafts.save(recorded)
    told = report_answer.created(stored, report, office, now)
    return await after_recording(visit, recorded, told=Outcome((told,), Answer(toast.REPORT_CREATED)))


async def _known(visit: Visit, site: str) -> tuple[list[Ticket], Window | None]:
    """What is open at a place, and the planned work that touches it."""
    statuses = await visit.tx.devices.load()
    work = await work_now(visit.tx, visit.setting, visit.now)
    window = affecting(site, {device: status.root for device, status in statuses.items()}, work)
    return _touching(site, await visit.tx.tickets.open(), visit), window


async def _offer(visit: Visit, draft: ReportDraft, site: str) -> Outcome:
    """The buttons that record it. Name and number may be written before they are pressed."""
    office, now = visit.setting.office, visit.now
    tickets, window = await _known(visit, site)
    if tickets:
        offer = report_offer.offer_join(draft, tickets, site, office, now)
        if window is not None:
            offer = replace(offer, html=f"{note(window, site, office, now)}\n{offer.html}")
    elif window is not None:
        offer = offer_in_maintenance(draft, site, window, office, now)
    else:
        statuses = await visit.tx.devices.load()
        here = [device.id for device in office.inventory.devices.values() if device.site == site]
        healthy = bool(here) and all(device in statuses and statuses[device].state is State.UP for device in here)
        offer = report_offer.offer_new(draft, site, office, healthy=healthy)
    return await visit.ask(Topic.REPORTER, offer, draft.id)


def _touching(site: str, tickets: Sequence[Ticket], visit: Visit) -> list[Ticket]:
    """The open tickets that touch a site: those rooted there first, then those that silence something there."""
    devices = visit.setting.office.inventory.devices

    def behind(ticket: Ticket) -> bool:
        return any(i.device in devices and devices[i.device].site == site for i in ticket.impacted)

    rooted = [ticket for ticket in tickets if ticket.site == site]
    return rooted + [ticket for ticket in tickets if ticket.site != site and behind(ticket)]


def _sites(visit: Visit, matches: Sequence[Match]) -> list[str]:
    """The sites of the best matches, each once; a device stands for its site."""
    if not matches:
        return []
    devices = visit.setting.office.inventory.devices
    good = [match for match in matches if match.score >= matches[0].score - AS_GOOD]
    sites = [match.id if match.kind == "site" else devices[match.id].site for match in good]
    return list(dict.fromkeys(sites))
