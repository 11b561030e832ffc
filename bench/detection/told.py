"""What a watcher has told the one person on duty, and when."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MONITOR = "monitor"
"""Stands for a device where a watcher speaks of itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """`at` in seconds of the wall clock; `kind` in the watcher's own words."""

    at: float
    kind: str
    device: str


def telling_script(folder: Path) -> Path:
    """The notification command of Nagios and Icinga: takes a kind and a device and writes a line with the time."""
    script = folder / "tell"
    script.write_text('#!/bin/sh\nprintf "%s %s %s\\n" "$(date +%s.%N)" "$1" "$2" >> "$0.log"\n')
    script.chmod(0o755)
    return script


def read_script_log(folder: Path) -> list[Told]:
    log = folder / "tell.log"
    if not log.exists():
        return []
    lines = (line.split() for line in log.read_text().splitlines())
    return [Told(float(at), kind, device) for at, kind, device in lines]
