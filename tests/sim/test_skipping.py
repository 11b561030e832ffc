"""Probes that change nothing may be left out: the transitions are those of a watch that sends every probe."""

import random

import pytest

from netwatch.core.policy import Policy
from tests.sim.cities import random_city
from tests.sim.faults import draw_fault, schedule_fault
from tests.sim.network import Network
from tests.sim.watch import Watch

KINDS = ("cut", "death", "reboot", "power", "loss", "congestion", "flapping", "isolation", "no-route", "restart")


def transitions(seed: int, kinds: tuple[str, ...], *, skip: bool) -> tuple[list[tuple[float, str, str]], int]:
    luck = random.Random(seed)
    inventory = random_city(luck, luck.randint(10, 40))
    watch = Watch(inventory, Network(inventory, seed), Policy(), skip=skip)
    for kind in kinds:
        schedule_fault(watch, draw_fault(luck, inventory, kind, luck.uniform(100.0, 600.0)))
    watch.run(4_000.0)
    return [(round(at, 3), t.device, t.after.value) for at, t in watch.transitions], watch.probes


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_fault_gives_the_same_transitions_with_and_without_skipping(kind, seed):
    few, sent = transitions(seed, (kind,), skip=True)
    every, sent_all = transitions(seed, (kind,), skip=False)
    assert sorted(few) == sorted(every)
    assert sent <= sent_all


@pytest.mark.parametrize("seed", range(8))
def test_overlapping_faults_give_the_same_transitions_with_and_without_skipping(seed):
    luck = random.Random(f"kinds {seed}")
    kinds = tuple(luck.choice(KINDS) for _ in range(4))
    few, sent = transitions(seed, kinds, skip=True)
    every, sent_all = transitions(seed, kinds, skip=False)
    assert sorted(few) == sorted(every)
    assert sent < sent_all
