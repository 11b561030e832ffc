"""Durations as people write them: a number and a unit, `500ms`, `10s`, `5m`, `24h`, `2d`."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator

_MILLISECONDS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}
_FORM = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,3})?)(ms|s|m|h|d)")
_REMEDY = "write a number and a unit, such as 500ms, 10s, 5m, 24h or 2d"


def parse_duration(text: str) -> float:
    """Seconds. Raises ValueError, saying what to write, for anything but one number and one unit."""
    found = _FORM.fullmatch(text)
    if not found:
        raise ValueError(f"{text[:40]!r} is not a duration; {_REMEDY}")
    number, unit = found.groups()
    return float(Decimal(number) * _MILLISECONDS[unit] / 1000)


def format_duration(seconds: float) -> str:
    """The shortest whole number and unit for `seconds` (0 or more), to the millisecond.

    Raises ValueError for what is negative or not finite.
    """
    if not 0 <= seconds < float("inf"):
        raise ValueError(f"{seconds} seconds is not a duration; give a finite number of seconds from 0")
    milliseconds = round(seconds * 1000)
    if milliseconds == 0:
        return "0s"
    unit, size = next((u, size) for u, size in _MILLISECONDS.items() if milliseconds % size == 0)
    return f"{milliseconds // size}{unit}"


def _seconds(value: object) -> float:
    if isinstance(value, str):
        return parse_duration(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(f"{value} has no unit; write {value}s for seconds, {value}m for minutes")
    raise ValueError(f"this is not a duration; {_REMEDY}")


def _positive_seconds(value: object) -> float:
    seconds = _seconds(value)
    if seconds <= 0:
        raise ValueError(f"{value!r} is no time at all; write more than 0, such as 10s")
    return seconds


Duration = Annotated[float, BeforeValidator(_seconds)]
"""A field that is written as a duration, 0s allowed, and read as seconds."""

PositiveDuration = Annotated[float, BeforeValidator(_positive_seconds)]
"""A field that is written as a duration longer than nothing and read as seconds."""
