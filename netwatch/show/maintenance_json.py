"""Planned work as the JSON that `maintenance list` promises, and in the words of the commands."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from netwatch.core.maintenance import Window
from netwatch.inventory.model import Inventory
from netwatch.show.ticket_json import moment


def window_json(window: Window, inventory: Inventory, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """`devices`: all that it covers; `sites`: those that were named as a whole."""
    return {
        "id": window.key,
        "state": window.phase(now).value,
        "source": "inventory" if window.from_inventory else "database",
        "from": moment(window.start, zone),
        "to": moment(window.end, zone),
        "devices": list(window.covered(inventory)),
        "sites": list(window.sites),
        "reason": window.reason,
        "by": window.by,
        "added_at": moment(window.added_at, zone),
        "ended_at": moment(window.ended_at, zone),
        "ended_by": window.ended_by,
    }


def span(window: Window, zone: ZoneInfo) -> str:
    """As it was planned: `2026-12-01 22:00 to 2026-12-02 02:00 WIB`."""
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    return f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} {end.tzname()}"


def ending(window: Window, zone: ZoneInfo) -> str:
    """`ended by Dedi at 2026-12-01 23:10 WIB`."""
    at = window.stops_at.astimezone(zone)
    by = f"ended by {window.ended_by} at" if window.ended_at is not None else "it ended at"
    return f"{by} {at:%Y-%m-%d %H:%M} {at.tzname()}"
