"""Each row: who presses what when, and what the ticket says of it."""

from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.change import Change, Refusal, Why
from netwatch.core.citizen_ticket import join, open_for_citizen
from netwatch.core.directory import Directory, Person, Team
from netwatch.core.lifecycle import close, open_for
from netwatch.core.limits import expire_limits
from netwatch.core.news import Accepted, Breached, Closed
from netwatch.core.press import press
from netwatch.core.request import Action
from netwatch.core.situation import Cause
from netwatch.core.ticket import CitizenReport, Impact, RepairReportStatus, RootCause, Ticket
from sop.document import load_shipped
from sop.role import Role
from tests.sim.world import inventory_of

SOP = load_shipped()
NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
KASI = Person("Dedi", Role.KASI_INFRASTRUKTUR, 2003)
AGUS = Person("Agus", Role.TIM_LAPANGAN, 2004, team="utara")
JOKO = Person("Joko", Role.TIM_LAPANGAN, 2006, team="utara")
SPV = Person("Sari", Role.SPV_OPINI_PUBLIK, 2002)
DIRECTORY = Directory((KASI, AGUS, JOKO, SPV), (Team("utara", "Tim Utara"), Team("selatan", "Tim Selatan")))
INVENTORY = inventory_of({"core": (), "rt": ("core",), "sw": ("rt",)})


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def opened() -> Ticket:
    cause = Cause(RootCause("rt", "ping"), "s", ("rt",), 5.0, "6 probes missed", (Impact("sw", True),))
    return open_for(cause, "001/PGD-TIK/XI/2026", INVENTORY, SOP, NOW).ticket


def by_citizen() -> Ticket:
    report = CitizenReport(NOW, "Rina", "telepon", "internet mati", phone="+6281234567890")
    return open_for_citizen("s", report, "002/PGD-TIK/XI/2026", SOP, NOW).ticket


def pressed(ticket: Ticket, action: Action, person: Person, minutes: float, argument: str | None = None):
    expired = expire_limits(ticket, SOP, DIRECTORY, after(minutes)).ticket
    return press(expired, action, argument, person, DIRECTORY, SOP, after(minutes))


def walk(ticket: Ticket, *presses) -> Ticket:
    for each in presses:
        outcome = pressed(ticket, *each)
        assert isinstance(outcome, Change), outcome
        ticket = outcome.ticket
    return ticket


def skipped(ticket: Ticket) -> list[int]:
    return [step.no for step in ticket.steps if step.skipped]


def test_a_detected_outage_stands_at_step_4_with_the_first_three_done_by_netwatch():
    ticket = opened()
    assert ticket.step == 4
    assert [step.done_by for step in ticket.steps[:3]] == ["netwatch"] * 3
    assert ticket.steps[3].due_at == after(5)


def test_kasi_acknowledges_instructs_and_the_team_accepts_in_order():
    ticket = walk(
        opened(), (Action.ACKNOWLEDGE, KASI, 1), (Action.INSTRUCT, KASI, 2, "utara"), (Action.ACCEPT, AGUS, 3)
    )
    assert ticket.step == 7
    assert ticket.breaches == 0
    assert skipped(ticket) == []
    assert (ticket.team, ticket.accepted_by) == ("utara", "Agus")
    assert ticket.steps[6].due_at == after(3) + timedelta(hours=24)


def test_a_team_that_accepts_at_once_passes_over_steps_4_and_5():
    outcome = pressed(opened(), Action.ACCEPT, AGUS, 1)
    assert isinstance(outcome, Change)
    assert skipped(outcome.ticket) == [4, 5]
    assert outcome.news == (Accepted("utara", "Agus", (4, 5)),)
    assert [entry.event for entry in outcome.entries] == ["passed_over", "passed_over", "accepted"]


def test_kasi_who_acknowledges_late_is_on_record_with_the_true_time_and_the_chain_goes_on():
    ticket = walk(opened(), (Action.ACKNOWLEDGE, KASI, 7))
    assert ticket.step == 5
    assert ticket.steps[3].breached
    assert ticket.steps[3].done_by == "Dedi"
    assert ticket.steps[3].done_at == after(7)
    assert not ticket.steps[3].skipped


def test_the_team_can_still_accept_after_its_own_limit_has_passed():
    ticket = walk(opened(), (Action.ACCEPT, AGUS, 40))
    assert ticket.accepted_by == "Agus"
    assert ticket.step == 7
    assert [step.no for step in ticket.steps if step.breached] == [4, 5, 6]


