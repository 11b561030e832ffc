"""Whatever is done to a ticket, in whatever order, its steps stay in order and its breaches stay true."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sop.document import Activity, Sop, load_shipped
from sop.machine import (
    NotPossible,
    Progress,
    State,
    Walked,
    begin,
    complete,
    current,
    expire,
    finish,
    hand_over,
    next_due,
    reopen,
)
from sop.role import Role

T0 = datetime(2026, 11, 24, tzinfo=UTC)
REQUIRED = ("report", "receive", "kasi_receive", "team_receive", "repair")
ROLES = [role for role in Role if role is not Role.ADMIN]
Walk = tuple[Sop, list[tuple[str, Progress, datetime]]]
# mostly around the limits of minutes, sometimes across a day
seconds = st.one_of(st.integers(0, 700), st.integers(0, 200_000)).map(float)
limits = st.one_of(st.none(), st.sampled_from([1.0, 60.0, 300.0, 86400.0]))


@st.composite
def sops(draw: st.DrawFn) -> Sop:
    """The shipped SOP, or one with other steps between the needed ones, other limits and other ways on."""
    if draw(st.booleans()):
        return load_shipped()
    keys: list[str] = []
    for key in REQUIRED:
        keys += [key, *(f"after_{key}_{n}" for n in range(draw(st.integers(0, 2))))]
    steps = [
        Activity(
            no=no, key=key, activity=key, role=draw(st.sampled_from(ROLES)), limit=draw(limits),
            on_breach=draw(st.sampled_from(["advance", "wait"])),
        )
        for no, key in enumerate(keys, start=1)
    ]
    last = Activity(no=len(steps) + 1, key="done", activity="done", role=Role.CALL_TAKER)
    return Sop(number="own", name="own", steps=(*steps, last))


@st.composite
def walks(draw: st.DrawFn) -> Walk:
    """A SOP and what became of a ticket: each operation's name, the progress after it and its time."""
    sop = draw(sops())
    now = T0
    progress = begin(sop, now, draw(st.sampled_from(REQUIRED)), "begin")
    story = [("begin", progress, now)]
    for _ in range(draw(st.integers(0, 12))):
        now += timedelta(seconds=draw(seconds))
        name = draw(st.sampled_from(["complete", "complete", "expire", "expire", "finish", "reopen", "hand over"]))
        match name:
            case "complete":
                key = draw(st.sampled_from([activity.key for activity in sop.steps]))
                outcome = complete(sop, progress, key, now, "somebody")
                progress = outcome.progress if isinstance(outcome, Walked) else progress
            case "expire":
                progress = expire(sop, progress, now).progress
            case "finish":
                progress = finish(sop, progress, now, "closer")
            case "reopen":
                progress = reopen(sop, progress, now)
            case "hand over":
                handed = hand_over(sop, progress, now)
                progress = progress if isinstance(handed, NotPossible) else handed
        story.append((name, progress, now))
    return sop, story


@given(walks())
def test_one_step_is_in_progress_all_before_it_ended_and_none_after_it_began(walk: Walk) -> None:
    for _, progress, _ in walk[1]:
        states = [step.state for step in progress]
        ended = [state in (State.DONE, State.PASSED_OVER) for state in states]
        if all(ended):
            assert current(progress) is None
        else:
            first_open = ended.index(False)
            assert states[first_open] is State.IN_PROGRESS
            assert set(states[first_open + 1 :]) <= {State.WAITING}


@given(walks())
def test_times_never_run_backwards_from_step_to_step(walk: Walk) -> None:
    for _, progress, now in walk[1]:
        done = [step.done_at for step in progress if step.done_at is not None]
        assert done == sorted(done)
        assert all(time <= now for time in done)
        for step in progress:
            if step.started_at is not None and step.done_at is not None:
                assert step.started_at <= step.done_at
            assert (step.done_at is None) == (step.done_by is None)


@given(walks())
def test_a_breach_is_marked_only_when_the_limit_had_passed_and_never_taken_back(walk: Walk) -> None:
    _, story = walk
    for (_, before, _), (name, after, now) in pairwise(story):
        for was, step in zip(before, after, strict=True):
            assert step.breached >= was.breached
            if step.breached and not was.breached:
                assert name in ("expire", "complete")
                assert step.due_at is not None
                assert step.due_at <= now


@given(walks())
def test_a_due_time_is_the_start_and_the_limit_and_no_later_when_teams_change(walk: Walk) -> None:
    sop, story = walk
    handed = False
    for name, progress, _ in story:
        handed = handed or name == "hand over"
        for activity, step in zip(sop.steps, progress, strict=True):
            if activity.limit is None:
                assert step.due_at is None
            elif step.started_at is None:
                assert step.due_at is None or handed
            else:
                assert step.due_at is not None
                full = step.started_at + timedelta(seconds=activity.limit)
                assert step.due_at <= full if handed else step.due_at == full


@settings(max_examples=300)
@given(walks(), seconds, seconds)
def test_looking_often_or_once_comes_to_the_same(
    walk: Walk, first: float, second: float
) -> None:
    sop, story = walk
    _, progress, now = story[-1]
    sooner = now + timedelta(seconds=first)
    later = sooner + timedelta(seconds=second)
    halfway = expire(sop, progress, sooner)
    end = expire(sop, halfway.progress, later)
    once = expire(sop, progress, later)
    assert end.progress == once.progress
    assert halfway.breaches + end.breaches == once.breaches
    assert expire(sop, once.progress, later) == type(once)(once.progress, ())


@given(walks())
def test_the_next_due_time_is_exactly_when_something_expires(walk: Walk) -> None:
    sop, story = walk
    _, progress, now = story[-1]
    due = next_due(sop, progress)
    if due is None:
        assert expire(sop, progress, now + timedelta(days=1000)).progress == progress
    else:
        assert expire(sop, progress, due - timedelta(microseconds=1)).progress == progress
        assert expire(sop, progress, due).breaches


@given(walks(), seconds)
def test_every_step_that_is_refused_has_a_reason_that_holds(
    walk: Walk, later: float
) -> None:
    sop, story = walk
    _, progress, now = story[-1]
    by_key: Callable[[str], int] = {a.key: a.no for a in sop.steps}.__getitem__
    for activity in sop.steps:
        outcome = complete(sop, progress, activity.key, now + timedelta(seconds=later), "somebody")
        step = progress[by_key(activity.key) - 1]
        if isinstance(outcome, NotPossible):
            assert (outcome.by, outcome.at) == (step.done_by, step.done_at)
        else:
            assert step.done_at is None
            assert outcome.progress[step.no - 1].state is State.DONE
            between = tuple(s.no for s in progress if s.done_at is None and s.no < step.no)
            assert outcome.passed_over == between
