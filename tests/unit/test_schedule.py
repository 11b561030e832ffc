from itertools import pairwise

import pytest

from netwatch.schedule import Party, Schedule
from netwatch.timetable import WOBBLE

LONGEST = 1.0584
"""The longest pause between two regular probes, in paces."""

OUTGROWN = [(1200, 5), (2400, 10)]
"""So many devices are the most for so many slots."""


def schedule_of(count: int, pace: float = 10.0, now: float = 0.0) -> Schedule:
    schedule = Schedule(pace)
    for n in range(count):
        schedule.add(f"d{n}", pace, now)
    return schedule


def drain(schedule: Schedule, start: float, end: float, step: float = 0.1) -> list[tuple[float, str]]:
    seen, at = [], start
    while at <= end:
        seen += [(at, device) for device in schedule.due(at, 10_000)]
        at = round(at + step, 6)
    return seen


def test_every_device_is_probed_once_an_interval_at_its_own_phase():
    seen = drain(schedule_of(100), 0.0, 600.0)
    assert abs(len(seen) - 6000) <= 100
    times = [at for at, device in seen if device == "d7"]
    assert abs(times[-1] - times[0] - 10.0 * (len(times) - 1)) < 2.0, "no drift"
    assert all(9.3 < later - earlier < 10.7 for earlier, later in pairwise(times)), "no pause much longer than it"
    assert len({round(later - earlier, 1) for earlier, later in pairwise(times)}) > 1


@pytest.mark.parametrize("count", [100, 1201, 2401])
@pytest.mark.parametrize("pace", [3.0, 10.0, 60.0])
def test_no_pause_is_longer_or_shorter_than_the_pace_by_more_than_six_of_a_hundred(count: int, pace: float):
    schedule = schedule_of(count, pace)
    for device in ("d1", "d2", "d3"):
        pauses = [schedule.turn_at(device, pace, n + 1) - schedule.turn_at(device, pace, n) for n in range(10_000)]
        assert max(pauses) < LONGEST * pace
        assert min(pauses) > (2.0 - LONGEST) * pace


@pytest.mark.parametrize("count", [100, 1201, 2401])
def test_the_turns_of_a_device_are_spread_evenly_over_the_wobble(count: int):
    schedule = schedule_of(count)
    for device in ("d1", "d2", "d3"):
        apart = [schedule.turn_at(device, 10.0, number) - 10.0 * number for number in range(1000, 1400)]
        least = min(apart)
        tenths = [0] * 10
        for each in apart:
            tenths[min(9, int((each - least) / (10.0 * WOBBLE) * 10))] += 1
        assert all(36 <= tenth <= 44 for tenth in tenths)


@pytest.mark.parametrize("count", [100, 1201, 2401])
@pytest.mark.parametrize("half", [0.5, 1.0, 2.0, 3.0])
def test_what_breaks_and_heals_in_step_with_the_interval_is_seen_in_both_states(half: float, count: int):
    schedule = schedule_of(count)
    for device in (f"d{n}" for n in range(50)):
        times = [schedule.turn_at(device, 10.0, number) for number in range(1000, 1060)]
        broken = sum(at % (2 * half) < half for at in times)
        assert 10 < broken < 50


@pytest.mark.parametrize("pace", [0.7, 1.0, 3.0, 10.0, 60.0])
def test_no_turn_is_left_out(pace):
    schedule = Schedule(min(pace, 10.0))
    times = [schedule.turn_at("rt-1", pace, number) for number in range(-50, 50)]
    assert times == sorted(times)
    for number, at in zip(range(-50, 50), times, strict=True):
        assert schedule.turns_by("rt-1", pace, at) == number
        assert schedule.turns_by("rt-1", pace, at - 0.001) == number - 1


def test_probes_are_spread_over_the_interval():
    schedule = Schedule()
    for n in range(1000):
        schedule.add(f"device-{n}", 10.0, now=0.0)
    fifths = [0] * 5
    for at, _ in drain(schedule, 0.0, 29.9):
        if at >= 20.0:
            fifths[int((at - 20.0) / 2.0)] += 1
    assert abs(sum(fifths) - 1000) < 100
    assert max(fifths) < 2 * min(fifths)


def test_a_pause_is_made_up_once_and_not_once_an_interval():
    schedule = Schedule()
    schedule.add("a", 10.0, now=0.0)
    drain(schedule, 0.0, 20.0)
    assert len(drain(schedule, 1000.0, 1009.9)) in (1, 2)


def test_a_quicker_pace_begins_at_once():
    schedule = Schedule()
    schedule.add("a", 10.0, now=0.0)
    drain(schedule, 0.0, 12.0)
    schedule.repace("a", 0.5, now=12.0)
    assert [at for at, _ in drain(schedule, 12.0, 13.0)] == [12.0, 12.5, 13.0]


