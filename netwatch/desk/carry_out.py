"""Does to a ticket what a button says, or finds out why it cannot be done."""

from netwatch.core.change import Refusal
from netwatch.core.limits import expire_limits
from netwatch.core.press.press import press
from netwatch.core.request import Action
from netwatch.core.ticket import Ticket
from netwatch.desk.record import record
from netwatch.desk.visit import Visit


async def carry_out(visit: Visit, ticket: Ticket, action: Action, argument: str | None) -> Ticket | Refusal:
    """The ticket as it is from now on. `argument`: a team's id, a priority, the words of a reason.

    A limit that has passed unnoticed so far passed before the press, and is recorded whatever becomes of that.
    """
    office = visit.setting.office
    expired = expire_limits(ticket, office.sop, office.directory, visit.now)
    outcome = press(expired.ticket, action, argument, visit.person, office.directory, office.sop, visit.now)
    if isinstance(outcome, Refusal):
        await record(visit.tx, ticket, expired, visit.setting, visit.now)
        return outcome
    return await record(visit.tx, ticket, expired.then(outcome), visit.setting, visit.now)
