"""For how long somebody does not want to be reminded, as they write it."""

import re
from datetime import timedelta

LONGEST = timedelta(hours=24)
"""What is meant for longer is muted for this long: a ticket that nobody is reminded of is forgotten."""

OFF = timedelta(0)

_UNITS = (
    (re.compile(r"m|mnt|menit|min"), timedelta(minutes=1)),
    (re.compile(r"h|j|jam"), timedelta(hours=1)),
    (re.compile(r"d|hari"), timedelta(days=1)),
)
_SPAN = re.compile(r"([0-9]{1,4}) ?([a-z]+)")
_OFF = frozenset({"", "off", "mati", "batal", "buka", "0"})


def read_span(words: str) -> timedelta | None:
    """`2h`, `2 jam`, `30 menit`, cut to LONGEST; OFF for `off`, `batal` and nothing at all; None for the rest."""
    words = words.strip().casefold().rstrip(".")
    if words in _OFF:
        return OFF
    found = _SPAN.fullmatch(words)
    if found is None:
        return None
    unit = next((unit for form, unit in _UNITS if form.fullmatch(found[2])), None)
    return None if unit is None else min(int(found[1]) * unit, LONGEST)
