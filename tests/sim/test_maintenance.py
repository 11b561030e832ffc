"""Planned work under simulated time, with the real desk and store. Each test's name is the claim."""

from dataclasses import replace
from datetime import timedelta

import pytest

from netwatch.core.maintenance import Window, end_early
from netwatch.core.message import Kind
from netwatch.core.ticket import RootCause
from netwatch.desk.incidents import Incidents
from netwatch.inventory.model import PlannedMaintenance
from tests.sim.office import sim_office
from tests.sim.test_city_under_faults import DUAL, TREE
from tests.sim.world import World, inventory_of

HOUR = 3600.0


@pytest.fixture
async def office(tmp_path):
    async with sim_office(World(inventory_of(TREE)), tmp_path) as opened:
        yield opened


async def plan(office, *devices, start=0.0, end=HOUR, sites=()):
    """Work on these devices, in seconds from now."""
    span = (office.now() + timedelta(seconds=seconds) for seconds in (start, end))
    async with office.store.begin() as tx:
        added = await tx.maintenance.add(Window("", *span, devices, sites, "ganti UPS", "Dedi"))
    await office.look()
    return added


async def in_maintenance(office):
    async with office.store.read() as tx:
        return {device for device, status in (await tx.devices.load()).items() if status.maintenance}


async def roots(office):
    return [ticket.root.device for ticket in await office.tickets() if ticket.root is not None]


async def test_what_falls_silent_in_maintenance_and_comes_back_in_time_opens_nothing_and_tells_nobody(office):
    await plan(office, "rt-a")
    office.world.kill("rt-a")
    await office.run(HOUR / 2)
    assert office.world.state("rt-a") == "down", "probes go on"
    assert office.world.state("ap-a1") == "unreachable"
    office.world.revive("rt-a")
    await office.run(HOUR)
    assert await office.tickets() == []
    assert set(office.news.items()) == {((name, Kind.MAINTENANCE), 1) for name in ("Agus", "Joko", "Rina", "Wati")}


async def test_argus_1631_a_planned_window_that_ends_with_the_device_still_down_opens_the_ticket_at_its_end(office):
    await plan(office, "rt-a")
    office.world.kill("rt-a")
    await office.run(HOUR - 1.0)
    assert await office.tickets() == []
    await office.run(2.0)
    (ticket,) = await office.tickets()
    assert ticket.root == RootCause("rt-a", "ping")
    assert {impact.device for impact in ticket.impacted} == {"sw-a", "ap-a1", "ap-a2"}
    assert ticket.step == 4
    assert ticket.probable_cause == "belum pulih setelah pemeliharaan yang berakhir pukul 09.01 WIB"
    async with office.store.read() as tx:
        opened = (await tx.history.of(ticket.id))[0]
    assert "still down after maintenance 1 (ganti UPS) ended" in opened.detail
    assert office.told("Dedi") == 1
    office.world.revive("rt-a")
    await office.run(180.0)
    assert not (await office.tickets())[0].is_open


async def test_a_ticket_that_is_open_when_the_work_begins_stays_open_and_closes_when_all_is_well(office):
    office.world.kill("rt-a")
    await office.run(60.0)
    await plan(office, "rt-a", start=60.0)
    await office.run(300.0)
    (ticket,) = await office.tickets()
    assert ticket.is_open
    assert ticket.probable_cause is None, "it was down before the work"
    office.world.revive("rt-a")
    await office.run(180.0)
    assert not (await office.tickets())[0].is_open
    office.world.kill("rt-a")
    await office.run(180.0)
    assert not (await office.tickets())[0].is_open, "the work goes on: nothing is opened again"
    await office.run(HOUR)
    assert [ticket.is_open for ticket in await office.tickets()] == [False, True], "long after the closing: a new one"


async def test_work_that_is_announced_while_the_device_is_down_already_leaves_its_ticket_as_it_is(office):
    office.world.kill("rt-b")
    await office.run(60.0)
    before = await office.tickets()
    await plan(office, "rt-b", end=600.0)
    await office.run(1200.0)
    after = await office.tickets()
    assert [ticket.id for ticket in after] == [ticket.id for ticket in before]
    assert after[0].is_open


async def test_work_that_is_announced_before_the_silence_is_confirmed_keeps_its_ticket_away(office):
    office.world.kill("rt-b")
    await office.run(2.0)
    await plan(office, "rt-b")
    await office.run(300.0)
    assert await office.tickets() == []


async def test_of_overlapping_windows_the_last_to_end_decides(office):
    await plan(office, "rt-a", end=600.0)
    await plan(office, "rt-a", start=300.0, end=1200.0)
    office.world.kill("rt-a")
    await office.run(900.0)
    assert await office.tickets() == []
    await office.run(301.0)
    assert await roots(office) == ["rt-a"]


async def test_ending_the_work_early_opens_the_ticket_then(office):
    window = await plan(office, "rt-a")
    office.world.kill("rt-a")
    await office.run(600.0)
    ended = end_early(window, "Dedi", office.now())
    assert ended is not None
    async with office.store.begin() as tx:
        await tx.maintenance.end(ended)
    await office.look()
    assert await roots(office) == ["rt-a"]


