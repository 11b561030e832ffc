"""What follows from the outcome of one probe."""

from dataclasses import dataclass, field

from netwatch.core.state import State


@dataclass(frozen=True, slots=True)
class Transition:
    device: str
    before: State
    after: State
    reason: str


@dataclass(slots=True)
class Advice:
    """`repace`: devices whose pace may have changed, with the one that holds now, in seconds.
    `ask`: devices to be probed once more, now. `notable`: something changed that is no device's state: the monitor's
    uplink was lost or found, a device began to flap.
    """

    transitions: list[Transition] = field(default_factory=list)
    repace: dict[str, float] = field(default_factory=dict)
    ask: set[str] = field(default_factory=set)
    notable: bool = False
