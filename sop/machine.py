"""The machine that walks a ticket through the SOP's steps. All that can happen to a step stands in this file.

A ticket's progress is a tuple of `Step`, one for each step of the document, in order. The limits run one
after the other: a step's clock starts when the step before it is done. All functions are pure; `now` is an
aware datetime in UTC. A progress is walked with the document it was begun with. When the wall clock was set
back, things count as done at the latest time on record, so that times never run backwards in a ticket.

The limits that passed before `now` are counted by `expire`: call it first, then what happens at `now`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sop.document import Sop
from sop.role import Role

BY_LIMIT = "limit"
"""`done_by` of a step that ended because its limit passed."""


class State(StrEnum):
    """Where one step stands. That a limit was breached is a mark beside it, and stays for good."""

    WAITING = "waiting"
    IN_PROGRESS = "in progress"
    DONE = "done"
    PASSED_OVER = "passed over"


class Event(StrEnum):
    START = "the step before it ended"
    COMPLETE = "its actor did it"
    COMPLETE_LATE = "its actor did it after all"
    PASS_OVER = "a later step was done, or the ticket closed"
    LIMIT_ADVANCES = "its limit passed, the SOP goes on"
    LIMIT_WAITS = "its limit passed, the SOP waits"
    REOPEN = "the closed ticket failed again"
    HAND_OVER = "another team was given it"


TRANSITIONS: Mapping[State, Mapping[Event, State]] = {
    State.WAITING: {
        Event.START: State.IN_PROGRESS,
        Event.PASS_OVER: State.PASSED_OVER,
    },
    State.IN_PROGRESS: {
        Event.COMPLETE: State.DONE,
        Event.PASS_OVER: State.PASSED_OVER,
        Event.LIMIT_ADVANCES: State.PASSED_OVER,
        Event.LIMIT_WAITS: State.IN_PROGRESS,
        Event.HAND_OVER: State.WAITING,
    },
    State.DONE: {
        Event.REOPEN: State.WAITING,
        Event.HAND_OVER: State.WAITING,
    },
    State.PASSED_OVER: {
        Event.COMPLETE_LATE: State.DONE,
        Event.REOPEN: State.WAITING,
        Event.HAND_OVER: State.WAITING,
    },
}

MAY_PASS_OVER: Mapping[str, frozenset[str]] = {
    "forward": frozenset({"receive"}),
    "kasi_instruct": frozenset({"kasi_receive"}),
    "team_receive": frozenset({"kasi_receive", "kasi_instruct"}),
    "repair": frozenset({"team_receive"}),
}
"""The key of a step that may be done out of its turn, and the open steps that it then passes over.

Who does the later of two steps of theirs has done the first; and a team need not wait for its Kasi.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """How far one step of the SOP has come.

    `due_at` is None where the step has no limit or its clock has not started. `skipped` is set when the step
    ended without being done by its actor (passed over by a later step, or not needed any more); then
    `done_at` says when and `done_by` by whom or what. `reminded`: how many of the moments for a reminder have passed
    since it started.
    """

    no: int
    role: Role
    started_at: datetime | None = None
    due_at: datetime | None = None
    done_at: datetime | None = None
    done_by: str | None = None
    breached: bool = False
    skipped: bool = False
    reminded: int = 0

    @property
    def state(self) -> State:
        if self.done_at is not None:
            return State.PASSED_OVER if self.skipped else State.DONE
        return State.WAITING if self.started_at is None else State.IN_PROGRESS


Progress = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Breach:
    """The limit of step `no` passed at `due_at` while `role` had it."""

    no: int
    role: Role
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Walked:
    """Step number `completed` is done. `breaches`: the limits that had passed unnoticed by then."""

    progress: Progress
    completed: int
    passed_over: tuple[int, ...] = ()
    breaches: tuple[Breach, ...] = ()


class Obstacle(StrEnum):
    ALREADY_DONE = "the step has ended already"
    NOT_YET = "an earlier step is open that this one may not pass over"
    FINISHED = "all steps have ended"
    NO_SUCH_STEP = "the ticket has no such step"


@dataclass(frozen=True, slots=True)
class NotPossible:
    """Nothing was changed. `by` and `at` tell who ended the step and when, where it has ended."""

    reason: Obstacle
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expired:
    """The progress after all limits that had passed, and those limits in the order in which they passed."""

    progress: Progress
    breaches: tuple[Breach, ...] = ()


