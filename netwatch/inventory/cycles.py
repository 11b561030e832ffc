"""Parents that lead in a circle."""

from collections.abc import Iterator, Mapping, Sequence


def cycles(parents: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """One cycle for each edge that closes one, found depth first in the mapping's order; self-parents aside.

    A cycle begins with its device that stands first in the mapping; each next is a parent of the one before.
    Where none is named there is none. Linear in devices and parents, and without recursion.
    """
    order = {device: number for number, device in enumerate(parents)}
    finished: set[str] = set()
    for start in parents:
        if start in finished:
            continue
        trail = [start]
        on_trail = {start: 0}
        ahead = [iter(parents[start])]
        while trail:
            step = next(ahead[-1], None)
            if step is None:
                ahead.pop()
                done = trail.pop()
                del on_trail[done]
                finished.add(done)
            elif step in on_trail:
                if step != trail[-1]:
                    yield _from_first(trail[on_trail[step] :], order)
            elif step in parents and step not in finished:
                on_trail[step] = len(trail)
                trail.append(step)
                ahead.append(iter(parents[step]))


def _from_first(cycle: list[str], order: Mapping[str, int]) -> tuple[str, ...]:
    first = min(range(len(cycle)), key=lambda position: order[cycle[position]])
    return (*cycle[first:], *cycle[:first])