def test_going_back_to_the_slow_pace_returns_to_the_regular_turns_without_an_extra_probe():
    schedule = Schedule()
    schedule.add("a", 10.0, now=0.0)
    drain(schedule, 0.0, 9.9)
    schedule.repace("a", 0.5, now=12.0)
    schedule.due(12.0, 10)
    schedule.repace("a", 10.0, now=12.2)
    seen = [at for at, _ in drain(schedule, 12.2, 60.0)]
    regular = [schedule.turn_at("a", 10.0, number) for number in range(10)]
    assert seen == [pytest.approx(at, abs=0.11) for at in regular if 12.2 < at <= 59.9]


@pytest.mark.parametrize("interval", [0.7, 1.0, 2.0, 3.0, 10.0])
def test_who_was_asked_quickly_for_a_while_is_due_with_the_others_again(interval: float):
    schedule = schedule_of(100, interval)
    drain(schedule, 0.0, 20.0)
    for n in range(100):
        began = 20.0 + 0.37 * n
        schedule.repace(f"d{n}", 0.5, now=began)
        drain(schedule, began, began + 0.37)
        schedule.repace(f"d{n}", interval, now=began + 0.37)
    drain(schedule, 57.0, 80.0)
    parties = {party for tenth in range(801, 1001) for party in schedule.parties_due(tenth / 10, 100)}
    assert len(parties) == 5
    assert sum(map(len, parties)) == 100


def test_a_short_interval_is_kept_to_exactly():
    schedule = schedule_of(100, 1.0)
    times = [at for at, device in drain(schedule, 0.0, 60.0, step=0.01) if device == "d7"]
    assert len(times) == 60
    assert all(later - earlier == pytest.approx(1.0, abs=0.011) for earlier, later in pairwise(times))


def test_a_removed_device_is_never_due_again():
    schedule = Schedule()
    schedule.add("a", 1.0, now=0.0)
    schedule.remove("a")
    assert drain(schedule, 0.0, 5.0) == []
    assert schedule.next_at() is None


def test_back_pressure_shows_as_lag_and_the_longest_waiting_goes_first():
    schedule = Schedule()
    for n in range(10):
        schedule.add(f"d{n}", 10.0, now=0.0)
    first = schedule.due(12.0, 3)
    assert len(first) == 3
    assert schedule.lag(12.0) > 0
    assert len(schedule.due(12.0, 100)) == 7
    assert schedule.lag(12.0) == 0.0


def test_the_next_look_is_on_time_for_a_regular_turn_and_not_too_soon_for_a_quick_pace_or_what_is_late_already():
    schedule = Schedule()
    assert schedule.pause(0.0, 0.1) == 60.0
    schedule.add("a", 10.0, now=0.0)
    turn = schedule.next_at()
    assert turn is not None
    assert schedule.pause(turn - 3.0, 0.1) == pytest.approx(3.0)
    assert schedule.pause(turn - 0.01, 0.1) == pytest.approx(0.01)
    assert schedule.pause(turn + 1.0, 0.1) == 0.1
    schedule.repace("a", 0.5, now=turn + 1.0)
    schedule.due(turn + 1.0, 1)
    assert schedule.pause(turn + 1.1, 0.1) == pytest.approx(0.4)
    assert schedule.pause(turn + 1.45, 0.1) == 0.1


def test_devices_that_leave_and_come_back_are_due_once_a_turn():
    schedule = Schedule()
    for _ in range(300):
        for n in range(10):
            schedule.add(f"d{n}", 10.0, now=0.0)
        for n in range(10):
            schedule.remove(f"d{n}")
    schedule.add("d3", 10.0, now=0.0)
    regular = [schedule.turn_at("d3", 10.0, number) for number in range(-1, 7)]
    assert drain(schedule, 0.0, 55.0) == [(pytest.approx(at, abs=0.11), "d3") for at in regular if 0.0 < at <= 54.9]


@pytest.mark.parametrize(("count", "slots"), [(500, 5), (1200, 5), (1201, 10), (2400, 10), (2401, 50), (4000, 50)])
def test_all_of_one_slot_are_due_at_the_same_time_and_no_slot_comes_near_another_one(count: int, slots: int):
    schedule = schedule_of(count, now=100_000.0)
    departures, most = [], 0
    while (at := schedule.next_at()) is not None and at < 100_031.0:
        most = max(most, len(schedule.due(at, count)))
        if at > 100_000.0:  # when those left whose turns were moved back beyond then
            departures.append(at)
    assert all(9.4 / slots < later - earlier < 10.6 / slots for earlier, later in pairwise(departures))
    assert most < 2 * count / slots


def test_when_a_city_with_a_short_interval_outgrows_its_slots_all_are_asked_within_it_too():
    schedule = schedule_of(1200, 1.0)
    last = {device: at for at, device in drain(schedule, 0.0, 20.0)}
    schedule.add("one-more", 1.0, now=20.0)
    for at, device in drain(schedule, 20.0, 25.0):
        assert at - last.get(device, at) < 1.0 + 0.11
        last[device] = at
    parties = {party for tenth in range(251, 281) for party in schedule.parties_due(tenth / 10, 2000)}
    assert len(parties) == 10
    assert sum(map(len, parties)) == 1201


