"""`netwatch run` that writes down for each tick how late its latest probe was, and how many probes it sent.

    python -m bench.watched_daemon LAG-FILE SETTINGS-FILE
"""

from __future__ import annotations

import sys
from pathlib import Path

from netwatch.cli import main
from netwatch.schedule import Party, Schedule

_due = Schedule.parties_due


def watch(path: Path) -> None:
    """Appends `LAG COUNT` a tick of any schedule, in seconds; whoever empties the file begins anew."""
    out = path.open("a", buffering=1)

    def due(self: Schedule, now: float, most: int) -> list[Party]:
        lag = self.lag(now)
        found = _due(self, now, most)
        if found:
            out.write(f"{lag:.4f} {sum(map(len, found))}\n")
        return found

    Schedule.parties_due = due  # type: ignore[method-assign]


if __name__ == "__main__":
    lag_file, settings = sys.argv[1:]
    watch(Path(lag_file))
    main(["--config", settings, "run"])
