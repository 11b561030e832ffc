"""CPU of watching the same number of targets, each pinged every 10 s: netwatch beside what others use for it.

    .venv/bin/python -m bench.peers [--targets 1000] [--rounds 5]        # as root; `scripts/setup bench` comes first

Each has targets and a network namespace of its own, so that nobody's raw socket hears the others' replies. All run at
once, and each minute gives one figure of each. CPU is of the daemon and of all that it starts; the start is not in it.

netwatch is run with everything on, an agent on every tenth device, parents, store, outbox and console; the others do
nothing but ping: one packet every 10 s, retried every 2 s, no parents. SmokePing has no lower number of packets than 3.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.detection import icinga, nagios
from bench.detection.city import Device
from bench.fleet import Fleet
from bench.usage import cpu_seconds, resident_megabytes

WARM_UP = 90.0
MINUTE = 60.0
OURS = "netwatch, everything on"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--targets", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-peers-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        running = {}
        for watcher, start in WATCHERS.items():
            fleet = stack.enter_context(Fleet(options.targets, snmp_every=10 if watcher == OURS else 0))
            own = folder / watcher.split()[0]
            running[watcher] = start(fleet, own)
        time.sleep(WARM_UP)
        minutes: dict[str, list[float]] = {watcher: [] for watcher in running}
        for _ in range(options.rounds):
            before = {watcher: _cpu(processes) for watcher, processes in running.items()}
            time.sleep(MINUTE)
            for watcher, processes in running.items():
                minutes[watcher].append(_cpu(processes) - before[watcher])
        _print(minutes, {watcher: _memory(processes) for watcher, processes in running.items()}, options.targets)


def _print(minutes: dict[str, list[float]], memory: dict[str, float], targets: int) -> None:
    print(f"{targets} targets every 10 s, {len(next(iter(minutes.values())))} minutes, load {os.getloadavg()[0]:.1f}\n")
    print("| | CPU s a minute, median (min to max) | netwatch / it | RSS MB |\n| --- | ---: | ---: | ---: |")
    ours = minutes[OURS]
    for watcher, spent in minutes.items():
        ratio = statistics.median(a / b for a, b in zip(ours, spent, strict=True))
        figures = f"{statistics.median(spent):.2f} ({min(spent):.2f} to {max(spent):.2f})"
        print(f"| {watcher} | {figures} | {ratio:.3f} | {memory[watcher]:.0f} |")


def _cpu(processes: Sequence[subprocess.Popen[bytes]]) -> float:
    for process in processes:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} has ended")
    return sum(cpu_seconds(process.pid) for process in processes)


def _memory(processes: Sequence[subprocess.Popen[bytes]]) -> float:
    """Of the daemons themselves; what they start for a moment is not in it."""
    return sum(resident_megabytes(process.pid) for process in processes)


def _start(fleet: Fleet, folder: Path, command: Sequence[str]) -> subprocess.Popen[bytes]:
    with (folder / f"{Path(command[0]).name}.out").open("wb") as out:
        return fleet.popen(command, stdout=out, stderr=out)


def _netwatch(fleet: Fleet, folder: Path) -> list[subprocess.Popen[bytes]]:
    folder.mkdir()
    fleet.write_inventory(folder / "inventory.yaml")
    fleet.write_settings(folder / "netwatch.yaml")
    command = [sys.executable, "-m", "netwatch", "--config", str(folder / "netwatch.yaml"), "run"]
    return [_start(fleet, folder, command)]


def _devices(fleet: Fleet) -> list[Device]:
    return [Device(f"d{n}", address, ()) for n, address in enumerate(fleet.addresses)]


def _nagios(fleet: Fleet, folder: Path) -> list[subprocess.Popen[bytes]]:
    host = "check_interval 10\n  retry_interval 2\n  max_check_attempts 3\n  check_command one_ping"
    checks = nagios.Checks(host, nagios.NO_SERVICE, 1)
    return [_start(fleet, folder, nagios.configure(folder, _devices(fleet), checks))]


def _icinga(fleet: Fleet, folder: Path) -> list[subprocess.Popen[bytes]]:
    host = """
  check_command = "icmp"
  check_interval = 10s
  retry_interval = 2s
  max_check_attempts = 3
  vars.icmp_packets = 1"""
    return [_start(fleet, folder, icinga.configure(folder, _devices(fleet), icinga.Checks(host)))]


def _prometheus(fleet: Fleet, folder: Path) -> list[subprocess.Popen[bytes]]:
    """With an alerting rule, as who is to be told needs one."""
    folder.mkdir()
    (folder / "blackbox.yml").write_text("modules: {icmp: {prober: icmp, timeout: 1s, icmp: {}}}\n")
    (folder / "rules.yml").write_text(
        "groups: [{name: ping, rules: [{alert: Down, expr: probe_success == 0, for: 5s}]}]\n"
    )
    (folder / "prometheus.yml").write_text(
        f"""\
global: {{scrape_interval: 10s, evaluation_interval: 10s}}
rule_files: [{folder}/rules.yml]
scrape_configs:
  - job_name: ping
    metrics_path: /probe
    params: {{module: [icmp]}}
    static_configs: [{{targets: [{", ".join(fleet.addresses)}]}}]
    relabel_configs:
      - {{source_labels: [__address__], target_label: __param_target}}
      - {{source_labels: [__param_target], target_label: instance}}
      - {{target_label: __address__, replacement: "127.0.0.1:9115"}}
"""
    )
    exporter = ["prometheus-blackbox-exporter", f"--config.file={folder}/blackbox.yml"]
    server = ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data"]
    return [_start(fleet, folder, exporter), _start(fleet, folder, server)]


def _smokeping(fleet: Fleet, folder: Path) -> list[subprocess.Popen[bytes]]:
    folder.mkdir()
    for place in ("images", "data", "run"):
        (folder / place).mkdir()
    targets = "".join(f"++ d{n}\nmenu = d{n}\ntitle = d{n}\nhost = {a}\n" for n, a in enumerate(fleet.addresses))
    (folder / "config").write_text(
        f"""\
*** General ***
owner = bench
contact = bench@localhost
mailhost = localhost
cgiurl = http://localhost/smokeping.cgi
imgcache = {folder}/images
imgurl = images
datadir = {folder}/data
piddir = {folder}/run
smokemail = /etc/smokeping/smokemail
tmail = /etc/smokeping/tmail
*** Database ***
step = 10
pings = 3
AVERAGE 0.5 1 1008
*** Presentation ***
template = /etc/smokeping/basepage.html
+ overview
width = 600
height = 50
range = 10h
+ detail
width = 600
height = 200
unison_tolerance = 2
"Last 3 Hours" 3h
*** Probes ***
+ FPing
binary = /usr/bin/fping
timeout = 1
hostinterval = 1
mininterval = 0.001
*** Targets ***
probe = FPing
menu = Top
title = Top
+ all
menu = all
title = all
{targets}"""
    )
    subprocess.run(["chown", "-R", "smokeping:", str(folder)], check=True)
    return [_start(fleet, folder, ["smokeping", f"--config={folder}/config", "--nodaemon"])]


WATCHERS: dict[str, Callable[[Fleet, Path], list[subprocess.Popen[bytes]]]] = {
    "Nagios 4, check_icmp -n 1": _nagios,
    "Icinga 2, icmp, one packet": _icinga,
    "Prometheus and blackbox_exporter": _prometheus,
    "SmokePing, FPing, three packets": _smokeping,
    OURS: _netwatch,
}

if __name__ == "__main__":
    main()
