"""The ticket as it stands: immutable values; what changes them lives in the files beside this one.

Times are aware datetimes in UTC.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from netwatch.core.port_seen import PortSeen
from sop.machine import Progress


class Status(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Source(StrEnum):
    PROBE = "probe"
    CITIZEN = "citizen"
    MONITOR = "monitor"


class Priority(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class RepairReportStatus(StrEnum):
    NONE = "none"
    OUTSTANDING = "outstanding"
    FILED = "filed"


@dataclass(frozen=True, slots=True)
class RootCause:
    """`device` is an inventory id, None for causes without one; `condition` is a condition key (`ping` …)."""

    device: str | None
    condition: str


@dataclass(frozen=True, slots=True)
class Impact:
    """A device behind the root cause. `confirmed` once its own misses were confirmed."""

    device: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class CitizenReport:
    """`phone` in E.164 or None; `channel` is telepon, wa, sms or telegram. Personal data: never log it.

    `draft` is the id of the draft that it came from, by which it is found again; None before it is settled.
    `repeats`: the same citizen had reported this ticket before, so it is not counted.
    """

    at: datetime
    taken_by: str
    channel: str
    text: str = field(repr=False)
    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    called_back_at: datetime | None = None
    draft: int | None = None
    repeats: bool = False


class RepairState(StrEnum):
    DRAFT = "draft"  # being written
    FILED = "filed"  # waits for the Kepala Seksi
    RETURNED = "returned"  # the Kepala Seksi wants it mended
    ACCEPTED = "accepted"  # nothing changes it any more


@dataclass(frozen=True, slots=True)
class RepairReport:
    """`at` and `by`: when and by whom it was filed last, until then when and by whom it was begun.

    `filings` counts how often it was filed; `judged_by` and `judged_at` are the Kepala Seksi's last word on it, and
    `remark` what was to be mended.
    """

    at: datetime
    by: str
    cause: str = ""
    action: str = ""
    material: str = ""
    state: RepairState = RepairState.DRAFT
    filings: int = 0
    judged_by: str | None = None
    judged_at: datetime | None = None
    remark: str = ""


class Stage(StrEnum):
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of a repair; `report` is its report's place in the ticket, `stage` whether it shows the damage.

    `file_id` and `unique_id` are Telegram's names for it; `size` is what Telegram says, in bytes. Once it has been
    fetched, `file` is its path below the data folder and `sha256` its digest in hex; `problem` says why it never
    will be. `dropped`: taken back by the team.
    """

    report: int
    stage: Stage
    at: datetime
    by: str
    file_id: str = field(repr=False)
    unique_id: str = field(repr=False)
    size: int | None = None
    is_document: bool = False
    caption: str = ""
    file: str | None = None
    sha256: str | None = None
    problem: str | None = None
    dropped: bool = False

    @property
    def is_waiting(self) -> bool:
        """Still to be fetched."""
        return self.file is None and self.problem is None and not self.dropped


@dataclass(frozen=True, slots=True)
class Evidence:
    at: datetime
    source: str
    summary: str
    text: str = ""


class Dismissal(StrEnum):
    """What somebody said who closed a ticket by hand."""

    CLOSED = "closed"
    NOT_A_FAULT = "not_a_fault"


@dataclass(frozen=True, slots=True)
class Mark:
    """Who did it, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """The repair cannot go on, for a reason in somebody's words. The SOP's clock does not stop for it."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Closure:
    """Closed by hand, with a reason in somebody's words.

    `until_up`: the device has not been up since; while it is so, its silence opens no ticket.
    """

    kind: Dismissal
    reason: str
    until_up: bool


@dataclass(frozen=True, slots=True)
class Ticket:
    """`id` is 0 until the store has given one. `number` is None for the monitor's own incidents.

    `team` is the id of the team that accepted it or was instructed, None before. `flapping`: its root is up and down
    in turns. `priority_by`: who has set the priority by hand; then it does not change by itself any more.
    `symptom` says to people what the root cause's condition was found at, with its numbers; None where the condition
    says it all.
    `ports`: what those say that lead to the root cause's device.
    `reopened_at`: the last time.
    `repair_reminded`: the team has been reminded of the repair report that it owes.
    """

    id: int
    number: str | None
    status: Status
    opened_at: datetime
    source: Source
    priority: Priority
    root: RootCause | None
    site: str | None
    closed_at: datetime | None = None
    impacted: tuple[Impact, ...] = ()
    steps: Progress = ()
    citizen_reports: tuple[CitizenReport, ...] = ()
    repair_reports: tuple[RepairReport, ...] = ()
    photos: tuple[Photo, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reopened: int = 0
    reopened_at: datetime | None = None
    repair_report: RepairReportStatus = RepairReportStatus.NONE
    repair_reminded: bool = False
    probable_cause: str | None = None
    ports: tuple[PortSeen, ...] = ()
    team: str | None = None
    accepted_by: str | None = None
    flapping: bool = False
    repair_began: Mark | None = None
    hold: Hold | None = None
    priority_by: str | None = None
    closure: Closure | None = None
    symptom: str | None = None

    @property
    def is_open(self) -> bool:
        return self.status is Status.OPEN

    @property
    def step(self) -> int | None:
        """The number of the step in progress; the last one's when all are done; None without steps."""
        if not self.steps:
            return None
        return next((s.no for s in self.steps if s.done_at is None), self.steps[-1].no)

    @property
    def report_count(self) -> int:
        """How many citizens have reported it."""
        return sum(not report.repeats for report in self.citizen_reports)

    @property
    def breaches(self) -> int:
        return sum(s.breached for s in self.steps)
