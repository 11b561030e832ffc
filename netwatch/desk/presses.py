"""A button on a ticket: on its card, below a message about it, or in a menu."""

from netwatch.core.change import Refusal, Why
from netwatch.core.message import Message
from netwatch.core.press.table import BUTTONS, Takes
from netwatch.core.request import Answer, Press, PressAll, Reason
from netwatch.core.ticket import Ticket
from netwatch.desk.carry_out import carry_out
from netwatch.desk.in_part import in_part
from netwatch.desk.ticket_menus import ask, instead
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import toast
from netwatch.text.buttons import any_argument, buttons
from netwatch.text.reason import REASON

SOMEBODY_ELSES = (Why.NOT_YOURS, Why.OTHER_TEAM)


async def press_button(visit: Visit, request: Press) -> Outcome:
    """Does what the button says, or answers why it does nothing; asks where it needs to be told something."""
    visit = in_part(visit, BUTTONS[request.action].roles)
    ticket = await visit.tx.tickets.get(request.ticket_id)
    if ticket is None:
        return Outcome(answer=Answer(toast.unknown_ticket(request.ticket_id), alert=True))
    takes = BUTTONS[request.action].takes
    if request.argument is None and takes is not Takes.NOTHING:
        return await ask(visit, ticket, request)
    argument = request.argument
    if takes is Takes.REASON and argument is not None:
        argument = REASON[Reason(argument)]
    outcome = await carry_out(visit, ticket, request.action, argument)
    office = visit.setting.office
    if isinstance(outcome, Refusal):
        said = toast.refused(ticket.id, request.action, outcome, office, visit.now)
        gone = request.in_menu and outcome.why not in SOMEBODY_ELSES
        return Outcome(answer=Answer(said, alert=True), edits=instead(visit, said) if gone else ())
    said = toast.done(ticket.id, request.action, request.argument, office)
    if not request.in_menu:
        return Outcome(answer=Answer(said), edits=await _other_buttons(visit, outcome))
    await visit.tx.conversations.end(visit.incoming.chat_id, visit.incoming.telegram_id)
    return Outcome(answer=Answer(said), edits=instead(visit, said))


async def press_all(visit: Visit, request: PressAll) -> Outcome:
    """Does it to every ticket of the digest to which it can be done; the others stay as they are."""
    digest = await visit.tx.digests.get(request.digest_id)
    if digest is None:
        return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
    office, done = visit.setting.office, 0
    refusal = Refusal(Why.ALREADY_DONE)
    for ticket in await visit.tx.tickets.some(digest.tickets):
        argument = any_argument(ticket, request.action, office)
        outcome = await carry_out(visit, ticket, request.action, argument)
        if isinstance(outcome, Refusal):
            refusal = outcome
        else:
            done += 1
    if not done:
        return Outcome(answer=Answer(toast.refused_all(request.action, refusal), alert=True))
    return Outcome(answer=Answer(toast.done_all(request.action, done)))


async def _other_buttons(visit: Visit, ticket: Ticket) -> tuple[tuple[int, Message], ...]:
    """The pressed message gets the buttons that work from now on, where it is not the card, which gets them anyway."""
    incoming, person = visit.incoming, visit.person
    pressed = incoming.pressed_message_id
    if pressed is None or pressed == await visit.tx.outbox.card(ticket.id, visit.setting.channel, incoming.chat_id):
        return ()
    rows = buttons(ticket, person.role, visit.setting.office, visit.now, person.team)
    return ((pressed, Message("", rows)),)
