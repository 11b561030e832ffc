"""How many new messages each person gets, with the real desk and store: cards and digests that are edited are none.

Kasi hears at most 3 of one cut, 3 of a subtree of 40, 4 of 30 tickets in a minute and 4 of a flapping link, up to the
repair; of one that is up for longer than it takes to close its ticket, 5.
"""

from collections import Counter

import pytest

from netwatch.core.message import Kind
from netwatch.core.request import Action, PressAll, ShowTicket
from netwatch.core.ticket import Status
from tests.sim.office import sim_office
from tests.sim.world import World, inventory_of

PLACES = 30
CITY = {"core": ()} | {f"rt-{n:02}": ("core",) for n in range(PLACES)}
SITES = {"core": "hub"} | {f"rt-{n:02}": f"place-{n:02}" for n in range(PLACES)}
SUBTREE = {"core": (), "rt": ("core",)} | {f"d-{n:02}": ("rt",) for n in range(39)}

OF_ONE_CUT = {
    "Dedi": ["accepted", "closed", "opened"],
    "Sari": ["closed", "opened"],
    "Agus": ["closed", "instructed", "opened"],
    "Joko": ["closed", "instructed", "opened"],
}


def sent(office) -> dict[str, list[str]]:
    """Each person's new messages by kind."""
    told: dict[str, list[str]] = {}
    for (name, kind), count in office.news.items():
        if kind is not Kind.CARD:
            told.setdefault(name, []).extend([kind.value] * count)
    return {name: sorted(kinds) for name, kinds in told.items()}


@pytest.fixture
async def city(tmp_path):
    async with sim_office(World(inventory_of(CITY, sites=SITES)), tmp_path) as opened:
        yield opened


async def storm(office, count=PLACES, gap=2.0):
    """A cut every two seconds."""
    for n in range(count):
        office.world.cut(f"rt-{n:02}", "core")
        await office.run(gap)
    await office.run(20.0)


async def until_mended(office, count=PLACES):
    for n in range(count):
        office.world.mend(f"rt-{n:02}", "core")
    await office.run(200.0)
    assert {ticket.status for ticket in await office.tickets()} == {Status.CLOSED}


async def works_on(office, ticket=1):
    await office.presses("Dedi", ticket, Action.ACKNOWLEDGE)
    await office.presses("Dedi", ticket, Action.INSTRUCT, "utara")
    await office.presses("Agus", ticket, Action.ACCEPT)


async def test_one_cut(city):
    city.world.cut("rt-07", "core")
    await city.run(60.0)
    await works_on(city)
    await city.run(1800.0)
    city.world.mend("rt-07", "core")
    await city.run(200.0)
    assert sent(city) == OF_ONE_CUT


async def test_a_subtree_of_forty_is_one_cut(tmp_path):
    async with sim_office(World(inventory_of(SUBTREE)), tmp_path) as office:
        office.world.cut("rt", "core")
        await office.run(60.0)
        (ticket,) = await office.tickets()
        assert len(ticket.impacted) == 39
        await works_on(office)
        office.world.mend("rt", "core")
        await office.run(300.0)
        assert sent(office) == OF_ONE_CUT


async def test_thirty_tickets_in_a_minute_for_a_kasi_who_works(city):
    await storm(city)
    assert len(await city.tickets()) == PLACES
    assert sent(city) == {name: ["digest", "opened", "opened"] for name in ("Dedi", "Sari", "Agus", "Joko")}
    await city.asks("Dedi", PressAll(1, Action.ACKNOWLEDGE))
    await city.asks("Dedi", PressAll(1, Action.INSTRUCT))
    for ticket in range(1, PLACES + 1):
        await city.presses("Agus", ticket, Action.ACCEPT)
    assert {ticket.accepted_by for ticket in await city.tickets()} == {"Agus"}
    await city.run(600.0)
    assert sent(city)["Dedi"] == ["digest", "opened", "opened"]
    await until_mended(city)
    assert sent(city)["Dedi"] == ["digest", "digest", "opened", "opened"]
    assert len(sent(city)["Sari"]) == 4


@pytest.mark.long
async def test_thirty_tickets_in_a_minute_for_a_kasi_who_sleeps(city):
    await storm(city)
    await city.run(5 * 60.0)
    assert sent(city)["Dedi"] == ["digest", "digest", "opened", "opened"], "the second digest is all 30 reminders"
    assert sum(len(told) for told in sent(city).values()) <= 4 * 5


@pytest.mark.parametrize(
    ("half", "most"),
    [
        pytest.param(20.0, 4, id="up and down for 20 s"),
        pytest.param(45.0, 4, id="up and down for 45 s"),
        pytest.param(75.0, 4, id="up for long enough to close the ticket once"),
        pytest.param(120.0, 4, id="up and down for two minutes"),
    ],
)
async def test_a_flapping_link(city, half, most):
    city.world.cut("rt-07", "core")
    await city.run(half)
    await works_on(city)
    for _ in range(int(1500 / half)):
        city.world.mend("rt-07", "core")
        await city.run(half)
        city.world.cut("rt-07", "core")
        await city.run(half)
    assert {name: told for name, told in sent(city).items() if len(told) > most} == {}


async def test_who_has_a_ticket_of_the_storm_in_hand_gets_its_card(city):
    await storm(city)
    before = Counter(city.news)
    await city.presses("Agus", 17, Action.ACCEPT)
    new = city.news - before
    assert new["Agus", Kind.OPENED] == 1
    assert new["Joko", Kind.OPENED] == 1
    assert new["Dedi", Kind.OPENED] == 0


async def test_a_ticket_after_the_storm_is_told_by_itself(city):
    await storm(city, 20)
    await city.run(120.0)
    before = Counter(city.news)
    city.world.cut("rt-29", "core")
    await city.run(30.0)
    assert (city.news - before)["Dedi", Kind.OPENED] == 1


async def test_the_digest_survives_a_restart_and_telegrams_absence(city):
    await storm(city, 10)
    city.telegram_works = False
    for n in range(10, 20):
        city.world.cut(f"rt-{n:02}", "core")
        await city.run(2.0)
    city.world.restart()
    await city.run(60.0)
    city.telegram_works = True
    await city.look()
    assert sent(city)["Dedi"] == ["digest", "opened", "opened"]
    async with city.store.read() as tx:
        (digest, *_) = [d for d in await tx.digests.open() if d.to.person == "Dedi"]
    assert len(digest.tickets) == 20
    assert not digest.is_stale


async def test_each_of_its_tickets_can_be_looked_at_and_worked_on(city):
    await storm(city, 10)
    await city.asks("Dedi", ShowTicket(9))
    assert "diinstruksikan" in await city.presses("Dedi", 9, Action.INSTRUCT, "utara")
    assert (await city.tickets())[8].team == "utara"


async def test_a_digests_button_answers_whoever_presses_it(city):
    await storm(city, 5)
    assert "hanya untuk Kasi" in (await city.asks("Agus", PressAll(1, Action.ACKNOWLEDGE))).toast
    assert "5 tiket" in (await city.asks("Dedi", PressAll(1, Action.ACKNOWLEDGE))).toast
    assert "Tidak ada lagi" in (await city.asks("Dedi", PressAll(1, Action.ACKNOWLEDGE))).toast
    assert "tidak berlaku lagi" in (await city.asks("Dedi", PressAll(99, Action.ACKNOWLEDGE))).toast
