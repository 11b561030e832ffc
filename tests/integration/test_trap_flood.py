"""Ten thousand traps a second from another process: nobody is called down, and what is looked into has its bound."""

from collections.abc import Iterator

import pytest

from bench.trap_flood import Round, Stage, one_round
from bench.trap_flooder import KINDS
from netwatch.core.policy import Policy
from probes.result import Outcome
from probes.traps.allowance import SENDER_BURST, SENDER_RATE, TOTAL_BURST, TOTAL_RATE
from tests.integration.icmp_bench import namespaces
from tests.needs_lab import needs_lab

pytestmark = [pytest.mark.lab, needs_lab]

RATE, SECONDS, DEVICES = 10_000.0, 3.0, 50
LONGEST = 30.0
"""Seconds that the rounds take together at the very most, on the busiest machine."""


@pytest.fixture
def loopback() -> Iterator[None]:
    with namespaces("lo") as made, made["lo"].inside():
        yield


async def test_a_flood_of_traps_leaves_the_pings_alone(loopback: None):
    async with Stage(DEVICES, Policy(interval=1.0, timeout=0.9)) as stage:
        rounds: dict[str, Round] = {kind: await one_round(stage, kind, RATE, SECONDS) for kind in KINDS}
        print(*rounds.values(), sep="\n")
        for flood in rounds.values():
            assert flood.sent > 1000
            assert flood.pings[Outcome.DOWN] == flood.pings[Outcome.ERROR] == 0
            assert flood.pings[Outcome.UP] >= DEVICES
            assert flood.devices_up == DEVICES
        assert set(seen(rounds["strangers"])) == {"unknown_sender"}
        assert set(seen(rounds["one"])) == set(seen(rounds["all"])) == {"heard", "limited"}
        assert set(seen(rounds["signed"])) == {"wrong_access", "limited"}
        assert rounds["one"].counted["heard"] <= SENDER_BURST + SENDER_RATE * LONGEST
        assert rounds["all"].counted["heard"] <= TOTAL_BURST + TOTAL_RATE * LONGEST
        assert rounds["signed"].counted["wrong_access"] <= TOTAL_BURST + TOTAL_RATE * LONGEST
        assert rounds["signed"].resident - rounds["strangers"].resident < 20.0, "megabytes"
        assert stage.notices <= DEVICES


def seen(flood: Round) -> dict[str, int]:
    return {name: count for name, count in flood.counted.items() if count}