@pytest.mark.parametrize(("few", "slots"), OUTGROWN)
@pytest.mark.parametrize("now", [100_000.0 + tenth / 10 for tenth in range(0, 100, 7)])
def test_when_the_city_outgrows_its_slots_nobody_is_missed_nor_probed_twice_and_no_pause_is_longer(
    now: float, few: int, slots: int
):
    schedule = schedule_of(few, now=99_900.0)
    last = {device: at for at, device in drain(schedule, 99_900.0, now)}
    schedule.add("one-more", 10.0, now)
    moved = 0
    for at, device in drain(schedule, now, now + 40.0, step=0.01):
        if device in last:
            pause = at - last[device]
            moved += pause < 9.4
            assert 10.0 - 10.0 / slots - 0.7 < pause < 10.0 * LONGEST + 0.11, "the drain before looks every 0.1 s"
        last[device] = at
    assert len(last) == few + 1
    assert 0 < moved <= few, "each once"
    assert schedule.lag(now + 40.0) == 0.0


def test_a_small_city_has_twice_as_many_slots_and_more_only_when_it_outgrows_those():
    small, usual = Schedule(slots=10), Schedule()
    for schedule, phases in ((small, 10), (usual, 5)):
        for n in range(300):
            schedule.add(f"d{n}", 10.0, now=0.0)
        assert len({schedule.turn_at(f"d{n}", 10.0, 7) for n in range(300)}) == phases
    for n in range(300, 2400):
        small.add(f"d{n}", 10.0, now=0.0)
    before = small.turn_at("d7", 10.0, 7)
    assert len({small.turn_at(f"d{n}", 10.0, 7) for n in range(2400)}) == 10
    small.add("one-more", 10.0, now=0.0)
    assert before - 1.0 < small.turn_at("d7", 10.0, 7) <= before


def test_a_city_that_has_shrunk_keeps_its_slots():
    schedule = schedule_of(1201)
    before = [schedule.turn_at(f"d{n}", 10.0, 7) for n in range(10)]
    for n in range(10, 1201):
        schedule.remove(f"d{n}")
    schedule.add("another", 10.0, now=0.0)
    assert [schedule.turn_at(f"d{n}", 10.0, 7) for n in range(10)] == before


def test_who_is_being_confirmed_when_the_city_outgrows_its_slots_goes_on_being_confirmed():
    schedule = schedule_of(1200)
    drain(schedule, 0.0, 20.0)
    schedule.repace("d7", 0.5, now=20.2)
    assert "d7" in schedule.due(20.2, 1200)
    schedule.add("one-more", 10.0, now=20.3)
    assert [at for at, device in drain(schedule, 20.3, 21.8) if device == "d7"] == [20.7, 21.2, 21.7]


def test_repacing_a_device_a_thousand_times_does_not_grow_the_schedule_without_bound():
    schedule = Schedule()
    schedule.add("a", 10.0, now=0.0)
    for n in range(1000):
        schedule.repace("a", 0.5 if n % 2 else 10.0, now=float(n) / 1000)
    assert len(schedule._slots) == len(schedule._order) <= 64 + 4
    assert schedule.due(0.999, 10) == ["a"]
    assert len(drain(schedule, 1.4, 1.5)) == 1


def test_who_is_behind_others_in_a_crowd_is_due_with_them_again_the_next_time():
    schedule = schedule_of(1000)
    turn = schedule.next_at()
    assert turn is not None
    first = schedule.due(turn, 50)
    rest = schedule.due(turn + 0.005, 1000)
    assert len(rest) > 50
    assert not set(first) & set(rest)
    assert schedule.next_at() > turn + 1.0
    drain(schedule, turn, turn + 9.0)
    assert sorted(schedule.due(turn + 11.0, 1000)) == sorted(first + rest)


def test_a_party_is_the_same_object_until_somebody_joins_or_leaves():
    schedule = schedule_of(1000)

    def parties(start: float) -> set[Party]:
        """Those of two intervals."""
        return {party for tenth in range(200) for party in schedule.parties_due(start + tenth / 10, 1000)}

    parties(20.0)
    before = parties(40.0)
    assert parties(60.0) == before
    assert sum(map(len, before)) == 1000
    quick, left = (next(iter(party.devices)) for party in sorted(before, key=len)[:2])
    schedule.remove(left)
    schedule.add("one-more", 10.0, now=80.0)
    schedule.repace(quick, 0.5, now=80.0)
    parties(80.0)
    schedule.repace(quick, 10.0, now=100.0)
    parties(100.0)
    after = parties(120.0)
    assert {d for party in after for d in party.devices} == {f"d{n}" for n in range(1000)} - {left} | {"one-more"}
    assert len(before & after) in (2, 3)
    assert parties(140.0) == after
