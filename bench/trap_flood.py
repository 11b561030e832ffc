"""What a flood of traps does to the pinging: its lag, its results, the process's CPU and memory.

    .venv/bin/python -m bench.trap_flood [--rate 10000] [--seconds 10] [--devices 1000]

Loopback devices are pinged every 10 s by the loop, the engine and the trap listener of the daemon in one process;
another process floods the trap port. Lag is how late a timer of the loop is, which is how late a probe leaves.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.trap_flooder import COMMUNITY, KEYED, KINDS, device_address
from netwatch.core.city import City
from netwatch.core.notice import Notice
from netwatch.core.policy import Policy
from netwatch.core.state import State
from netwatch.inventory.model import Device, DeviceKind, Inventory, Site
from netwatch.watch.prober import Prober
from netwatch.watch.senders import Senders
from netwatch.watch.trap_watch import TrapWatch
from probes.icmp.engine import PingEngine
from probes.icmp.resolve import Resolver
from probes.result import Outcome, PingResult
from probes.snmp.target import SnmpV2c
from probes.traps.access import TrapAccess
from probes.traps.listener import TrapListener, bind
from probes.traps.own_engine import OwnEngine, new_engine_id

REPO = Path(__file__).resolve().parent.parent
TICK = 0.01


@dataclass
class Round:
    """`cpu` is a fraction of one core, `lags` are sorted milliseconds, `resident` megabytes at the end."""

    kind: str
    sent: int = 0
    cpu: float = 0.0
    lags: list[float] = field(default_factory=list)
    pings: dict[Outcome, int] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    devices_up: int = 0
    resident: float = 0.0

    def __str__(self) -> str:
        count = len(self.lags)
        pings = ", ".join(f"{number} {outcome.value}" for outcome, number in self.pings.items() if number)
        counted = ", ".join(f"{number} {name}" for name, number in self.counted.items() if number)
        return (
            f"{self.kind:10} sent {self.sent:7}  CPU {self.cpu:5.1%}  lag ms p50 {self.lags[count // 2]:5.1f} p99 "
            f"{self.lags[count * 99 // 100]:5.1f} max {self.lags[-1]:5.1f}  pings: {pings}  devices up "
            f"{self.devices_up}  RSS {self.resident:.0f} MB  {counted}"
        )


class Stage:
    """Devices on loopback, what pings them, and the trap port that is flooded."""

    def __init__(self, devices: int, policy: Policy) -> None:
        inventory = Inventory(
            {"s": Site("s", "Kantor")},
            {
                f"d{number}": Device(f"d{number}", "", DeviceKind.SWITCH, device_address(number), "s")
                for number in range(devices)
            },
        )
        now = asyncio.get_running_loop().time
        self.devices = devices
        self.prober = Prober(inventory, City(inventory, policy), now, lambda changed: None)
        self.pings = dict.fromkeys(Outcome, 0)
        self.notices = 0
        self._policy = policy
        self._engine = PingEngine.open(self._take, now)
        self._watch = TrapWatch(
            Senders(inventory, Resolver()), self.prober.ask_now, self._write, now, lambda: datetime.now(UTC)
        )
        self.listener = TrapListener(
            bind("127.0.0.1", 0), TrapAccess([SnmpV2c(COMMUNITY), KEYED], OwnEngine(new_engine_id(), 1, now())),
            self._watch.senders.knows, self._watch.hear, self._watch.refuse, now,
        )
        self._tasks: list[asyncio.Task[None]] = []

    def up(self) -> int:
        return sum(track.health.state is State.UP for track in self.prober.city.tracks.values())

    async def __aenter__(self) -> "Stage":
        """Returns when every device has been seen."""
        self._tasks = [
            asyncio.create_task(self.prober.run(self._engine)), asyncio.create_task(self._watch.run(self.listener))
        ]
        async with asyncio.timeout(3 * self._policy.interval + 60.0):
            while self.up() < self.devices:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(TICK)
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._engine.close()

    def _take(self, result: PingResult) -> None:
        self.pings[result.outcome] += 1
        self.prober.take(result)

    async def _write(self, notices: Sequence[Notice]) -> None:
        self.notices += len(notices)


async def one_round(stage: Stage, kind: str | None, rate: float, seconds: float) -> Round:
    """Without a `kind` nothing is sent."""
    counters, pings = asdict(stage.listener.counters), dict(stage.pings)
    spent, begun = time.process_time(), time.monotonic()
    flooding = asyncio.create_task(_flood(stage, kind, rate, seconds))
    lags = await _lags(flooding)
    found = Round(kind or "no flood", await flooding)
    found.cpu = (time.process_time() - spent) / (time.monotonic() - begun)
    found.lags = lags
    found.pings = {outcome: count - pings[outcome] for outcome, count in stage.pings.items()}
    found.counted = {name: count - counters[name] for name, count in asdict(stage.listener.counters).items()}
    found.devices_up = stage.up()
    found.resident = _resident()
    return found


async def _flood(stage: Stage, kind: str | None, rate: float, seconds: float) -> int:
    """How many were sent."""
    if kind is None:
        await asyncio.sleep(seconds)
        return 0
    port = stage.listener.address[1]
    options = {"port": port, "rate": rate, "seconds": seconds, "kind": kind, "devices": stage.devices}
    flooder = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.trap_flooder", *(f"--{name}={value}" for name, value in options.items()),
        stdout=subprocess.PIPE, cwd=REPO,
    )
    told, _ = await flooder.communicate()
    return int(told)


async def _lags(until: "asyncio.Task[int]") -> list[float]:
    loop, lags = asyncio.get_running_loop(), []
    while not until.done():
        due = loop.time() + TICK
        await asyncio.sleep(TICK)
        lags.append((loop.time() - due) * 1e3)
    return sorted(lags)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def _main(rate: float, seconds: float, devices: int) -> None:
    async with Stage(devices, Policy()) as stage:
        for kind in (None, *KINDS):
            print(await one_round(stage, kind, rate, seconds))
        print(f"{stage.notices} notices for the database")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rate", type=float, default=10_000.0)
    arguments.add_argument("--seconds", type=float, default=10.0)
    arguments.add_argument("--devices", type=int, default=1000)
    options = arguments.parse_args()
    print(f"{options.devices} devices every 10 s, floods of {options.rate:.0f}/s for {options.seconds:.0f} s each")
    asyncio.run(_main(options.rate, options.seconds, options.devices))


if __name__ == "__main__":
    main()
