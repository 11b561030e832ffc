"""What is remembered of an agent's surroundings when a new survey no longer shows it. Pure.

A neighbour whose cable is cut vanishes from the tables within minutes, just when it is wanted to know where it was. So
what was seen once stays true until something else is seen in its place.
"""

from dataclasses import replace

from probes.snmp.surroundings import Neighbour, Surroundings


def recall(before: Surroundings | None, now: Surroundings) -> Surroundings:
    """`now`, and what of `before` it does not contradict.

    A neighbour is kept while its port exists under the same name, shows nobody else, and it is seen at no other port; a
    MAC address while it is not learnt elsewhere, and a resolved address while it is not resolved anew. An agent that
    answered nothing this time contradicts nothing.
    """
    if before is None:
        return now
    if not now.ports:
        return replace(before, at=now.at, complete=now.complete)
    ports = {(port.index, port.name) for port in now.ports}
    taken = {neighbour.port.index for neighbour in now.neighbours}
    seen = {_who(neighbour) for neighbour in now.neighbours}
    neighbours = tuple(
        each
        for each in before.neighbours
        if (each.port.index, each.port.name) in ports and each.port.index not in taken and _who(each) not in seen
    )
    learnt_now = {each.mac for each in now.learnt}
    learnt = tuple(
        each
        for each in before.learnt
        if each.mac not in learnt_now and (each.port.index, each.port.name) in ports
    )
    return replace(
        now,
        neighbours=now.neighbours + neighbours,
        learnt=now.learnt + learnt,
        resolved=tuple({**dict(before.resolved), **dict(now.resolved)}.items()),
    )


def _who(neighbour: Neighbour) -> tuple[str, str]:
    return neighbour.chassis, neighbour.name
