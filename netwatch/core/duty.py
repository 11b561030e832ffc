"""Who is on duty when: the roster of the settings, and the days on which somebody takes another's turn. Pure.

A turn belongs to the day on which it begins. Times are local: a roster hangs on the office's wall.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from netwatch.core.directory import Directory, Person

DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Shift:
    """`days`: on which it begins, 0 for Monday. `start` and `end` in minutes from midnight; one that ends at its start
    or before ends on the next day."""

    people: tuple[str, ...]
    days: frozenset[int] = EVERY_DAY
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Swap:
    """On one day `instead` takes the turns of `absent`. `id` is 0 until the store has given one."""

    id: int
    day: date
    absent: str
    instead: str
    by: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """`name` is on duty from `start` to `end`; `instead_of` whom the roster has."""

    name: str
    start: datetime
    end: datetime
    instead_of: str | None = None


def turns(roster: Sequence[Shift], swaps: Iterable[Swap], since: datetime, until: datetime) -> list[Turn]:
    """The turns that touch a span of local time, by their beginning."""
    taken = {(swap.day, swap.absent): swap.instead for swap in swaps if swap.undone_at is None}
    day = since.date() - DAY
    found: list[Turn] = []
    while day <= until.date():
        for shift in roster:
            if day.weekday() in shift.days:
                found += _of_day(shift, day, taken, since)
        day += DAY
    touching = [turn for turn in found if turn.start < until and since < turn.end]
    return sorted(set(touching), key=lambda turn: (turn.start, turn.end, turn.name))


def _of_day(shift: Shift, day: date, taken: Mapping[tuple[date, str], str], near: datetime) -> Iterator[Turn]:
    midnight = datetime.combine(day, time(), near.tzinfo)
    start = midnight + timedelta(minutes=shift.start)
    end = midnight + timedelta(minutes=shift.end) + (DAY if shift.end <= shift.start else timedelta())
    for name in shift.people:
        instead = taken.get((day, name))
        yield Turn(instead or name, start, end, name if instead else None)


def on_duty(roster: Sequence[Shift], swaps: Iterable[Swap], now: datetime) -> frozenset[str]:
    """The names on duty at a moment of local time."""
    return frozenset(turn.name for turn in turns(roster, swaps, now, now + timedelta(microseconds=1)))


def off_duty(directory: Directory, roster: Sequence[Shift], on: Collection[str]) -> frozenset[str]:
    """Who is not on duty though the roster has people of their role and team. Whom no roster knows is always on."""
    named = {name for shift in roster for name in shift.people}
    kept = {_group(person) for person in directory.people if person.name in named}
    return frozenset(p.name for p in directory.people if _group(p) in kept and p.name not in on)


def has_roster(person: Person, directory: Directory, roster: Sequence[Shift]) -> bool:
    named = {name for shift in roster for name in shift.people}
    return any(_group(each) == _group(person) for each in directory.people if each.name in named)


def _group(person: Person) -> tuple[str, str | None]:
    return person.role, person.team
