"""The repair cannot go on for a while. It is said and seen; the SOP's clock runs on."""

from dataclasses import replace

from netwatch.core.change import Change, Refusal, Why
from netwatch.core.history import Entry
from netwatch.core.news import Held, Resumed
from netwatch.core.press.pressing import Pressing, another_teams
from netwatch.core.ticket import Hold
from sop.role import Role


def hold(pressing: Pressing) -> Change | Refusal:
    ticket, person, reason = pressing.ticket, pressing.person, pressing.argument or ""
    if another_teams(pressing):
        return Refusal(Why.OTHER_TEAM, ticket.team)
    if person.role is Role.TIM_LAPANGAN and ticket.accepted_by is None:
        return Refusal(Why.NOT_YET)
    if ticket.hold is not None:
        return Refusal(Why.ALREADY_DONE, ticket.hold.by, ticket.hold.at)
    held = replace(ticket, hold=Hold(person.name, pressing.now, reason))
    return Change(held, (Entry("held", person.name, reason),), (Held(person.name, person.role),))


def resume(pressing: Pressing) -> Change | Refusal:
    ticket, person = pressing.ticket, pressing.person
    if another_teams(pressing):
        return Refusal(Why.OTHER_TEAM, ticket.team)
    if ticket.hold is None:
        return Refusal(Why.NOT_HELD)
    resumed = replace(ticket, hold=None)
    return Change(resumed, (Entry("resumed", person.name),), (Resumed(person.name, person.role),))
