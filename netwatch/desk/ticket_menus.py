"""Menus of a ticket, and the reasons that are asked for in them.

A menu is a message of its own that is edited as one goes on in it, and ends as what came of it.
"""

from datetime import timedelta

from netwatch.core.change import Refusal, Why
from netwatch.core.conversation import Question, Topic
from netwatch.core.message import Message
from netwatch.core.press.press import press
from netwatch.core.press.table import BUTTONS, Takes
from netwatch.core.request import Action, Answer, LeaveMenu, OpenMenu, Press
from netwatch.core.ticket import Ticket
from netwatch.desk.carry_out import carry_out
from netwatch.desk.in_part import in_part
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import ticket_menu, toast
from netwatch.text.buttons import IN_THE_MENU, any_argument
from netwatch.text.html import cut, escaped, tidy
from netwatch.text.unreadable import unreadable

ANSWERABLE = timedelta(hours=1)
"""What somebody writes later than this is no reason any more: they have long forgotten the question."""

LONGEST_REASON = 200
"""Characters of a reason in somebody's own words."""


async def open_menu(visit: Visit, request: OpenMenu) -> Outcome:
    visit = in_part(visit, IN_THE_MENU)
    ticket = await visit.tx.tickets.get(request.ticket_id)
    if ticket is None:
        return Outcome(answer=Answer(toast.unknown_ticket(request.ticket_id), alert=True))
    office = visit.setting.office
    menu = ticket_menu.more(ticket, visit.person.role, office, visit.now)
    if menu is None:
        refusal = Refusal(Why.NOT_YOURS) if ticket.is_open else Refusal(Why.CLOSED, at=ticket.closed_at)
        said = toast.refused(ticket.id, Action.CLOSE, refusal, office, visit.now)
        return Outcome(answer=Answer(said, alert=True))
    return _shown(visit, menu, request.in_menu)


async def leave_menu(visit: Visit, request: LeaveMenu) -> Outcome:
    await visit.tx.conversations.end(visit.incoming.chat_id, visit.incoming.telegram_id)
    return _shown(visit, ticket_menu.UNCHANGED, in_menu=True)


async def ask(visit: Visit, ticket: Ticket, request: Press) -> Outcome:
    """Shows what the button can be told; a reason may be written as well. Nothing of it for who may not press it."""
    office, action = visit.setting.office, request.action
    argument = any_argument(ticket, action, office)
    refusal = press(ticket, action, argument, visit.person, office.directory, office.sop, visit.now)
    if isinstance(refusal, Refusal):
        return Outcome(answer=Answer(toast.refused(ticket.id, action, refusal, office, visit.now), alert=True))
    menu = ticket_menu.choices(ticket, action, office)
    if BUTTONS[action].takes is not Takes.REASON:
        return _shown(visit, menu, request.in_menu)
    here = visit.incoming.pressed_message_id if request.in_menu else None
    asked = await visit.ask(Topic.REASON, menu, ticket.id, action if here is None else f"{action} {here}")
    return asked if here is None else Outcome(edits=tuple((here, message) for message in asked.messages))


async def answer_reason(visit: Visit, question: Question, words: str) -> Outcome:
    """The reason that was asked for, in the visitor's own words."""
    name, _, menu = question.detail.partition(" ")
    ticket = await visit.tx.tickets.get(question.subject)
    if ticket is None or visit.now - question.asked_at > ANSWERABLE:
        return Outcome((unreadable(words, visit.person.role),))
    action, office = Action(name), visit.setting.office
    visit = in_part(visit, BUTTONS[action].roles)
    outcome = await carry_out(visit, ticket, action, cut(tidy(words), LONGEST_REASON))
    if isinstance(outcome, Refusal):
        said = toast.refused(ticket.id, action, outcome, office, visit.now)
    else:
        said = toast.done(ticket.id, action, None, office)
    without_buttons = ((int(menu), Message("")),) if menu else ()
    return Outcome((Message(escaped(said)),), edits=without_buttons)


def instead(visit: Visit, said: str) -> tuple[tuple[int, Message], ...]:
    """The menu says from now on what came of it."""
    menu = visit.incoming.pressed_message_id
    return ((menu, Message(escaped(said))),) if menu is not None else ()


def _shown(visit: Visit, menu: Message, in_menu: bool) -> Outcome:
    """In place of the menu that was pressed, or as a new message."""
    here = visit.incoming.pressed_message_id
    return Outcome(edits=((here, menu),)) if in_menu and here is not None else Outcome((menu,))
