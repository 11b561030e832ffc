"""The repair report: written by the team piece by piece, filed, and judged by the Kepala Seksi.

Pure: the ticket and `now` (aware, UTC) come in, a `Change` or a `Refusal` goes out. Any member of the ticket's team
may go on with what a colleague began. A filed report that is changed has to be filed again; one that was accepted is
changed by nobody.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from netwatch.core.change import Change, Refusal, Why
from netwatch.core.directory import Directory, Person
from netwatch.core.history import Entry
from netwatch.core.lifecycle import close
from netwatch.core.news import News, RepairFiled, RepairReturned
from netwatch.core.press.pressing import Pressing, walk
from netwatch.core.ticket import Photo, RepairReport, RepairReportStatus, RepairState, Source, Stage, Ticket
from sop.document import Sop
from sop.role import Role


class Piece(StrEnum):
    """What is written in words."""

    CAUSE = "cause"
    ACTION = "action"
    MATERIAL = "material"

    def of(self, report: RepairReport) -> str:
        """What the report says of it, '' where nothing was written."""
        return {Piece.CAUSE: report.cause, Piece.ACTION: report.action, Piece.MATERIAL: report.material}[self]


def may_write(ticket: Ticket, person: Person) -> Refusal | None:
    """None for whoever may write the ticket's repair report now."""
    if person.role is not Role.TIM_LAPANGAN:
        return Refusal(Why.NOT_YOURS)
    if ticket.accepted_by is None:
        return Refusal(Why.NOT_YET) if ticket.is_open else Refusal(Why.CLOSED, at=ticket.closed_at)
    another = ticket.team is not None and person.team is not None and person.team != ticket.team
    if another and person.name != ticket.accepted_by:
        return Refusal(Why.OTHER_TEAM, ticket.team)
    if ticket.repair_report is RepairReportStatus.FILED and current(ticket) is None:
        last = ticket.repair_reports[-1]
        return Refusal(Why.ACCEPTED, last.judged_by, last.judged_at)
    return None


def current(ticket: Ticket) -> int | None:
    """The place of the report that is being written or judged; None where the next piece begins a new one."""
    if not ticket.repair_reports:
        return None
    last = ticket.repair_reports[-1]
    unfinished = last.state in (RepairState.DRAFT, RepairState.RETURNED)
    # One that was filed before the ticket was opened again tells of the repair before.
    judged_next = last.state is RepairState.FILED and ticket.repair_report is RepairReportStatus.FILED
    return len(ticket.repair_reports) - 1 if unfinished or judged_next else None


def begin(ticket: Ticket, person: Person, now: datetime) -> Change | Refusal:
    """The report to go on with; a new one where there is none."""
    refusal = may_write(ticket, person)
    if refusal is not None:
        return refusal
    if current(ticket) is not None:
        return Change(ticket)
    begun = replace(ticket, repair_reports=(*ticket.repair_reports, RepairReport(now, person.name)))
    return Change(begun, (Entry("repair_begun", person.name, ""),))


def note(ticket: Ticket, person: Person, piece: Piece, words: str, now: datetime) -> Change | Refusal:
    """Writes a piece down, in place of what stood there."""
    begun = begin(ticket, person, now)
    if isinstance(begun, Refusal):
        return begun
    report = begun.ticket.repair_reports[-1]
    match piece:
        case Piece.CAUSE:
            written = replace(report, cause=words)
        case Piece.ACTION:
            written = replace(report, action=words)
        case Piece.MATERIAL:
            written = replace(report, material=words)
    if written == report:
        return begun
    return begun.then(_changed(begun.ticket, written, Entry("repair_noted", person.name, piece.value)))


def add_photo(ticket: Ticket, person: Person, photo: Photo, now: datetime) -> Change | Refusal:
    """Adds a picture to the report that is being written; `photo.report` is set here. A picture that the report has
    already changes nothing."""
    begun = begin(ticket, person, now)
    if isinstance(begun, Refusal):
        return begun
    place = len(begun.ticket.repair_reports) - 1
    if any(p.unique_id == photo.unique_id for p in photos_of(begun.ticket, place)):
        return begun
    added = replace(begun.ticket, photos=(*begun.ticket.photos, replace(photo, report=place)))
    entry = Entry("repair_photo", person.name, f"photo {len(added.photos)}, {photo.stage}")
    return begun.then(_changed(added, added.repair_reports[-1], entry))


