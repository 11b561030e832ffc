"""A press: a `Change`, or a `Refusal` that says why nothing was changed."""

from datetime import datetime

from netwatch.core.change import Change, Refusal, Why
from netwatch.core.directory import Directory, Person
from netwatch.core.press.pressing import Pressing
from netwatch.core.press.table import BUTTONS
from netwatch.core.request import Action
from netwatch.core.ticket import Source, Ticket
from sop.document import Sop


def press(
    ticket: Ticket, action: Action, argument: str | None, person: Person, directory: Directory, sop: Sop, now: datetime
) -> Change | Refusal:
    """What follows when `person` presses a button; their role counts as it is at this moment."""
    button = BUTTONS[action]
    if person.role not in button.roles or ticket.source is Source.MONITOR:
        return Refusal(Why.NOT_YOURS)
    if not ticket.is_open:
        return Refusal(Why.CLOSED, at=ticket.closed_at)
    return button.act(Pressing(ticket, argument, person, directory, sop, now))
