"""Kasi closes a ticket while the probes still say down: nobody is called out for it again before it has been up."""

import pytest

from netwatch.core.city import City
from netwatch.core.request import Action, Press
from netwatch.core.ticket import Status
from tests.sim.office import sim_office
from tests.sim.test_city_under_faults import TREE
from tests.sim.world import World, inventory_of

DAY = 86_400.0


@pytest.fixture
async def office(tmp_path):
    async with sim_office(World(inventory_of(TREE)), tmp_path) as opened:
        opened.world.cut("rt-b", "core")
        await opened.run(30.0)
        yield opened


async def closed(office):
    return [ticket.status is Status.CLOSED for ticket in await office.tickets()]


async def test_the_same_silence_opens_nothing_anew_and_reopens_nothing(office):
    await office.presses("Dedi", 1, Action.CLOSE, "retired")
    told = office.told("Agus")
    await office.run(2 * 3600.0)
    assert await closed(office) == [True]
    assert (await office.tickets())[0].reopened == 0
    assert office.told("Agus") == told


async def test_nor_after_a_restart(office):
    await office.presses("Dedi", 1, Action.NOT_A_FAULT, "test")
    office.world.restart()
    await office.run(600.0)
    assert await closed(office) == [True]


async def test_what_hangs_behind_it_stays_unheeded_with_it(office):
    office.world.cut("rt-a", "core")
    await office.run(60.0)
    await office.presses("Dedi", 2, Action.CLOSE, "planned")
    office.world.restart()
    await office.run(600.0)
    assert [t.root.device for t in await office.tickets()] == ["rt-b", "rt-a"]
    assert await closed(office) == [False, True]


async def test_once_it_has_been_up_its_next_fall_goes_on_with_the_ticket(office):
    await office.presses("Dedi", 1, Action.CLOSE, "fixed")
    office.world.mend("rt-b", "core")
    await office.run(60.0)
    assert "watched_again" in await office.events(1)
    office.world.cut("rt-b", "core")
    await office.run(60.0)
    (ticket,) = await office.tickets()
    assert ticket.is_open
    assert ticket.reopened == 1
    assert ticket.closure is None


async def test_once_it_has_been_up_its_next_fall_after_no_fault_is_a_ticket_of_its_own(office):
    await office.presses("Dedi", 1, Action.NOT_A_FAULT, "off")
    office.world.mend("rt-b", "core")
    await office.run(60.0)
    office.world.cut("rt-b", "core")
    await office.run(60.0)
    first, second = await office.tickets()
    assert (first.status, first.closure.until_up) == (Status.CLOSED, False)
    assert second.is_open


async def test_a_parent_that_fails_meanwhile_has_its_ticket(office):
    await office.presses("Dedi", 1, Action.CLOSE, "retired")
    office.world.kill("core")
    await office.run(120.0)
    assert [t.root.device for t in await office.tickets() if t.is_open] == ["core"]
    office.world.revive("core")
    await office.run(300.0)
    assert await closed(office) == [True, True], "what was dismissed is as silent as before"


async def test_a_device_that_has_left_the_inventory_is_not_waited_for(office):
    await office.presses("Dedi", 1, Action.CLOSE, "retired")
    await office.run(60.0)
    smaller = City(inventory_of({name: TREE[name] for name in ("core", "rt-a")}), office.world.policy)
    smaller.inherit(office.world.city)
    office.world.city = smaller
    await office.look()
    assert "watched_again" in await office.events(1)


async def test_two_who_close_at_once_close_it_once(office):
    await office.presses("Dedi", 1, Action.CLOSE, "fixed")
    answer = await office.asks("Dedi", Press(1, Action.NOT_A_FAULT, "test"))
    assert "sudah selesai" in answer.toast
    assert (await office.events(1)).count("closed") == 1
