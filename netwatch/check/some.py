"""A few of many names."""

from collections.abc import Sequence

SHOWN = 3


def some(names: Sequence[str]) -> str:
    """`core, sw-a, sw-b and 2 more`."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