def current(progress: Progress) -> Step | None:
    """The step in progress; None when all have ended, or there are none."""
    return next((step for step in progress if step.state is State.IN_PROGRESS), None)


def next_due(sop: Sop, progress: Progress) -> datetime | None:
    """When `expire` will next have something to do; None if never as things stand."""
    step = current(progress)
    if step is None or (step.breached and not _advances(sop, progress, step)):
        return None
    return step.due_at


def begin(sop: Sop, now: datetime, at: str, by: str) -> Progress:
    """A new progress: the steps before the one with the key `at` are done by `by`, and its clock starts.

    Raises KeyError for a key that the document does not have.
    """
    first = sop.step(at).no
    progress = tuple(Step(activity.no, activity.role) for activity in sop.steps)
    for no in range(1, first):
        progress = _started(sop, progress, no, now)
        progress = _moved(progress, no, Event.COMPLETE, now, by)
    return _started(sop, progress, first, now)


def complete(sop: Sop, progress: Progress, key: str, now: datetime, by: str) -> Walked | NotPossible:
    """`by` has done the step `key`; open steps before it are passed over where `MAY_PASS_OVER` lets them.

    Being passed over is no breach; but a limit that had passed by `now` is marked so, whoever ends the step.
    """
    activity = next((activity for activity in sop.steps if activity.key == key), None)
    step = next((step for step in progress if activity is not None and step.no == activity.no), None)
    if step is None:
        return NotPossible(Obstacle.NO_SUCH_STEP)
    running = current(progress)
    if running is None:
        return NotPossible(Obstacle.FINISHED, step.done_by, step.done_at)
    if step.done_at is not None:
        return NotPossible(Obstacle.ALREADY_DONE, step.done_by, step.done_at)
    passed_over = tuple(s.no for s in progress if s.no < step.no and s.done_at is None)
    may = MAY_PASS_OVER.get(key, frozenset())
    if not all(sop.steps[no - 1].key in may for no in passed_over):
        return NotPossible(Obstacle.NOT_YET)

    at = _not_before(progress, now)
    progress, breaches = _noted_late(progress, running.no, at)
    for no in passed_over:
        progress = _moved(progress, no, Event.PASS_OVER, at, by)
    if step.state is State.WAITING:
        progress, more = _noted_late(_started(sop, progress, step.no, at), step.no, at)
        breaches += more
    progress = _moved(progress, step.no, Event.COMPLETE, at, by)
    if step.no < len(progress):
        progress = _started(sop, progress, step.no + 1, at)
    return Walked(progress, step.no, passed_over, breaches)


def complete_late(sop: Sop, progress: Progress, key: str, now: datetime, by: str) -> Walked | NotPossible:
    """`by` does the step `key` although it was passed over: on record from now on, and the chain goes on as it was.

    Its `done_at` is the true time, which lies after the start of the steps that went on without it.
    """
    step = next((s for s in progress if sop.steps[s.no - 1].key == key), None)
    if step is None:
        return NotPossible(Obstacle.NO_SUCH_STEP)
    if current(progress) is None:
        return NotPossible(Obstacle.FINISHED, step.done_by, step.done_at)
    if step.state is not State.PASSED_OVER:
        reason = Obstacle.ALREADY_DONE if step.state is State.DONE else Obstacle.NOT_YET
        return NotPossible(reason, step.done_by, step.done_at)
    return Walked(_moved(progress, step.no, Event.COMPLETE_LATE, _not_before(progress, now), by), step.no)


def expire(sop: Sop, progress: Progress, now: datetime) -> Expired:
    """Breaches each step whose limit has passed (at `now` just due is passed), and goes on as the SOP says.

    The next clock starts at the due time of the one before, not at `now`: after a long sleep everything
    stands as if somebody had looked all the time. A limit is reported once; a step that waits does not
    report a second one after a reopening.
    """
    breaches: list[Breach] = []
    while (step := current(progress)) is not None and step.due_at is not None and step.due_at <= now:
        breach = Breach(step.no, step.role, step.due_at)
        if not _advances(sop, progress, step):
            if not step.breached:
                progress = _moved(progress, step.no, Event.LIMIT_WAITS, step.due_at)
                breaches.append(breach)
            break
        # a limit that was kept while teams changed may lie before the start
        at = max(step.due_at, step.started_at or step.due_at)
        progress = _moved(progress, step.no, Event.LIMIT_ADVANCES, at, BY_LIMIT)
        progress = _started(sop, progress, step.no + 1, at)
        breaches.append(breach)
    return Expired(progress, tuple(breaches))


