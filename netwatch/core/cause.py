"""What a confirmed silence means: the device itself, or somebody on the way to it.

Cause before noise: a device is called down only when one of its parents has answered a probe that was sent after
the device's first miss had been noticed. All times are seconds of one monotonic clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from netwatch.core.detect import Health, MissRun
from netwatch.core.policy import Policy
from netwatch.core.state import State


class Witness(Enum):
    """What a parent says about its child's silence."""

    ALIVE = "answered after the miss"
    GONE = "silent itself"
    PENDING = "not heard yet"


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent as its child's judge sees it. `answered_at`: when the latest answered probe was sent.

    `answering_since`: when the first of its unbroken answers was sent.
    """

    id: str
    health: Health
    answered_at: float
    answering_since: float = float("-inf")


class Verdict(Enum):
    DOWN = "down"
    UNREACHABLE = "unreachable"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict, why, and which parents have to be probed before there can be one."""

    verdict: Verdict
    reason: str
    ask: tuple[str, ...] = ()


def testify(parent: Parent, run: MissRun) -> Witness:
    """What this parent says about a child's misses."""
    health = parent.health
    if health.is_silent:
        return Witness.GONE if health.wins == 0 else Witness.PENDING
    if health.run is not None:
        return Witness.PENDING
    if health.state is State.UP and run.is_contradicted(parent.answered_at, parent.answering_since):
        return Witness.ALIVE
    return Witness.PENDING


def find_cause(health: Health, parents: Sequence[Parent], at: float, policy: Policy, failover: float) -> Finding:
    """Judges a device whose run of misses is confirmed; `failover` in seconds, for devices with several parents."""
    run = health.run
    if run is None or run.confirmed_at is None:
        return Finding(Verdict.WAIT, "the misses are not confirmed")
    missed = f"{run.misses} probes missed in {at - run.first_sent_at:.1f} s"
    if not parents:
        return Finding(Verdict.DOWN, missed)
    heard = {parent.id: testify(parent, run) for parent in parents}
    alive = [parent for parent in parents if heard[parent.id] is Witness.ALIVE]
    pending = [name for name, witness in heard.items() if witness is Witness.PENDING]
    if alive:
        return _with_a_living_parent(health, alive, len(parents), missed, at, policy, failover)
    # A parent that we fail to ask through our own fault stays pending too: an error says nothing about it.
    if pending and at - run.noticed_at < policy.same_cause_window + failover:
        return Finding(Verdict.WAIT, f"{missed}; waits for {', '.join(pending)}", tuple(pending))
    if all(witness is Witness.GONE for witness in heard.values()):
        return Finding(Verdict.UNREACHABLE, f"{missed}; no answer from {', '.join(heard)}")
    unheard = [name for name, witness in heard.items() if witness is not Witness.GONE]
    return Finding(Verdict.DOWN, f"{missed}; {', '.join(unheard)} could not be asked")


def _with_a_living_parent(
    health: Health, alive: Sequence[Parent], parents: int, missed: str, at: float, policy: Policy, failover: float
) -> Finding:
    run = health.run
    assert run is not None
    names = ", ".join(parent.id for parent in alive)
    if parents > 1 and run.confirmed_at is not None and at < run.confirmed_at + failover:
        return Finding(Verdict.WAIT, f"{missed}; may come back by its other path")
    if health.state is State.UNREACHABLE:
        back_for = max(at - parent.health.since for parent in alive)
        if back_for < policy.close_after:
            return Finding(Verdict.WAIT, f"{missed}; {names} is back for {back_for:.0f} s only")
        return Finding(Verdict.DOWN, f"still silent {back_for:.0f} s after {names} came back")
    return Finding(Verdict.DOWN, f"{missed}; {names} {'answers' if len(alive) == 1 else 'answer'}")
