"""When the actor of a step is reminded: each moment once, and of several missed ones only the last."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from sop.document import Activity, load_shipped
from sop.machine import Progress, begin, complete, current, expire, finish, reopen
from sop.reminder import Reminder, next_reminder, remind
from sop.role import Role

SOP = load_shipped()
T0 = datetime(2026, 11, 24, tzinfo=UTC)
DAY = timedelta(days=1)


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def hours(count: float) -> datetime:
    return T0 + timedelta(hours=count)


def in_repair() -> Progress:
    return begin(SOP, T0, "repair", "Agus")


@pytest.mark.parametrize("key", ["report", "receive", "forward", "kasi_receive", "kasi_instruct", "team_receive"])
def test_a_step_of_five_minutes_is_reminded_of_after_four(key: str) -> None:
    progress = begin(SOP, T0, key, "x")
    assert next_reminder(SOP, progress) == at(4)
    assert remind(SOP, progress, at(3.99)).reminder is None
    step = current(progress)
    assert step is not None
    assert remind(SOP, progress, at(4)).reminder == Reminder(step.no, step.role, at(5), at(5))


def test_the_repair_is_reminded_of_after_12_20_and_23_hours() -> None:
    progress, given = in_repair(), []
    for minute in range(0, 24 * 60, 10):
        reminded = remind(SOP, progress, at(minute))
        progress = reminded.progress
        if reminded.reminder is not None:
            given.append((minute / 60, (reminded.reminder.until - T0) / timedelta(hours=1)))
    assert given == [(12, 20), (20, 23), (23, 24)]
    assert next_reminder(SOP, progress) is None


def test_each_moment_is_given_once_however_often_one_asks() -> None:
    reminded = remind(SOP, in_repair(), hours(12.5))
    assert remind(SOP, reminded.progress, hours(12.5)).reminder is None
    assert remind(SOP, reminded.progress, hours(19.9)).reminder is None


def test_of_moments_that_were_missed_together_only_the_last_is_given() -> None:
    reminded = remind(SOP, in_repair(), hours(20.5))
    assert reminded.reminder is not None
    assert reminded.reminder.until == hours(23)
    assert remind(SOP, reminded.progress, hours(22)).reminder is None


def test_after_the_limit_nobody_is_reminded_of_it() -> None:
    late = expire(SOP, in_repair(), hours(25)).progress
    reminded = remind(SOP, late, hours(25))
    assert reminded.reminder is None
    assert next_reminder(SOP, reminded.progress) is None


def test_a_clock_that_was_set_back_reminds_of_nothing_twice() -> None:
    reminded = remind(SOP, in_repair(), hours(12))
    assert remind(SOP, reminded.progress, hours(3)).reminder is None
    assert remind(SOP, reminded.progress, hours(12)).reminder is None
    assert next_reminder(SOP, reminded.progress) == hours(20)


def test_the_next_step_has_reminders_of_its_own() -> None:
    progress = remind(SOP, begin(SOP, T0, "kasi_receive", "x"), at(4)).progress
    walked = complete(SOP, progress, "kasi_receive", at(4.5), "Dedi")
    assert next_reminder(SOP, walked.progress) == at(8.5)


def test_a_repair_that_starts_anew_is_reminded_of_anew() -> None:
    reminded = remind(SOP, in_repair(), hours(12)).progress
    again = reopen(SOP, finish(SOP, reminded, hours(13), "netwatch"), hours(14))
    assert next_reminder(SOP, again) == hours(14 + 12)


def test_a_closed_ticket_is_no_matter_for_reminders() -> None:
    closed = finish(SOP, in_repair(), hours(1), "netwatch")
    assert next_reminder(SOP, closed) is None
    assert remind(SOP, closed, hours(13)).reminder is None


def row(**more: object) -> Activity:
    written = {"step": 1, "key": "repair", "activity": "x", "role": "tim_lapangan", **more}
    return Activity.model_validate(written)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        pytest.param({"limit": "10m"}, (480.0,), id="80 % where nothing is written"),
        pytest.param({"limit": "10m", "remind": ["9m", "1m", "1m"]}, (60.0, 540.0), id="in order, each once"),
        pytest.param({"limit": "10m", "remind": []}, (), id="never"),
        pytest.param({}, (), id="no limit, nothing to remind of"),
    ],
)
def test_moments_as_they_are_written(written: dict[str, object], seconds: tuple[float, ...]) -> None:
    assert row(**written).reminders == seconds


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param({"limit": "10m", "remind": ["10m"]}, "before its limit", id="at the limit itself"),
        pytest.param({"remind": ["10m"]}, "before its limit", id="without a limit"),
        pytest.param({"limit": "10m", "remind": "5m"}, r"write one such as \[12h, 20h, 23h\]", id="not a list"),
        pytest.param({"limit": "10m", "remind": ["often"]}, "such as 5m or 24h", id="not a moment"),
        pytest.param({"limit": "10m", "remind": [None]}, "a moment is empty", id="an empty moment"),
    ],
)
def test_what_is_no_moment_is_refused_with_a_remedy(written: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        row(**written)


def test_the_role_is_that_of_the_step_in_progress() -> None:
    reminder = remind(SOP, in_repair(), hours(12)).reminder
    assert reminder is not None
    assert reminder.role is Role.TIM_LAPANGAN
