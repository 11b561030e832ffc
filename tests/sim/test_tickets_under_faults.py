"""Tickets as faults come and go, with the real desk and store. Each test's name is the claim."""

from datetime import timedelta

import pytest

from netwatch.core.message import Kind
from netwatch.core.request import Action, CalledBack, JoinReport, NewReport, Report
from netwatch.core.ticket import RootCause, Source, Status
from netwatch.text.toast import CALLED_BACK
from tests.sim.office import START, sim_office
from tests.sim.test_city_under_faults import DUAL, TREE
from tests.sim.world import World, inventory_of


@pytest.fixture
async def office(tmp_path):
    async with sim_office(World(inventory_of(TREE)), tmp_path) as opened:
        yield opened


async def test_a_quiet_day_writes_no_ticket_and_no_message(office):
    await office.run(86_400.0 / 4)
    assert await office.tickets() == []
    assert not office.news


async def test_one_cut_is_one_ticket_and_kasi_hears_of_it_twice(office):
    office.world.cut("rt-a", "core")
    await office.run(60.0)
    (ticket,) = await office.tickets()
    assert ticket.root == RootCause("rt-a", "ping")
    assert {i.device for i in ticket.impacted} == {"sw-a", "ap-a1", "ap-a2"}
    office.world.mend("rt-a", "core")
    await office.run(180.0)
    (ticket,) = await office.tickets()
    assert ticket.status is Status.CLOSED
    assert {i.device for i in ticket.impacted} == {"sw-a", "ap-a1", "ap-a2"}
    assert office.told("Dedi") == 2, "opened and closed"
    assert office.told("Rina") == 0


async def test_a_ticket_closes_only_after_steady_health(office):
    office.world.cut("rt-b", "core")
    await office.run(60.0)
    office.world.mend("rt-b", "core")
    await office.run(30.0)
    assert (await office.tickets())[0].is_open
    await office.run(60.0)
    assert not (await office.tickets())[0].is_open


async def test_down_again_soon_after_the_closing_reopens_the_same_ticket(office):
    office.world.cut("rt-b", "core")
    await office.run(60.0)
    office.world.mend("rt-b", "core")
    await office.run(120.0)
    office.world.cut("rt-b", "core")
    await office.run(60.0)
    (ticket,) = await office.tickets()
    assert ticket.is_open
    assert ticket.reopened == 1
    assert ticket.step == 4
    assert "reopened" in await office.events(1)


async def test_down_again_long_after_the_closing_is_a_new_ticket(office):
    office.world.cut("rt-b", "core")
    await office.run(60.0)
    office.world.mend("rt-b", "core")
    await office.run(120.0 + 1900.0)
    office.world.cut("rt-b", "core")
    await office.run(60.0)
    first, second = await office.tickets()
    assert (first.status, second.status) == (Status.CLOSED, Status.OPEN)
    assert second.number.startswith("002/")


async def test_a_cause_found_further_up_moves_the_ticket_and_keeps_its_number(office):
    office.world.kill("ap-a1")
    await office.run(9.0)
    while not await office.tickets():
        await office.run(0.5)
    office.world.kill("sw-a")
    await office.run(60.0)
    (ticket,) = await office.tickets()
    assert ticket.root == RootCause("sw-a", "ping")
    assert ticket.number.startswith("001/")
    assert "moved_up" in await office.events(1)
    assert {i.device for i in ticket.impacted} == {"ap-a1", "ap-a2"}


async def test_two_children_called_first_end_in_one_ticket(tmp_path):
    sites = {"ap-a1": "alun-alun", "ap-a2": "taman"}
    async with sim_office(World(inventory_of(TREE, sites=sites)), tmp_path) as office:
        office.world.kill("ap-a1")
        office.world.kill("ap-a2")
        while len(await office.tickets()) < 2:
            await office.run(0.5)
        office.world.kill("sw-a")
        await office.run(60.0)
        open_now = [t for t in await office.tickets() if t.is_open]
        assert [t.root for t in open_now] == [RootCause("sw-a", "ping")]
        assert "merged" in await office.events(2)


async def test_the_citizens_of_a_merged_ticket_are_phoned_back_when_the_other_one_closes(tmp_path):
    sites = {"ap-a1": "alun-alun", "ap-a2": "taman"}
    async with sim_office(World(inventory_of(TREE, sites=sites)), tmp_path) as office:
        office.world.kill("ap-a1")
        office.world.kill("ap-a2")
        while len(await office.tickets()) < 2:
            await office.run(0.5)
        for draft, (taker, site, phone) in enumerate(
            [("Rina", "alun-alun", "0812-3456-7890"), ("Wati", "taman", "0812-3456-7891")], start=1
        ):
            await office.asks(taker, Report(f"{site} internet mati a.n. Budi {phone}"))
            (ticket,) = [t for t in await office.tickets() if t.site == site]
            await office.asks(taker, JoinReport(draft, ticket.id))
        before = {name: office.told(name) for name in ("Rina", "Wati")}
        cards = office.news["Dedi", Kind.CARD]
        office.world.kill("sw-a")
        await office.run(60.0)
        stays, merged = await office.tickets()
        assert (stays.is_open, stays.report_count) == (True, 2)
        assert (merged.is_open, merged.report_count) == (False, 0)
        assert office.news["Dedi", Kind.CARD] > cards
        assert "1 from 2" in await office.details(1)
        assert "1 to 1" in await office.details(2)
        assert {name: office.told(name) for name in before} == before, "nobody is phoned while it lasts"
        for device in ("sw-a", "ap-a1", "ap-a2"):
            office.world.revive(device)
        await office.run(180.0)
        assert not [t for t in await office.tickets() if t.is_open]
        assert {name: office.told(name) - before[name] for name in before} == {"Rina": 1, "Wati": 1}
        later = await office.asks("Wati", CalledBack(2))
        assert later.toast == CALLED_BACK
        citizens = (await office.tickets())[0].citizen_reports
        assert {each.taken_by: bool(each.called_back_at) for each in citizens} == {"Rina": False, "Wati": True}


