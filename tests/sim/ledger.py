"""The tickets that the real decisions make of a simulated city, kept in memory, with what the Kasi is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from netwatch.core.change import SYSTEM, Change
from netwatch.core.lifecycle import calm, close, merge, move_up, open_for, reopen, update
from netwatch.core.monitor_incident import watch_monitor
from netwatch.core.news import Closed, FlappingEnded, FlappingStarted, Merged, MovedUp, Opened, Reopened
from netwatch.core.reconcile import Calm, Close, Merge, MoveUp, OpenFor, Reopen, Update, devices_of, reconcile
from netwatch.core.situation import CauseKey, sum_up
from netwatch.core.ticket import Source, Ticket
from sop.document import load_shipped
from tests.sim.watch import Watch

START = datetime(2026, 1, 1, tzinfo=UTC)
SETTLE = 0.1
SOP = load_shipped()
TOLD = (Opened, Reopened, Closed, MovedUp, Merged, FlappingStarted, FlappingEnded)


@dataclass
class Life:
    """One ticket's life in simulated seconds: when it was open for which root, and who was said to be behind it.

    `roots`: since when it was for which device, or `power at SITE`. `first`: the devices it was opened for.
    """

    id: int
    source: Source
    opened: float
    first: tuple[str, ...] = ()
    roots: list[tuple[float, str]] = field(default_factory=list)
    closings: list[tuple[float, tuple[str, ...]]] = field(default_factory=list)
    reopenings: list[float] = field(default_factory=list)
    impacted: frozenset[str] = frozenset()
    merged: bool = False

    @property
    def root(self) -> str:
        return self.roots[-1][1]

    def was_open(self, start: float, end: float) -> bool:
        """At any moment between the two."""
        begins = [self.opened, *self.reopenings]
        ends = [at for at, _ in self.closings] + [float("inf")] * (len(begins) - len(self.closings))
        return any(b <= end and e >= start for b, e in zip(begins, ends, strict=True))


class Ledger:
    def __init__(self, watch: Watch, tell: Callable[[str], None]) -> None:
        self.watch = watch
        self.tell = tell
        self.lives: dict[int, Life] = {}
        self.messages: Counter[str] = Counter()
        self._open: dict[int, Ticket] = {}
        self._closed: dict[int, Ticket] = {}
        self._looks_at = float("inf")
        watch.on_change = self._soon

    @property
    def open(self) -> list[Ticket]:
        return list(self._open.values())

    def _now(self) -> datetime:
        return START + timedelta(seconds=self.watch.now)

    def _soon(self) -> None:
        self._look_at(self.watch.now + SETTLE)

    def _look_at(self, when: float) -> None:
        if when < self._looks_at:
            self._looks_at = when
            self.watch.at(when, lambda: self._look(when))

    def _look(self, planned_for: float) -> None:
        if planned_for != self._looks_at:
            return  # an earlier look has been planned since
        self._looks_at = float("inf")
        now, policy = self._now(), self.watch.policy
        opened = sorted(self._open.values(), key=lambda t: t.id)
        limit = now - timedelta(seconds=policy.reopen_within)
        lately = sorted(
            (t for t in self._closed.values() if t.closed_at and t.closed_at >= limit),
            key=lambda t: t.closed_at or now, reverse=True,
        )
        roots = {device for ticket in opened for device in devices_of(ticket)}
        self.watch.catch_up(roots)
        situation = sum_up(self.watch.city, self.watch.now, roots)
        plan = reconcile(opened, lately, situation, policy)
        by_cause: dict[CauseKey, int] = {}
        inventory = self.watch.inventory
        for decision in plan.decisions:
            match decision:
                case OpenFor(cause):
                    change = open_for(cause, str(len(self.lives) + 1), inventory, SOP, now)
                case Update(before, cause):
                    change = update(before, cause, inventory, now)
                case MoveUp(before, cause):
                    change = move_up(before, cause, inventory, now)
                case Reopen(before, cause):
                    change = reopen(before, cause, inventory, SOP, now)
                case Calm(before):
                    change = calm(before)
                case Merge(before, into):
                    change = merge(before, by_cause.get(into, 0), SOP, now)
                case Close(before, reason):
                    change = close(before, SOP, now, SYSTEM, reason)
            self._keep(change, by_cause)
        incident = next((t for t in opened if t.source is Source.MONITOR), None)
        if (monitor := watch_monitor(incident, situation, SOP, now)) is not None:
            self._keep(monitor, by_cause)
        if any(ticket.source is Source.MONITOR for ticket in self.open):
            self._look_at(self.watch.now + policy.interval)
        if plan.again_in is not None:
            self._look_at(self.watch.now + max(plan.again_in, SETTLE))

    def _keep(self, change: Change, by_cause: dict[CauseKey, int]) -> None:
        ticket, at = change.ticket, self.watch.now
        if ticket.id == 0:
            ticket = replace(ticket, id=len(self.lives) + 1)
            self.lives[ticket.id] = Life(ticket.id, ticket.source, at, devices_of(ticket))
        life = self.lives[ticket.id]
        assert ticket.root is not None
        root = ticket.root.device or f"{ticket.root.condition} at {ticket.site}"
        if not life.roots or life.root != root:
            life.roots.append((at, root))
        if ticket.is_open:
            by_cause[ticket.root, ticket.site] = ticket.id
        for news in change.news:
            if isinstance(news, TOLD):
                self.messages[type(news).__name__] += 1
            if isinstance(news, Closed | Merged):
                life.closings.append((at, devices_of(ticket)))
                life.merged = isinstance(news, Merged)
            if isinstance(news, Reopened):
                life.reopenings.append(at)
        life.impacted = frozenset(i.device for i in ticket.impacted if i.confirmed)
        for entry in change.entries:
            self.tell(f"  ticket {ticket.id} {entry.event}: {entry.detail[:160]}")
        self._open.pop(ticket.id, None)
        self._closed.pop(ticket.id, None)
        (self._open if ticket.is_open else self._closed)[ticket.id] = ticket

