"""The machine walks the SOP: by people, past them, and past their limits."""

from datetime import UTC, datetime, timedelta

import pytest

from sop.document import Activity, Sop, load_shipped
from sop.machine import (
    BY_LIMIT,
    MAY_PASS_OVER,
    TRANSITIONS,
    Breach,
    Event,
    NotPossible,
    Obstacle,
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

SOP = load_shipped()
T0 = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
NIGHT = T0 + timedelta(days=3)


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def probe_ticket() -> Progress:
    return begin(SOP, T0, "kasi_receive", "netwatch")


def walked(outcome: Walked | NotPossible) -> Walked:
    assert isinstance(outcome, Walked), outcome
    return outcome


def states(progress: Progress) -> str:
    """`DDDI....` for done, in progress, waiting; `o` passed over."""
    letters = {State.WAITING: ".", State.IN_PROGRESS: "I", State.DONE: "D", State.PASSED_OVER: "o"}
    return "".join(letters[step.state] for step in progress)


@pytest.mark.parametrize(
    ("key", "stands"),
    [
        pytest.param("report", "I.......", id="a call taker has only begun"),
        pytest.param("receive", "DI......", id="a call taker's report is step 1 done"),
        pytest.param("kasi_receive", "DDDI....", id="netwatch has done three steps itself"),
    ],
)
def test_a_ticket_begins_where_it_comes_from(key: str, stands: str) -> None:
    progress = begin(SOP, T0, key, "netwatch")
    assert states(progress) == stands
    step = current(progress)
    assert step is not None
    assert (step.started_at, step.due_at) == (T0, at(5))
    assert all(s.done_by == "netwatch" and s.done_at == T0 for s in progress if s.no < step.no)


@pytest.mark.parametrize(
    ("begun", "key", "passed_over", "stands"),
    [
        pytest.param("receive", "forward", (2,), "DoDI....", id="SPV forwards, and so has received"),
        pytest.param("kasi_receive", "kasi_receive", (), "DDDDI...", id="Kasi receives in turn"),
        pytest.param(
            "kasi_receive", "kasi_instruct", (4,), "DDDoDI..", id="Kasi instructs, and so has received",
        ),
        pytest.param("kasi_receive", "team_receive", (4, 5), "DDDooDI.", id="the team is quicker than Kasi"),
        pytest.param(
            "team_receive", "repair", (6,), "DDDDDoDI", id="the repair is done before anybody pressed Terima",
        ),
    ],
)
def test_who_may_go_past_whom(begun: str, key: str, passed_over: tuple[int, ...], stands: str) -> None:
    result = walked(complete(SOP, begin(SOP, T0, begun, "netwatch"), key, at(2), "Agus"))
    assert result.passed_over == passed_over
    assert result.breaches == ()
    assert states(result.progress) == stands
    ended = [step for step in result.progress if step.no in (*passed_over, result.completed)]
    assert all((step.done_at, step.done_by, step.breached) == (at(2), "Agus", False) for step in ended)
    step = current(result.progress)
    assert step is not None
    assert step.started_at == at(2)


@pytest.mark.parametrize(
    ("begun", "key"),
    [
        pytest.param("report", "receive", id="nobody passes over the report"),
        pytest.param("receive", "kasi_receive", id="Kasi does not pass over SPV"),
        pytest.param("receive", "team_receive", id="the team does not pass over SPV"),
        pytest.param("kasi_receive", "repair", id="a repair that nobody accepted or was told of"),
        pytest.param("team_receive", "done", id="the end comes by closing"),
    ],
)
def test_who_may_not(begun: str, key: str) -> None:
    assert complete(SOP, begin(SOP, T0, begun, "x"), key, at(1), "Agus") == NotPossible(Obstacle.NOT_YET)


def test_a_second_press_is_told_who_was_first() -> None:
    progress = walked(complete(SOP, probe_ticket(), "team_receive", at(1), "Agus")).progress
    again = complete(SOP, progress, "team_receive", at(2), "Joko")
    assert again == NotPossible(Obstacle.ALREADY_DONE, "Agus", at(1))


def test_nothing_is_done_after_the_end() -> None:
    progress = finish(SOP, probe_ticket(), at(3), "netwatch")
    outcome = complete(SOP, progress, "repair", at(4), "Agus")
    assert outcome == NotPossible(Obstacle.FINISHED, "netwatch", at(3))
    assert complete(SOP, (), "repair", at(4), "Agus") == NotPossible(Obstacle.NO_SUCH_STEP)


def test_a_limit_that_nobody_noticed_is_still_breached_by_who_ends_the_step_late() -> None:
    result = walked(complete(SOP, probe_ticket(), "team_receive", at(6), "Agus"))
    assert result.breaches == (Breach(4, Role.KASI_INFRASTRUKTUR, at(5)),)
    assert [step.no for step in result.progress if step.breached] == [4]


def test_before_the_limit_nothing_expires() -> None:
    progress = probe_ticket()
    assert expire(SOP, progress, at(4.999)) == expire(SOP, progress, T0)
    assert expire(SOP, progress, at(4.999)).progress == progress
    assert next_due(SOP, progress) == at(5)
    assert expire(SOP, progress, at(5)).breaches == (Breach(4, Role.KASI_INFRASTRUKTUR, at(5)),)


def test_after_a_long_sleep_the_limits_stand_chained_at_their_own_times() -> None:
    expired = expire(SOP, probe_ticket(), NIGHT)
    repair_due = at(15) + timedelta(days=1)
    assert expired.breaches == (
        Breach(4, Role.KASI_INFRASTRUKTUR, at(5)),
        Breach(5, Role.KASI_INFRASTRUKTUR, at(10)),
        Breach(6, Role.TIM_LAPANGAN, at(15)),
        Breach(7, Role.TIM_LAPANGAN, repair_due),
    )
    assert states(expired.progress) == "DDDoooI."
    assert [step.done_at for step in expired.progress[3:6]] == [at(5), at(10), at(15)]
    assert {step.done_by for step in expired.progress[3:6]} == {BY_LIMIT}
    assert next_due(SOP, expired.progress) is None
    assert expire(SOP, expired.progress, NIGHT + timedelta(days=9)).breaches == ()


def test_the_call_takers_own_step_waits_for_them() -> None:
    expired = expire(SOP, begin(SOP, T0, "report", "x"), NIGHT)
    assert expired.breaches == (Breach(1, Role.CALL_TAKER, at(5)),)
    assert states(expired.progress) == "I......."


def test_closing_stops_the_clocks_and_breaches_nothing() -> None:
    progress = finish(SOP, probe_ticket(), at(3), "netwatch")
    assert states(progress) == "DDDooooD"
    assert not any(step.breached for step in progress)
    assert {step.done_at for step in progress[3:]} == {at(3)}
    assert progress[-1].done_by == "netwatch"
    assert (next_due(SOP, progress), current(progress)) == (None, None)
    assert expire(SOP, progress, NIGHT).breaches == ()
    assert finish(SOP, progress, NIGHT, "again") == progress


def test_closing_keeps_the_breaches() -> None:
    progress = finish(SOP, expire(SOP, probe_ticket(), at(6)).progress, at(7), "netwatch")
    assert [step.no for step in progress if step.breached] == [4]


def test_reopened_for_a_team_that_had_accepted_the_repair_starts_anew() -> None:
    accepted = walked(complete(SOP, probe_ticket(), "team_receive", at(1), "Agus")).progress
    progress = reopen(SOP, finish(SOP, accepted, at(30), "netwatch"), at(40))
    assert states(progress) == "DDDooDI."
    assert (progress[6].started_at, progress[6].due_at) == (at(40), at(40) + timedelta(days=1))


def test_reopened_when_nobody_had_accepted_kasi_is_asked_again() -> None:
    slept = expire(SOP, probe_ticket(), at(16)).progress
    progress = reopen(SOP, finish(SOP, slept, at(30), "netwatch"), at(40))
    assert states(progress) == "DDDI...."
    assert next_due(SOP, progress) == at(45)
    assert [step.no for step in progress if step.breached] == [4, 5, 6]
    assert expire(SOP, progress, at(46)).breaches == (Breach(4, Role.KASI_INFRASTRUKTUR, at(45)),)


def test_another_team_accepts_anew_and_the_repair_keeps_its_limit() -> None:
    accepted = walked(complete(SOP, probe_ticket(), "team_receive", at(1), "Agus")).progress
    handed = hand_over(SOP, accepted, at(60))
    assert not isinstance(handed, NotPossible)
    assert states(handed) == "DDDooI.."
    assert handed[5].due_at == at(65)
    repaired = walked(complete(SOP, handed, "team_receive", at(62), "Bayu")).progress
    assert states(repaired) == "DDDooDI."
    assert repaired[6].due_at == accepted[6].due_at == at(1) + timedelta(days=1)


def test_the_repairs_limit_that_passes_while_teams_change_is_a_breach() -> None:
    accepted = walked(complete(SOP, probe_ticket(), "team_receive", at(1), "Agus")).progress
    handed = hand_over(SOP, accepted, at(24 * 60))
    assert not isinstance(handed, NotPossible)
    late = expire(SOP, handed, at(24 * 60 + 5))
    assert [breach.no for breach in late.breaches] == [6, 7]
    done = walked(complete(SOP, handed, "repair", at(24 * 60 + 2), "Bayu"))
    assert [breach.no for breach in done.breaches] == [7]


def test_a_team_that_was_never_asked_is_not_replaced() -> None:
    assert hand_over(SOP, probe_ticket(), at(1)) == NotPossible(Obstacle.NOT_YET)
    closed = finish(SOP, probe_ticket(), at(1), "netwatch")
    assert hand_over(SOP, closed, at(2)) == NotPossible(Obstacle.FINISHED)


def test_an_open_ticket_cannot_be_reopened() -> None:
    assert reopen(SOP, probe_ticket(), at(1)) == probe_ticket()
    assert reopen(SOP, (), at(1)) == ()


def test_a_clock_that_was_set_back_does_not_make_times_run_backwards() -> None:
    progress = walked(complete(SOP, probe_ticket(), "kasi_receive", at(-60), "Dedi")).progress
    assert progress[3].done_at == T0
    assert progress[4].started_at == T0


def test_an_offices_own_sop_with_another_number_of_steps_is_walked() -> None:
    def row(no: int, key: str, role: Role, limit: float | None = 60.0) -> Activity:
        return Activity(no=no, key=key, activity=key, role=role, limit=limit, on_breach="advance")

    own = Sop(
        number="1",
        name="own",
        steps=(
            row(1, "report", Role.CALL_TAKER),
            row(2, "receive", Role.SPV_OPINI_PUBLIK),
            row(3, "kasi_receive", Role.KASI_INFRASTRUKTUR),
            row(4, "check_spares", Role.KASI_INFRASTRUKTUR),
            row(5, "team_receive", Role.TIM_LAPANGAN),
            row(6, "repair", Role.TIM_LAPANGAN, None),
            row(7, "done", Role.CALL_TAKER, None),
        ),
    )
    progress = begin(own, T0, "kasi_receive", "netwatch")
    assert complete(own, progress, "team_receive", at(0.5), "Agus") == NotPossible(Obstacle.NOT_YET)
    assert complete(own, progress, "kasi_instruct", at(0.5), "Dedi") == NotPossible(Obstacle.NO_SUCH_STEP)
    expired = expire(own, progress, NIGHT)
    assert [breach.no for breach in expired.breaches] == [3, 4, 5]
    assert states(expired.progress) == "DDoooI."
    assert next_due(own, expired.progress) is None
    assert states(walked(complete(own, expired.progress, "repair", NIGHT, "Agus")).progress) == "DDoooDI"


def test_the_table_is_whole() -> None:
    assert set(TRANSITIONS) == set(State)
    assert {event for row in TRANSITIONS.values() for event in row} == set(Event)
    order = [activity.key for activity in SOP.steps]
    for key, earlier in MAY_PASS_OVER.items():
        assert "report" not in earlier
        assert all(order.index(each) < order.index(key) for each in earlier)