async def test_devices_of_one_site_that_fall_together_are_its_power_until_a_common_cause_shows(office):
    office.world.kill("ap-a1")
    office.world.kill("ap-a2")
    while not await office.tickets():
        await office.run(0.5)
    (ticket,) = await office.tickets()
    assert ticket.root == RootCause(None, "power")
    assert {i.device for i in ticket.impacted} == {"ap-a1", "ap-a2"}
    office.world.kill("sw-a")
    await office.run(60.0)
    (ticket,) = await office.tickets()
    assert ticket.root == RootCause("sw-a", "ping")
    assert ticket.number.startswith("001/")


async def test_a_child_still_silent_after_the_mending_gets_its_own_ticket_without_a_gap(office):
    office.world.cut("rt-a", "core")
    office.world.kill("ap-a1")
    await office.run(60.0)
    office.world.mend("rt-a", "core")
    await office.run(180.0)
    first, second = await office.tickets()
    assert first.status is Status.CLOSED
    assert second.root == RootCause("ap-a1", "ping")


async def test_nobody_presses_anything_and_the_chain_goes_on_by_itself(office):
    office.world.cut("rt-b", "core")
    await office.run(16 * 60.0)
    (ticket,) = await office.tickets()
    assert [step.no for step in ticket.steps if step.breached] == [4, 5, 6]
    assert ticket.step == 7
    opened = ticket.opened_at
    assert [step.done_at - opened for step in ticket.steps[3:6]] == [timedelta(minutes=m) for m in (5, 10, 15)]
    assert (await office.events(1)).count("breached") == 3


async def test_limits_that_passed_while_the_daemon_was_away_are_counted_where_they_fell(office):
    office.world.cut("rt-b", "core")
    await office.run(60.0)
    opened = (await office.tickets())[0].opened_at
    office.world.now += 3 * 3600.0
    office.world.restart()
    await office.run(30.0)
    (ticket,) = await office.tickets()
    assert [step.due_at - opened for step in ticket.steps[3:6]] == [timedelta(minutes=m) for m in (5, 10, 15)]
    assert ticket.steps[6].due_at - opened == timedelta(minutes=15, hours=24)


async def test_acceptance_by_the_team_is_told_to_kasi_and_not_to_who_pressed(office):
    office.world.cut("rt-b", "core")
    await office.run(60.0)
    before = office.told("Agus")
    assert "#1" in (await office.presses("Agus", 1, Action.ACCEPT) or "")
    assert "sudah diterima oleh Agus" in (await office.presses("Joko", 1, Action.ACCEPT) or "")
    assert office.told("Dedi") == 2
    assert office.told("Agus") == before


async def test_a_citizens_report_joins_the_open_incident_with_two_steps_and_is_called_back(office):
    office.world.cut("rt-a", "core")
    await office.run(60.0)
    await office.asks("Rina", Report("s internet mati a.n. Budi 0812-3456-7890"))
    await office.asks("Rina", JoinReport(1, 1))
    await office.asks("Rina", JoinReport(1, 1))
    (ticket,) = await office.tickets()
    assert len(ticket.citizen_reports) == 1
    assert ticket.citizen_reports[0].phone == "+6281234567890"
    before = office.told("Rina")
    office.world.mend("rt-a", "core")
    await office.run(180.0)
    assert office.told("Rina") == before + 1, "the list of citizens to phone back"


async def test_a_report_where_nothing_is_open_becomes_a_ticket_from_step_1(office):
    await office.asks("Rina", Report("kantor s wifi lambat 0812-3456-7890"))
    await office.asks("Rina", NewReport(1, "s"))
    (ticket,) = await office.tickets()
    assert ticket.source is Source.CITIZEN
    assert ticket.step == 2
    assert ticket.opened_at == START + timedelta(seconds=office.world.now)


async def test_losing_both_paths_one_after_the_other_is_two_tickets_and_no_third(tmp_path):
    async with sim_office(World(inventory_of(DUAL)), tmp_path) as office:
        office.world.kill("left")
        await office.run(60.0)
        office.world.kill("right")
        await office.run(60.0)
        tickets = await office.tickets()
        assert [t.root.device for t in tickets if t.root] == ["left", "right"]
        assert {i.device for i in tickets[1].impacted} == {"site", "host"}
