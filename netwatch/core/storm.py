"""When much happens at once: who would be told of many tickets is shown one digest instead, edited as it changes.

Pure. A *digest* is one message in a chat that lists the tickets of a storm. It begins when a chat would hear of more
than FEW tickets within WINDOW, takes in what follows, rings again when that asks somebody to act, and ends with its
last ticket. What its reader did not ask for and need not act on is only changed in it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from netwatch.core.message import Kind, Recipient

FEW = 2
WINDOW = timedelta(seconds=60)
CALM_AFTER = timedelta(minutes=10)
"""So long after the last news a call about one of its tickets still goes into the digest."""

REFRESH_GAP = timedelta(seconds=3)
"""Between two edits of a digest."""

CALLS = frozenset({Kind.INSTRUCTED, Kind.REMINDER, Kind.BREACHED, Kind.REOPENED, Kind.HELD})
"""Somebody has to do something, or has not done it."""

NEWS = frozenset(
    {*CALLS, Kind.OPENED, Kind.ACCEPTED, Kind.RESUMED, Kind.MOVED_UP, Kind.CLOSED, Kind.FLAPPING}
)
"""What goes into a digest. Answers to what was asked, lists of citizens and a team's relief never do."""


class Bell(StrEnum):
    """Whether the digest is to be sent again, to be heard. The greater has the last word."""

    NONE = "none"
    OPENED = "opened"  # more tickets
    CALL = "call"  # somebody has to act
    OVER = "over"  # the last ticket has closed


RINGS_AFTER = {Bell.OPENED: timedelta(minutes=10), Bell.CALL: timedelta(minutes=3), Bell.OVER: timedelta(0)}
"""How long after it was heard last a digest may be heard again, by why."""

_LOUDNESS = (Bell.NONE, Bell.OPENED, Bell.CALL, Bell.OVER)


@dataclass(frozen=True, slots=True)
class Digest:
    """`id` is 0 until the store has given one. `tickets` in the order in which they came.

    `gathered_at`: when something was taken in last. `rang_at`: when it was sent last, to be heard; `shown_at`: when
    it was last sent or edited; both None before the first time. `is_silent`: nothing in it asked for a sound.
    `is_stale`: it does not show everything yet.
    """

    id: int
    to: Recipient
    tickets: tuple[int, ...]
    opened_at: datetime
    gathered_at: datetime
    rang_at: datetime | None = None
    shown_at: datetime | None = None
    bell: Bell = Bell.NONE
    is_silent: bool = True
    is_stale: bool = True


def gathers(kind: Kind, ticket: int, lately: Collection[int], digest: Digest | None, now: datetime) -> bool:
    """Whether a piece of news goes into the chat's digest and not into a message of its own.

    `lately`: the tickets that the chat had messages about within WINDOW. `digest`: the chat's open one.
    """
    if kind not in NEWS:
        return False
    is_busy = len({*lately} - {ticket}) >= FEW
    if digest is None:
        return is_busy
    since = now - digest.gathered_at
    if timedelta(0) <= since < WINDOW:
        return True
    # hours later a single reminder is worth more than the whole list again
    is_fresh = timedelta(0) <= since < CALM_AFTER
    return is_busy or (ticket in digest.tickets and (is_fresh or kind not in CALLS))


def begin(to: Recipient, lately: Collection[int], now: datetime) -> Digest:
    """A new digest; it shows what its reader was told of a moment ago as well."""
    return Digest(0, to, tuple(sorted(lately)), now, now)


def gather(digest: Digest, kind: Kind, ticket: int, silent: bool, now: datetime) -> Digest:
    """Takes a piece of news in."""
    known = ticket in digest.tickets
    bell = Bell.CALL if kind in CALLS and not silent else Bell.NONE
    if kind is Kind.OPENED and not known and _may_ring(digest, Bell.OPENED, now):
        bell = Bell.OPENED
    return replace(
        digest,
        tickets=digest.tickets if known else (*digest.tickets, ticket),
        gathered_at=now,
        bell=max(digest.bell, bell, key=_LOUDNESS.index),
        is_silent=digest.is_silent and silent,
        is_stale=True,
    )


def rings(digest: Digest, is_over: bool, now: datetime) -> bool:
    """Whether it is sent anew: the first time, when it calls, and when all is over."""
    bell = Bell.OVER if is_over else digest.bell
    return digest.rang_at is None or (bell is not Bell.NONE and _may_ring(digest, bell, now))


def next_look(digest: Digest, now: datetime) -> datetime | None:
    """When time alone asks to show it anew; None where it shows everything."""
    times = []
    if digest.is_stale:
        times.append(now if digest.shown_at is None else digest.shown_at + REFRESH_GAP)
    if digest.bell is not Bell.NONE and digest.rang_at is not None:
        times.append(digest.rang_at + RINGS_AFTER[digest.bell])
    return min(times, default=None)


def shown(digest: Digest, rang: bool, now: datetime) -> Digest:
    """As it is once it has been put on its way."""
    if rang:
        return replace(digest, rang_at=now, shown_at=now, bell=Bell.NONE, is_stale=False)
    return replace(digest, shown_at=now, is_stale=False)


def _may_ring(digest: Digest, bell: Bell, now: datetime) -> bool:
    return digest.rang_at is None or not timedelta(0) <= now - digest.rang_at < RINGS_AFTER[bell]
