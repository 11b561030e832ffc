"""A button on a ticket's card."""

from netwatch.core.change import Refusal
from netwatch.core.limits import expire_limits
from netwatch.core.press import press
from netwatch.core.request import Answer, Press
from netwatch.desk.record import record
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import toast


async def press_button(visit: Visit, request: Press) -> Outcome:
    office = visit.setting.office
    ticket = await visit.tx.tickets.get(request.ticket_id)
    if ticket is None:
        return Outcome(answer=Answer(toast.unknown_ticket(request.ticket_id), alert=True))
    # A limit that has passed unnoticed so far passed before the press.
    expired = expire_limits(ticket, office.sop, office.directory, visit.now)
    outcome = press(
        expired.ticket, request.action, request.argument, visit.person, office.directory, office.sop, visit.now
    )
    if isinstance(outcome, Refusal):
        await record(visit.tx, ticket, expired, visit.setting, visit.now)
        said = toast.refused(ticket.id, request.action, outcome, office, visit.now)
        return Outcome(answer=Answer(said, alert=True))
    await record(visit.tx, ticket, expired.then(outcome), visit.setting, visit.now)
    return Outcome(answer=Answer(toast.done(ticket.id, request.action, request.argument, office)))
