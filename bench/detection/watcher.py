"""What all who watch have in common."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from bench.detection.told import Told


class Pace(StrEnum):
    USUAL = "usual"
    TIGHT = "tightest sane"


USUAL, TIGHT = Pace


class Watcher(Protocol):
    """Runs from its making until the city's processes are ended; `name` as the table has it."""

    name: str
    process: subprocess.Popen[bytes]

    def is_ready(self) -> bool: ...

    def told(self) -> Sequence[Told]: ...