async def test_a_restart_in_the_middle_changes_nothing(office):
    await plan(office, "rt-a")
    office.world.kill("rt-a")
    await office.run(600.0)
    office.world.restart()
    office.incidents = Incidents(office.store, office.setting, office.now, lambda: None)
    await office.look()
    await office.run(600.0)
    assert await office.tickets() == []
    assert await in_maintenance(office) == {"rt-a"}
    await office.run(HOUR)
    assert await roots(office) == ["rt-a"]


async def test_a_child_that_comes_back_late_after_work_on_its_parent_opens_nothing(office):
    await plan(office, "sw-a")
    office.world.kill("sw-a")
    await office.run(600.0)
    office.world.kill("ap-a1")
    office.world.revive("sw-a")
    await office.run(600.0)
    assert office.world.state("ap-a1") == "down"
    assert await office.tickets() == []
    office.world.revive("ap-a1")
    await office.run(HOUR)
    assert await office.tickets() == []


async def test_a_child_that_never_comes_back_from_work_on_its_parent_gets_its_ticket_at_the_end(office):
    await plan(office, "sw-a")
    office.world.kill("sw-a")
    await office.run(600.0)
    office.world.kill("ap-a1")
    office.world.revive("sw-a")
    await office.run(HOUR - 601.0)
    assert await office.tickets() == []
    await office.run(2.0)
    assert await roots(office) == ["ap-a1"]


async def test_a_child_that_fails_by_itself_after_its_parent_is_back_has_its_ticket_at_once(office):
    await plan(office, "sw-a")
    office.world.kill("sw-a")
    await office.run(600.0)
    office.world.revive("sw-a")
    await office.run(120.0)
    assert await office.tickets() == []
    office.world.kill("ap-a1")
    await office.run(60.0)
    assert await roots(office) == ["ap-a1"]
    assert await in_maintenance(office) == {"sw-a"}


async def test_a_cause_above_the_work_has_its_ticket_with_all_that_it_silences(office):
    await plan(office, "sw-a")
    office.world.kill("rt-a")
    await office.run(60.0)
    (ticket,) = await office.tickets()
    assert ticket.root == RootCause("rt-a", "ping")
    assert {impact.device for impact in ticket.impacted} == {"sw-a", "ap-a1", "ap-a2"}


async def test_redundancy_that_fails_while_one_way_is_worked_on_is_told(tmp_path):
    async with sim_office(World(inventory_of(DUAL)), tmp_path) as office:
        await plan(office, "left")
        office.world.kill("left")
        await office.run(120.0)
        assert await office.tickets() == []
        office.world.kill("site")
        await office.run(120.0)
        assert await roots(office) == ["site"]


async def test_a_whole_site_in_maintenance_is_silent_and_so_is_what_hangs_on_it(tmp_path):
    sites = {"rt-a": "kejaksan", "sw-a": "kejaksan"}
    async with sim_office(World(inventory_of(TREE, sites=sites)), tmp_path) as office:
        await plan(office, sites=("kejaksan",))
        office.world.kill("rt-a")
        office.world.kill("sw-a")
        await office.run(600.0)
        assert await office.tickets() == []
        assert await in_maintenance(office) == {"rt-a", "sw-a"}
        assert office.world.state("ap-a1") == "unreachable"
        await office.run(HOUR)
        assert await roots(office) == ["rt-a"]


async def test_work_that_the_inventory_plans_counts_like_any_other(tmp_path):
    world = World(inventory_of(TREE))
    async with sim_office(world, tmp_path) as office:
        entry = PlannedMaintenance(
            ("rt-a",), office.now() + timedelta(seconds=60), office.now() + timedelta(seconds=1200), "ganti UPS"
        )
        planned = replace(office.setting.office, inventory=replace(world.inventory, maintenance=(entry,)))
        office.setting = office.incidents.setting = replace(office.setting, office=planned)
        await office.look()
        await office.run(61.0)
        office.world.kill("rt-a")
        await office.run(1138.0)
        assert await office.tickets() == []
        assert await in_maintenance(office) == {"rt-a"}
        await office.run(2.0)
        assert await roots(office) == ["rt-a"]
        assert await in_maintenance(office) == set()


async def test_a_site_whose_devices_fall_together_through_the_work_has_one_ticket_at_its_end(office):
    await plan(office, "ap-a1", "ap-a2", end=600.0)
    office.world.kill("ap-a1")
    office.world.kill("ap-a2")
    await office.run(599.0)
    assert await office.tickets() == []
    await office.run(60.0)
    (ticket,) = await office.tickets()
    assert ticket.root == RootCause(None, "power")
    assert ticket.probable_cause == "belum pulih setelah pemeliharaan yang berakhir pukul 08.11 WIB"


async def test_what_flaps_under_the_hands_of_the_workers_is_no_news(office):
    await plan(office, "rt-b", end=1200.0)
    for _ in range(12):
        office.world.kill("rt-b")
        await office.run(30.0)
        office.world.revive("rt-b")
        await office.run(30.0)
    assert await office.tickets() == []
    assert {kind for _, kind in office.news} == {Kind.MAINTENANCE}
