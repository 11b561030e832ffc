"""A step's time limit, as the document writes it."""

import re

_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_FORM = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")
LONGEST = 366 * 24 * 3600.0


def seconds(value: object) -> object:
    """`5m` or `24h` in seconds. A float is in seconds already, None is no limit.

    Raises ValueError for everything else, and for limits of nothing or of more than `LONGEST` seconds.
    """
    if value is None:
        return None
    if isinstance(value, float):
        amount = value
    else:
        form = _FORM.fullmatch(value.strip()) if isinstance(value, str) else None
        if form is None:
            raise ValueError(f"{value!r} is no time limit: write a number with its unit, such as 5m or 24h")
        amount = float(form[1]) * _SECONDS[form[2]]
    if not 0 < amount <= LONGEST:
        raise ValueError(f"{value!r} cannot be a limit: write from 1ms to 8784h, or leave it out")
    return amount
