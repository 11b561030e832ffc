"""What a call taker is asked for, one thing after the other and each once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from netwatch.core.change import Change, Refusal, Why
from netwatch.core.citizen_ticket import amend, called_back, join, move_reports, to_call_back
from netwatch.core.report_draft import Ask, ReportDraft, next_question
from netwatch.core.ticket import CitizenReport, Ticket
from tests.unit.text_sample import CLOSED, OUTAGE, minutes

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
SAID = CitizenReport(NOW, "Rina", "telepon", "mati", "Budi", "+6281234567890")
NOTHING = CitizenReport(NOW, "Rina", "telepon", "")
LINE = ReportDraft(7, 2001, NOW, SAID, "kejaksan")
STEPS = ReportDraft(7, 2001, NOW, NOTHING, "kejaksan", stepwise=True)


@pytest.mark.parametrize(
    ("draft", "question"),
    [
        pytest.param(LINE, None, id="one whole line asks nothing"),
        pytest.param(replace(LINE, report=NOTHING), None, id="one line without a number asks nothing before the press"),
        pytest.param(replace(LINE, report=NOTHING, ticket_id=1), Ask.REPORTER, id="but does afterwards"),
        pytest.param(replace(LINE, report=NOTHING, ticket_id=1, asked=Ask.REPORTER), None, id="and once"),
        pytest.param(replace(LINE, ticket_id=1), None, id="a whole line asks nothing afterwards"),
        pytest.param(STEPS, Ask.COMPLAINT, id="step by step: what"),
        pytest.param(replace(STEPS, asked=Ask.COMPLAINT), Ask.REPORTER, id="then who"),
        pytest.param(replace(STEPS, asked=Ask.REPORTER), Ask.CHANNEL, id="then how"),
        pytest.param(replace(STEPS, asked=Ask.CHANNEL), None, id="then nothing"),
        pytest.param(replace(STEPS, report=SAID), Ask.CHANNEL, id="what was said unasked is not asked"),
        pytest.param(replace(STEPS, ticket_id=1), Ask.REPORTER, id="once it is joined nobody needs the complaint"),
        pytest.param(replace(STEPS, ticket_id=1, asked=Ask.CHANNEL), None, id="what was skipped stays skipped"),
    ],
)
def test_what_is_asked_next(draft: ReportDraft, question: Ask | None) -> None:
    assert next_question(draft) is question


def with_reports(*reports: CitizenReport) -> Ticket:
    ticket = OUTAGE
    for report in reports:
        change = join(ticket, report)
        assert isinstance(change, Change)
        ticket = change.ticket
    return ticket


FIRST = replace(SAID, draft=1)
SECOND = replace(NOTHING, draft=2)


def test_what_comes_later_completes_the_report() -> None:
    change = amend(with_reports(FIRST, SECOND), 2, name="Siti", phone="+62231204567", channel="wa")
    assert isinstance(change, Change)
    report = change.ticket.citizen_reports[1]
    assert (report.name, report.phone, report.channel, report.repeats) == ("Siti", "+62231204567", "wa", False)
    assert [(entry.event, entry.detail) for entry in change.entries] == [("report_amended", "")], "and names nobody"


def test_who_had_reported_before_is_counted_once_and_phoned_once() -> None:
    change = amend(with_reports(FIRST, SECOND), 2, phone=SAID.phone)
    assert isinstance(change, Change)
    assert change.ticket.report_count == 1
    assert [entry.event for entry in change.entries] == ["report_repeats"]
    assert to_call_back(change.ticket.citizen_reports) == [FIRST]


def test_what_says_nothing_new_changes_nothing() -> None:
    ticket = with_reports(FIRST)
    assert amend(ticket, 1, phone=SAID.phone) == Change(ticket)
    assert amend(ticket, 9, phone=SAID.phone) == Refusal(Why.NOTHING_THERE)


def test_a_citizen_is_phoned_back_once() -> None:
    ticket = replace(CLOSED, citizen_reports=(FIRST, SECOND))
    change = called_back(ticket, 1, "Rina", minutes(90))
    assert isinstance(change, Change)
    assert change.ticket.citizen_reports[0].called_back_at == minutes(90)
    assert change.entries[0].detail == "report 1"
    assert called_back(change.ticket, 1, "Rina", minutes(95)) == Refusal(Why.ALREADY_DONE, "Rina", minutes(90))
    assert called_back(ticket, 9, "Rina", minutes(90)) == Refusal(Why.NOTHING_THERE)


OTHER = replace(SAID, taken_by="Wati", name="Siti", phone="+62231204567", draft=3)


def test_who_has_reported_to_both_of_two_merged_tickets_is_counted_once() -> None:
    ticket = replace(CLOSED, citizen_reports=(replace(FIRST, draft=4), OTHER))
    into = replace(with_reports(FIRST), id=50)
    given, taken = move_reports(ticket, into)
    assert given.ticket.citizen_reports == ()
    assert taken.ticket.citizen_reports == (FIRST, replace(FIRST, draft=4, repeats=True), OTHER)
    assert taken.ticket.report_count == 2
    assert to_call_back(taken.ticket.citizen_reports) == [FIRST, OTHER]


def test_the_history_of_both_says_how_many_went_over_and_nobodys_name() -> None:
    given, taken = move_reports(replace(CLOSED, citizen_reports=(FIRST, OTHER)), replace(OUTAGE, id=50))
    assert [(entry.event, entry.detail) for entry in given.entries] == [("reports_moved", "2 to 50")]
    assert [(entry.event, entry.detail) for entry in taken.entries] == [("reports_taken_over", f"2 from {CLOSED.id}")]


@pytest.mark.parametrize(
    ("there", "comes", "repeats"),
    [
        pytest.param(FIRST, replace(SAID, phone=None), False, id="without a number: somebody else, as far as is known"),
        pytest.param(SECOND, NOTHING, False, id="neither left a number: two citizens"),
        pytest.param(FIRST, replace(OTHER, repeats=True), True, id="who was counted already where they come from"),
    ],
)
def test_who_comes_over_counts(there: CitizenReport, comes: CitizenReport, repeats: bool) -> None:
    _, taken = move_reports(replace(CLOSED, citizen_reports=(comes,)), replace(OUTAGE, citizen_reports=(there,)))
    assert taken.ticket.citizen_reports == (there, replace(comes, repeats=repeats))


def test_where_nobody_has_reported_nothing_goes_over() -> None:
    ticket = replace(CLOSED, citizen_reports=())
    assert move_reports(ticket, OUTAGE) == (Change(ticket), Change(OUTAGE))
