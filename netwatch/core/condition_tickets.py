"""Brings the tickets of conditions in line with what the devices say now.

Level-triggered like `reconcile`, and beside it: it compares what is with what ought to be, may be run at any time,
twice, or after a restart, and does only what is missing. Pure: decisions out, nothing done.

One ticket a cause. A port that fell because the device behind it did has no ticket of its own; where its ticket was
first, it becomes the device's, under the same number. A UPS on battery and a device of its site that is down say
different things, what will fail and what has fallen. But once the site has lost its power, several devices at once or
everything that was left, they are one, and the UPS's ticket becomes that of the outage.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netwatch.core.condition_view import Ailment, ConditionView
from netwatch.core.conditions import ups
from netwatch.core.policy import Policy
from netwatch.core.priority import raised
from netwatch.core.reconcile import PATIENCE
from netwatch.core.site_power import POWER
from netwatch.core.situation import PING
from netwatch.core.state import ConditionState
from netwatch.core.ticket import RootCause, Source, Ticket


@dataclass(frozen=True, slots=True)
class OpenFor:
    ailment: Ailment


@dataclass(frozen=True, slots=True)
class Worsen:
    ticket: Ticket
    ailment: Ailment


@dataclass(frozen=True, slots=True)
class Reopen:
    ticket: Ticket
    ailment: Ailment


@dataclass(frozen=True, slots=True)
class Close:
    ticket: Ticket
    reason: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """The ticket becomes that of `device`, which is down."""

    ticket: Ticket
    device: str
    reason: str


@dataclass(frozen=True, slots=True)
class Merge:
    """`ticket` is closed because its cause is the ticket's with the number `into`."""

    ticket: Ticket
    into: int


Decision = OpenFor | Worsen | Reopen | Close
Uniting = HandOver | Merge


@dataclass(frozen=True, slots=True)
class Plan:
    """`again_in`: seconds until time alone may change the outcome, None when it will not."""

    decisions: tuple[Decision, ...]
    again_in: float | None


def unite(open_tickets: Sequence[Ticket], view: ConditionView) -> list[Uniting]:
    """The tickets of conditions whose cause has turned out to be an outage.

    To be done before the outages' own tickets are looked after: a ticket that is handed over is one of theirs then.
    Of two the older number stays.
    """
    decisions: list[Uniting] = []
    ailments = {ailment.cause: ailment for ailment in view.ailments}
    outages = _outages(open_tickets)
    for cause, ticket in _of_conditions(open_tickets).items():
        blackout = _blackout(open_tickets, ticket.site) if cause.condition == ups.KEY else None
        if blackout is not None:
            decisions.append(Merge(ticket, blackout.id))
            continue
        found = _outage_behind(cause, ailments.get(cause), view)
        if found is None:
            continue
        device, reason = found
        other = outages.get(device)
        if other is not None and other.id < ticket.id:
            decisions.append(Merge(ticket, other.id))
            continue
        decisions.append(HandOver(ticket, device, reason))
        if other is not None:
            decisions.append(Merge(other, ticket.id))
        outages[device] = ticket
    return decisions


def _outage_behind(cause: RootCause, ailment: Ailment | None, view: ConditionView) -> tuple[str, str] | None:
    """The device whose outage this condition is a part of, and why."""
    if cause.condition.startswith("if:") and ailment is not None:
        fallen = next((n for n in ailment.neighbours if n.is_cause and n.fell_with), None)
        if fallen is not None:
            port = ailment.status.name
            return fallen.device, f"{port} of {cause.device} leads to {fallen.device}, which fell silent with it"
    standing = view.standing.get(cause)
    if cause.condition == ups.KEY and standing is not None and standing.outage is not None:
        status = standing.status
        if status is not None and status.state is ConditionState.PROBLEM:
            return standing.outage, f"{cause.device} was on battery when the site lost its power"
    return None


