"""What processes have used so far."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(root: int) -> float:
    """CPU of a process, of all below it that live, and of those of them that have been waited for.

    Linux counts a child that has ended to whoever waited for it, so short-lived checks are in the sum.
    """
    children: dict[int, list[int]] = {}
    spent: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(entry.name)
        children.setdefault(int(fields[1]), []).append(pid)
        spent[pid] = sum(int(fields[n]) for n in (11, 12, 13, 14))
    total, queue = 0, [root]
    while queue:
        pid = queue.pop()
        total += spent.get(pid, 0)
        queue += children.get(pid, ())
    return total / _TICKS


def resident_megabytes(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 2**20
