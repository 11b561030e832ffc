"""Which netwatch this is: two that are built from one version are told apart by when, and from which commit."""

import sys
from pathlib import Path

from netwatch import __version__


def release() -> str:
    """`0.1.0`; `0.1.0-20261126T061900-1a2b3c4` where scripts/install has built it, by the name of its folder."""
    folder = Path(sys.prefix).resolve()
    built = folder.parent.name == "releases" and folder.name.startswith(f"{__version__}-")
    return folder.name if built else __version__
