"""What happened to a ticket that somebody should hear of, as data; who hears it is decided in `audience`."""

from dataclasses import dataclass
from datetime import datetime

from netwatch.core.ticket import RootCause
from sop.role import Role


@dataclass(frozen=True, slots=True)
class Opened:
    pass


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The SPV has passed a citizen's report on: now it is the Kepala Seksi's."""

    by: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Somebody has received it whose turn it was; nobody else has to do anything."""

    by: str


@dataclass(frozen=True, slots=True)
class Instructed:
    team: str
    by: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A team has taken it; `passed_over` are the numbers of the steps that nobody had done before."""

    team: str
    by: str
    passed_over: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reassigned:
    """Another team is to do it; `was` has it no more."""

    team: str
    was: str
    by: str


@dataclass(frozen=True, slots=True)
class Held:
    """The repair cannot go on; the reason stands in the ticket. `role` is that of who says so."""

    by: str
    role: Role


@dataclass(frozen=True, slots=True)
class Resumed:
    """It goes on."""

    by: str
    role: Role


@dataclass(frozen=True, slots=True)
class Breached:
    """A step's limit has passed. `next_no`: the step that has begun by itself, None when it goes on waiting."""

    no: int
    due_at: datetime
    next_no: int | None


@dataclass(frozen=True, slots=True)
class Reminded:
    """The limit of a step comes near. `until`: when the next reminder, or the breach, makes this one worthless."""

    no: int
    due_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class MovedUp:
    """The true cause lies further up; `was` is what the ticket was opened for."""

    was: RootCause


@dataclass(frozen=True, slots=True)
class Merged:
    """Closed because its cause is another ticket's."""

    into: int


@dataclass(frozen=True, slots=True)
class ReportJoined:
    """A citizen's report was added; `taken_by` is the call taker's name."""

    taken_by: str


@dataclass(frozen=True, slots=True)
class Reopened:
    pass


@dataclass(frozen=True, slots=True)
class FlappingStarted:
    """It is up and down in turns; until that ends the ticket stays open and nobody is told of each turn."""


@dataclass(frozen=True, slots=True)
class FlappingEnded:
    pass


@dataclass(frozen=True, slots=True)
class Worsened:
    """What the ticket is about has become more urgent, and cannot wait for somebody to look at the card."""


@dataclass(frozen=True, slots=True)
class Closed:
    """`by`: netwatch, or the person who said it is done."""

    by: str


@dataclass(frozen=True, slots=True)
class RepairFiled:
    """The repair report, the ticket's last, waits for the Kepala Seksi. `closes`: it has closed the ticket."""

    by: str
    closes: bool = False


@dataclass(frozen=True, slots=True)
class RepairReturned:
    """The Kepala Seksi wants the repair report at `place` mended."""

    by: str
    place: int


@dataclass(frozen=True, slots=True)
class RepairOwed:
    """The team that was on its way has not handed in its repair report."""


News = (
    Opened
    | Forwarded
    | Acknowledged
    | Instructed
    | Accepted
    | Reassigned
    | Held
    | Resumed
    | Breached
    | Reminded
    | MovedUp
    | Merged
    | ReportJoined
    | Reopened
    | FlappingStarted
    | FlappingEnded
    | Worsened
    | RepairFiled
    | RepairReturned
    | RepairOwed
    | Closed
)
