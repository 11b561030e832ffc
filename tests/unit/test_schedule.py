from itertools import pairwise

from netwatch.schedule import Schedule


def drain(schedule: Schedule, start: float, end: float, step: float = 0.1) -> list[tuple[float, str]]:
    seen, at = [], start
    while at <= end:
        seen += [(at, device) for device in schedule.due(at, 10_000)]
        at = round(at + step, 6)
    return seen


def test_every_device_is_probed_once_an_interval_at_its_own_phase():
    schedule = Schedule()
    for n in range(100):
        schedule.add(f"d{n}", 10.0, now=0.0)
    seen = drain(schedule, 0.0, 60.0)
    assert len(seen) == 600
    times = [at for at, device in seen if device == "d7"]
    assert all(abs(later - earlier - 10.0) < 0.11 for earlier, later in pairwise(times))


def test_probes_are_spread_over_the_interval():
    schedule = Schedule()
    for n in range(1000):
        schedule.add(f"device-{n}", 10.0, now=0.0)
    per_second = [0] * 10
    for at, _ in drain(schedule, 0.0, 10.0):
        per_second[min(9, int(at))] += 1
    assert sum(per_second) == 1000
    assert max(per_second) < 2 * min(per_second)


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


def test_going_back_to_the_slow_pace_returns_to_the_phase_without_an_extra_probe():
    schedule = Schedule()
    schedule.add("a", 10.0, now=0.0)
    first = drain(schedule, 0.0, 9.9)[0][0]
    schedule.repace("a", 0.5, now=12.0)
    schedule.due(12.0, 10)
    schedule.repace("a", 10.0, now=12.2)
    assert all(abs((at - first) % 10.0) < 0.11 for at, _ in drain(schedule, 12.2, 40.0))


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
    first = schedule.due(10.0, 3)
    assert len(first) == 3
    assert schedule.lag(10.0) > 0
    assert len(schedule.due(10.0, 100)) == 7
    assert schedule.lag(10.0) == 0.0


def test_repacing_a_device_a_thousand_times_does_not_grow_the_heap_without_bound():
    schedule = Schedule()
    schedule.add("a", 10.0, now=0.0)
    for n in range(1000):
        schedule.repace("a", 10.0, now=float(n) / 1000)
    assert len(schedule._heap) <= 64 + 4
