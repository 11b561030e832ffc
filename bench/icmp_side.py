"""netwatch's side of `bench.icmp_sweep`: a process that lives through all rounds and sweeps when it is told.

Each line of its input is an order, each line of its output what came of it, both JSON.
"""

import asyncio
import json
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from bench.icmp_net import addresses
from netwatch.heap import collect_seldom, made_to_stay
from netwatch.schedule import SLOTS
from netwatch.watch.prober import MOST_AT_ONCE
from probes.icmp.channel import Channel, open_channels
from probes.icmp.engine import PingEngine
from probes.result import Answer, Outcome, PingResult

TIMEOUT = 1.0
BLOCKED, FREE = 0.020, 0.005
"""Seconds of every 25 ms in which the loop is held up, and in which it is not."""

DEFAULT_BUFFER = 212_992
"""Debian's net.core.rmem_default, as the kernel counts it: twice what a program asks for."""


class Side:
    def __init__(self, targets: list[str], default_buffer: bool) -> None:
        self._requests = [(address, address) for address in targets]
        self._results: list[PingResult] = []
        self._answered: list[Answer] = []
        channels, _, _ = open_channels()
        if default_buffer:
            for channel in channels.values():
                _shrink(channel)
        self.engine = PingEngine(self._results.append, channels, on_answers=self._take)

    def _take(self, answers: Sequence[Answer]) -> tuple[()]:
        self._answered.extend(answers)
        return ()

    async def sweep(self, rounds: int = 1) -> dict[str, Any]:
        """Everything as fast as it goes."""
        return await self._measured(rounds, self._hurry(rounds))

    async def paced(self, seconds: float) -> dict[str, Any]:
        """Spread over some seconds, in as many slots as the daemon's schedule has."""
        return await self._measured(1, self._pace(seconds))

    async def blocked(self, rounds: int, seconds: float) -> dict[str, Any]:
        """As often as that, the loop held up most of the time; `seconds` for each round."""
        blocking = asyncio.create_task(_block())
        try:
            return await self._measured(rounds, self._pace(seconds, rounds))
        finally:
            blocking.cancel()

    async def _measured(self, rounds: int, work: Any) -> dict[str, Any]:
        self._results.clear()
        self._answered.clear()
        count = rounds * len(self._requests)
        overflowed, begun = self.engine.counters.overflowed, time.process_time()
        await work
        async with asyncio.timeout(60):
            while len(self._results) + len(self._answered) < count:  # noqa: ASYNC110 - nothing tells of the last
                await asyncio.sleep(0.01)
        spent = time.process_time() - begun
        rtts = sorted(at - sent_at for _, sent_at, at in self._answered)
        outcomes = [result.outcome for result in self._results]
        return {
            "us": spent / count * 1e6,
            "answered": len(rtts),
            "own_loss": outcomes.count(Outcome.ERROR),
            "silent": outcomes.count(Outcome.DOWN),
            "overflowed": self.engine.counters.overflowed - overflowed,
            "min_us": rtts[0] * 1e6,
            "p50_us": rtts[len(rtts) // 2] * 1e6,
            "p99_us": rtts[len(rtts) * 99 // 100] * 1e6,
        }

    async def _hurry(self, rounds: int) -> None:
        for _ in range(rounds):
            for start in range(0, len(self._requests), MOST_AT_ONCE):
                self.engine.probe_all(self._requests[start : start + MOST_AT_ONCE], TIMEOUT)
                await asyncio.sleep(0)

    async def _pace(self, seconds: float, rounds: int = 1) -> None:
        loop, requests = asyncio.get_running_loop(), self._requests * rounds
        slots = max(SLOTS)
        share = -(-len(self._requests) // slots)
        begun = loop.time()
        for slot, first in enumerate(range(0, len(requests), share)):
            await asyncio.sleep(begun + slot * seconds / slots - loop.time())
            self.engine.probe_all(requests[first : first + share], TIMEOUT)


async def _block() -> None:
    while True:
        time.sleep(BLOCKED)  # noqa: ASYNC251 - that is the point
        await asyncio.sleep(FREE)


def _shrink(channel: Channel) -> None:
    with closing(socket.fromfd(channel.fileno(), channel.family, socket.SOCK_RAW)) as same:
        same.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, DEFAULT_BUFFER // 2)


async def _main(targets: int, default_buffer: bool) -> None:
    collect_seldom()
    with made_to_stay():  # both as the daemon does
        side = Side(addresses(targets), default_buffer)
        await side.sweep()
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        what = getattr(side, order.pop("what"))
        print(json.dumps(await what(**order)), flush=True)
    side.engine.close()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), sys.argv[2] == "default-buffer"))
