"""A wall clock that goes faster for a while: every moment keeps its time, and waits become shorter."""

from datetime import UTC, datetime, timedelta

import pytest

from netwatch.paced_clock import PacedClock, Turn

WALL = datetime(2026, 11, 1, tzinfo=UTC)


class Monotonic:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def monotonic() -> Monotonic:
    return Monotonic()


@pytest.fixture
def clock(monotonic: Monotonic) -> PacedClock:
    """Ten seconds at 1x, ten at 60x, ten at 1x again; now is the end."""
    clock = PacedClock(Turn(100.0, WALL.timestamp(), 1.0), monotonic)
    monotonic.seconds = 110.0
    clock.go_at(60.0)
    monotonic.seconds = 120.0
    clock.go_at(1.0)
    monotonic.seconds = 130.0
    return clock


MOMENTS = [
    pytest.param(90.0, -10.0, id="before it began it went as at first"),
    pytest.param(105.0, 5.0, id="at the real pace"),
    pytest.param(110.0, 10.0, id="at the turn there is no jump"),
    pytest.param(115.0, 310.0, id="at 60 times the pace"),
    pytest.param(120.0, 610.0, id="at the turn back there is none either"),
    pytest.param(130.0, 620.0, id="now"),
]


@pytest.mark.parametrize(("at", "since"), MOMENTS)
def test_each_moment_has_one_time_for_ever(clock: PacedClock, at: float, since: float) -> None:
    assert clock.wall_of(at) == WALL + timedelta(seconds=since)
    assert clock.monotonic_of(WALL + timedelta(seconds=since)) == pytest.approx(at)


def test_a_wait_is_as_much_shorter_as_the_clock_is_faster(clock: PacedClock) -> None:
    in_five_minutes = clock.now() + timedelta(minutes=5)
    assert clock.until(in_five_minutes) == pytest.approx(300.0)
    clock.go_at(60.0)
    assert clock.until(in_five_minutes) == pytest.approx(5.0)


def test_whoever_waits_hears_of_a_turn(clock: PacedClock) -> None:
    heard = []
    clock.turned = lambda: heard.append(clock.last_turn.pace)
    clock.go_at(60.0)
    assert heard == [60.0]


def test_another_process_with_the_same_turns_has_the_same_clock(clock: PacedClock, monotonic: Monotonic) -> None:
    other = PacedClock(Turn(100.0, WALL.timestamp(), 1.0), monotonic)
    other.turn(Turn(110.0, WALL.timestamp() + 10.0, 60.0))
    other.turn(clock.last_turn)
    assert other.now() == clock.now()


def test_a_turn_into_the_past_is_refused(clock: PacedClock) -> None:
    with pytest.raises(ValueError, match="a turn at 1"):
        clock.turn(Turn(1.0, WALL.timestamp(), 1.0))
