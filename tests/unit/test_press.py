"""Each row: who presses what when, and what the ticket says of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.change import Change, Refusal, Why
from netwatch.core.citizen_ticket import join, open_for_citizen
from netwatch.core.directory import Directory, Person, Team
from netwatch.core.history import Entry
from netwatch.core.lifecycle import close, open_for, update
from netwatch.core.limits import expire_limits
from netwatch.core.news import Accepted, Breached, Closed, Held, Reassigned, Resumed
from netwatch.core.press.press import press
from netwatch.core.press.table import BUTTONS
from netwatch.core.request import Action
from netwatch.core.situation import Cause
from netwatch.core.ticket import (
    CitizenReport,
    Closure,
    Dismissal,
    Hold,
    Impact,
    Mark,
    Priority,
    RepairReportStatus,
    RootCause,
    Source,
    Ticket,
)
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


BAYU = Person("Bayu", Role.TIM_LAPANGAN, 2007, team="selatan")


def at_work() -> Ticket:
    return walk(opened(), (Action.INSTRUCT, KASI, 1, "utara"), (Action.ACCEPT, AGUS, 2))


def test_the_team_begins_is_held_up_and_goes_on_while_the_clock_runs():
    ticket = walk(at_work(), (Action.START, AGUS, 30))
    assert ticket.repair_began == Mark("Agus", after(30))
    outcome = pressed(ticket, Action.HOLD, JOKO, 40, "menunggu PLN")
    assert isinstance(outcome, Change)
    held = outcome.ticket
    assert held.hold == Hold("Joko", after(40), "menunggu PLN")
    assert outcome.news == (Held("Joko", Role.TIM_LAPANGAN),)
    assert held.steps == ticket.steps
    resumed = pressed(held, Action.RESUME, KASI, 90)
    assert isinstance(resumed, Change)
    assert resumed.ticket.hold is None
    assert resumed.news == (Resumed("Dedi", Role.KASI_INFRASTRUKTUR),)
    assert expire_limits(held, SOP, DIRECTORY, after(2 + 24 * 60)).news == (Breached(7, after(2 + 24 * 60), None),)


def test_who_can_begin_is_held_by_nothing():
    ticket = walk(at_work(), (Action.HOLD, AGUS, 3, "hujan"), (Action.START, AGUS, 30))
    assert ticket.hold is None
    assert ticket.repair_began == Mark("Agus", after(30))


def test_kasi_gives_it_to_another_team_which_accepts_anew_and_the_repair_keeps_its_limit():
    ticket = walk(at_work(), (Action.START, AGUS, 3), (Action.HOLD, AGUS, 4, "hujan"))
    outcome = pressed(ticket, Action.REASSIGN, KASI, 60, "selatan")
    assert isinstance(outcome, Change)
    given = outcome.ticket
    assert outcome.news == (Reassigned("selatan", "utara", "Dedi"),)
    assert (given.team, given.accepted_by, given.repair_began, given.hold) == ("selatan", None, None, None)
    assert given.step == 6
    assert given.steps[5].due_at == after(65)
    assert pressed(given, Action.ACCEPT, AGUS, 61) == Refusal(Why.OTHER_TEAM, "selatan")
    taken = walk(given, (Action.ACCEPT, BAYU, 62))
    assert (taken.team, taken.accepted_by, taken.step) == ("selatan", "Bayu", 7)
    assert taken.steps[6].due_at == ticket.steps[6].due_at


def test_a_priority_that_kasi_has_set_does_not_change_by_itself():
    ticket = walk(opened(), (Action.PRIORITISE, KASI, 1, "low"))
    assert (ticket.priority, ticket.priority_by) == (Priority.LOW, "Dedi")
    impacted = tuple(Impact(name, True) for name in ("sw", "core"))
    cause = Cause(RootCause("rt", "ping"), "s", ("rt",), 5.0, "x", impacted)
    assert update(ticket, cause, INVENTORY, NOW).ticket.priority is Priority.LOW


@pytest.mark.parametrize(
    ("action", "kind", "owed"),
    [
        pytest.param(Action.CLOSE, Dismissal.CLOSED, RepairReportStatus.OUTSTANDING, id="closed by hand"),
        pytest.param(Action.NOT_A_FAULT, Dismissal.NOT_A_FAULT, RepairReportStatus.NONE, id="no fault at all"),
    ],
)
def test_kasi_closes_by_hand_with_a_reason_and_the_device_is_not_heeded_until_it_is_up(action, kind, owed):
    outcome = pressed(walk(at_work(), (Action.HOLD, AGUS, 3, "x")), action, KASI, 50, "sudah dicek")
    assert isinstance(outcome, Change)
    closed = outcome.ticket
    assert not closed.is_open
    assert closed.closure == Closure(kind, "sudah dicek", until_up=True)
    assert closed.repair_report is owed
    assert closed.hold is None
    assert outcome.entries == (Entry("closed", "Dedi", f"{kind}: sudah dicek"),)
    assert outcome.news == (Closed("Dedi"),)
    assert closed.breaches == 0


def test_a_citizens_ticket_that_is_closed_by_hand_waits_for_no_device():
    outcome = pressed(by_citizen(), Action.CLOSE, KASI, 3, "sudah diperbaiki")
    assert isinstance(outcome, Change)
    assert outcome.ticket.closure == Closure(Dismissal.CLOSED, "sudah diperbaiki", until_up=False)


def test_the_monitors_own_incident_has_no_buttons():
    own = replace(opened(), source=Source.MONITOR)
    for action, button in BUTTONS.items():
        for role in button.roles:
            assert pressed(own, action, Person("x", role), 1, "utara") == Refusal(Why.NOT_YOURS)


INSTRUCTED = (Action.INSTRUCT, KASI, 1, "utara")
ACCEPTED = (Action.ACCEPT, AGUS, 1)
REFUSED = {
    "accepting what another team was instructed to do": (
        INSTRUCTED, (Action.ACCEPT, BAYU, 2), Why.OTHER_TEAM, "utara",
    ),
    "beginning before it is accepted": (None, (Action.START, AGUS, 1), Why.NOT_YET, None),
    "beginning what another team has": (ACCEPTED, (Action.START, BAYU, 2), Why.OTHER_TEAM, "utara"),
    "holding before it is accepted": (None, (Action.HOLD, AGUS, 1, "x"), Why.NOT_YET, None),
    "holding what another team has": (ACCEPTED, (Action.HOLD, BAYU, 2, "x"), Why.OTHER_TEAM, "utara"),
    "holding what is held": ((Action.HOLD, KASI, 1, "x"), (Action.HOLD, KASI, 2, "y"), Why.ALREADY_DONE, "Dedi"),
    "going on with what is not held": (ACCEPTED, (Action.RESUME, AGUS, 2), Why.NOT_HELD, None),
    "giving on what nobody was instructed to do": (None, (Action.REASSIGN, KASI, 1, "utara"), Why.NOT_YET, None),
    "giving it to the team that has it": (INSTRUCTED, (Action.REASSIGN, KASI, 2, "utara"), Why.NOTHING_NEW, None),
    "giving it to a team that does not exist": (
        INSTRUCTED, (Action.REASSIGN, KASI, 2, "barat"), Why.NO_SUCH_TEAM, None,
    ),
    "the same priority twice": (
        (Action.PRIORITISE, KASI, 1, "low"), (Action.PRIORITISE, KASI, 2, "low"), Why.NOTHING_NEW, None,
    ),
    "closing by the team": (None, (Action.CLOSE, AGUS, 1, "x"), Why.NOT_YOURS, None),
    "the same button twice": ((Action.ACKNOWLEDGE, KASI, 1), (Action.ACKNOWLEDGE, KASI, 2), Why.ALREADY_DONE, "Dedi"),
    "a colleague who comes second": ((Action.ACCEPT, AGUS, 1), (Action.ACCEPT, JOKO, 2), Why.ALREADY_DONE, "Agus"),
    "instructing after a team has accepted": (
        (Action.ACCEPT, AGUS, 1), (Action.INSTRUCT, KASI, 2, "selatan"), Why.ALREADY_DONE, "Agus",
    ),
    "the Kasi's button by the team": (None, (Action.ACKNOWLEDGE, AGUS, 1), Why.NOT_YOURS, None),
    "a team that does not exist": (None, (Action.INSTRUCT, KASI, 1, "barat"), Why.NO_SUCH_TEAM, None),
    "no team at all": (None, (Action.INSTRUCT, KASI, 1, None), Why.NO_SUCH_TEAM, None),
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


def test_a_citizens_ticket_goes_from_spv_to_kasi_to_the_team():
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
    assert ticket.step == 7
    assert skipped(ticket) == []


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
