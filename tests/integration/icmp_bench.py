"""What the ping tests stand on: namespaces, a hostile responder, an engine that collects its results."""

import asyncio
import contextlib
import ctypes
import os
import secrets
import socket
import struct
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from netwatch.watch.prober import BREATH, MOST_AT_ONCE
from probes.icmp.channel import Mode
from probes.icmp.engine import PingEngine
from probes.result import PingResult

CLONE_NEWNET = 0x40000000
PATIENCE = 60.0
"""Seconds for what takes none on a machine that has nothing else to do."""


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr.strip()}"


class Namespace:
    def __init__(self, name: str) -> None:
        self.name = name

    def ip(self, *words: str) -> None:
        run("ip", "-n", self.name, *words)

    def sysctl(self, key: str, value: str) -> None:
        run("ip", "netns", "exec", self.name, "sysctl", "-qw", f"{key}={value}")

    def wait_for_links(self, *links: str) -> None:
        """Until the kernel has noticed that they have carrier, which gives them their link-local address."""
        until = time.monotonic() + PATIENCE
        while True:
            command = ["ip", "-n", self.name, "-6", "-o", "address", "show", "scope", "link"]
            shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE).stdout
            ready = {line.split()[1] for line in shown.splitlines() if "tentative" not in line}
            if ready.issuperset(links):
                return
            assert time.monotonic() < until, f"{self.name}: of {links} only {ready} came up"
            time.sleep(0.02)

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """Sockets that this thread opens meanwhile belong to the namespace."""
        libc = ctypes.CDLL(None, use_errno=True)
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(Path("/run/netns") / self.name, os.O_RDONLY)
        try:
            assert libc.setns(there, CLONE_NEWNET) == 0, os.strerror(ctypes.get_errno())
            try:
                yield
            finally:
                assert libc.setns(home, CLONE_NEWNET) == 0, os.strerror(ctypes.get_errno())
        finally:
            os.close(there)
            os.close(home)


@contextlib.contextmanager
def namespaces(*roles: str) -> Iterator[dict[str, Namespace]]:
    prefix = f"nwicmp{secrets.token_hex(3)}"
    made: dict[str, Namespace] = {}
    try:
        for role in roles:
            run("ip", "netns", "add", f"{prefix}{role}")
            made[role] = Namespace(f"{prefix}{role}")
            made[role].ip("link", "set", "lo", "up")
            made[role].sysctl("net.ipv4.ping_group_range", "0 65535")
            # No waiting for IPv6's search for duplicate addresses.
            for scope in ("all", "default"):
                made[role].sysctl(f"net.ipv6.conf.{scope}.accept_dad", "0")
        yield made
    finally:
        for space in made.values():
            run("ip", "netns", "del", space.name)


class Bench:
    """An engine, its results in the order in which they came, what was said of them, and whose answers were overdue."""

    def __init__(self, *modes: Mode) -> None:
        self.results: list[PingResult] = []
        self._news = asyncio.Event()
        self.words: list[tuple[str, float, str]] = []
        self.overdue: list[tuple[str, float]] = []
        self.is_overdue = asyncio.Event()
        self.engine = PingEngine.open(
            self._take,
            modes=modes or (Mode.RAW, Mode.DATAGRAM),
            on_word=lambda *word: self.words.append(word),
            on_overdue=self._take_overdue,
        )

    def _take(self, result: PingResult) -> None:
        self.results.append(result)
        self._news.set()

    def _take_overdue(self, probes: Sequence[tuple[str, float]]) -> None:
        self.overdue.extend(probes)
        self.is_overdue.set()

    async def want(self, count: int) -> list[PingResult]:
        """The results so far as soon as there are `count`."""
        async with asyncio.timeout(PATIENCE):
            while len(self.results) < count:
                self._news.clear()
                await self._news.wait()
        return self.results

    async def ping(self, address: str, timeout: float = 5.0) -> PingResult:  # noqa: ASYNC109
        count = len(self.results) + 1
        self.engine.probe(address, address, timeout)
        return (await self.want(count))[-1]

    async def send_all(self, addresses: list[str], timeout: float) -> None:  # noqa: ASYNC109
        """One probe to each, in bursts as the daemon's: the kernel has room for a thousand packets that wait."""
        for start in range(0, len(addresses), MOST_AT_ONCE):
            self.engine.probe_all([(each, each) for each in addresses[start : start + MOST_AT_ONCE]], timeout)
            await asyncio.sleep(BREATH)

    def __enter__(self) -> "Bench":
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.close()


class Responder:
    """Hears IPv4 echo requests where the kernel ignores them, and answers as the test likes."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        self.socket.setsockopt(255, 1, struct.pack("=I", 0xFFFFFFFF & ~(1 << 8)))
        self.socket.settimeout(PATIENCE)

    def request(self) -> bytes:
        """The next echo request's ICMP message."""
        return self.socket.recv(512)[20:]

    def send(self, message: bytes, to: str, source: str) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as out:
            out.bind((source, 0))
            out.sendto(with_checksum(message), (to, 0))

    def close(self) -> None:
        self.socket.close()


def reply_to(request: bytes, *, identifier: int = 0, sequence: int = 0, cookie: bytes | None = None) -> bytes:
    """The echo reply to a request; `identifier` and `sequence` are flipped bits, `cookie` another payload."""
    _, _, _, its_identifier, its_sequence = struct.unpack("!BBHHH", request[:8])
    payload = request[8:] if cookie is None else cookie
    return struct.pack("!BBHHH", 0, 0, 0, its_identifier ^ identifier, its_sequence ^ sequence) + payload


def with_checksum(message: bytes) -> bytes:
    """RFC 1071."""
    even = message + bytes(len(message) % 2)
    total = sum(struct.unpack(f"!{len(even) // 2}H", even))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return message[:2] + struct.pack("!H", ~total & 0xFFFF) + message[4:]
