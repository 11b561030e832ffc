"""A wall clock that can be made to go faster than the real one: the demo shows the SOP's hours in minutes."""

import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from netwatch.clock import Clock


@dataclass(frozen=True, slots=True)
class Turn:
    """From `monotonic` on, when it was `wall` (Unix time), the wall clock goes `pace` seconds in a real one."""

    monotonic: float
    wall: float
    pace: float

    def wall_of(self, monotonic: float) -> float:
        return self.wall + (monotonic - self.monotonic) * self.pace

    def monotonic_of(self, wall: float) -> float:
        return self.monotonic + (wall - self.wall) / self.pace


class PacedClock(Clock):
    """The monotonic clock stays real. Each moment of it has one wall time for ever, whatever pace comes later.

    Two processes that are told the same turns have the same clock.
    """

    def __init__(self, turn: Turn, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(monotonic, self.wall)
        self._turns = [turn]

    @classmethod
    def starting_now(cls) -> "PacedClock":
        """As the real clock goes."""
        return cls(Turn(time.monotonic(), time.time(), 1.0))

    @property
    def last_turn(self) -> Turn:
        return self._turns[-1]

    def turn(self, turn: Turn) -> None:
        """Raises ValueError for a turn that lies before the last one."""
        if turn.monotonic < self.last_turn.monotonic:
            raise ValueError(f"a turn at {turn.monotonic} comes after one at {self.last_turn.monotonic}")
        self._turns.append(turn)
        if self.turned is not None:
            self.turned()

    def go_at(self, pace: float) -> Turn:
        """Turns now, without a jump."""
        at = self.monotonic()
        self.turn(Turn(at, self.last_turn.wall_of(at), pace))
        return self.last_turn

    def wall(self) -> float:
        """Unix time."""
        return self.last_turn.wall_of(self.monotonic())

    def until(self, wall: datetime) -> float:
        return (wall.timestamp() - self.wall()) / self.last_turn.pace

    def wall_of(self, monotonic: float) -> datetime:
        place = bisect_right(self._turns, monotonic, key=lambda turn: turn.monotonic)
        return datetime.fromtimestamp(self._turns[max(0, place - 1)].wall_of(monotonic), UTC)

    def monotonic_of(self, wall: datetime) -> float:
        moment = wall.timestamp()
        place = bisect_right(self._turns, moment, key=lambda turn: turn.wall)
        return self._turns[max(0, place - 1)].monotonic_of(moment)
