"""Between two boundaries nothing changes, and at each one does: a look at the boundaries misses nothing."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from netwatch.core.maintenance import Window, end_early, in_maintenance, next_boundary
from tests.sim.world import inventory_of

START = datetime(2026, 11, 24, tzinfo=UTC)
CITY = inventory_of({"a": (), "b": (), "c": ()}, sites={"a": "x", "b": "x"})
minutes = st.integers(0, 30)


def at(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start = draw(minutes)
    window = Window(
        str(draw(st.integers(1, 99))), at(start), at(start + draw(st.integers(1, 20))),
        tuple(draw(st.sets(st.sampled_from("abc")))), draw(st.sampled_from(((), ("x",)))), by="Dedi",
    )
    ended = draw(st.none() | minutes)
    return window if ended is None else end_early(window, "Agus", at(ended)) or window


@given(st.lists(windows(), max_size=6))
def test_who_is_in_maintenance_changes_at_boundaries_only(planned: list[Window]):
    boundaries = {moment for window in planned for moment in (window.start, window.stops_at)}
    now = at(-1)
    while (then := next_boundary(planned, now)) is not None:
        assert now < then
        assert then in boundaries
        halfway = now + (then - now) / 2
        just_before = then - timedelta(microseconds=1)
        held = [set(in_maintenance(planned, CITY, moment)) for moment in (now, halfway, just_before)]
        assert held[0] == held[1] == held[2]
        now = then
    assert in_maintenance(planned, CITY, now) == {}
    assert in_maintenance(planned, CITY, at(999)) == {}


@given(st.lists(windows(), max_size=6), minutes)
def test_a_device_is_in_maintenance_exactly_while_a_window_that_has_it_runs(planned: list[Window], minute: int):
    now = at(minute)
    expected = {
        device
        for device in CITY.devices
        for window in planned
        if window.start <= now < window.stops_at and window.covers(device, CITY)
    }
    assert set(in_maintenance(planned, CITY, now)) == expected