def finish(sop: Sop, progress: Progress, now: datetime, by: str) -> Progress:
    """The ticket closed: steps still open are not needed, their clocks stop; the last one is done by `by`."""
    if current(progress) is None:
        return progress
    at = _not_before(progress, now)
    last = progress[-1].no
    for step in progress[:-1]:
        if step.done_at is None:
            progress = _moved(progress, step.no, Event.PASS_OVER, at, by)
    if progress[-1].state is State.WAITING:
        progress = _started(sop, progress, last, at)
    return _moved(progress, last, Event.COMPLETE, at, by)


def reopen(sop: Sop, progress: Progress, now: datetime) -> Progress:
    """The closed ticket failed again: repair starts anew if the team had accepted, else Kasi is asked again.

    A team on its way need not accept twice. Where nobody had, the first walk taught nobody, so that the chain
    runs again from `kasi_receive` with fresh clocks. Breaches stay marked; an open progress stays as it is.
    Raises KeyError if the document has no such step.
    """
    if not progress or current(progress) is not None:
        return progress
    at = _not_before(progress, now)
    acceptance = sop.step("team_receive").no
    accepted = any(step.no == acceptance and step.state is State.DONE for step in progress)
    first = sop.step("repair" if accepted else "kasi_receive").no
    for step in progress[first - 1 :]:
        progress = _moved(progress, step.no, Event.REOPEN, at)
    return _started(sop, progress, first, at)


def hand_over(sop: Sop, progress: Progress, now: datetime) -> Progress | NotPossible:
    """Another team is to do it: acceptance begins anew with a fresh clock, and the repair waits for it.

    The repair's own limit stays where it was: citizens do not wait longer because teams change.
    """
    acceptance = sop.step("team_receive").no
    running = current(progress)
    if running is None:
        return NotPossible(Obstacle.FINISHED)
    if running.no < acceptance:
        return NotPossible(Obstacle.NOT_YET)
    at = _not_before(progress, now)
    for no in range(running.no, acceptance - 1, -1):
        progress = _moved(progress, no, Event.HAND_OVER, at)
    return _started(sop, progress, acceptance, at)


def _advances(sop: Sop, progress: Progress, step: Step) -> bool:
    activity = sop.numbered(step.no)
    return activity is not None and activity.on_breach == "advance" and step.no < len(progress)


def _noted_late(progress: Progress, no: int, at: datetime) -> tuple[Progress, tuple[Breach, ...]]:
    """Marks the limit of a step in progress that has passed by `at` and was not marked yet."""
    step = progress[no - 1]
    if step.due_at is None or step.due_at > at or step.breached:
        return progress, ()
    return _moved(progress, no, Event.LIMIT_WAITS, at), (Breach(no, step.role, step.due_at),)


def _started(sop: Sop, progress: Progress, no: int, at: datetime) -> Progress:
    activity = sop.numbered(no)
    limit = activity.limit if activity is not None else None
    kept = progress[no - 1].due_at
    progress = _moved(progress, no, Event.START, at)
    if limit is None or kept is not None:
        return progress
    return _with(progress, replace(progress[no - 1], due_at=at + timedelta(seconds=limit)))


def _moved(progress: Progress, no: int, event: Event, at: datetime, by: str | None = None) -> Progress:
    """The one place where steps change; an event that the table does not have for the state is a KeyError."""
    step = progress[no - 1]
    state = TRANSITIONS[step.state][event]
    if event is Event.LIMIT_WAITS or event is Event.LIMIT_ADVANCES:
        step = replace(step, breached=True)
    match state:
        case State.WAITING:
            keeps = event is Event.HAND_OVER and step.state is State.IN_PROGRESS
            step = Step(step.no, step.role, due_at=step.due_at if keeps else None, breached=step.breached)
        case State.IN_PROGRESS if event is Event.START:
            step = replace(step, started_at=at)
        case State.DONE | State.PASSED_OVER:
            step = replace(step, done_at=at, done_by=by, skipped=state is State.PASSED_OVER)
    return _with(progress, step)


def _with(progress: Progress, step: Step) -> Progress:
    return (*progress[: step.no - 1], step, *progress[step.no :])


def _not_before(progress: Progress, now: datetime) -> datetime:
    known = (time for step in progress for time in (step.started_at, step.done_at) if time is not None)
    return max((now, *known))
