"""What is up and down in turns: one ticket that stays open, one message when it begins and one when it ends."""

import pytest

from netwatch.core.message import Kind
from netwatch.core.ticket import Status
from tests.sim.office import SimOffice, sim_office
from tests.sim.test_city_under_faults import TREE
from tests.sim.world import World, inventory_of


@pytest.fixture
async def office(tmp_path):
    async with sim_office(World(inventory_of(TREE)), tmp_path) as opened:
        yield opened


OF_THE_NETWORK = {Kind.OPENED, Kind.FLAPPING, Kind.MOVED_UP, Kind.REOPENED, Kind.CLOSED}


def to_kasi(office: SimOffice) -> dict[Kind, int]:
    """What Kasi is told of the network, besides the SOP's reminders: nobody presses anything here."""
    news = office.news.items()
    return {kind: count for (person, kind), count in news if person == "Dedi" and kind in OF_THE_NETWORK}


@pytest.mark.parametrize("period", [2.9, 7.0, 20.0, 45.0])
async def test_a_flapping_link_is_one_ticket_and_at_most_four_messages_to_kasi(office, period):
    start = office.world.now + 5.0
    office.world.flap("rt-b", start, start + 900.0, period)
    await office.run(900.0)
    (ticket,) = await office.tickets()
    assert ticket.is_open
    assert ticket.root is not None
    assert ticket.root.device == "rt-b"
    assert ticket.flapping
    await office.run(1_200.0)
    (ticket,) = await office.tickets()
    assert ticket.status is Status.CLOSED
    assert sum(to_kasi(office).values()) <= 4, to_kasi(office)


async def test_a_recovery_while_it_flapped_is_not_lost_when_flapping_ends(office):
    """Icinga 2#9449: the device is healthy, and nobody is told."""
    start = office.world.now + 5.0
    office.world.flap("rt-b", start, start + 400.0, 20.0)
    await office.run(420.0)
    assert [t.is_open for t in await office.tickets()] == [True], "healthy, but not believed yet"
    await office.run(900.0)
    (ticket,) = await office.tickets()
    assert ticket.status is Status.CLOSED
    assert to_kasi(office)[Kind.CLOSED] == 1
    events = await office.events(1)
    assert events.index("flapping") < events.index("calm") < events.index("closed")


async def test_a_device_that_stays_down_after_flapping_keeps_its_ticket(office):
    start = office.world.now + 5.0
    office.world.flap("rt-b", start, start + 400.0, 20.0)
    office.world.at(start + 410.0, lambda: office.world.kill("rt-b"))
    await office.run(2_000.0)
    (ticket,) = await office.tickets()
    assert ticket.is_open
    assert not ticket.flapping


@pytest.mark.parametrize("moment", [100.0, 250.0, 500.0])
async def test_a_restart_while_it_flaps_opens_no_second_ticket_and_sends_nothing_anew(office, moment):
    start = office.world.now + 5.0
    office.world.flap("rt-b", start, start + 600.0, 20.0)
    await office.run(moment)
    office.world.restart()
    await office.run(2_000.0 - moment)
    (ticket,) = await office.tickets()
    assert ticket.status is Status.CLOSED
    assert to_kasi(office)[Kind.OPENED] == 1


async def test_children_of_a_flapping_router_get_no_tickets_of_their_own(office):
    start = office.world.now + 5.0
    office.world.flap("rt-a", start, start + 900.0, 5.3)
    await office.run(2_500.0)
    assert [t.root.device for t in await office.tickets() if t.root] == ["rt-a"]


async def test_what_fails_every_few_minutes_is_not_a_message_every_few_minutes(office):
    """Slower than flapping: what was opened again has to hold for longer before its ticket closes."""
    start = office.world.now + 5.0
    office.world.flap("rt-b", start, start + 7_200.0, 300.0)
    await office.run(7_200.0)
    (ticket,) = await office.tickets()
    assert ticket.reopened == 1
    assert sum(to_kasi(office).values()) <= 5, to_kasi(office)
