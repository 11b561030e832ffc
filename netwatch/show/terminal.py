"""Tables that fit the terminal: a name is never broken in two, and a script that reads a pipe gets every word."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

PIPE_WIDTH = 400
"""Columns where nobody looks: wide enough that nothing is cut."""


def terminal(environ: Mapping[str, str]) -> Console:
    """A terminal's own width, unless `COLUMNS` in the environment says another."""
    console = Console(highlight=False, markup=False)
    if console.is_terminal or environ.get("COLUMNS", "").isdigit():
        return console
    return Console(highlight=False, markup=False, width=PIPE_WIDTH)


def short_time(moment: str | None, today: str) -> str:
    """The time of day, and the date where it is not `today`; both given in ISO 8601, in one zone."""
    if moment is None:
        return ""
    when, now = datetime.fromisoformat(moment), datetime.fromisoformat(today)
    if when.date() == now.date():
        return f"{when:%H:%M:%S}"
    return f"{when:%m-%d %H:%M}" if when.year == now.year else f"{when:%Y-%m-%d}"


def in_zone(heading: str, moment: str, zone: ZoneInfo) -> str:
    """`since (WIB)`: a heading over times as `zone` has them; `moment`, in ISO 8601, is one of them."""
    return f"{heading} ({zone_name(moment, zone)})"


def zone_name(moment: str, zone: ZoneInfo) -> str:
    """`WIB`: what `zone` calls its time at `moment`, given in ISO 8601."""
    return str(datetime.fromisoformat(moment).astimezone(zone).tzname())


def table(*headings: str) -> Table:
    """Without a frame; no cell is broken into lines, and where the width ends the longest is cut."""
    made = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        made.add_column(heading, no_wrap=True, overflow="ellipsis")
    return made
