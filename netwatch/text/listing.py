"""Lists that may be longer than anybody reads, or than a message holds."""

from collections.abc import Iterable, Sequence

from netwatch.text.html import LIMIT, data, length

RESERVE = 24
"""Room for the line that counts what was left out."""


def names(all_names: Sequence[str], most: int, limit: int = 40) -> str:
    """`A, B, C … dan 12 lainnya`, as HTML."""
    shown = ", ".join(data(name, limit) for name in all_names[:most])
    left = len(all_names) - most
    return f"{shown} … dan {left} lainnya" if left > 0 else shown


def paragraphs(parts: Iterable[Sequence[str]]) -> str:
    """Lines, and an empty line between those of two parts; a part without lines is left out."""
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def read_aloud(all_names: Sequence[str], most: int, limit: int = 40) -> str:
    """`A, B dan C`, as HTML."""
    shown = [data(name, limit) for name in all_names[:most]]
    left = len(all_names) - len(shown)
    *before, last = [*shown, *([f"{left} lainnya"] if left else [])] or [""]
    return f"{', '.join(before)} dan {last}" if before else last


def fitting(head: str, entries: Sequence[str], tail: str = "") -> str:
    """Head, as many whole entries as one message holds, the count of the others, and tail, a line each.

    Head, tail and each entry are HTML that is already bounded; no entry is ever broken. A head that leaves no room
    stands alone with its tail.
    """
    lines = [head]
    room = LIMIT - length(head) - length(tail) - 1 - RESERVE
    for at, entry in enumerate(entries):
        left = room - length(entry) - 1
        if left < 0:
            if room >= 0:
                lines.append(f"… dan {len(entries) - at} lainnya")
            break
        room = left
        lines.append(entry)
    if tail:
        lines.append(tail)
    return "\n".join(lines)

