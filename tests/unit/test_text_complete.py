"""Every sentence is kept in golden/text: whatever says something to people is said there at least once."""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType

import netwatch.text
from tests.unit.test_text_golden import MESSAGES, TOASTS

KEPT_ELSEWHERE = {"probable_cause.probable_cause", "said.said"}
"""In golden/probable-cause.txt, with the evidence for each, and in golden/said.txt, for each ICMP error."""

ROOM = Path(netwatch.text.__file__).parent


def public_functions() -> set[str]:
    found = set()
    for module in pkgutil.walk_packages([str(ROOM)], "netwatch.text."):
        loaded = importlib.import_module(module.name)
        found |= {
            f"{module.name.removeprefix('netwatch.text.')}.{name}"
            for name, function in inspect.getmembers(loaded, inspect.isfunction)
            if function.__module__ == module.name and not name.startswith("_")
        }
    return found


def called_by(sayings: Iterable[Callable[[], object]]) -> set[str]:
    """The functions of netwatch.text that run meanwhile."""
    codes = set()

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            codes.add(frame.f_code)

    sys.setprofile(note)
    try:
        for say in sayings:
            say()
    finally:
        sys.setprofile(None)
    within = [(Path(code.co_filename), code.co_qualname) for code in codes]
    return {
        f"{'.'.join(path.relative_to(ROOM).with_suffix('').parts)}.{name}"
        for path, name in within
        if path.is_relative_to(ROOM)
    }


def test_nothing_is_said_that_no_kept_file_shows() -> None:
    said = called_by([*MESSAGES.values(), *TOASTS.values()])
    assert sorted(public_functions() - said - KEPT_ELSEWHERE) == []
