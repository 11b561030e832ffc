"""Who is away, and who acts for them meanwhile."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """`id` is 0 until the store has given one. `deputy`: None where nobody acts for them. `by` wrote it down."""

    id: int
    person: str
    start: datetime
    end: datetime
    deputy: str | None
    by: str
    at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None

    @property
    def stops_at(self) -> datetime:
        return self.end if self.ended_at is None else min(self.end, self.ended_at)

    def holds(self, now: datetime) -> bool:
        return self.start <= now < self.stops_at

    def is_over(self, now: datetime) -> bool:
        return now >= self.stops_at


def end_absence(absence: Absence, by: str, now: datetime) -> Absence | None:
    """They are back, or do not go; None where it is over already."""
    return None if absence.is_over(now) else replace(absence, ended_at=now, ended_by=by)
