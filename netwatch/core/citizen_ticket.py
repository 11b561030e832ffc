"""Citizens' reports: joined to the incident that exists, or the first of a ticket of their own. Pure."""

from dataclasses import replace
from datetime import datetime

from netwatch.core.change import Change, Refusal, Why
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
    entry = Entry("report_joined", report.taken_by, f"report {len(joined.citizen_reports)} by {report.channel}")
    return Change(joined, (entry,), (ReportJoined(report.taken_by),))


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
