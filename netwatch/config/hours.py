"""A span of the day as people write it: `07:00-14:00`, or over midnight `20:00-08:00`."""

import re
from typing import Annotated

from pydantic import AfterValidator

ALL_DAY = "00:00-24:00"
_FORM = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_MIDNIGHT = 24 * 60


def split_hours(text: str) -> tuple[int, int]:
    """Both ends in minutes from midnight. Raises ValueError, saying what to write, for anything else."""
    found = _FORM.fullmatch(text)
    start, end = (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (0, 0)
    if found is None or start >= _MIDNIGHT or end > _MIDNIGHT:
        raise ValueError(f"{text[:40]!r} is no span of the day; write 07:00-14:00, or 20:00-08:00 over midnight")
    return start, end


def _hours(text: str) -> str:
    split_hours(text)
    return text


Hours = Annotated[str, AfterValidator(_hours)]
