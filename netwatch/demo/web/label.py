"""A name, broken into lines that fit."""

EM = 0.53
"""A character's mean width by the size of the type; the page squeezes what a wider face makes longer."""


def lines_of(name: str, width: float, size: float, most: int = 2) -> tuple[str, ...]:
    """At most that many lines of `width`; what does not fit ends in an ellipsis. Never empty."""
    room = max(int(width / (size * EM)), 2)
    lines: list[str] = []
    for word in name.split() or ["?"]:
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] = f"{kept[-1]} {lines[most]}"
    return tuple(line if len(line) <= room else f"{line[: room - 1].rstrip()}…" for line in kept)
