"""How to make a folder that this process's user may write to: what root makes alone is root's."""

import os
from pathlib import Path

from netwatch.own_user import own_user


def how_to_make(folder: Path) -> str:
    """The commands for a shell; `folder` is not there yet. Raises PermissionError where it may not be looked for."""
    make = f"mkdir -p {folder}"
    return make if may_write(standing(folder)) else f"{make} && chown {own_user()}: {folder}"


def standing(folder: Path) -> Path:
    """The folder, else the nearest above it that is there. Raises PermissionError where it may not be looked for."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def may_write(folder: Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK)
