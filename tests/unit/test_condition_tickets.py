"""What becomes of the tickets of conditions, decision by decision."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.condition_tickets import (
    Close,
    HandOver,
    Merge,
    OpenFor,
    Reopen,
    Worsen,
    excuse_for,
    look_after,
    still_ill,
    unite,
)
from netwatch.core.condition_view import Ailment, ConditionView, Neighbour, Standing
from netwatch.core.policy import Policy
from netwatch.core.state import ConditionState
from netwatch.core.status import ConditionStatus
from netwatch.core.ticket import Impact, Priority, RootCause, Source, Status, Ticket

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
POLICY = Policy()


def ticket(number: int, device: str | None, condition: str, **changes: object) -> Ticket:
    plain = Ticket(
        number, str(number), Status.OPEN, NOW, Source.PROBE, Priority.NORMAL, RootCause(device, condition), "s"
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def ailment(device: str = "sw", key: str = "if:ether3", lasts: float = 600.0, *around: Neighbour) -> Ailment:
    status = ConditionStatus(key, ConditionState.PROBLEM, NOW - timedelta(seconds=lasts), "operationally down")
    return Ailment(device, "s", status, Priority.NORMAL, lasts, around)


PORT = ailment()
CAUSE = PORT.cause
OURS = ticket(4, "sw", "if:ether3")
WELL = Standing(status=ConditionStatus("if:ether3", ConditionState.OK, NOW), steady_for=60.0)


def decisions(opened=(), lately=(), ailments=(), **standing):
    view = ConditionView(tuple(ailments), {CAUSE: Standing(**standing)} if standing else {CAUSE: WELL})
    return look_after(opened, lately, [], view, POLICY)


def test_a_problem_without_a_ticket_gets_one():
    assert decisions(ailments=[PORT]).decisions == (OpenFor(PORT),)


def test_a_problem_with_a_ticket_keeps_it_and_nothing_is_told_twice():
    assert decisions([OURS], [], [PORT], steady_for=None).decisions == ()


def test_a_problem_again_soon_after_the_closing_reopens_the_ticket_of_the_same_condition():
    other = ticket(3, "sw", "if:ether4", status=Status.CLOSED, closed_at=NOW)
    same = ticket(4, "sw", "if:ether3", status=Status.CLOSED, closed_at=NOW)
    assert decisions([], [other, same], [PORT]).decisions == (Reopen(same, PORT),)


def test_a_more_urgent_problem_raises_the_ticket_and_a_less_urgent_one_does_not():
    critical = replace(PORT, priority=Priority.CRITICAL)
    assert decisions([OURS], [], [critical], steady_for=None).decisions == (Worsen(OURS, critical),)
    assert decisions([OURS], [], [replace(PORT, priority=Priority.LOW)], steady_for=None).decisions == ()


def test_a_priority_that_was_set_by_hand_stays():
    by_hand = replace(OURS, priority_by="Dedi")
    critical = replace(PORT, priority=Priority.CRITICAL)
    assert decisions([by_hand], [], [critical], steady_for=None).decisions == ()


@pytest.mark.parametrize(
    ("standing", "is_ill"),
    [
        pytest.param(Standing(steady_for=None), True, id="not well yet"),
        pytest.param(Standing(steady_for=0.0), False, id="well again"),
        pytest.param(Standing(is_heard=False, steady_for=60.0), True, id="nobody can say so"),
        pytest.param(Standing(is_watched=False), False, id="no longer watched"),
        pytest.param(Standing(is_known=False, is_heard=False), False, id="no longer in the inventory"),
        pytest.param(None, True, id="not asked"),
    ],
)
def test_what_was_closed_by_hand_is_let_be_until_it_was_well(standing, is_ill):
    dismissed = replace(OURS, status=Status.CLOSED)
    view = ConditionView((PORT,), {} if standing is None else {CAUSE: standing})
    assert still_ill(dismissed, view) is is_ill
    assert look_after([], [], [dismissed], view, POLICY).decisions == ()
    assert not still_ill(ticket(1, "sw", "ping", status=Status.CLOSED), view), "of an outage others decide"


@pytest.mark.parametrize(
    ("standing", "closes"),
    [
        pytest.param({"steady_for": 60.0}, True, id="steady for as long as it takes"),
        pytest.param({"steady_for": 59.0}, False, id="a second too short"),
        pytest.param({"steady_for": None}, False, id="ill or unknown"),
        pytest.param({"steady_for": 600.0, "is_heard": False}, False, id="the device is silent or in maintenance"),
        pytest.param({"is_watched": False}, True, id="nobody watches it any more"),
        pytest.param({"is_watched": False, "is_heard": False}, False, id="nobody could say so"),
        pytest.param({"is_known": False, "is_heard": False}, True, id="the device has left the inventory"),
    ],
)
def test_a_ticket_closes_when_its_condition_is_well_and_the_device_says_so(standing, closes):
    found = decisions([OURS], **standing).decisions
    assert [type(each) for each in found] == ([Close] if closes else [])


def test_a_ticket_whose_condition_nobody_asked_about_is_left_alone():
    assert look_after([OURS], [], [], ConditionView(), POLICY).decisions == ()


def test_time_alone_asks_for_another_look_when_health_will_be_steady():
    assert decisions([OURS], steady_for=20.0).again_in == 40.0


def test_tickets_of_outages_citizens_and_the_monitor_are_not_touched():
    others = [
        ticket(1, "sw", "ping"), ticket(2, None, "power"), ticket(3, "sw", "if:ether3", source=Source.CITIZEN),
        ticket(5, None, "isolated", source=Source.MONITOR),
    ]
    assert decisions(others).decisions == ()
    assert unite(others, ConditionView((PORT,))) == []


# ports


HEARD = Neighbour("ap", True)


@pytest.mark.parametrize(
    ("neighbour", "lasts", "excused"),
    [
        pytest.param(HEARD, 600.0, False, id="where it leads, all is well"),
        pytest.param(replace(HEARD, is_silent=True), 600.0, True, id="it leads to a silent device"),
        pytest.param(
            replace(HEARD, is_named=False, is_silent=True, fell_with=True), 600.0, True,
            id="it may lead to a device that fell with it",
        ),
        pytest.param(
            replace(HEARD, is_named=False, is_silent=True), 600.0, False,
            id="it names nobody, and another device is silent since long",
        ),
        pytest.param(replace(HEARD, back_since=True), 600.0, True, id="it is back, the port was not read since"),
        pytest.param(replace(HEARD, heard_since=False), 5.0, True, id="whether the device fell too is not known yet"),
        pytest.param(replace(HEARD, heard_since=False), 26.0, False, id="it would be known by now"),
        pytest.param(replace(HEARD, device="down"), 600.0, True, id="the device behind it has a ticket"),
        pytest.param(replace(HEARD, device="behind"), 600.0, True, id="the device behind it is in somebody's ticket"),
        pytest.param(replace(HEARD, device="down", is_named=False), 600.0, False, id="some other device has a ticket"),
        pytest.param(replace(HEARD, far_end="if:wan"), 600.0, True, id="the other end of the link has a ticket"),
        pytest.param(replace(HEARD, far_end="if:lan"), 600.0, False, id="the other end is well"),
    ],
)
def test_a_port_has_no_ticket_of_its_own_where_another_speaks_for_it(neighbour, lasts, excused):
    opened = [ticket(1, "down", "ping", impacted=(Impact("behind", True),)), ticket(2, "ap", "if:wan")]
    known = {RootCause("ap", "if:wan")}
    found = excuse_for(ailment("sw", "if:ether3", lasts, neighbour), opened, known, POLICY)
    assert (found is not None) is excused, found


def test_of_the_two_ends_of_a_link_that_fall_at_once_the_nearer_one_speaks():
    near = ailment("sw", "if:ether3", 600.0, Neighbour("ap", True, far_end="if:wan"))
    far = ailment("ap", "if:wan", 600.0, Neighbour("sw", True, far_end="if:ether3"))
    assert decisions(ailments=[near, far]).decisions == (OpenFor(near),)


def test_a_port_that_waits_for_what_is_behind_it_asks_for_another_look():
    waiting = ailment("sw", "if:ether3", 20.0, replace(HEARD, heard_since=False))
    plan = decisions(ailments=[waiting])
    assert (plan.decisions, plan.again_in) == ((), pytest.approx(POLICY.same_cause_window - 20.0))


FELL_WITH_IT = Neighbour("ap", True, is_silent=True, is_cause=True, fell_with=True)


def test_a_ports_ticket_is_handed_over_to_the_device_that_fell_with_it():
    found = unite([OURS], ConditionView((ailment("sw", "if:ether3", 30.0, FELL_WITH_IT),)))
    assert [(type(each), each.ticket.id) for each in found] == [(HandOver, 4)]
    assert isinstance(found[0], HandOver)
    assert found[0].device == "ap"


@pytest.mark.parametrize(
    "neighbour",
    [
        pytest.param(replace(FELL_WITH_IT, fell_with=False), id="it fell at another time"),
        pytest.param(replace(FELL_WITH_IT, is_cause=False), id="it is behind somebody else"),
        pytest.param(HEARD, id="it answers"),
    ],
)
def test_a_ports_ticket_stays_the_ports(neighbour):
    assert unite([OURS], ConditionView((ailment("sw", "if:ether3", 30.0, neighbour),))) == []


@pytest.mark.parametrize(
    ("outage", "expected"),
    [
        pytest.param(2, [(Merge, 4)], id="the outage's ticket is the older one"),
        pytest.param(9, [(HandOver, 4), (Merge, 9)], id="the port's ticket is the older one"),
    ],
)
def test_of_two_tickets_for_one_cause_the_older_number_stays(outage, expected):
    opened = [OURS, ticket(outage, "ap", "ping")]
    found = unite(opened, ConditionView((ailment("sw", "if:ether3", 30.0, FELL_WITH_IT),)))
    assert [(type(each), each.ticket.id) for each in found] == expected


def test_two_ports_that_fell_with_one_device_end_in_one_ticket():
    opened = [OURS, ticket(5, "sw", "if:ether4")]
    view = ConditionView(tuple(ailment("sw", key, 30.0, FELL_WITH_IT) for key in ("if:ether3", "if:ether4")))
    found = unite(opened, view)
    assert [(type(each), each.ticket.id) for each in found] == [(HandOver, 4), (Merge, 5)]
    assert isinstance(found[1], Merge)
    assert found[1].into == 4


# power, heat, loss


ON_BATTERY = Standing(
    is_heard=False, status=ConditionStatus("ups", ConditionState.PROBLEM, NOW), outage="rt"
)
OF_UPS = ticket(4, "ups-1", "ups")


def of_ups(standing: Standing) -> ConditionView:
    return ConditionView((), {RootCause("ups-1", "ups"): standing})


def test_a_ups_that_was_on_battery_before_its_site_went_dark_is_the_outage():
    (found,) = unite([OF_UPS], of_ups(ON_BATTERY))
    assert isinstance(found, HandOver)
    assert (found.ticket.id, found.device) == (4, "rt")


@pytest.mark.parametrize(
    "standing",
    [
        pytest.param(replace(ON_BATTERY, outage=None), id="something there answers, or the cut is further up"),
        pytest.param(
            replace(ON_BATTERY, status=ConditionStatus("ups", ConditionState.OK, NOW)), id="it was on mains again"
        ),
    ],
)
def test_a_ups_ticket_stays_the_upss(standing):
    assert unite([OF_UPS], of_ups(standing)) == []


def test_a_site_without_power_and_its_ups_are_one_ticket():
    power = ticket(6, None, "power")
    assert unite([OF_UPS, power], of_ups(replace(ON_BATTERY, outage=None))) == [Merge(OF_UPS, 6)]
    assert unite([OF_UPS, replace(power, site="elsewhere")], of_ups(replace(ON_BATTERY, outage=None))) == []
    battery = ailment("ups-1", "ups")
    assert excuse_for(battery, [power], set(), POLICY) is not None
    assert excuse_for(battery, [replace(power, site="elsewhere")], set(), POLICY) is None


def test_one_ticket_for_all_the_sensors_of_a_device():
    both = [ailment("sw", "temp:cpu"), ailment("sw", "temp:psu"), ailment("rt", "temp:cpu")]
    assert decisions(ailments=both).decisions == (OpenFor(both[0]), OpenFor(both[2]))
    cool = Standing(status=ConditionStatus("temp:cpu", ConditionState.OK, NOW), steady_for=600.0)
    view = ConditionView((both[1],), {RootCause("sw", "temp:cpu"): cool})
    assert look_after([ticket(4, "sw", "temp:cpu")], [], [], view, POLICY).decisions == ()


def test_what_is_lost_further_up_is_told_there():
    behind = replace(ailment("ap", "loss"), follows="sw")
    assert decisions(ailments=[behind]).decisions == ()
    assert decisions(ailments=[replace(behind, follows=None)]).decisions != ()
