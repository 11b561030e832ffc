"""Brings the open tickets in line with what the city is now.

Level-triggered: it compares what is with what ought to be, so it may be run at any time, twice, or after a
restart, and does only what is missing. Pure: decisions out, nothing done.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from netwatch.core.lifecycle import PING
from netwatch.core.policy import Policy
from netwatch.core.situation import Cause, Situation
from netwatch.core.state import State
from netwatch.core.ticket import Source, Ticket


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
    into: str


@dataclass(frozen=True, slots=True)
class Close:
    ticket: Ticket
    reason: str


@dataclass(frozen=True, slots=True)
class Reopen:
    ticket: Ticket
    cause: Cause


Decision = OpenFor | Update | MoveUp | Merge | Close | Reopen


@dataclass(frozen=True, slots=True)
class Plan:
    """`again_in`: seconds until time alone may change the outcome, None when it will not."""

    decisions: tuple[Decision, ...]
    again_in: float | None


def reconcile(
    open_tickets: Sequence[Ticket], closed_lately: Sequence[Ticket], situation: Situation, policy: Policy
) -> Plan:
    """What has to happen to the tickets.

    `closed_lately`: closed within `reopen_within`, the latest first. `situation.standing` knows the root devices
    of the open tickets. Merges come after the openings and moves that they refer to.
    """
    by_root = {
        ticket.root.device: ticket
        for ticket in sorted(open_tickets, key=lambda t: t.id, reverse=True)
        if _is_of_probes(ticket) and ticket.root is not None and ticket.root.device is not None
    }
    decisions: list[Decision] = []
    claimed: set[int] = set()
    for cause in situation.causes:
        if cause.device in by_root:
            decisions.append(Update(by_root[cause.device], cause))
            continue
        child = _called_first(cause, by_root, situation, claimed)
        before = _closed_for(cause.device, closed_lately, claimed)
        if child is not None:
            decisions.append(MoveUp(child, cause))
            claimed.add(child.id)
        elif before is not None:
            decisions.append(Reopen(before, cause))
            claimed.add(before.id)
        else:
            decisions.append(OpenFor(cause))
    waits: list[float] = []
    causes = {cause.device for cause in situation.causes}
    for device, ticket in by_root.items():
        if device in causes or ticket.id in claimed:
            continue
        decision = _settle(ticket, device, causes, situation, policy, waits)
        if decision is not None:
            decisions.append(decision)
    return Plan(tuple(decisions), min(waits, default=None))


def _is_of_probes(ticket: Ticket) -> bool:
    return ticket.source is Source.PROBE and ticket.root is not None and ticket.root.condition == PING


def _called_first(
    cause: Cause, by_root: dict[str, Ticket], situation: Situation, claimed: set[int]
) -> Ticket | None:
    """The oldest ticket of a device that has become unreachable through this cause."""
    below = [
        ticket
        for device, ticket in by_root.items()
        if ticket.id not in claimed and _root_of(device, situation) == cause.device
    ]
    return min(below, key=lambda ticket: ticket.id, default=None)


def _closed_for(device: str, closed_lately: Sequence[Ticket], claimed: set[int]) -> Ticket | None:
    return next(
        (
            ticket
            for ticket in closed_lately
            if _is_of_probes(ticket) and ticket.root is not None and ticket.root.device == device
            and ticket.id not in claimed
        ),
        None,
    )


def _root_of(device: str, situation: Situation) -> str | None:
    standing = situation.standing.get(device)
    return standing.root if standing is not None else None


def _settle(
    ticket: Ticket, device: str, causes: set[str], situation: Situation, policy: Policy, waits: list[float]
) -> Decision | None:
    """What becomes of a ticket whose root is no cause now."""
    standing = situation.standing.get(device)
    if standing is None:
        return Close(ticket, f"{device} is no longer in the inventory")
    if standing.state is State.UNREACHABLE and standing.root in causes:
        return Merge(ticket, standing.root)
    if standing.state is not State.UP:
        return None
    if standing.healthy_for is None:
        waits.append(policy.interval)
        return None
    if standing.healthy_for < policy.close_after:
        waits.append(policy.close_after - standing.healthy_for)
        return None
    return Close(ticket, f"{device} has answered steadily for {standing.healthy_for:.0f} s")
