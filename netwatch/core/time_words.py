"""The words of time in a line of Indonesian: lengths, times of day, days, and what joins them.

A bare number is none of them, so that `smp 4` stays a school; `sd` is "until" before or after a time of day only,
else it is a school too. The lists are vocabulary for reading, not sentences for anybody to read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

_COUNTS = {
    "se": 1.0, "satu": 1.0, "dua": 2.0, "tiga": 3.0, "empat": 4.0, "lima": 5.0, "enam": 6.0, "tujuh": 7.0,
    "delapan": 8.0, "sembilan": 9.0, "sepuluh": 10.0,
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_AHEAD = {"hari ini": 0, "malam ini": 0, "siang ini": 0, "sore ini": 0, "nanti": 0, "besok": 1, "bsk": 1, "lusa": 2}

_PART = r"(?:\s+(?P<part>pagi|siang|sore|malam|subuh|dini hari)\b)?"
_COUNT = rf"(?:\d{{1,3}}(?:[.,]\d)?|{'|'.join(_COUNTS)})"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.ASCII)


_LENGTH = _pattern(
    rf"(?:(?P<weeks>{_COUNT})\s*minggu\b\s*)?"
    rf"(?:(?P<days>{_COUNT})\s*hari\b(?! ini)\s*)?"
    rf"(?:(?P<hours>{_COUNT})?(?P<half>\s*setengah)?\s*"
    # "smp 4 jam 22.00" has a time of day
    r"(?:jam|j)(?![^\W\d_])(?!\s*\d{1,2}(?:[.:]\d{2}|\s*(?:[-–]|sampai|hingga|s/d|sd|selama|wib|pagi|siang|sore|malam)))"
    r"\s*(?:(?P<glued>\d{1,2})m\b)?)?"
    rf"(?:(?P<minutes>{_COUNT})\s*(?:menit|mnt)\b)?"
)
_CLOCK = _pattern(
    r"(?<![\d.:])(?:(?:jam|jm|pukul|pkl\.?)\s*(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?"
    rf"|(?P<hour2>\d{{1,2}})[.:](?P<minute2>\d{{2}}))(?![.:]?\d)(?:\s*wib\b)?{_PART}"
)
_BARE_CLOCK = _pattern(rf"(?P<hour>\d{{1,2}})(?![.:/]?\d)(?!\s*(?:jam|j|hari|minggu|menit|mnt)\b)(?:\s*wib\b)?{_PART}")
_DAY = _pattern(
    rf"(?:(?P<word>{'|'.join(_AHEAD)})\b{_PART}"
    rf"|(?:hari\s+)?(?P<weekday>{'|'.join(_WEEKDAYS)}|jum'at)\b{_PART.replace('part', 'part2')}"
    r"|(?:(?:tanggal|tgl\.?)\s+)?(?P<day>\d{1,2})(?:/(?P<month>\d{1,2})(?:/(?P<year>20\d{2}))?"
    rf"|\s+(?P<name>{'|'.join(_MONTHS)})[a-z]*\b(?:\s+(?P<year2>20\d{{2}}))?)(?![\w/]))"
)
_UNTIL = _pattern(r"(?:sampai|sampe|hingga|s/d|s\.d\.?)(?!\w)")
_SCHOOL_OR_UNTIL = _pattern(r"sd(?!\w)")
_DASH = _pattern(r"[-–—]")
_JOINT = _pattern(r"(?:mulai|dari|selama|sekarang|sekitar|kira-kira)(?!\w)")
_WORD = re.compile(r"[^\W_]+")


class Kind(Enum):
    LENGTH = auto()
    CLOCK = auto()
    DAY = auto()
    UNTIL = auto()
    JOINT = auto()


@dataclass(frozen=True, slots=True)
class TimeWord:
    """A word from `start` to `end` of the line.

    `minutes`: of a length, or from midnight of a time of day. `part`: which part of the day it was said to be in.
    `either_half`: a time of day that may as well be meant in the other half of the day.
    """

    kind: Kind
    start: int
    end: int
    minutes: float = 0.0
    day: date | None = None
    part: str = ""
    either_half: bool = False


def time_words(text: str, today: date) -> list[TimeWord]:
    """Those of a line, in order."""
    found: list[TimeWord] = []
    at = 0
    while at < len(text):
        word = _word_at(text, at, today, found[-1] if found else None)
        if word is not None:
            found.append(word)
            at = word.end
        else:
            plain = _WORD.match(text, at)
            at = plain.end() if plain else at + 1
    return found


def touching(text: str, first: TimeWord, second: TimeWord) -> bool:
    """Whether nothing stands between them."""
    return not text[first.end : second.start].strip(" ,")


def _word_at(text: str, at: int, today: date, before: TimeWord | None) -> TimeWord | None:
    if before is not None and text[before.end : at].strip(" ,"):
        before = None
    return next((word for word in _readings(text, at, today, before) if word is not None), None)


def _readings(text: str, at: int, today: date, before: TimeWord | None) -> Iterator[TimeWord | None]:
    """What may stand here, the likeliest first. `before`: the word of time right before it."""
    yield _day(_DAY.match(text, at), today)
    yield _length(_LENGTH.match(text, at))
    yield _clock(_CLOCK.match(text, at))
    after_clock = before is not None and before.kind is Kind.CLOCK
    if before is not None and before.kind is Kind.UNTIL:
        yield _clock(_BARE_CLOCK.match(text, at))
    yield _joining(Kind.UNTIL, _UNTIL.match(text, at))
    if found := _SCHOOL_OR_UNTIL.match(text, at):
        following = len(text[found.end() :]) - len(text[found.end() :].lstrip()) + found.end()
        if after_clock or _CLOCK.match(text, following):
            yield _joining(Kind.UNTIL, found)
    if after_clock:
        yield _joining(Kind.UNTIL, _DASH.match(text, at))
    yield _joining(Kind.JOINT, _JOINT.match(text, at))


def _joining(kind: Kind, found: re.Match[str] | None) -> TimeWord | None:
    return None if found is None else TimeWord(kind, found.start(), found.end())


def _length(found: re.Match[str] | None) -> TimeWord | None:
    if found is None:
        return None
    minutes = (
        _count(found["weeks"]) * 7 * 1440 + _count(found["days"]) * 1440 + _count(found["hours"]) * 60
        + (30 if found["half"] else 0) + _count(found["glued"]) + _count(found["minutes"])
    )
    if not minutes:
        return None
    return TimeWord(Kind.LENGTH, found.start(), found.start() + len(found[0].rstrip()), minutes)


def _count(text: str | None) -> float:
    if text is None:
        return 0.0
    return _COUNTS.get(text.lower()) or float(text.replace(",", "."))


def _clock(found: re.Match[str] | None) -> TimeWord | None:
    if found is None:
        return None
    groups = found.groupdict()
    written = groups["hour"] or groups["hour2"]
    hour, minute = int(written), int(groups.get("minute") or groups.get("minute2") or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    doubtful = len(written) == 1 or not (groups.get("minute") or groups.get("minute2"))
    either = 1 <= hour < 12 and doubtful
    return TimeWord(Kind.CLOCK, found.start(), found.end(), hour * 60.0 + minute, None, groups["part"] or "", either)


def _day(found: re.Match[str] | None, today: date) -> TimeWord | None:
    if found is None:
        return None
    part = found["part"] or found["part2"] or ""
    if found["word"]:
        word = found["word"].lower()
        day: date | None = today + timedelta(days=_AHEAD[word])
        part = part or word.partition(" ini")[0] * word.endswith(" ini")
    elif found["weekday"]:
        weekday = _WEEKDAYS.index(found["weekday"].lower().replace("'", ""))
        day = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    else:
        month = int(found["month"]) if found["month"] else _MONTHS.index(found["name"].lower()) + 1
        day = _date(int(found["day"]), month, found["year"] or found["year2"], today)
    return None if day is None else TimeWord(Kind.DAY, found.start(), found.end(), day=day, part=part.lower())


def _date(day: int, month: int, year: str | None, today: date) -> date | None:
    """The next such day, where no year is given; None for one that the calendar does not have."""
    try:
        found = date(int(year) if year else today.year, month, day)
        return found.replace(year=today.year + 1) if year is None and found < today else found
    except ValueError:
        return None
