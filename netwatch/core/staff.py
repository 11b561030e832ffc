"""The office as it is at a moment: who belongs to it, who is away, who is on duty. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from netwatch.core.absence import Absence
from netwatch.core.directory import Directory
from netwatch.core.duty import Shift, Swap, off_duty, on_duty
from netwatch.core.member import Member, with_members


def staff_at(
    directory: Directory,
    members: Iterable[Member],
    absences: Iterable[Absence],
    roster: Sequence[Shift],
    swaps: Iterable[Swap],
    now: datetime,
) -> Directory:
    """`directory` as the settings have it; `now` in the office's zone. Done twice it changes nothing more."""
    everybody = with_members(directory, members)
    away: dict[str, str | None] = {}
    for absence in absences:
        if absence.holds(now) and away.get(absence.person) is None:
            away[absence.person] = absence.deputy
    off = off_duty(everybody, roster, on_duty(roster, swaps, now)) if roster else frozenset[str]()
    return replace(everybody, away=away, off_duty=off)
