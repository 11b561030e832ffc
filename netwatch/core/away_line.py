"""From when to when somebody is away who writes it in passing: `besok`, `3 hari`, `25/11 sampai 27/11 diwakili Bayu`.

Days are whole: an absence until Friday ends at midnight after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from netwatch.core.planned_line import read_planned_line
from netwatch.core.time_words import Kind, TimeWord, time_words

DAY = timedelta(days=1)
_BY = re.compile(
    r"\b(?:diwakili|diwakilkan|wakil|digantikan|diganti|pengganti|plh|plt)\b(?:\s+(?:oleh|ke|kepada)\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AwayLine:
    """`who` and `deputy`: where names may stand, of who is away and of who acts for them. Both times are None where the
    line says none."""

    who: str
    deputy: str
    start: datetime | None = None
    end: datetime | None = None


def read_away_line(line: str, now: datetime) -> AwayLine:
    """`now`: aware, in the zone in which the writer lives."""
    text = " ".join(line.split())
    words = time_words(text, now.date())
    who, _, deputy = _BY.sub("\n", _without(text, words), count=1).partition("\n")
    planned = read_planned_line(text, now)
    if any(word.kind is Kind.CLOCK for word in words):
        start = planned.start or now
        end = planned.end if planned.length is None else start + planned.length
        return AwayLine(who, deputy, start, end) if end is not None else AwayLine(who, deputy)
    days = [word.day for word in words if word.day is not None]
    length = next((timedelta(minutes=word.minutes) for word in words if word.kind is Kind.LENGTH), None)
    if length is not None:
        # three days, said today, are today and the two that follow
        midnight = _midnight(days[0] if days else now.date(), now)
        start = max(now, midnight)
        return AwayLine(who, deputy, start, (midnight if length % DAY == timedelta() else start) + length)
    if not days:
        return AwayLine(who, deputy)
    first, last = days[0], days[-1]
    if len(days) == 1 and any(word.kind is Kind.UNTIL for word in words):
        return AwayLine(who, deputy, now, _midnight(last, now) + DAY)
    return AwayLine(who, deputy, max(now, _midnight(first, now)), _midnight(max(first, last), now) + DAY)


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)


def _without(text: str, words: Sequence[TimeWord]) -> str:
    for word in reversed(words):
        text = f"{text[: word.start]} {text[word.end :]}"
    return " ".join(text.split()).strip(" ,;:-–—.")
