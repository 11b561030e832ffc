"""One device's health from its probes' outcomes: suspicion, confirmation, recovery.

Pure: `judge_answer` and `judge_miss` take a `Health` and a probe and return the next `Health`. What a confirmed
run of misses means (down, or unreachable behind somebody else) is decided in `cause`.

All times are seconds of one monotonic clock. `DEGRADED` is no health of this kind: it is shown for a device
that answers while one of its other conditions has a problem.
"""

from dataclasses import dataclass, replace

from netwatch.core.confirm import misses_needed
from netwatch.core.policy import Policy
from netwatch.core.state import State

STEADY = 1.0
"""Seconds of unbroken answers after a miss before they say that the way is good again."""


@dataclass(frozen=True, slots=True)
class MissRun:
    """Misses in a row, not interrupted by an answer to a probe sent after the first of them.

    `first_sent_at` when the first missed probe was sent, `noticed_at` when its timeout passed,
    `confirmed_at` when the run became proof, None before.
    """

    first_sent_at: float
    noticed_at: float
    misses: int
    confirmed_at: float | None = None
    last_sent_at: float = float("-inf")

    def is_contradicted(self, answered_at: float, answering_since: float) -> bool:
        """Whether who has answered without a break from `answering_since` to `answered_at` (when those probes were
        sent) was there while these were missed.

        Who fell silent meanwhile and answers again may have lost the same probes for the same cause: when a way is
        mended, a parent answers first; and of a hundred probes one slips through a way that is as good as lost.
        """
        if answered_at < self.noticed_at:
            return False
        steady = answered_at - answering_since >= STEADY
        return answering_since <= self.first_sent_at or (steady and answering_since <= self.last_sent_at)


@dataclass(frozen=True, slots=True)
class Health:
    """What is held of one device.

    `since`: when `state` began. `run`: the misses that have not led to a verdict yet. `wins`: answers in a row while
    silent. `fell_at`: the first missed probe of the silence that lasts. `released_at`: since when an unreachable
    device has a living way to it again and is judged by what it answers from then on; None while it has none.
    """

    state: State = State.UNKNOWN
    since: float = 0.0
    reason: str = "not probed yet"
    run: MissRun | None = None
    wins: int = 0
    fell_at: float | None = None
    released_at: float | None = None

    @property
    def is_silent(self) -> bool:
        return self.state in (State.DOWN, State.UNREACHABLE)


def was_interrupted(health: Health, sent_at: float) -> bool:
    """Whether an answer to a probe sent at `sent_at` is the first one after a miss; before it is judged."""
    if health.run is not None:
        return sent_at > health.run.first_sent_at
    return health.is_silent and health.wins == 0


def judge_answer(health: Health, sent_at: float, at: float, policy: Policy) -> Health:
    """An answer to a probe sent at `sent_at` arrived at `at`."""
    if health.run is not None and sent_at <= health.run.first_sent_at:
        return health
    if health.state is State.UP:
        return health if health.run is None else replace(health, run=None)
    if health.state is State.UNKNOWN:
        return Health(State.UP, at, "answers")
    wins = health.wins + 1
    if wins < policy.recover_probes:
        return replace(health, wins=wins, run=None)
    return Health(State.UP, at, f"{wins} answers in a row")


def judge_miss(health: Health, sent_at: float, at: float, loss: float, policy: Policy) -> Health:
    """A probe sent at `sent_at` was not answered by `at`; `loss` is what the path has lost lately, 0 to 1."""
    if health.state is State.DOWN:
        return replace(health, wins=0) if health.wins else health
    if health.state is State.UNREACHABLE and (health.released_at is None or sent_at < health.released_at):
        return replace(health, wins=0) if health.wins else health
    run = health.run
    if run is None:
        run = MissRun(first_sent_at=sent_at, noticed_at=at, misses=1, last_sent_at=sent_at)
    else:
        run = replace(
            run,
            first_sent_at=min(run.first_sent_at, sent_at), misses=run.misses + 1,
            last_sent_at=max(run.last_sent_at, sent_at),
        )
    if run.confirmed_at is None and (
        run.misses >= misses_needed(loss, policy) or at - run.noticed_at >= policy.confirm_max
    ):
        run = replace(run, confirmed_at=at)
    return replace(health, run=run, wins=0)


def call_down(health: Health, at: float, reason: str) -> Health:
    """The verdict on a confirmed run: the device itself, or the link to it, has failed."""
    return Health(State.DOWN, at, reason, fell_at=_fell_at(health, at))


def call_unreachable(health: Health, at: float, reason: str) -> Health:
    """The verdict on a confirmed run: the way to the device has failed further up."""
    since = health.since if health.state is State.UNREACHABLE else at
    return Health(State.UNREACHABLE, since, reason, fell_at=_fell_at(health, at))


def release(health: Health, at: float) -> Health:
    """The way to an unreachable device is back: from now on its own answers count, nothing from before."""
    return replace(health, released_at=at, run=None, wins=0)


def pace(health: Health, policy: Policy) -> float:
    """Seconds from one probe of this device to the next."""
    if health.run is not None:
        waits_for_grace = health.state is State.UNREACHABLE and health.run.confirmed_at is not None
        return policy.interval if waits_for_grace else policy.confirm_spacing
    if health.is_silent and (health.wins > 0 or health.released_at is not None):
        return policy.recover_spacing
    return policy.interval


def _fell_at(health: Health, at: float) -> float:
    if health.fell_at is not None:
        return health.fell_at
    return health.run.first_sent_at if health.run is not None else at
