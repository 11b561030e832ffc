"""Brings the open tickets in line with what the city is now.

Level-triggered: it compares what is with what ought to be, so it may be run at any time, twice, or after a
restart, and does only what is missing. Pure: decisions out, nothing done.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from netwatch.core.policy import Policy
from netwatch.core.site_power import POWER, gather_power
from netwatch.core.situation import PING, Cause, CauseKey, Situation, Standing
from netwatch.core.state import State
from netwatch.core.ticket import Source, Ticket

PATIENCE = (1, 8)
"""How much longer than `close_after` health has to last the more often a ticket was reopened: what fails every few
minutes is one ticket, and not a message every few minutes."""


@dataclass(frozen=True, slots=True)
class OpenFor:
    cause: Cause


@dataclass(frozen=True, slots=True)
class Update:
    ticket: Ticket
    cause: Cause


@dataclass(frozen=True, slots=True)
class MoveUp:
    ticket: Ticket
    cause: Cause


@dataclass(frozen=True, slots=True)
class Merge:
    """`into`: the cause whose ticket swallows this one."""

    ticket: Ticket
    into: CauseKey


@dataclass(frozen=True, slots=True)
class Calm:
    """Its root no longer flaps; the ticket goes on until it is healthy."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Close:
    ticket: Ticket
    reason: str


@dataclass(frozen=True, slots=True)
class Reopen:
    ticket: Ticket
    cause: Cause


Decision = OpenFor | Update | MoveUp | Merge | Calm | Close | Reopen


@dataclass(frozen=True, slots=True)
class Plan:
    """`again_in`: seconds until time alone may change the outcome, None when it will not."""

    decisions: tuple[Decision, ...]
    again_in: float | None


def devices_of(ticket: Ticket) -> tuple[str, ...]:
    """The devices whose health decides on the ticket; none where it is not of the probes."""
    if ticket.source is not Source.PROBE or ticket.root is None:
        return ()
    if ticket.root.condition == POWER:
        return tuple(impact.device for impact in ticket.impacted)
    return (ticket.root.device,) if ticket.root.condition == PING and ticket.root.device is not None else ()


def reconcile(
    open_tickets: Sequence[Ticket], closed_lately: Sequence[Ticket], situation: Situation, policy: Policy
) -> Plan:
    """What has to happen to the tickets.

    `closed_lately`: closed within `reopen_within`, the latest first. `situation.standing` knows the devices of the
    open tickets. Merges come after the openings and moves that they refer to. While the monitor is cut off nothing
    has to happen: what is seen then says nothing about the city.
    """
    if situation.isolated is not None:
        return Plan((), None)
    ours = sorted((t for t in open_tickets if devices_of(t)), key=lambda t: t.id, reverse=True)
    by_key = {_key(ticket): ticket for ticket in ours}
    causes = {cause.key: cause for cause in gather_power(situation.causes, ours, policy)}
    decisions: list[Decision] = []
    waits: list[float] = []
    claimed: set[int] = set()
    for key, cause in causes.items():
        if cause.calm_in is not None:
            waits.append(cause.calm_in)
        if key in by_key:
            decisions.append(Update(by_key[key], cause))
            continue
        earlier = _called_first(cause, by_key.values(), situation, claimed)
        before = _closed_for(key, closed_lately, claimed)
        if earlier is not None:
            decisions.append(MoveUp(earlier, cause))
            claimed.add(earlier.id)
        elif cause.unsettled:
            waits.append(policy.confirm_spacing)
        elif before is not None:
            decisions.append(Reopen(before, cause))
            claimed.add(before.id)
        else:
            decisions.append(OpenFor(cause))
    for key, ticket in by_key.items():
        if key not in causes and ticket.id not in claimed:
            decisions += _settle(ticket, causes, situation, policy, waits)
    return Plan(tuple(decisions), min(waits, default=None))


def _key(ticket: Ticket) -> CauseKey:
    assert ticket.root is not None
    return ticket.root, ticket.site


def _called_first(
    cause: Cause, tickets: Iterable[Ticket], situation: Situation, claimed: set[int]
) -> Ticket | None:
    """The oldest ticket whose devices turn out to be silent through this cause, or to have fallen together with it."""

    def is_of_it(device: str) -> bool:
        return device in cause.devices or situation.roots.get(device) in cause.devices

    found = (t for t in tickets if t.id not in claimed and any(map(is_of_it, _silent(t, situation))))
    return min(found, key=lambda ticket: ticket.id, default=None)


def _silent(ticket: Ticket, situation: Situation) -> list[str]:
    standing = situation.standing
    return [d for d in devices_of(ticket) if d in standing and (standing[d].state is not State.UP or standing[d].root)]


def _closed_for(key: CauseKey, closed_lately: Sequence[Ticket], claimed: set[int]) -> Ticket | None:
    return next((t for t in closed_lately if devices_of(t) and _key(t) == key and t.id not in claimed), None)


def _settle(
    ticket: Ticket, causes: Mapping[CauseKey, Cause], situation: Situation, policy: Policy, waits: list[float]
) -> list[Decision]:
    """What becomes of a ticket whose root is no cause now."""
    standings = {d: s for d in devices_of(ticket) if (s := situation.standing.get(d)) is not None}
    if not standings:
        return [Close(ticket, f"{', '.join(devices_of(ticket))} left the inventory")]
    into = _swallowed_by(standings.values(), causes)
    if into is not None:
        return [Merge(ticket, into)]
    calm: list[Decision] = []
    if ticket.flapping:
        flapping_for = [s.calm_in for s in standings.values() if s.calm_in is not None]
        if flapping_for:
            waits.append(max(flapping_for))
            return []
        calm = [Calm(ticket)]
    if any(standing.state is not State.UP for standing in standings.values()):
        return calm
    healthy = [standing.healthy_for for standing in standings.values() if standing.healthy_for is not None]
    if len(healthy) < len(standings):
        waits.append(policy.interval)
        return calm
    needed = policy.close_after * PATIENCE[min(ticket.reopened, len(PATIENCE) - 1)]
    if min(healthy) < needed:
        waits.append(needed - min(healthy))
        return calm
    return [*calm, Close(ticket, f"{', '.join(standings)} answered steadily for {min(healthy):.0f} s")]


def _swallowed_by(standings: Iterable[Standing], causes: Mapping[CauseKey, Cause]) -> CauseKey | None:
    """The cause through which all of the devices that are silent are so, where there is one."""
    silencing = {standing.root for standing in standings if standing.state is not State.UP or standing.root is not None}
    if len(silencing) != 1:
        return None
    root = silencing.pop()
    return next((key for key, cause in causes.items() if root in cause.devices), None)
