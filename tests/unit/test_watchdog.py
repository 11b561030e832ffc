"""When the service manager's watchdog hears of the daemon."""

import asyncio

import pytest

from netwatch.heartbeat import BEAT
from netwatch.sdnotify import Notifier
from netwatch.watchdog import LONGEST_HELD, tell_watchdog

pytestmark = pytest.mark.looptime

WATCHDOG_SEC = 30.0
"""Of systemd/netwatch.service."""


class Heart:
    """Its beat is held from the beginning until `until`."""

    def __init__(self, until: float) -> None:
        self._until = until

    @property
    def held_for(self) -> float:
        now = asyncio.get_running_loop().time()
        return now if now < self._until else 0.0


class Manager(Notifier):
    def __init__(self) -> None:
        super().__init__({})
        self.heard_at: list[float] = []

    def tell(self, state: str) -> None:
        assert state == "WATCHDOG=1"
        self.heard_at.append(asyncio.get_running_loop().time())


async def told(until: float, seconds: float) -> list[float]:
    """When the manager has heard of a daemon whose first beat is held until then."""
    manager = Manager()
    telling = asyncio.create_task(tell_watchdog(manager, Heart(until)))
    await asyncio.sleep(seconds)
    telling.cancel()
    return manager.heard_at


@pytest.mark.parametrize(
    "until",
    [
        pytest.param(0.0, id="hearts that beat are heard of"),
        pytest.param(LONGEST_HELD - 1.0, id="a database that is locked for minutes stops nothing"),
    ],
)
async def test_the_watchdog_never_waits_long(until: float):
    heard_at = await told(until, 600.0)
    assert heard_at[0] == 0.0
    pauses = [later - earlier for earlier, later in zip(heard_at, [*heard_at[1:], 600.0], strict=True)]
    assert max(pauses) <= 1.1 * BEAT < WATCHDOG_SEC / 2


async def test_what_hangs_for_good_is_told_no_more():
    heard_at = await told(float("inf"), 600.0)
    assert LONGEST_HELD - 2 * BEAT < heard_at[-1] < LONGEST_HELD
