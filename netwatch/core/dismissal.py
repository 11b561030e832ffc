"""A ticket that was closed by hand while its device is still silent: nobody is called out again for the same silence.

Level-triggered: what is known of the device now decides. Once it has been up, its next silence is news again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from netwatch.core.change import SYSTEM, Change
from netwatch.core.history import Entry
from netwatch.core.reconcile import devices_of
from netwatch.core.situation import Situation
from netwatch.core.state import State
from netwatch.core.ticket import Dismissal, Ticket


def heed(situation: Situation, dismissed: Iterable[Ticket]) -> Situation:
    """The situation without the causes that were dismissed and have not been up since.

    `dismissed` as `still_dismissed` leaves it.
    """
    silent = {device for ticket in dismissed for device in devices_of(ticket)}
    return replace(situation, causes=tuple(cause for cause in situation.causes if not silent.issuperset(cause.devices)))


def still_dismissed(ticket: Ticket, situation: Situation) -> bool:
    """Whether none of its devices has been up since; `situation.standing` has to know those that are still in the
    inventory."""
    standings = [situation.standing[device] for device in devices_of(ticket) if device in situation.standing]
    return bool(standings) and all(standing.state is not State.UP for standing in standings)


def lift(ticket: Ticket) -> Change:
    """The device has been up: from now on it is watched as before."""
    if ticket.closure is None:
        return Change(ticket)
    watched = replace(ticket, closure=replace(ticket.closure, until_up=False))
    return Change(watched, (Entry("watched_again", SYSTEM),))


def reopenable(closed: Sequence[Ticket]) -> list[Ticket]:
    """Those that go on when their device fails again shortly: a fault that was none does not."""
    return [t for t in closed if t.closure is None or t.closure.kind is not Dismissal.NOT_A_FAULT]
