"""The order in which open tickets are read."""

from collections.abc import Iterable

from netwatch.core.priority import URGENCY
from netwatch.core.ticket import Ticket


def by_urgency(tickets: Iterable[Ticket]) -> list[Ticket]:
    """The most urgent first, of those the oldest."""
    return sorted(tickets, key=lambda t: (-URGENCY.index(t.priority), t.opened_at, t.id))
