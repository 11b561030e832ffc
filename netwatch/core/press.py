"""What the buttons of a ticket's card do. Pure: a `Change`, or a `Refusal` that says why nothing was changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from netwatch.core.change import Change, Refusal, Why
from netwatch.core.directory import Directory, Person
from netwatch.core.history import Entry
from netwatch.core.lifecycle import close
from netwatch.core.news import Accepted, Acknowledged, Forwarded, Instructed, News
from netwatch.core.request import Action
from netwatch.core.ticket import Source, Ticket
from sop.document import Sop
from sop.machine import NotPossible, Obstacle, Step, complete, complete_late
from sop.role import Role


@dataclass(frozen=True, slots=True)
class Button:
    """Whose button it is, which step of the SOP (by its key) it completes, and the event that the history keeps."""

    role: Role
    step: str
    event: str


BUTTONS: Mapping[Action, Button] = {
    Action.RECEIVE: Button(Role.SPV_OPINI_PUBLIK, "receive", "received"),
    Action.FORWARD: Button(Role.SPV_OPINI_PUBLIK, "forward", "forwarded"),
    Action.ACKNOWLEDGE: Button(Role.KASI_INFRASTRUKTUR, "kasi_receive", "acknowledged"),
    Action.INSTRUCT: Button(Role.KASI_INFRASTRUKTUR, "kasi_instruct", "instructed"),
    Action.ACCEPT: Button(Role.TIM_LAPANGAN, "team_receive", "accepted"),
    Action.REPAIRED: Button(Role.TIM_LAPANGAN, "repair", "repaired"),
}


def press(
    ticket: Ticket, action: Action, argument: str | None, person: Person, directory: Directory, sop: Sop, now: datetime
) -> Change | Refusal:
    """What follows when `person` presses a button; their role counts as it is at this moment.

    Limits that have passed by `now` are expected to be expired already. A step that was passed over (its limit ran
    out, or the team was quicker) may still be done late: that is recorded with its true time, and does not turn
    the chain back.
    """
    button = BUTTONS[action]
    if person.role is not button.role:
        return Refusal(Why.NOT_YOURS)
    if not ticket.is_open:
        return Refusal(Why.CLOSED, at=ticket.closed_at)
    if action is Action.REPAIRED and ticket.source is not Source.CITIZEN:
        return Refusal(Why.NOT_YOURS)
    if action is Action.INSTRUCT and (argument is None or directory.team(argument) is None):
        return Refusal(Why.NO_SUCH_TEAM)
    if action is Action.INSTRUCT and ticket.accepted_by is not None:
        return Refusal(Why.ALREADY_DONE, ticket.accepted_by)
    stepped = _walk(ticket, button.step, person.name, sop, now)
    if isinstance(stepped, Refusal):
        return stepped
    passed_over = _newly_skipped(ticket, stepped)
    skipped = tuple(Entry("passed_over", person.name, f"step {no}") for no in passed_over)
    done = Entry(button.event, person.name, argument or "")
    match action:
        case Action.ACCEPT:
            team = person.team or ticket.team
            taken = replace(stepped, accepted_by=person.name, team=team)
            return Change(taken, (*skipped, done), (Accepted(team or "", person.name, passed_over),))
        case Action.INSTRUCT:
            instructed = replace(stepped, team=argument)
            return Change(instructed, (*skipped, done), (Instructed(argument or "", person.name),))
        case Action.REPAIRED:
            return Change(stepped, (*skipped, done)).then(close(stepped, sop, now, person.name, "repaired"))
        case Action.FORWARD:
            return Change(stepped, (*skipped, done), (Forwarded(person.name),))
        case Action.ACKNOWLEDGE | Action.RECEIVE:
            news: tuple[News, ...] = (Acknowledged(person.name),)
            return Change(stepped, (*skipped, done), news)


def _walk(ticket: Ticket, key: str, by: str, sop: Sop, now: datetime) -> Ticket | Refusal:
    walked = complete(sop, ticket.steps, key, now, by)
    if isinstance(walked, NotPossible) and walked.reason is Obstacle.ALREADY_DONE:
        walked = complete_late(sop, ticket.steps, key, now, by)
    if isinstance(walked, NotPossible):
        done = walked.reason in (Obstacle.ALREADY_DONE, Obstacle.FINISHED)
        return Refusal(Why.ALREADY_DONE if done else Why.NOT_YET, walked.by, walked.at)
    return replace(ticket, steps=walked.progress)


def _newly_skipped(before: Ticket, after: Ticket) -> tuple[int, ...]:
    def skipped(steps: tuple[Step, ...]) -> set[int]:
        return {step.no for step in steps if step.skipped}

    return tuple(sorted(skipped(after.steps) - skipped(before.steps)))
