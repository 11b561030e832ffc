"""Planned work for people at a terminal."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from netwatch.core.maintenance import Window
from netwatch.show.maintenance_json import ending, span
from netwatch.show.terminal import table

COLOUR = {"running": "yellow", "over": "dim"}


def print_windows(windows: Sequence[Window], zone: ZoneInfo, now: datetime, console: Console) -> None:
    if not windows:
        console.print("no maintenance")
        return
    shown = table("id", "state", "when", "what", "reason", "by")
    shown.columns[0].min_width = max(len(window.key) for window in windows)
    for window in windows:
        phase = window.phase(now)
        by = "the inventory" if window.by is None else window.by
        if window.ended_at is not None:
            by += f", {ending(window, zone)}"
        cells = (window.key, phase.value, span(window, zone), ", ".join((*window.sites, *window.devices)))
        style = COLOUR.get(phase.value, "")
        shown.add_row(*(Text(cell, style=style) for cell in (*cells, window.reason, by)))
    console.print(shown)
