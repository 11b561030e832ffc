"""What hangs on a ticket, row by row: how each part of the aggregate is written and read back."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Row, Table

from netwatch.core.ticket import CitizenReport, Evidence, Impact, Photo, RepairReport, RepairState, Stage, Ticket
from netwatch.store import schema
from sop.machine import Step
from sop.role import Role


@dataclass(frozen=True, slots=True)
class Part:
    """A tuple of a ticket kept in a table of its own; `field` is its name in the ticket.

    `is_record`: what was once written there is never taken away again.
    """

    table: Table
    field: str
    from_row: Callable[[Row[Any]], Any]
    is_record: bool = True

    def rows(self, ticket: Ticket) -> list[dict[str, Any]]:
        """The rows without their key, in order of position."""
        return [asdict(item) for item in getattr(ticket, self.field)]


def drafted_report(row: Row[Any]) -> CitizenReport:
    """One that is not settled yet."""
    return CitizenReport(
        at=row.at, taken_by=row.taken_by, channel=row.channel, text=row.text, name=row.name, phone=row.phone,
        called_back_at=row.called_back_at,
    )


def _citizen_report(row: Row[Any]) -> CitizenReport:
    return replace(drafted_report(row), draft=row.draft, repeats=row.repeats)


def _impact(row: Row[Any]) -> Impact:
    return Impact(row.device, row.confirmed)


def _step(row: Row[Any]) -> Step:
    return Step(
        no=row.no, role=Role(row.role), started_at=row.started_at, due_at=row.due_at, done_at=row.done_at,
        done_by=row.done_by, breached=row.breached, skipped=row.skipped,
        reminded=row.reminded,
    )


def _repair_report(row: Row[Any]) -> RepairReport:
    return RepairReport(
        at=row.at, by=row.by, cause=row.cause, action=row.action, material=row.material,
        state=RepairState(row.state), filings=row.filings, judged_by=row.judged_by, judged_at=row.judged_at,
        remark=row.remark,
    )


def _photo(row: Row[Any]) -> Photo:
    return Photo(
        report=row.report, stage=Stage(row.stage), at=row.at, by=row.by, file_id=row.file_id, unique_id=row.unique_id,
        size=row.size, is_document=row.is_document, caption=row.caption, file=row.file, sha256=row.sha256,
        problem=row.problem, dropped=row.dropped,
    )


def _evidence(row: Row[Any]) -> Evidence:
    return Evidence(row.at, row.source, row.summary, row.text)


PARTS = (
    Part(schema.ticket_impact, "impacted", _impact, is_record=False),
    Part(schema.ticket_step, "steps", _step, is_record=False),
    Part(schema.citizen_report, "citizen_reports", _citizen_report),
    Part(schema.repair_report, "repair_reports", _repair_report),
    Part(schema.ticket_photo, "photos", _photo),
    Part(schema.evidence, "evidence", _evidence),
)
