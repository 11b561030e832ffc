"""Reminds the actor of the step in progress before its limit passes. Pure, as the machine is: `now` is an argument."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sop.document import Sop
from sop.machine import Progress, Step, current
from sop.role import Role


@dataclass(frozen=True, slots=True)
class Reminder:
    """Step `no` of `role` goes on until `due_at`. `until`: when the next reminder, or the limit, replaces this one."""

    no: int
    role: Role
    due_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Reminded:
    """The progress with all moments noted that have passed, and the reminder that is worth giving now, if any."""

    progress: Progress
    reminder: Reminder | None = None


def next_reminder(sop: Sop, progress: Progress) -> datetime | None:
    """When `remind` will next have something to do; None if never as things stand."""
    return next(iter(_moments(sop, current(progress))), None)


def remind(sop: Sop, progress: Progress, now: datetime) -> Reminded:
    """Notes the moments that have passed by `now`; of several that passed unnoticed only the last is worth a word.

    Where the limit has passed as well none is: `expire` has more to say.
    """
    step = current(progress)
    moments = _moments(sop, step)
    passed = sum(at <= now for at in moments)
    if step is None or step.due_at is None or not passed:
        return Reminded(progress)
    noted = (*progress[: step.no - 1], replace(step, reminded=step.reminded + passed), *progress[step.no :])
    if step.due_at <= now:
        return Reminded(noted)
    until = moments[passed] if passed < len(moments) else step.due_at
    return Reminded(noted, Reminder(step.no, step.role, step.due_at, until))


def _moments(sop: Sop, step: Step | None) -> tuple[datetime, ...]:
    """When the step's actor is still to be reminded."""
    activity = sop.numbered(step.no) if step is not None else None
    if step is None or activity is None or step.started_at is None or step.due_at is None:
        return ()
    moments = [step.started_at + timedelta(seconds=after) for after in activity.reminders[step.reminded :]]
    return tuple(at for at in moments if at < step.due_at)
