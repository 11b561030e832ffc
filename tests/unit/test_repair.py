"""A repair report from its first word to the Kepala Seksi's Terima: who may do what when, and what follows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from netwatch.core.change import Change, Refusal, Why
from netwatch.core.citizen_ticket import open_for_citizen
from netwatch.core.directory import Person
from netwatch.core.lifecycle import close, reopen
from netwatch.core.news import Closed, RepairFiled, RepairReturned
from netwatch.core.photo_work import Fetch, Gone, Kept, Lost, ThrowAway, jobs_of, settle
from netwatch.core.repair import (
    Piece,
    accept,
    add_photo,
    begin,
    current,
    drop_photo,
    file,
    may_write,
    note,
    photos_of,
    send_back,
)
from netwatch.core.repair_reminder import remind, remind_at
from netwatch.core.situation import Cause
from netwatch.core.ticket import CitizenReport, Photo, RepairReportStatus, RepairState, RootCause, Stage, Ticket
from sop.document import load_shipped
from sop.role import Role
from tests.unit.text_sample import ACCEPTED, CLOSED, DIRECTORY, INVENTORY, OUTAGE, minutes

SOP = load_shipped()
NOW = minutes(30)
AGUS = Person("Agus", Role.TIM_LAPANGAN, 2004, team="utara")
JOKO = Person("Joko", Role.TIM_LAPANGAN, 2006, team="utara")
BUDI = Person("Budi", Role.TIM_LAPANGAN, 2005, team="selatan")
DEDI = Person("Dedi", Role.KASI_INFRASTRUKTUR, 2003)
DIAN = Person("Dian", Role.KASI_INFRASTRUKTUR, 2013)


def done(outcome: Change | Refusal) -> Ticket:
    assert isinstance(outcome, Change), outcome
    return outcome.ticket


def refused(outcome: Change | Refusal | None) -> Why:
    assert isinstance(outcome, Refusal), outcome
    return outcome.why


def photo(number: int, stage: Stage = Stage.BEFORE) -> Photo:
    return Photo(0, stage, NOW, "Agus", f"id-{number}", f"unique-{number}")


def written(ticket: Ticket = ACCEPTED, person: Person = AGUS) -> Ticket:
    for piece, words in ((Piece.CAUSE, "kabel putus"), (Piece.ACTION, "disambung"), (Piece.MATERIAL, "2 m")):
        ticket = done(note(ticket, person, piece, words, NOW))
    return ticket


def filed(ticket: Ticket = ACCEPTED) -> Ticket:
    return done(file(written(ticket), AGUS, DIRECTORY, SOP, NOW))


def test_a_colleague_goes_on_where_the_first_stopped() -> None:
    ticket = done(note(ACCEPTED, AGUS, Piece.CAUSE, "kabel putus", NOW))
    ticket = done(note(ticket, JOKO, Piece.ACTION, "disambung", NOW + timedelta(days=1)))
    assert len(ticket.repair_reports) == 1
    report = ticket.repair_reports[0]
    assert (report.by, report.cause, report.action, report.state) == (
        "Agus", "kabel putus", "disambung", RepairState.DRAFT,
    )
    handed_in = done(file(ticket, JOKO, DIRECTORY, SOP, NOW + timedelta(days=2))).repair_reports[0]
    assert (handed_in.by, handed_in.at) == ("Joko", NOW + timedelta(days=2))


@pytest.mark.parametrize(
    ("ticket", "person", "why"),
    [
        pytest.param(ACCEPTED, BUDI, Why.OTHER_TEAM, id="another team"),
        pytest.param(ACCEPTED, DEDI, Why.NOT_YOURS, id="the Kasi"),
        pytest.param(OUTAGE, AGUS, Why.NOT_YET, id="a ticket that nobody has accepted"),
        pytest.param(replace(CLOSED, accepted_by=None), AGUS, Why.CLOSED, id="one that closed before anybody went"),
        pytest.param(
            done(accept(filed(CLOSED), 0, 1, DEDI, NOW)), AGUS, Why.ACCEPTED, id="a report that was accepted"
        ),
    ],
)
def test_who_may_not_write(ticket: Ticket, person: Person, why: Why) -> None:
    assert refused(may_write(ticket, person)) is why
    assert refused(begin(ticket, person, NOW)) is why
    assert refused(note(ticket, person, Piece.CAUSE, "x", NOW)) is why
    assert refused(add_photo(ticket, person, photo(1), NOW)) is why
    assert refused(file(ticket, person, DIRECTORY, SOP, NOW)) is why


def test_whoever_accepted_it_may_write_even_after_changing_teams() -> None:
    assert may_write(ACCEPTED, replace(AGUS, team="selatan")) is None


@pytest.mark.parametrize("missing", [Piece.CAUSE, Piece.ACTION])
def test_without_cause_and_action_nothing_is_filed(missing: Piece) -> None:
    assert refused(file(done(note(written(), AGUS, missing, "", NOW)), AGUS, DIRECTORY, SOP, NOW)) is Why.INCOMPLETE
    assert refused(file(ACCEPTED, AGUS, DIRECTORY, SOP, NOW)) is Why.INCOMPLETE


def test_filing_tells_kasi_and_leaves_a_probed_ticket_to_its_probes() -> None:
    outcome = file(written(), AGUS, DIRECTORY, SOP, NOW)
    ticket = done(outcome)
    assert isinstance(outcome, Change)
    assert outcome.news == (RepairFiled("Agus"),)
    assert ticket.is_open
    assert ticket.steps == ACCEPTED.steps
    assert ticket.repair_report is RepairReportStatus.FILED
    assert refused(file(ticket, JOKO, DIRECTORY, SOP, NOW)) is Why.ALREADY_DONE
    closed = close(ticket, SOP, NOW, "netwatch", "healthy").ticket
    assert closed.repair_report is RepairReportStatus.FILED


def test_filing_closes_what_no_probe_watches() -> None:
    report = CitizenReport(NOW, "Rina", "telepon", "internet mati", phone="+6281234567890")
    opened = open_for_citizen("kejaksan", report, "002/PGD-TIK/XI/2026", SOP, NOW).ticket
    ticket = replace(opened, id=7, accepted_by="Agus", team="utara")
    assert refused(file(written(ticket), AGUS, DIRECTORY, SOP, NOW)) is Why.NOT_YET, "the SOP is not so far"
    at_work = replace(ticket, steps=ACCEPTED.steps)
    outcome = file(written(at_work), AGUS, DIRECTORY, SOP, NOW)
    closed = done(outcome)
    assert isinstance(outcome, Change)
    assert outcome.news == (RepairFiled("Agus", closes=True), Closed("Agus"))
    assert not closed.is_open
    assert closed.steps[6].done_by == "Agus"
    assert not closed.steps[6].skipped
    assert closed.repair_report is RepairReportStatus.FILED


def test_what_is_changed_after_filing_has_to_be_filed_again() -> None:
    ticket = filed(CLOSED)
    changed = done(note(ticket, JOKO, Piece.CAUSE, "konektor", NOW))
    assert changed.repair_reports[0].state is RepairState.DRAFT
    assert changed.repair_report is RepairReportStatus.OUTSTANDING
    assert refused(accept(changed, 0, 1, DEDI, NOW)) is Why.OUTDATED
    again = done(file(changed, JOKO, DIRECTORY, SOP, NOW))
    assert refused(accept(again, 0, 1, DEDI, NOW)) is Why.OUTDATED, "Kasi has not read this version"
    assert done(accept(again, 0, 2, DEDI, NOW)).repair_reports[0].state is RepairState.ACCEPTED


def test_writing_the_same_again_takes_nothing_back() -> None:
    ticket = filed()
    outcome = note(ticket, AGUS, Piece.CAUSE, "kabel putus", NOW)
    assert outcome == Change(ticket)


def test_kasi_sends_it_back_with_a_remark_and_the_team_files_it_again() -> None:
    outcome = send_back(filed(CLOSED), 0, 1, "foto sesudah?", DEDI, NOW)
    ticket = done(outcome)
    assert isinstance(outcome, Change)
    assert outcome.news == (RepairReturned("Dedi", 0),)
    assert ticket.repair_report is RepairReportStatus.OUTSTANDING
    assert (ticket.repair_reports[0].state, ticket.repair_reports[0].remark) == (RepairState.RETURNED, "foto sesudah?")
    assert refused(send_back(ticket, 0, 1, "", DIAN, NOW)) is Why.OUTDATED
    again = done(file(ticket, AGUS, DIRECTORY, SOP, NOW)).repair_reports[0]
    assert (again.state, again.filings) == (RepairState.FILED, 2)


@pytest.mark.parametrize(
    ("place", "filing", "person", "why"),
    [
        pytest.param(0, 1, AGUS, Why.NOT_YOURS, id="the team itself"),
        pytest.param(1, 1, DEDI, Why.NOTHING_THERE, id="a report that does not exist"),
        pytest.param(0, 2, DEDI, Why.OUTDATED, id="a filing that has not been"),
    ],
)
def test_who_may_not_judge(place: int, filing: int, person: Person, why: Why) -> None:
    assert refused(accept(filed(), place, filing, person, NOW)) is why
    assert refused(send_back(filed(), place, filing, "", person, NOW)) is why


def test_the_second_kasi_hears_who_was_first() -> None:
    accepted = done(accept(filed(), 0, 1, DEDI, NOW))
    assert accept(accepted, 0, 1, DIAN, NOW) == Refusal(Why.ACCEPTED, "Dedi", NOW)
    assert send_back(accepted, 0, 1, "", DIAN, NOW) == Refusal(Why.ACCEPTED, "Dedi", NOW)


@pytest.mark.parametrize("judged", [True, False], ids=["accepted before", "not judged yet"])
def test_a_ticket_that_fails_again_owes_a_report_of_its_own(judged: bool) -> None:
    first = filed(CLOSED)
    if judged:
        first = done(accept(first, 0, 1, DEDI, NOW))
    cause = Cause(RootCause("rt-kejaksan", "ping"), "kejaksan", ("rt-kejaksan",), 0.0, "silent")
    again = reopen(first, cause, INVENTORY, SOP, NOW).ticket
    assert again.repair_report is RepairReportStatus.NONE
    closed = close(again, SOP, NOW, "netwatch", "healthy").ticket
    assert closed.repair_report is RepairReportStatus.OUTSTANDING
    second = done(note(closed, AGUS, Piece.CAUSE, "listrik", NOW))
    assert [report.cause for report in second.repair_reports] == ["kabel putus", "listrik"]
    if not judged:
        assert refused(send_back(second, 0, 1, "", DEDI, NOW)) is Why.OUTDATED
        assert done(accept(second, 0, 1, DEDI, NOW)).repair_reports[0].state is RepairState.ACCEPTED


def test_a_picture_is_counted_once_and_the_last_one_can_be_taken_back() -> None:
    ticket = done(add_photo(ACCEPTED, AGUS, photo(1), NOW))
    ticket = done(add_photo(ticket, JOKO, photo(2, Stage.AFTER), NOW))
    assert add_photo(ticket, AGUS, photo(1), NOW) == Change(ticket)
    ticket = done(drop_photo(ticket, AGUS))
    assert [each.unique_id for each in photos_of(ticket, 0)] == ["unique-1"]
    assert len(ticket.photos) == 2, "what happened stays on record"
    ticket = done(add_photo(ticket, AGUS, photo(2, Stage.AFTER), NOW))
    assert len(photos_of(ticket, 0)) == 2, "taken back, and sent again"
    ticket = done(drop_photo(done(drop_photo(ticket, AGUS)), AGUS))
    assert refused(drop_photo(ticket, AGUS)) is Why.NOTHING_THERE


def test_a_picture_after_filing_makes_it_a_draft_again() -> None:
    assert done(add_photo(filed(), AGUS, photo(1), NOW)).repair_reports[0].state is RepairState.DRAFT


def test_what_the_fetcher_has_to_do() -> None:
    ticket = done(add_photo(done(add_photo(ACCEPTED, AGUS, photo(1), NOW)), AGUS, photo(2), NOW))
    assert jobs_of(ticket) == [Fetch(42, 0, "id-1", NOW), Fetch(42, 1, "id-2", NOW)]
    kept = settle(ticket, 0, Kept("photos/42/1-ab.jpg", "ab"))
    assert kept.entries[0].detail == "photo 1: photos/42/1-ab.jpg sha256 ab"
    lost = settle(kept.ticket, 1, Lost("file is too big"))
    assert jobs_of(lost.ticket) == []
    assert [each.problem for each in lost.ticket.photos] == [None, "file is too big"]
    dropped = done(drop_photo(done(drop_photo(lost.ticket, AGUS)), AGUS))
    assert jobs_of(dropped) == [ThrowAway(42, 0, "photos/42/1-ab.jpg")]
    assert jobs_of(settle(dropped, 0, Gone()).ticket) == []


def test_a_picture_taken_back_while_it_was_fetched_is_thrown_away_after_all() -> None:
    ticket = done(drop_photo(done(add_photo(ACCEPTED, AGUS, photo(1), NOW)), AGUS))
    assert jobs_of(ticket) == []
    assert jobs_of(settle(ticket, 0, Kept("photos/42/1-ab.jpg", "ab")).ticket) == [
        ThrowAway(42, 0, "photos/42/1-ab.jpg")
    ]


def test_nothing_is_current_before_the_first_and_after_the_accepted() -> None:
    assert current(ACCEPTED) is None
    assert current(written()) == 0
    assert current(filed()) == 0
    assert current(done(accept(filed(), 0, 1, DEDI, NOW))) is None


ZONE = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("closed", "reminded"),
    [
        pytest.param("09:00", "11:00", id="in the morning: two hours later"),
        pytest.param("17:59", "19:59", id="in the afternoon: still in the evening"),
        pytest.param("18:00", "08:00 next day", id="in the evening: the next morning"),
        pytest.param("23:30", "08:00 next day", id="before midnight: the next morning"),
        pytest.param("02:15", "08:00", id="at night: that morning"),
        pytest.param("06:30", "08:30", id="before breakfast: two hours later"),
    ],
)
def test_the_team_is_reminded_at_an_hour_at_which_nobody_minds(closed: str, reminded: str) -> None:
    def local(clock: str, days: int = 0) -> datetime:
        hour, minute = clock.split(":")
        return datetime(2026, 11, 24 + days, int(hour), int(minute), tzinfo=ZONE)

    at, _, later = reminded.partition(" ")
    found = remind_at(local(closed).astimezone(UTC), ZONE)
    assert found == local(at, 1 if later else 0)
    assert found.tzinfo is UTC


def test_the_team_is_reminded_once() -> None:
    change = remind(CLOSED)
    assert change.ticket.repair_reminded
    assert [entry.event for entry in change.entries] == ["repair_reminded"]