REFUSED = {
    "the same button twice": ((Action.ACKNOWLEDGE, KASI, 1), (Action.ACKNOWLEDGE, KASI, 2), Why.ALREADY_DONE, "Dedi"),
    "a colleague who comes second": ((Action.ACCEPT, AGUS, 1), (Action.ACCEPT, JOKO, 2), Why.ALREADY_DONE, "Agus"),
    "instructing after a team has accepted": (
        (Action.ACCEPT, AGUS, 1), (Action.INSTRUCT, KASI, 2, "selatan"), Why.ALREADY_DONE, "Agus",
    ),
    "the Kasi's button by the team": (None, (Action.ACKNOWLEDGE, AGUS, 1), Why.NOT_YOURS, None),
    "a team that does not exist": (None, (Action.INSTRUCT, KASI, 1, "barat"), Why.NO_SUCH_TEAM, None),
    "no team at all": (None, (Action.INSTRUCT, KASI, 1, None), Why.NO_SUCH_TEAM, None),
    "declaring a probed outage repaired": (None, (Action.REPAIRED, AGUS, 1), Why.NOT_YOURS, None),
    "SPV receiving what netwatch has passed on": (None, (Action.RECEIVE, SPV, 1), Why.ALREADY_DONE, "netwatch"),
}


@pytest.mark.parametrize(("first", "then", "why", "by"), REFUSED.values(), ids=REFUSED.keys())
def test_refused_with_the_reason(first, then, why, by):
    ticket = walk(opened(), first) if first else opened()
    outcome = pressed(ticket, *then)
    assert isinstance(outcome, Refusal)
    assert (outcome.why, outcome.by) == (why, by)


def test_a_press_on_a_closed_ticket_changes_nothing():
    closed = close(opened(), SOP, after(30), "netwatch", "healthy").ticket
    outcome = press(closed, Action.ACCEPT, None, AGUS, DIRECTORY, SOP, after(31))
    assert outcome == Refusal(Why.CLOSED, at=after(30))


def test_a_citizens_ticket_goes_from_spv_to_kasi_to_the_team_which_closes_it():
    ticket = by_citizen()
    assert ticket.step == 2
    ticket = walk(
        ticket,
        (Action.RECEIVE, SPV, 1),
        (Action.FORWARD, SPV, 2),
        (Action.ACKNOWLEDGE, KASI, 3),
        (Action.INSTRUCT, KASI, 4, "utara"),
        (Action.ACCEPT, AGUS, 5),
    )
    outcome = pressed(ticket, Action.REPAIRED, AGUS, 60)
    assert isinstance(outcome, Change)
    assert not outcome.ticket.is_open
    assert outcome.ticket.repair_report is RepairReportStatus.OUTSTANDING
    assert outcome.news[-1] == Closed("Agus")
    assert skipped(outcome.ticket) == []


def test_a_limit_that_passes_is_a_breach_that_names_the_step_that_began_by_itself():
    change = expire_limits(opened(), SOP, DIRECTORY, after(12))
    assert change.news == (Breached(4, after(5), 5), Breached(5, after(10), 6))
    assert change.ticket.step == 6
    assert change.ticket.breaches == 2


def test_the_repair_step_waits_when_its_limit_passes():
    ticket = walk(opened(), (Action.ACCEPT, AGUS, 1))
    change = expire_limits(ticket, SOP, DIRECTORY, after(1 + 24 * 60))
    assert change.news == (Breached(7, after(1 + 24 * 60), None),)
    assert change.ticket.step == 7
    assert expire_limits(change.ticket, SOP, DIRECTORY, after(30 * 60)).news == ()


def test_the_same_phone_number_on_the_same_ticket_is_counted_once():
    report = CitizenReport(NOW, "Rina", "telepon", "internet mati", phone="+6281234567890")
    first = join(opened(), report)
    assert isinstance(first, Change)
    second = join(first.ticket, CitizenReport(after(3), "Tono", "wa", "masih mati", phone="+6281234567890"))
    assert second == Refusal(Why.SAME_REPORT, "Rina", NOW)
    without = join(first.ticket, CitizenReport(after(4), "Tono", "wa", "mati juga"))
    assert isinstance(without, Change)
    assert len(without.ticket.citizen_reports) == 2
