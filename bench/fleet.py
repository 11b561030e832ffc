"""Any number of targets that answer pings, some of them with an SNMP agent, at the far end of a veth pair.

    near namespace: who watches      10.127.0.1 ── 10.127.0.2      far namespace: 10.128.0.0/9, every address of it

The kernel answers for all addresses. Which of them are silent is a set of its packet filter.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Sequence
from ipaddress import IPv4Address
from pathlib import Path

from bench.snmp_agents import V2C

_NUMBERS = itertools.count()
_FIRST = IPv4Address("10.128.0.1")
_SNMP_PORT = 161
BRANCH = 100
"""Devices behind one distribution router."""


class Fleet:
    """`count` targets, every `snmp_every`-th with an agent (0: none). `near` is the namespace to watch from."""

    def __init__(self, count: int, snmp_every: int = 10) -> None:
        number = f"{os.getpid()}x{next(_NUMBERS)}"
        self.near, self.far = f"bn{number}", f"bf{number}"
        self.addresses = [str(_FIRST + n) for n in range(count)]
        self.snmp_every = snmp_every
        self.agents = self.addresses[::snmp_every] if snmp_every else []
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Fleet:
        for name in (self.near, self.far):
            _sh(f"ip netns add {name}")
            _sh(f"ip -n {name} link set lo up")
        _sh(f"ip link add v0 netns {self.near} type veth peer v0 netns {self.far}")
        for name, own, other in ((self.near, "10.127.0.1", "10.128.0.0/9"), (self.far, "10.127.0.2", None)):
            _sh(f"ip -n {name} addr add {own}/30 dev v0")
            _sh(f"ip -n {name} link set v0 up")
            if other is not None:
                _sh(f"ip -n {name} route add {other} via 10.127.0.2")
        _sh(f"ip -n {self.far} route add local 10.128.0.0/9 dev lo")
        # Otherwise the kernel is polite: at most a thousand answers a second.
        self._in_far("sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_msgs_per_sec=1000000")
        self._in_far("nft add table ip bench")
        self._in_far("nft add set ip bench silent { type ipv4_addr ; }")
        self._in_far("nft add chain ip bench in { type filter hook prerouting priority 0 ; }")
        self._in_far("nft add rule ip bench in ip daddr @silent drop")
        if self.agents:
            self._start_agents(self.agents)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            if process.poll() is None:
                process.terminate()
        for process in self._processes:
            process.wait(20)
        for name in (self.near, self.far):
            _sh(f"ip netns del {name}")

    def popen(self, command: Sequence[str], **options: object) -> subprocess.Popen[bytes]:
        """A process that sees the targets; ended with the fleet."""
        process = subprocess.Popen(["ip", "netns", "exec", self.near, *command], **options)  # type: ignore[call-overload]
        self._processes.append(process)
        return process

    def silence(self, address: str) -> None:
        self._in_far(f"nft add element ip bench silent {{ {address} }}")

    def wake(self, address: str) -> None:
        self._in_far(f"nft delete element ip bench silent {{ {address} }}")

    def write_inventory(self, path: Path) -> None:
        """One core, a distribution router for every BRANCH devices, the rest behind those; a site for each device."""
        lines = ["sites:"]
        lines += [f"  - {{id: s{n}, name: Kantor {n}}}" for n in range(len(self.addresses))]
        lines.append("devices:")
        branches = max(1, len(self.addresses) // BRANCH)
        for n, address in enumerate(self.addresses):
            parent = "" if n == 0 else "d0" if n <= branches else f"d{1 + n % branches}"
            snmp = ", snmp: {interfaces: [ether1]}" if self.snmp_every and n % self.snmp_every == 0 else ""
            lines.append(
                f"  - {{id: d{n}, name: Perangkat {n}, kind: switch, address: {address}, site: s{n}, "
                f"parents: [{parent}]{snmp}}}"
            )
        path.write_text("\n".join(lines) + "\n")

    def write_settings(self, path: Path, more: str = "") -> None:
        """Everything on, as a new installation has it: one person who is told, the console for a channel."""
        path.write_text(
            "people:\n  - {name: Duty, role: kasi_infrastruktur, telegram_id: 1}\n"
            f"snmp: {{profiles: {{default: {{version: 2c, community: {V2C.community}}}}}}}\n{more}"
        )

    def _start_agents(self, addresses: Sequence[str]) -> None:
        agents = subprocess.Popen(
            ["ip", "netns", "exec", self.far, sys.executable, "-m", "bench.snmp_agents"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._processes.append(agents)
        assert agents.stdin is not None
        assert agents.stdout is not None
        agents.stdin.write("".join(f"{address} {_SNMP_PORT}\n" for address in addresses).encode())
        agents.stdin.close()
        if agents.stdout.readline() != b"ready\n":
            raise RuntimeError("the SNMP agents have not started")

    def _in_far(self, command: str) -> None:
        _sh(f"ip netns exec {self.far} {command}")


def _sh(command: str) -> None:
    subprocess.run(command.split(), check=True)
