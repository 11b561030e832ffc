"""The machine that walks a ticket through the SOP's steps.

A ticket's progress is a tuple of `Step`, one for each step of the document, in order. The limits run one
after the other: a step's clock starts when the step before it is done. All functions are pure; `now` is an
aware datetime in UTC.
"""

from dataclasses import dataclass
from datetime import datetime

from sop.role import Role


@dataclass(frozen=True, slots=True)
class Step:
    """How far one step of the SOP has come.

    `due_at` is None where the step has no limit or its clock has not started. `skipped` is set when the step
    ended without being done by its actor (passed over by a later step, or not needed any more); then
    `done_at` says when and `done_by` by whom or what.
    """

    no: int
    role: Role
    started_at: datetime | None = None
    due_at: datetime | None = None
    done_at: datetime | None = None
    done_by: str | None = None
    breached: bool = False
    skipped: bool = False


Progress = tuple[Step, ...]