def look_after(
    open_tickets: Sequence[Ticket],
    closed_lately: Sequence[Ticket],
    ignored: Sequence[Ticket],
    view: ConditionView,
    policy: Policy,
) -> Plan:
    """What has to happen to the tickets of conditions.

    `open_tickets`: of all kinds, as they are once the outages have theirs. `closed_lately`: closed within
    `reopen_within` and not to be left so. `ignored`: closed by hand, and what they were for has not been well since.
    `view.standing` knows the conditions of the open tickets.
    """
    mine, before = _of_conditions(open_tickets), _of_conditions(closed_lately)
    known, let_be = set(mine), _of_conditions(ignored)
    decisions: list[Decision] = []
    waits: list[float] = []
    for ailment in view.ailments:
        ticket = mine.get(ailment.cause)
        if ticket is not None:
            higher = raised(ticket.priority, ailment.priority)
            if higher is not ticket.priority and ticket.priority_by is None:
                decisions.append(Worsen(ticket, ailment))
            continue
        if ailment.cause in let_be:
            continue
        excuse = excuse_for(ailment, open_tickets, known, policy)
        if excuse is not None:
            waits += [] if excuse.again_in is None else [excuse.again_in]
            continue
        known.add(ailment.cause)
        closed = before.get(ailment.cause)
        decisions.append(OpenFor(ailment) if closed is None else Reopen(closed, ailment))
    for cause, ticket in mine.items():
        decisions += _settle(ticket, cause, view, policy, waits)
    return Plan(tuple(decisions), min(waits, default=None))


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why a problem has no ticket of its own now, and when time alone may change that."""

    reason: str
    again_in: float | None = None


def excuse_for(
    ailment: Ailment, open_tickets: Sequence[Ticket], known: set[RootCause], policy: Policy
) -> Excuse | None:
    """None where it gets its ticket. `known`: the conditions that have one, or get one in this look."""
    match ailment.status.family:
        case "if":
            return next(_excuses_of_a_port(ailment, open_tickets, known, policy), None)
        case "temp":
            other = next((c for c in known if c.device == ailment.device and c.condition.startswith("temp:")), None)
            return None if other is None else Excuse(f"{other.condition} of the same device has a ticket")
        case "ups":
            blackout = _blackout(open_tickets, ailment.site)
            return None if blackout is None else Excuse(f"ticket {blackout.id} says that the site has no power")
        case _:
            return None if ailment.follows is None else Excuse(f"{ailment.follows}, further up, has most of it")


def _excuses_of_a_port(
    ailment: Ailment, open_tickets: Sequence[Ticket], known: set[RootCause], policy: Policy
) -> Iterator[Excuse]:
    outages = _outages(open_tickets)
    ticketed = {impact.device: ticket.id for ticket in outages.values() for impact in ticket.impacted}
    ticketed |= {device: ticket.id for device, ticket in outages.items()}
    window = policy.same_cause_window
    for other in ailment.neighbours:
        leads = f"it leads to {other.device}" if other.is_named else f"it may lead to {other.device}"
        if other.is_silent and (other.is_named or other.fell_with):
            yield Excuse(f"{leads}, which is silent", policy.interval)
        elif other.back_since:
            yield Excuse(f"{leads}, which came back after the port was read last", policy.interval)
        elif other.is_named and other.device in ticketed:
            yield Excuse(f"{leads}, which has ticket {ticketed[other.device]}")
        elif not other.heard_since and ailment.lasts < window:
            yield Excuse(f"{leads}, which was not heard since", window - ailment.lasts)
        elif other.far_end is not None and RootCause(other.device, other.far_end) in known:
            yield Excuse(f"{leads}, whose end of the same link has a ticket")


def is_of_condition(ticket: Ticket) -> bool:
    """Whether it is the probes' ticket for a condition other than ping."""
    return bool(_of_conditions([ticket]))


def still_ill(ticket: Ticket, view: ConditionView) -> bool:
    """Whether the condition of a ticket that was closed by hand has not been well since; `view.standing` has to know
    it. False for tickets of other kinds."""
    cause = next(iter(_of_conditions([ticket])), None)
    if cause is None:
        return False
    standing = view.standing.get(cause)
    if standing is None or (standing.is_known and not standing.is_heard):
        return True
    return standing.is_known and standing.is_watched and standing.steady_for is None


def _settle(
    ticket: Ticket, cause: RootCause, view: ConditionView, policy: Policy, waits: list[float]
) -> list[Decision]:
    """What becomes of a ticket whose condition may be healthy."""
    standing = view.standing.get(cause)
    if standing is None:
        return []
    if not standing.is_known:
        return [Close(ticket, f"{cause.device} is no longer in the inventory")]
    if not standing.is_heard:
        return []
    if not standing.is_watched:
        return [Close(ticket, f"{cause.condition} of {cause.device} is no longer watched")]
    if standing.steady_for is None or _is_still_hot(cause, view):
        return []
    needed = policy.close_after * PATIENCE[min(ticket.reopened, len(PATIENCE) - 1)]
    if standing.steady_for < needed:
        waits.append(needed - standing.steady_for)
        return []
    return [Close(ticket, f"{cause.condition} of {cause.device} has been well for {standing.steady_for:.0f} s")]


def _is_still_hot(cause: RootCause, view: ConditionView) -> bool:
    """Whether another sensor of the device keeps the ticket open: the device has one for all of them."""
    return cause.condition.startswith("temp:") and any(
        ailment.device == cause.device and ailment.status.family == "temp" for ailment in view.ailments
    )


def _of_conditions(tickets: Sequence[Ticket]) -> dict[RootCause, Ticket]:
    """The probes' tickets for conditions other than ping, the oldest first."""
    return {
        ticket.root: ticket
        for ticket in sorted(tickets, key=lambda t: t.id)
        if ticket.source is Source.PROBE and ticket.root is not None
        and ticket.root.device is not None and ticket.root.condition != PING
    }


def _outages(tickets: Sequence[Ticket]) -> dict[str, Ticket]:
    """The tickets of devices that are down, by their device."""
    return {
        ticket.root.device: ticket
        for ticket in tickets
        if ticket.source is Source.PROBE and ticket.root is not None
        and ticket.root.device is not None and ticket.root.condition == PING
    }


def _blackout(tickets: Sequence[Ticket], site: str | None) -> Ticket | None:
    """The site's ticket for lost power."""
    return next(
        (t for t in tickets if t.root is not None and t.root.condition == POWER and t.site == site), None
    )
