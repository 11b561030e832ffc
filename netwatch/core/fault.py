"""An exception for the log without what it says: messages of databases and parsers quote citizens' data."""

from pathlib import PurePath
from traceback import walk_tb


def describe(error: BaseException) -> str:
    """Types and places, from the error to its first cause: `KeyError at desk.py:42 in handle < OSError at …`."""
    told: list[str] = []
    seen: set[int] = set()
    step: BaseException | None = error
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        told.append(_one(step))
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return " < ".join(told)


def _one(error: BaseException) -> str:
    name = type(error).__name__
    frames = list(walk_tb(error.__traceback__))
    if not frames:
        return name
    frame, line = frames[-1]
    return f"{name} at {PurePath(frame.f_code.co_filename).name}:{line} in {frame.f_code.co_name}"
