"""Whether the daemon runs, and whether it watches what the inventory has by now. Pure."""

from collections.abc import Set
from pathlib import Path

from netwatch.check.finding import Finding, advice, fact
from netwatch.check.some import some
from netwatch.config.load import INSTALLED, is_searched
from netwatch.core.status import MonitorStatus


def daemon(path: Path | None, running: MonitorStatus | None, watched: Set[str], devices: Set[str]) -> Finding:
    """`path`: the settings file. `running`: what the daemon said last, where one runs, `watched`: what it watches then;
    `devices`: the ids of the inventory."""
    if running is None:
        config = "" if path is None or is_searched(path) else f"--config {path} "
        start = "systemctl enable --now netwatch" if path == INSTALLED else f"netwatch {config}run"
        return fact("daemon", f"does not run; what starts it: {start}")
    others = sorted(watched ^ devices)
    if watched and others:
        reload = "systemctl reload netwatch" if path == INSTALLED else f"kill -HUP {running.pid}"
        return advice("daemon", f"it runs, and has not taken up the inventory ({some(others)} changed); do: {reload}")
    return fact("daemon", f"runs, process {running.pid}")
