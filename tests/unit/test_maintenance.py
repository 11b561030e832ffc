"""Windows of planned work: who is in maintenance when, and what cannot be planned."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.maintenance import (
    Phase,
    Unfit,
    Window,
    all_windows,
    end_early,
    entry_key,
    in_maintenance,
    next_boundary,
    unfit,
)
from netwatch.inventory.model import PlannedMaintenance
from tests.sim.world import inventory_of

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CITY = inventory_of(
    {"core": (), "rt-a": ("core",), "ap-a": ("rt-a",), "rt-b": ("core",)}, sites={"rt-a": "a", "ap-a": "a"}
)


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def window(start: float, end: float, *devices: str, key: str = "1", **more) -> Window:
    """Minutes from NOW."""
    return Window(key, after(start), after(end), devices, by="Dedi", **more)


@pytest.mark.parametrize(
    ("given", "minute", "phase"),
    [
        pytest.param(window(0, 60), -0.1, Phase.PLANNED, id="before its start it is planned"),
        pytest.param(window(0, 60), 0, Phase.RUNNING, id="it runs from the very start"),
        pytest.param(window(0, 60), 59.9, Phase.RUNNING, id="and until its end"),
        pytest.param(window(0, 60), 60, Phase.OVER, id="at its end it is over"),
        pytest.param(window(0, 60, ended_at=after(20)), 19, Phase.RUNNING, id="ended early, it ran until then"),
        pytest.param(window(0, 60, ended_at=after(20)), 20, Phase.OVER, id="ended early, it is over from then on"),
        pytest.param(window(30, 60, ended_at=after(5)), 40, Phase.OVER, id="called off, it never begins"),
    ],
)
def test_a_window_is_planned_runs_and_is_over(given, minute, phase):
    assert given.phase(after(minute)) is phase


def test_a_site_stands_for_all_its_devices_also_those_that_join_it_later():
    whole = window(0, 60, sites=("a",))
    assert set(in_maintenance([whole], CITY, after(1))) == {"rt-a", "ap-a"}
    grown = inventory_of({"core": (), "rt-a": ("core",), "cctv-a": ("rt-a",)}, sites={"rt-a": "a", "cctv-a": "a"})
    assert set(in_maintenance([whole], grown, after(1))) == {"rt-a", "cctv-a"}


def test_what_is_no_longer_in_the_inventory_is_in_no_maintenance():
    assert in_maintenance([window(0, 60, "gone", sites=("gone",))], CITY, after(1)) == {}


@pytest.mark.parametrize("order", [1, -1])
def test_of_overlapping_windows_the_one_that_lasts_longest_is_named(order):
    short, long, early = window(0, 60, "rt-a"), window(-30, 90, "rt-a", key="2"), window(0, 120, "rt-a", key="3")
    given = [short, long, replace(early, ended_at=after(10))][::order]
    assert in_maintenance(given, CITY, after(5)) == {"rt-a": long}
    assert in_maintenance(given, CITY, after(89)) == {"rt-a": long}
    assert in_maintenance(given, CITY, after(90)) == {}


def test_the_next_boundary_is_the_next_moment_at_which_somebody_enters_or_leaves():
    given = [window(10, 60, "rt-a"), window(5, 20, "rt-b", key="2", ended_at=after(1)), window(-60, -30, "rt-b")]
    boundaries = [next_boundary(given, after(minute)) for minute in (0, 2, 10, 59, 60)]
    assert boundaries == [after(1), after(10), after(60), after(60), None]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        pytest.param(window(0, 60, "rt-a"), None, id="one device, now"),
        pytest.param(window(-10, 60, sites=("a",)), None, id="a site, begun a little ago"),
        pytest.param(window(0, 31 * 1440, "rt-a"), None, id="31 days"),
        pytest.param(window(0, 60), Unfit.NOTHING, id="no device and no site"),
        pytest.param(window(60, 60, "rt-a"), Unfit.BACKWARDS, id="no time at all"),
        pytest.param(window(60, 0, "rt-a"), Unfit.BACKWARDS, id="end before start"),
        pytest.param(window(-60, 0, "rt-a"), Unfit.PAST, id="over at this moment"),
        pytest.param(window(0, 31 * 1440 + 1, "rt-a"), Unfit.TOO_LONG, id="more than 31 days"),
    ],
)
def test_what_can_be_planned(given, wrong):
    assert unfit(given, NOW) is wrong


def test_an_author_may_be_allowed_less():
    assert unfit(window(0, 61, "rt-a"), NOW, timedelta(hours=1)) is Unfit.TOO_LONG


def test_ending_says_who_and_when_and_nothing_that_is_over_can_be_ended():
    ended = end_early(window(0, 60, "rt-a"), "Agus", after(20))
    assert ended is not None
    assert (ended.ended_by, ended.ended_at, ended.stops_at) == ("Agus", after(20), after(20))
    assert end_early(ended, "Dedi", after(20)) is None
    assert end_early(window(0, 60, "rt-a"), "Dedi", after(60)) is None


PLANNED = PlannedMaintenance(("rt-a", "rt-b"), after(0), after(60), "ganti UPS")


def test_the_inventory_s_windows_stand_beside_those_of_the_database():
    city = replace(CITY, maintenance=(PLANNED,))
    added = window(-5, 5, "core")
    first, second = all_windows(city, [added])
    assert first == added
    assert (second.from_inventory, second.devices, second.reason) == (True, ("rt-a", "rt-b"), "ganti UPS")


def test_a_window_of_the_inventory_that_somebody_ended_stays_ended_however_the_file_is_read():
    city = replace(CITY, maintenance=(PLANNED,))
    (planned,) = all_windows(city, [])
    ended = end_early(planned, "Dedi", after(20))
    assert ended is not None
    again = replace(CITY, maintenance=(replace(PLANNED, devices=("rt-b", "rt-a")),))
    assert all_windows(again, [ended]) == (ended,)
    assert in_maintenance(all_windows(again, [ended]), again, after(30)) == {}


def test_a_changed_entry_of_the_inventory_is_another_window():
    keys = {
        entry_key(entry)
        for entry in (
            PLANNED, replace(PLANNED, end=after(61)), replace(PLANNED, start=after(1)),
            replace(PLANNED, devices=("rt-a",)),
        )
    }
    assert len(keys) == 4
    assert entry_key(replace(PLANNED, reason="ganti baterai UPS")) == entry_key(PLANNED)
