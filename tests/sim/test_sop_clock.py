"""The SOP's clock by simulated time: who is reminded when, who hears of a breach, and what a lost hour changes."""

from collections import Counter
from datetime import timedelta

import pytest

from netwatch.core.message import Kind
from netwatch.core.request import Action, Mute
from tests.sim.office import sim_office
from tests.sim.test_city_under_faults import TREE
from tests.sim.world import World, inventory_of

HOUR = 3600.0


@pytest.fixture
async def office(tmp_path):
    async with sim_office(World(inventory_of(TREE)), tmp_path) as opened:
        opened.world.cut("rt-b", "core")
        await opened.run(30.0)
        yield opened


async def clock(office, minutes):
    """Until so many minutes after the opening."""
    (ticket,) = await office.tickets()
    until = ticket.opened_at + timedelta(minutes=minutes)
    await office.run((until - office.now()).total_seconds() + 0.5)


def since(office, before):
    """The new messages since then, by person and kind."""
    new = office.news - before
    return {(who, kind.value): count for (who, kind), count in new.items() if kind is not Kind.CARD}


def heard(office, kind):
    return {name: count for (name, each), count in office.news.items() if each is kind}


async def test_a_night_in_which_nobody_presses_anything(office):
    told: dict[float, dict[tuple[str, str], int]] = {}
    before: Counter = Counter(office.news)
    for minute in (3.9, 4, 5, 8.9, 9, 10, 14, 15):
        await clock(office, minute)
        told[minute] = since(office, before)
        before = Counter(office.news)
    assert told == {
        3.9: {},
        4: {("Dedi", "reminder"): 1},
        5: {("Sari", "breached"): 1},
        8.9: {},
        9: {("Dedi", "reminder"): 1},
        10: {("Sari", "breached"): 1, ("Agus", "breached"): 1, ("Joko", "breached"): 1},
        14: {("Agus", "reminder"): 1, ("Joko", "reminder"): 1},
        15: {("Sari", "breached"): 1, ("Dedi", "breached"): 1},
    }
    (ticket,) = await office.tickets()
    assert ticket.step == 7
    async with office.store.read() as tx:
        held = [entry.detail for entry in await tx.history.of(1) if entry.event == "breached"]
    assert [detail.partition(", due")[0] for detail in held] == [
        "step 4, kasi_infrastruktur (Dedi)", "step 5, kasi_infrastruktur (Dedi)", "step 6, tim_lapangan (team utara)",
    ]


async def test_a_repair_of_a_day_is_reminded_of_after_12_20_and_23_hours_and_is_late_after_24(office):
    await office.presses("Agus", 1, Action.ACCEPT)
    (ticket,) = await office.tickets()
    started = ticket.steps[6].started_at
    times: list[tuple[str, float]] = []
    for minute in range(0, 25 * 60, 15):
        office.world.now = (started - office.now()).total_seconds() + office.world.now + minute * 60.0
        before = Counter(office.news)
        await office.look()
        times += [(kind, minute / 60) for name, kind in since(office, before) if name == "Agus"]
    assert times == [("reminder", 12), ("reminder", 20), ("reminder", 23), ("breached", 24)]
    assert (await office.tickets())[0].steps[6].breached


async def test_who_presses_in_time_is_never_reminded(office):
    await office.presses("Dedi", 1, Action.ACKNOWLEDGE)
    await office.presses("Dedi", 1, Action.INSTRUCT, "utara")
    await office.presses("Agus", 1, Action.ACCEPT)
    await office.run(20 * 60.0)
    assert not heard(office, Kind.REMINDER)
    assert not heard(office, Kind.BREACHED)


async def test_a_restart_reminds_nobody_twice(office):
    await clock(office, 4)
    for _ in range(3):
        office.world.restart()
        await office.run(10.0)
    assert heard(office, Kind.REMINDER) == {"Dedi": 1}


async def test_a_clock_that_is_set_back_reminds_nobody_twice(office):
    await clock(office, 4)
    office.world.now -= 120.0
    for _ in range(4):
        await office.look()
        office.world.now += 60.0
    assert heard(office, Kind.REMINDER) == {"Dedi": 1}


async def test_a_clock_that_jumps_over_a_reminder_and_its_limit_gives_the_breach_alone(office):
    office.world.now += 6 * 60.0
    await office.look()
    assert not heard(office, Kind.REMINDER)
    assert heard(office, Kind.BREACHED) == {"Sari": 1}


async def test_while_telegram_is_away_reminders_go_stale_and_breaches_wait(office):
    office.telegram_works = False
    await clock(office, 15.5)
    office.telegram_works = True
    await office.look()
    assert not heard(office, Kind.REMINDER)
    assert heard(office, Kind.BREACHED) == {"Sari": 3, "Dedi": 1, "Agus": 1, "Joko": 1}


async def test_a_reminder_that_waits_for_telegram_is_not_sent_once_the_step_is_done(office):
    office.telegram_works = False
    await clock(office, 4)
    await office.presses("Dedi", 1, Action.ACKNOWLEDGE)
    office.telegram_works = True
    await office.look()
    assert not heard(office, Kind.REMINDER)
    async with office.store.read() as tx:
        dropped = [n.error for n in await tx.outbox.of_ticket(1) if n.kind is Kind.REMINDER]
    assert dropped == ["dropped: overtaken before it was sent"]


async def test_a_muted_ticket_reminds_its_muter_of_nothing_and_everybody_else(office):
    await office.presses("Agus", 1, Action.ACCEPT)
    office.world.now += 11 * HOUR
    answer = await office.asks("Agus", Mute(1, "2h"))
    assert answer.toast is None, "said in words, it is answered in words"
    for _ in range(14):
        office.world.now += HOUR
        await office.look()
    assert heard(office, Kind.REMINDER) == {"Joko": 3, "Agus": 2}
    assert heard(office, Kind.BREACHED)["Agus"] == 1, "the SOP goes on"


async def test_reminders_that_were_muted_can_be_had_again(office):
    await office.presses("Agus", 1, Action.ACCEPT)
    await office.asks("Agus", Mute(1, "24h"))
    await office.asks("Agus", Mute(1, "off"))
    office.world.now += 12 * HOUR
    await office.look()
    assert heard(office, Kind.REMINDER) == {"Joko": 1, "Agus": 1}
