"""/lapor: a citizen's report, joined to the incident that exists or the first of a ticket of its own."""

from collections.abc import Sequence
from dataclasses import replace

from netwatch.core.change import Refusal, Why
from netwatch.core.citizen import read_line
from netwatch.core.citizen_ticket import join, open_for_citizen
from netwatch.core.conversation import Question, Topic
from netwatch.core.muting import affecting
from netwatch.core.report_draft import ReportDraft
from netwatch.core.request import Answer, CancelReport, JoinReport, NewReport, Report
from netwatch.core.state import State
from netwatch.core.ticket import CitizenReport, Ticket
from netwatch.desk.maintenance import work_now
from netwatch.desk.record import record
from netwatch.desk.setting import next_number
from netwatch.desk.visit import Outcome, Visit
from netwatch.inventory.find import Match
from netwatch.text import report_answer, report_offer, toast
from netwatch.text.report_howto import how_to, in_private, not_yours
from netwatch.text.report_in_maintenance import offer_in_maintenance
from netwatch.text.work_news import note
from sop.role import Role

REPORT_CHANNEL = "telepon"
"""How citizens reach a call taker unless the line says otherwise."""

AS_GOOD = 5.0
"""Places whose match is at most this many points behind the best are all offered."""

MOST_EXAMPLES = 6


async def take_report(visit: Visit, request: Report) -> Outcome:
    """Reads the line, finds the place, and offers what is open there; nothing is recorded before a press."""
    if visit.person.role is not Role.CALL_TAKER:
        return Outcome((not_yours(),))
    if not visit.incoming.private:
        return Outcome((in_private(),))
    if not request.text.strip():
        return await visit.ask(Topic.REPORT_LINE, how_to())
    office, now = visit.setting.office, visit.now
    line = read_line(request.text)
    report = CitizenReport(
        at=now,
        taken_by=visit.person.name,
        channel=REPORT_CHANNEL,
        text=line.complaint,
        name=line.name,
        phone=line.phone,
    )
    matches = visit.setting.places.find(line.complaint)
    sites = _sites(visit, matches)
    if not sites:
        names = [site.name for site in office.inventory.sites.values()][:MOST_EXAMPLES]
        return Outcome((report_offer.place_unknown(line.complaint, names),))
    site = sites[0] if len(sites) == 1 else None
    draft = await visit.tx.drafts.add(ReportDraft(0, visit.incoming.telegram_id, now, report, site))
    if site is None:
        return Outcome((report_offer.choose_place(draft, sites, office),))
    return await _offer(visit, draft, site)


async def take_line(visit: Visit, question: Question, words: str) -> Outcome:
    """What was written after `/lapor` alone."""
    return await take_report(visit, Report(words))


async def join_report(visit: Visit, request: JoinReport) -> Outcome:
    draft = await _own_draft(visit, request.draft_id)
    if isinstance(draft, Outcome):
        return draft
    ticket = await visit.tx.tickets.get(request.ticket_id)
    if ticket is None:
        return Outcome(answer=Answer(toast.unknown_ticket(request.ticket_id), alert=True))
    office, now = visit.setting.office, visit.now
    change = join(ticket, draft.report)
    if isinstance(change, Refusal):
        if change.why is Why.CLOSED:
            return Outcome((report_answer.ticket_closed(ticket, office, now),))
        await visit.tx.drafts.save(replace(draft, settled=True))
        told = report_answer.already_counted(ticket, office, now, at=change.at, site=draft.site)
        return Outcome((told,))
    stored = await record(visit.tx, ticket, change, visit.setting, now)
    await visit.tx.drafts.save(replace(draft, settled=True))
    told = report_answer.joined(stored, draft.report, office, now, site=draft.site)
    return Outcome((told,), Answer(toast.REPORT_JOINED))


async def new_report(visit: Visit, request: NewReport) -> Outcome:
    """A ticket of its own at a place; first what is open there is offered, if that was not seen yet.

    It may have opened while the call taker was reading: netwatch is as quick, and a colleague's phone rings too.
    """
    draft = await _own_draft(visit, request.draft_id)
    if isinstance(draft, Outcome):
        return draft
    office, now = visit.setting.office, visit.now
    if request.site not in office.inventory.sites:
        return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
    seen = draft.site == request.site
    if not seen or (not request.apart and _touching(request.site, await visit.tx.tickets.open(), visit)):
        chosen = replace(draft, site=request.site)
        await visit.tx.drafts.save(chosen)
        return await _offer(visit, chosen, request.site)
    number = await next_number(visit.tx, visit.setting, now)
    change = open_for_citizen(request.site, draft.report, number, office.sop, now)
    stored = await record(visit.tx, None, change, visit.setting, now)
    await visit.tx.drafts.save(replace(draft, settled=True))
    return Outcome((report_answer.created(stored, draft.report, office, now),), Answer(toast.REPORT_CREATED))


async def cancel_report(visit: Visit, request: CancelReport) -> Outcome:
    draft = await _own_draft(visit, request.draft_id)
    if isinstance(draft, Outcome):
        return draft
    await visit.tx.drafts.save(replace(draft, settled=True))
    return Outcome((report_answer.cancelled(),), Answer(toast.REPORT_CANCELLED))


async def _offer(visit: Visit, draft: ReportDraft, site: str) -> Outcome:
    office = visit.setting.office
    tickets = _touching(site, await visit.tx.tickets.open(), visit)
    statuses = await visit.tx.devices.load()
    work = await work_now(visit.tx, visit.setting, visit.now)
    window = affecting(site, {device: status.root for device, status in statuses.items()}, work)
    if tickets:
        offer = report_offer.offer_join(draft, tickets, site, office, visit.now)
        if window is not None:
            offer = replace(offer, html=f"{note(window, site, office, visit.now)}\n{offer.html}")
        return Outcome((offer,))
    if window is not None:
        return Outcome((offer_in_maintenance(draft, site, window, office, visit.now),))
    here = [device.id for device in office.inventory.devices.values() if device.site == site]
    healthy = bool(here) and all(device in statuses and statuses[device].state is State.UP for device in here)
    return Outcome((report_offer.offer_new(draft, site, office, healthy=healthy),))


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


async def _own_draft(visit: Visit, draft_id: int) -> ReportDraft | Outcome:
    """The visitor's own draft, not settled yet; otherwise the answer that says why not."""
    if visit.person.role is not Role.CALL_TAKER:
        return Outcome(answer=Answer(toast.REPORT_NOT_YOURS, alert=True))
    draft = await visit.tx.drafts.get(draft_id)
    if draft is None or draft.telegram_id != visit.incoming.telegram_id:
        return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
    if draft.settled:
        return Outcome(answer=Answer(toast.REPORT_SETTLED, alert=True))
    return draft
