"""A press on a ticket's button, and what several of them share."""

from dataclasses import dataclass, replace
from datetime import datetime

from netwatch.core.change import Refusal, Why
from netwatch.core.directory import Directory, Person
from netwatch.core.history import Entry
from netwatch.core.ticket import Ticket
from sop.document import Sop
from sop.machine import NotPossible, Obstacle, complete, complete_late


@dataclass(frozen=True, slots=True)
class Pressing:
    """`argument`, where the button takes one: a team's id, a priority, the words of a reason.

    Limits that have passed by `now` are expected to be expired already.
    """

    ticket: Ticket
    argument: str | None
    person: Person
    directory: Directory
    sop: Sop
    now: datetime


@dataclass(frozen=True, slots=True)
class Walked:
    """The ticket with a step done; `passed_over` are the numbers of those that ended undone by that."""

    ticket: Ticket
    passed_over: tuple[int, ...]
    entries: tuple[Entry, ...]


def walk(pressing: Pressing, key: str) -> Walked | Refusal:
    """Does the step with that key.

    One that was passed over (its limit ran out, or the team was quicker) may still be done late: that is recorded
    with its true time, and does not turn the chain back.
    """
    ticket, sop, by = pressing.ticket, pressing.sop, pressing.person.name
    walked = complete(sop, ticket.steps, key, pressing.now, by)
    if isinstance(walked, NotPossible) and walked.reason is Obstacle.ALREADY_DONE:
        walked = complete_late(sop, ticket.steps, key, pressing.now, by)
    if isinstance(walked, NotPossible):
        done = walked.reason in (Obstacle.ALREADY_DONE, Obstacle.FINISHED)
        return Refusal(Why.ALREADY_DONE if done else Why.NOT_YET, walked.by, walked.at)
    entries = tuple(Entry("passed_over", by, f"step {no}") for no in walked.passed_over)
    return Walked(replace(ticket, steps=walked.progress), walked.passed_over, entries)


def another_teams(pressing: Pressing) -> bool:
    """Whether the ticket is in the hands of a team that is not the presser's."""
    team, own = pressing.ticket.team, pressing.person.team
    return team is not None and own is not None and team != own
