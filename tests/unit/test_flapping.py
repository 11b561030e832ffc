"""The weighted history of changes: when it says flapping, and when no longer."""

import pytest

from netwatch.core.flapping import (
    CALM,
    HIGH,
    LOW,
    SAMPLE,
    SAMPLES,
    FlapHistory,
    calm_at,
    is_flapping,
    is_over,
    note_change,
    restored,
    share,
)


def after(*times: float) -> FlapHistory:
    history = CALM
    for at in times:
        history = note_change(history, at)
    return history


def test_twenty_changes_weigh_as_much_as_in_nagios_and_all_of_them_make_one():
    every = FlapHistory(tuple(range(SAMPLES)))
    assert share(every, (SAMPLES - 1) * SAMPLE) == pytest.approx(1.0)
    newest, oldest = FlapHistory((SAMPLES - 1,)), FlapHistory((0,))
    at = (SAMPLES - 1) * SAMPLE
    assert share(newest, at) * SAMPLES == pytest.approx(1.25)
    assert share(oldest, at) * SAMPLES == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("history", "at", "flaps"),
    [
        pytest.param(after(0.0), 0.0, False, id="one change is an outage"),
        pytest.param(after(0.0, 90.0), 90.0, False, id="down and up again is an outage"),
        pytest.param(after(*(n * SAMPLE for n in range(6))), 5 * SAMPLE, True, id="a change in each of six samples"),
        pytest.param(after(*(n * 3.0 for n in range(20))), 57.0, False, id="many changes in a minute are two samples"),
        pytest.param(after(*(n * 3.0 for n in range(60))), 177.0, True, id="every three seconds for three minutes"),
        pytest.param(after(*(n * 300.0 for n in range(9))), 2_400.0, False, id="every five minutes is single outages"),
    ],
)
def test_what_changes_in_many_samples_flaps(history, at, flaps):
    assert is_flapping(history, at) is flaps


def test_between_the_thresholds_it_stays_what_it_was():
    rising = after(*(n * SAMPLE for n in range(5)))
    assert LOW < share(rising, 4 * SAMPLE) < HIGH
    assert not is_flapping(rising, 4 * SAMPLE)
    flapping = note_change(rising, 5 * SAMPLE)
    later = 15 * SAMPLE
    assert LOW < share(flapping, later) < HIGH
    assert is_flapping(flapping, later)


def test_it_ends_by_itself_when_nothing_changes_any_more_and_at_the_time_that_was_foretold():
    flapping = after(*(n * SAMPLE for n in range(8)))
    end = calm_at(flapping, 8 * SAMPLE)
    assert is_flapping(flapping, end - 1.0)
    assert not is_flapping(flapping, end)
    assert is_over(flapping, end + SAMPLES * SAMPLE)


def test_one_that_has_calmed_down_needs_as_many_changes_as_the_first_time_to_flap_again():
    flapping = after(*(n * SAMPLE for n in range(8)))
    calm = calm_at(flapping, 8 * SAMPLE) + SAMPLES * SAMPLE
    assert not is_flapping(note_change(flapping, calm), calm)


def test_who_flapped_before_a_restart_flaps_still_and_calms_down_within_ten_minutes():
    history = restored(1_000.0)
    assert is_flapping(history, 1_000.0)
    assert calm_at(history, 1_000.0) - 1_000.0 <= SAMPLES * SAMPLE
