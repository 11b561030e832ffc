"""A few of the days that `make sim` scores by the thousand. A failing seed's story: `--kind KIND --story SEED`."""

import pytest

from netwatch.core.policy import Policy
from tests.sim.score import DAYS, Score, play


def score_of(kind: str, seeds: range, most: int) -> Score:
    total = Score()
    for seed in seeds:
        total.add(play(DAYS[kind](seed, most), seed, Policy()))
    return total


@pytest.mark.parametrize("seeds", [range(1, 61), range(61, 121)])
def test_days_with_one_fault_leave_nothing_to_complain_of(seeds):
    score = score_of("single", seeds, 200)
    assert score.details == []
    assert score.episodes > 10
    assert {"agent", "cut", "isolation", "loss", "power"} <= score.per_fault.keys()


def test_days_with_overlapping_faults_name_at_least_95_of_100_roots():
    score = score_of("overlapping", range(1, 41), 200)
    assert score.complaints["wrong root"] <= score.episodes / 20
    assert {name: count for name, count in score.complaints.items() if name != "wrong root"} == {}, score.details


@pytest.mark.parametrize(
    ("kind", "devices"),
    [
        pytest.param("week", 200, id="twenty faults a day", marks=pytest.mark.long),
        pytest.param("lossy", 10, id="every fifth probe lost", marks=pytest.mark.long),
    ],
)
def test_a_week(kind, devices):
    score = score_of(kind, range(1, 2), devices)
    assert score.details == []
    assert score.episodes > 10
