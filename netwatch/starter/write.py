"""Writes the first settings and inventory into a folder, as an example to be changed."""

import os
from importlib.resources import files
from pathlib import Path

SETTINGS = "netwatch.yaml"
INVENTORY = "inventory.yaml"

_MODE = 0o640
"""Passwords will stand in them."""

_BESIDE = "sqlite:///netwatch.db"


class AlreadyThereError(Exception):
    """`paths`: the files that stand there, none of which was touched."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        super().__init__(", ".join(map(str, paths)))
        self.paths = paths


def write_starter(folder: Path, data: Path | None = None) -> tuple[Path, ...]:
    """Makes the folder where there is none, and both files in it; returns their paths.

    `data`: where the database is to be, absolute; None: beside the files. Raises AlreadyThereError when one of the
    files exists, OSError when the folder cannot be written to.
    """
    texts = {folder / SETTINGS: _settings(data), folder / INVENTORY: _shipped(INVENTORY)}
    if there := tuple(path for path in texts if os.path.lexists(path)):
        raise AlreadyThereError(there)
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    for path, text in texts.items():
        # not write_text: between the making of a file and its chmod anybody could read it
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE), "w", encoding="utf-8") as opened:
            opened.write(text)
    return tuple(texts)


def _settings(data: Path | None) -> str:
    text = _shipped(SETTINGS)
    if data is None:
        return text
    line = f"database: {_BESIDE}        # relative to this file; or"
    return text.replace(line, f"database: sqlite:///{data / 'netwatch.db'}   # or")


def _shipped(name: str) -> str:
    return (files("netwatch.starter") / name).read_text(encoding="utf-8")
