"""The citizens whom call takers phone back once a ticket is closed: each press strikes one off the list."""

from netwatch.core import citizen_ticket
from netwatch.core.call_backs import MAY_SEE_CITIZENS, taken_by, takers_waited_for
from netwatch.core.change import Refusal
from netwatch.core.message import Message
from netwatch.core.request import Answer, CalledBack
from netwatch.core.ticket import Ticket
from netwatch.desk.in_part import in_part
from netwatch.desk.record import keep
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import toast
from netwatch.text.call_back import call_back, turned_over


async def called_back(visit: Visit, request: CalledBack) -> Outcome:
    """Whoever may see citizens may have phoned one, a colleague's as well."""
    visit = in_part(visit, MAY_SEE_CITIZENS)
    if visit.person.role not in MAY_SEE_CITIZENS:
        return visit.refuse(toast.REPORT_NOT_YOURS)
    draft = await visit.tx.drafts.get(request.draft_id)
    ticket = await visit.tx.tickets.get(draft.ticket_id or 0) if draft is not None else None
    if draft is None or ticket is None:
        return visit.refuse(toast.UNKNOWN_BUTTON)
    office, now = visit.setting.office, visit.now
    change = citizen_ticket.called_back(ticket, draft.id, visit.person.name, now)
    if isinstance(change, Refusal):
        said = toast.already_called(change, office, now)
    else:
        ticket = await keep(visit.tx, ticket, change, now)
        said = toast.CALLED_BACK
    reports = taken_by(ticket, draft.report.taken_by)
    shown = turned_over(ticket, reports, draft.id, office, now, reader=visit.person.name)
    pressed = visit.incoming.pressed_message_id
    edits = ((pressed, shown),) if shown is not None and pressed is not None else ()
    return Outcome(answer=Answer(said, alert=isinstance(change, Refusal)), edits=edits)


def still_to_call(visit: Visit, ticket: Ticket) -> tuple[Message, ...]:
    """The lists of a closed ticket that are not done yet, whosever they are; only in private, for who may see them."""
    if ticket.is_open or not visit.incoming.private or visit.person.role not in MAY_SEE_CITIZENS:
        return ()
    office, now = visit.setting.office, visit.now
    return tuple(
        message
        for taker in takers_waited_for(ticket)
        for message in call_back(ticket, taken_by(ticket, taker), office, now, reader=visit.person.name)
    )
