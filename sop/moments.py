"""When the actor of a step is reminded of it, as the document writes it."""

from sop.limit import seconds


def moments(value: object) -> object:
    """`[12h, 20h, 23h]` in seconds after the step's start; None for the usual moment, `[]` for none.

    Raises ValueError for what is neither, naming the bad entry.
    """
    if value is None:
        return None
    if not isinstance(value, list | tuple):
        raise ValueError(f"{value!r} is no list of moments: write one such as [12h, 20h, 23h], or leave it out")
    if None in value:
        raise ValueError("a moment is empty: write a number with its unit, such as 12h")
    return tuple(seconds(each) for each in value)
