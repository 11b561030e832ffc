"""Citizens' reports: joined to the incident that exists, or the first of a ticket of their own. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from netwatch.core.change import SYSTEM, Change, Refusal, Why
from netwatch.core.history import Entry
from netwatch.core.news import Opened, ReportJoined
from netwatch.core.ticket import CitizenReport, Priority, Source, Status, Ticket
from sop.document import Sop
from sop.machine import begin


def join(ticket: Ticket, report: CitizenReport) -> Change | Refusal:
    """Adds a report to an open ticket. The same phone number is counted once."""
    if not ticket.is_open:
        return Refusal(Why.CLOSED, at=ticket.closed_at)
    if report.phone is not None:
        before = next((r for r in ticket.citizen_reports if r.phone == report.phone), None)
        if before is not None:
            return Refusal(Why.SAME_REPORT, before.taken_by, before.at)
    joined = replace(ticket, citizen_reports=(*ticket.citizen_reports, report))
    entry = Entry("report_joined", report.taken_by, f"report {joined.report_count} by {report.channel}")
    return Change(joined, (entry,), (ReportJoined(report.taken_by),))


def amend(
    ticket: Ticket, draft: int, *, name: str | None = None, phone: str | None = None, channel: str | None = None
) -> Change | Refusal:
    """What the call taker learned of the citizen after the report was recorded; None leaves as it is.

    A number that somebody else's report of this ticket has is the same citizen's: then this one counts no more.
    """
    report = _drafted(ticket, draft)
    if report is None:
        return Refusal(Why.NOTHING_THERE)
    others = (r for r in ticket.citizen_reports if r.draft != draft)
    before = next((r for r in others if phone is not None and r.phone == phone), None)
    amended = replace(
        report,
        name=name or report.name,
        phone=phone or report.phone,
        channel=channel or report.channel,
        repeats=report.repeats or before is not None,
    )
    if amended == report:
        return Change(ticket)
    event = "report_repeats" if amended.repeats and not report.repeats else "report_amended"
    return Change(_with(ticket, amended), (Entry(event, report.taken_by, ""),))


def move_reports(ticket: Ticket, into: Ticket) -> tuple[Change, Change]:
    """What becomes of both when the citizens of a merged ticket go over to the one that it was merged into.

    Who has reported there too is counted there once: then the report that comes over counts no more.
    """
    reports = tuple(
        replace(report, repeats=report.repeats or counted(into, report.phone) is not None)
        for report in ticket.citizen_reports
    )
    if not reports:
        return Change(ticket), Change(into)
    given = replace(ticket, citizen_reports=())
    taken = replace(into, citizen_reports=(*into.citizen_reports, *reports))
    return (
        Change(given, (Entry("reports_moved", SYSTEM, f"{len(reports)} to {into.id}"),)),
        Change(taken, (Entry("reports_taken_over", SYSTEM, f"{len(reports)} from {ticket.id}"),)),
    )


def counted(ticket: Ticket, phone: str | None) -> CitizenReport | None:
    """The report by which the citizen with this number is counted in the ticket."""
    return next((r for r in to_call_back(ticket.citizen_reports) if r.phone == phone), None)


def called_back(ticket: Ticket, draft: int, by: str, now: datetime) -> Change | Refusal:
    """The citizen has been phoned."""
    report = _drafted(ticket, draft)
    if report is None:
        return Refusal(Why.NOTHING_THERE)
    if report.called_back_at is not None:
        return Refusal(Why.ALREADY_DONE, report.taken_by, report.called_back_at)
    number = ticket.citizen_reports.index(report) + 1
    called = _with(ticket, replace(report, called_back_at=now))
    return Change(called, (Entry("called_back", by, f"report {number}"),))


def to_call_back(reports: Iterable[CitizenReport]) -> list[CitizenReport]:
    """Those of them who left a number, each citizen once, called or not."""
    return [report for report in reports if report.phone is not None and not report.repeats]


def _drafted(ticket: Ticket, draft: int) -> CitizenReport | None:
    return next((report for report in ticket.citizen_reports if report.draft == draft), None)


def _with(ticket: Ticket, report: CitizenReport) -> Ticket:
    reports = tuple(report if r.draft == report.draft else r for r in ticket.citizen_reports)
    return replace(ticket, citizen_reports=reports)


def open_for_citizen(site: str, report: CitizenReport, number: str, sop: Sop, now: datetime) -> Change:
    """A ticket that no probe saw. The call taker's report is step 1 done, so it stands at step 2."""
    ticket = Ticket(
        id=0,
        number=number,
        status=Status.OPEN,
        opened_at=now,
        source=Source.CITIZEN,
        priority=Priority.NORMAL,
        root=None,
        site=site,
        steps=begin(sop, now, at="receive", by=report.taken_by),
        citizen_reports=(report,),
    )
    return Change(ticket, (Entry("opened", report.taken_by, f"citizen's report by {report.channel}"),), (Opened(),))
