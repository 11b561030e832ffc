"""Pings 10,000 targets beside fping and beside a C program that does nothing but the system calls.

    .venv/bin/python -m bench.icmp_sweep [--targets 10000] [--rounds 5] [--only sweep|paced|rtt|loss]

As root; needs cc and fping (Debian: gcc, fping). The targets are addresses behind a veth pair, so the answer costs the
CPU of whoever asks: it is in every side's figure alike. All sides are interleaved in each round. CPU is the asking
process's own, start-up not counted: of fping that of a run with one target is taken off.
"""

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.icmp_net import addresses, network

HERE = Path(__file__).parent
PACED_SECONDS = 10.0
LOSS_ROUNDS = 10
_RTT = re.compile(r"bytes, ([0-9.]+) ms")


class Bench:
    """`within` are the words that run a command in the network."""

    def __init__(self, within: list[str], folder: Path, targets: int) -> None:
        self.targets = targets
        self.within = within
        self.list = folder / "targets"
        self.list.write_text("\n".join(addresses(targets)) + "\n")
        self._program = folder / "icmp_floor"
        subprocess.run(["cc", "-O2", "-o", self._program, HERE / "icmp_floor.c"], check=True)
        self._start_up = statistics.median(self._fping_cpu("-c1", "-q", "-i0", addresses(1)[0]) for _ in range(9))

    def floor(self) -> float:
        """µs of CPU a ping, as the other two."""
        command = [*self.within, self._program, addresses(1)[0], str(self.targets)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        if int(told[1]) < self.targets:
            print(f"the floor lost {self.targets - int(told[1])} answers")
        return float(told[0])

    def fping(self, *options: str) -> float:
        return (self._fping_cpu(*options, "-f", str(self.list)) - self._start_up) / self.targets * 1e6

    def fping_rtts(self, *options: str) -> tuple[float, float]:
        """p50 and p99 in µs."""
        told = subprocess.run(
            [*self.within, "fping", *options, "-f", str(self.list)], check=False, capture_output=True, text=True
        ).stdout
        rtts = sorted(float(found) * 1e3 for found in _RTT.findall(told))
        return rtts[len(rtts) // 2], rtts[len(rtts) * 99 // 100]

    @contextmanager
    def netwatch(self, buffer: str = "own-buffer") -> Iterator[Callable[..., dict[str, Any]]]:
        """Gives what tells netwatch's side to do something."""
        command = [*self.within, sys.executable, "-m", "bench.icmp_side", str(self.targets), buffer]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as side:
            assert side.stdin is not None
            assert side.stdout is not None
            orders, answers = side.stdin, side.stdout
            if answers.readline() != "ready\n":
                raise RuntimeError("netwatch's side did not start")

            def ask(what: str, **order: Any) -> dict[str, Any]:
                orders.write(json.dumps({"what": what, **order}) + "\n")
                orders.flush()
                answer: dict[str, Any] = json.loads(answers.readline())
                return answer

            yield ask
            orders.close()

    def _fping_cpu(self, *options: str) -> float:
        """Seconds."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*self.within, "fping", *options], check=False, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(ours: str, figures: dict[str, list[float]], bars: dict[str, float]) -> None:
    """Prints each side's median and, for those with a bar, the median of the rounds' ratios."""
    for name, each in figures.items():
        line = f"  {name:22} {statistics.median(each):6.1f} µs a ping ({min(each):.1f} to {max(each):.1f})"
        if name in bars:
            ratio = statistics.median(mine / other for mine, other in zip(figures[ours], each, strict=True))
            line += f"   netwatch is {ratio:.2f} × of it, the bar is {bars[name]:g}"
        print(line)


def sweep(bench: Bench, rounds: int) -> None:
    figures: dict[str, list[float]] = {name: [] for name in ("netwatch", "kernel floor (C)", "fping -c1", "fping -r0")}
    with bench.netwatch() as ask:
        for _ in range(rounds):
            figures["kernel floor (C)"].append(bench.floor())
            figures["netwatch"].append(ask("sweep")["us"])
            figures["fping -r0"].append(bench.fping("-q", "-r0", "-i0"))
            figures["fping -c1"].append(bench.fping("-c1", "-q", "-i0"))
    print("One sweep as fast as it goes:")
    compare("netwatch", figures, {"kernel floor (C)": 2.5, "fping -c1": 0.7, "fping -r0": 1.1})


def paced(bench: Bench, rounds: int) -> None:
    figures: dict[str, list[float]] = {"netwatch": [], "fping -c1": []}
    interval = f"-i{PACED_SECONDS * 1e3 / bench.targets:g}"
    with bench.netwatch() as ask:
        for _ in range(rounds):
            figures["netwatch"].append(ask("paced", seconds=PACED_SECONDS)["us"])
            figures["fping -c1"].append(bench.fping("-c1", "-q", interval))
    print(f"One sweep spread over {PACED_SECONDS:.0f} s:")
    compare("netwatch", figures, {"fping -c1": 0.25})


def rtt(bench: Bench, rounds: int) -> None:
    interval = f"-i{PACED_SECONDS * 1e3 / bench.targets:g}"
    orders: dict[str, tuple[str, dict[str, float]]] = {
        "netwatch": ("paced", {"seconds": PACED_SECONDS}),
        "its loop blocked": ("blocked", {"rounds": 1, "seconds": PACED_SECONDS}),
    }
    seen: dict[str, list[dict[str, Any]]] = {name: [] for name in orders}
    others: list[tuple[float, float]] = []
    with bench.netwatch() as ask:
        for _ in range(rounds):
            others.append(bench.fping_rtts("-c1", interval))
            for name, (what, order) in orders.items():
                seen[name].append(ask(what, **order))
    print(f"Round trips, spread over {PACED_SECONDS:.0f} s; the loop blocked 20 of every 25 ms in the last line:")
    p50, p99 = (statistics.median(other[which] for other in others) for which in (0, 1))
    print(f"  {'fping -c1':22} p50 {p50:5.1f} µs  p99 {p99:6.1f} µs")
    for name, each in seen.items():
        mine50, mine99 = (statistics.median(one[which] for one in each) for which in ("p50_us", "p99_us"))
        print(
            f"  {name:22} p50 {mine50:5.1f} µs  p99 {mine99:6.1f} µs  least {min(one['min_us'] for one in each):.1f} µs"
            f"   {mine50 / p50:.2f} × and {mine99 / p99:.2f} × of fping's, the bars are 2 and 3"
        )


def loss(bench: Bench, rounds: int) -> None:
    flood = [*bench.within, "fping", "-l", "-q", "-i0", "-p1", "-f", str(bench.list)]
    with bench.netwatch("default-buffer") as ask, subprocess.Popen(
        flood, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as flooding:
        try:
            found = ask("blocked", rounds=LOSS_ROUNDS, seconds=1.0)
        finally:
            flooding.terminate()
    print(
        f"{LOSS_ROUNDS * bench.targets} pings with the default receive buffer, an fping flood beside it and the loop "
        f"blocked 20 of every 25 ms:\n  {found['own_loss']} lost by us, {found['overflowed']} thrown away by the "
        f"kernel, {found['silent']} silent, {found['answered']} answered; the bar is 0 lost by us"
    )


PARTS = {"sweep": sweep, "paced": paced, "rtt": rtt, "loss": loss}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--targets", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--only", choices=PARTS)
    options = arguments.parse_args()
    with network() as within, tempfile.TemporaryDirectory() as folder:
        bench = Bench(within, Path(folder), options.targets)
        print(f"{options.targets} targets, {options.rounds} rounds, load {os.getloadavg()[0]:.1f}")
        for name, part in PARTS.items():
            if options.only in (None, name):
                part(bench, options.rounds)


if __name__ == "__main__":
    main()
