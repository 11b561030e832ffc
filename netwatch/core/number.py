"""The official number of a ticket, in the office's style: `042/PGD-TIK/XI/2026`."""

from datetime import datetime
from string import Formatter

DEFAULT_PATTERN = "{seq:03d}/PGD-TIK/{month}/{year}"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_REMEDY = f"write one such as {DEFAULT_PATTERN}"


def official_number(pattern: str, seq: int, at_local: datetime) -> str:
    """The pattern with `{seq}` (counts from 1 in each year), `{month}` (Roman) and `{year}` filled in.

    `at_local` is in the office's own zone: early on New Year's Day UTC still has the old year. Raises
    ValueError for a pattern that names anything else, or that lacks `{seq}` or `{year}` and would so give a
    number twice.
    """
    try:
        fields = [(name, how) for _, name, _, how in Formatter().parse(pattern) if name is not None]
    except ValueError as error:
        raise ValueError(f"the number pattern {pattern!r} cannot be read ({error}): {_REMEDY}") from None
    names = {name for name, _ in fields}
    unknown = sorted(names - {"seq", "month", "year"})
    if unknown or any(how for _, how in fields):
        what = f"{{{unknown[0]}}}" if unknown else "a conversion"
        raise ValueError(f"the number pattern {pattern!r} has {what}, which is not known: {_REMEDY}")
    if not {"seq", "year"} <= names:
        raise ValueError(f"the number pattern {pattern!r} without {{seq}} and {{year}} repeats: {_REMEDY}")
    try:
        return pattern.format(seq=seq, month=_ROMAN[at_local.month - 1], year=at_local.year)
    except (ValueError, KeyError, IndexError) as error:
        raise ValueError(f"the number pattern {pattern!r} cannot be filled in ({error}): {_REMEDY}") from None
