"""When somebody means who writes of planned work in passing: `kejaksan 2j ganti UPS`, `besok 22.00-02.00`.

The first words of time that say a length or a time of day are taken out of the line; what stands before and after
them is left for the place and the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from netwatch.core.time_words import Kind, TimeWord, time_words, touching

DAY = timedelta(days=1)
_HALF_DAY = 12 * 60.0
_EVENING = {"malam": range(6, 13), "sore": range(1, 12), "siang": range(1, 5)}
"""The hours that are meant in the second half of the day, where that part of the day is said."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """`start` None: from the moment at which it is confirmed. It ends at `end`, or `length` after its start; both are
    None where the line does not say. `before` and `after`: the rest of the line."""

    before: str
    after: str
    start: datetime | None = None
    end: datetime | None = None
    length: timedelta | None = None


def read_planned_line(line: str, now: datetime) -> PlannedLine:
    """`now`: aware, in the zone in which the writer lives."""
    text = " ".join(line.split())
    words = time_words(text, now.date())
    run = _first_run(text, words)
    if not run:
        return PlannedLine(text, "")
    before = text[: run[0].start]
    if not any(word.kind is Kind.DAY for word in run):
        # "besok kejaksan 22.00-02.00"
        said = [word for word in words if word.kind is Kind.DAY and word.end <= run[0].start][-1:]
        for word in said:
            before = before[: word.start] + before[word.end :]
        run = [*said, *run]
    start, end, length = _meant(run, now)
    return PlannedLine(_tidy(before), _tidy(text[run[-1].end :]), start, end, length)


def _first_run(text: str, words: Sequence[TimeWord]) -> list[TimeWord]:
    """The first words of time in a row, with a length or a time of day among them."""
    runs: list[list[TimeWord]] = [[word] for word in words[:1]]
    for word, following in pairwise(words):
        if touching(text, word, following):
            runs[-1].append(following)
        else:
            runs.append([following])
    for run in runs:
        while run and run[-1].kind in (Kind.UNTIL, Kind.JOINT):
            run.pop()
        if any(word.kind in (Kind.LENGTH, Kind.CLOCK) for word in run):
            return run
    return []


@dataclass(slots=True)
class _Moment:
    day: date | None = None
    clock: TimeWord | None = None
    part: str = ""


def _meant(run: Sequence[TimeWord], now: datetime) -> tuple[datetime | None, datetime | None, timedelta | None]:
    start, end, length = _said(run)
    if end.clock is not None:
        begins = _at(start.day or now.date(), start, now) if start.clock is not None else None
        if begins is None and start.day not in (None, now.date()):
            return None, None, None  # "besok sampai 14.00" does not say from when
        ends = _at(end.day, end, now) if end.day is not None else _next(end, begins or now)
        if begins is not None and start.day is None and ends <= now:
            begins, ends = begins + DAY, ends + DAY
        return begins, ends, None
    if start.clock is None:
        return (None, None, length) if start.day in (None, now.date()) else (None, None, None)
    begins = _at(start.day or now.date(), start, now)
    if start.day is None and begins + (length or timedelta()) <= now:
        begins += DAY
    return begins, None, length


def _said(run: Sequence[TimeWord]) -> tuple[_Moment, _Moment, timedelta | None]:
    start, end = _Moment(), _Moment()
    length = None
    side = start
    for word in run:
        match word.kind:
            case Kind.UNTIL:
                side = end
            case Kind.DAY:
                side.day, side.part = word.day, word.part
            case Kind.CLOCK:
                side = end if side.clock is not None else side
                side.clock = word
            case Kind.LENGTH if length is None:
                length = timedelta(minutes=word.minutes)
    return start, end, length


def _at(day: date, moment: _Moment, now: datetime) -> datetime:
    assert moment.clock is not None
    minutes = moment.clock.minutes
    part = moment.clock.part.lower() or moment.part
    if minutes // 60 in _EVENING.get(part, ()):
        minutes += _HALF_DAY
    return datetime.combine(day, time(), now.tzinfo) + timedelta(minutes=minutes)


def _next(moment: _Moment, after: datetime) -> datetime:
    """The first such time of day after `after`."""
    assert moment.clock is not None
    first = _at(after.date(), moment, after)
    said = moment.clock.part or moment.part
    times = [first, first + timedelta(minutes=_HALF_DAY)] if moment.clock.either_half and not said else [first]
    return min(at if at > after else at + DAY for at in times)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:-–—.")