def drop_photo(ticket: Ticket, person: Person) -> Change | Refusal:
    """Takes back the picture that was added last."""
    refusal = may_write(ticket, person)
    if refusal is not None:
        return refusal
    place = current(ticket)
    numbers = [n for n, p in enumerate(ticket.photos) if p.report == place and not p.dropped]
    if place is None or not numbers:
        return Refusal(Why.NOTHING_THERE)
    last = numbers[-1]
    photos = tuple(replace(p, dropped=True) if n == last else p for n, p in enumerate(ticket.photos))
    dropped = replace(ticket, photos=photos)
    entry = Entry("repair_photo_dropped", person.name, f"photo {last + 1}")
    return _changed(dropped, ticket.repair_reports[place], entry)


def file(ticket: Ticket, person: Person, directory: Directory, sop: Sop, now: datetime) -> Change | Refusal:
    """Hands the report in. That of a citizen's ticket also closes it: no probe would."""
    refusal = may_write(ticket, person)
    if refusal is not None:
        return refusal
    place = current(ticket)
    report = ticket.repair_reports[place] if place is not None else None
    if report is None or not (report.cause and report.action):
        return Refusal(Why.INCOMPLETE)
    if report.state is RepairState.FILED:
        return Refusal(Why.ALREADY_DONE, report.by, report.at)
    handed_in = replace(report, at=now, by=person.name, state=RepairState.FILED, filings=report.filings + 1)
    filed = replace(_with(ticket, handed_in), repair_report=RepairReportStatus.FILED)
    closes = ticket.is_open and ticket.source is Source.CITIZEN
    change = Change(filed, (Entry("repair_filed", person.name, ""),), (RepairFiled(person.name, closes),))
    if not closes:
        return change
    repaired = walk(Pressing(filed, None, person, directory, sop, now), "repair")
    if isinstance(repaired, Refusal):
        return repaired
    done = Change(repaired.ticket, repaired.entries)
    return change.then(done).then(close(repaired.ticket, sop, now, person.name, "repair report filed"))


def judgeable(ticket: Ticket, place: int, filing: int, person: Person) -> RepairReport | Refusal:
    """The report at `place`, if it is still as it was filed for the `filing`th time and waits for its judge."""
    if person.role is not Role.KASI_INFRASTRUKTUR:
        return Refusal(Why.NOT_YOURS)
    if not 0 <= place < len(ticket.repair_reports):
        return Refusal(Why.NOTHING_THERE)
    report = ticket.repair_reports[place]
    if report.state is RepairState.ACCEPTED:
        return Refusal(Why.ACCEPTED, report.judged_by, report.judged_at)
    if report.state is not RepairState.FILED or report.filings != filing:
        return Refusal(Why.OUTDATED)
    return report


def accept(ticket: Ticket, place: int, filing: int, person: Person, now: datetime) -> Change | Refusal:
    """The Kepala Seksi has read it, and it is good."""
    report = judgeable(ticket, place, filing, person)
    if isinstance(report, Refusal):
        return report
    judged = replace(report, state=RepairState.ACCEPTED, judged_by=person.name, judged_at=now, remark="")
    return Change(_with(ticket, judged, place), (Entry("repair_accepted", person.name, ""),))


def send_back(
    ticket: Ticket, place: int, filing: int, remark: str, person: Person, now: datetime
) -> Change | Refusal:
    """The report is the team's again; `remark` says what is to be mended, '' where nothing was said."""
    report = judgeable(ticket, place, filing, person)
    if isinstance(report, Refusal):
        return report
    if place != len(ticket.repair_reports) - 1:
        return Refusal(Why.OUTDATED)
    judged = replace(report, state=RepairState.RETURNED, judged_by=person.name, judged_at=now, remark=remark)
    returned = replace(_with(ticket, judged, place), repair_report=_owed(ticket))
    news: tuple[News, ...] = (RepairReturned(person.name, place),)
    return Change(returned, (Entry("repair_returned", person.name, ""),), news)


def photos_of(ticket: Ticket, place: int) -> tuple[Photo, ...]:
    """The pictures of a report that were not taken back."""
    return tuple(photo for photo in ticket.photos if photo.report == place and not photo.dropped)


def count(ticket: Ticket, place: int, stage: Stage) -> int:
    return sum(photo.stage is stage for photo in photos_of(ticket, place))


def _changed(ticket: Ticket, report: RepairReport, entry: Entry) -> Change:
    """The last report with a piece changed: what was filed is a draft again."""
    if report.state is not RepairState.FILED:
        return Change(_with(ticket, report), (entry,))
    draft = _with(ticket, replace(report, state=RepairState.DRAFT))
    return Change(replace(draft, repair_report=_owed(ticket)), (entry,))


def _owed(ticket: Ticket) -> RepairReportStatus:
    return RepairReportStatus.NONE if ticket.is_open else RepairReportStatus.OUTSTANDING


def _with(ticket: Ticket, report: RepairReport, place: int = -1) -> Ticket:
    reports = list(ticket.repair_reports)
    reports[place] = report
    return replace(ticket, repair_reports=tuple(reports))
