"""The team begins its work; that it is done, its repair report says (`core.repair`)."""

from dataclasses import replace

from netwatch.core.change import Change, Refusal, Why
from netwatch.core.history import Entry
from netwatch.core.press.pressing import Pressing, another_teams
from netwatch.core.ticket import Mark


def start(pressing: Pressing) -> Change | Refusal:
    """Mulai perbaikan. What held them has passed, if they can begin."""
    ticket, by = pressing.ticket, pressing.person.name
    if another_teams(pressing):
        return Refusal(Why.OTHER_TEAM, ticket.team)
    if ticket.accepted_by is None:
        return Refusal(Why.NOT_YET)
    if ticket.repair_began is not None:
        return Refusal(Why.ALREADY_DONE, ticket.repair_began.by, ticket.repair_began.at)
    at_work = replace(ticket, repair_began=Mark(by, pressing.now), hold=None)
    return Change(at_work, (Entry("started", by),))
