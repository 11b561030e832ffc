"""The citizens whom a call taker phones back once a ticket is closed: each press strikes one off the list."""

from netwatch.core import citizen_ticket
from netwatch.core.change import Refusal
from netwatch.core.request import Answer, CalledBack
from netwatch.desk.record import keep
from netwatch.desk.reports import any_own_draft
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import toast
from netwatch.text.call_back import turned_over


async def called_back(visit: Visit, request: CalledBack) -> Outcome:
    draft = await any_own_draft(visit, request.draft_id)
    if isinstance(draft, Outcome):
        return draft
    office, now = visit.setting.office, visit.now
    ticket = await visit.tx.tickets.get(draft.ticket_id or 0)
    change = citizen_ticket.called_back(ticket, draft.id, visit.person.name, now) if ticket is not None else None
    if ticket is None or change is None:
        return visit.refuse(toast.UNKNOWN_BUTTON)
    if isinstance(change, Refusal):
        said = toast.already_called(change, office, now)
    else:
        ticket = await keep(visit.tx, ticket, change, now)
        said = toast.CALLED_BACK
    own = [report for report in ticket.citizen_reports if report.taken_by == visit.person.name]
    shown, pressed = turned_over(ticket, own, draft.id, office, now), visit.incoming.pressed_message_id
    edits = ((pressed, shown),) if shown is not None and pressed is not None else ()
    return Outcome(answer=Answer(said, alert=isinstance(change, Refusal)), edits=edits)
