"""A city of network namespaces: real links that can be cut, real agents that answer.

    mon ── gw ── core ──┬── rt-kejaksan ── sw-kejaksan ──┬── ap-kejaksan
                        │                                └── cctv-kejaksan
                        ├── rt-kesambi  ── …
                        └── rt-harjamukti ── …

Routers forward, switches are Linux bridges with an address of their own. `add_ring` gives core a fourth site at the
end of two paths, of which spanning tree keeps one in reserve:

    core ──┬── sw-barat ──┬── sw-lemahwungkuk ── ap-lemahwungkuk
           └── sw-timur ──┘

Nothing here touches the machine's own network: every address lives inside the namespaces, which are removed with
the `Net`.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

SITES = ("kejaksan", "kesambi", "harjamukti")
RING = {
    "sw-barat": "10.99.20.2", "sw-timur": "10.99.20.3", "sw-lemahwungkuk": "10.99.20.4",
    "ap-lemahwungkuk": "10.99.20.11",
}
FAILOVER = 4.0
"""Seconds that spanning tree takes to open the other path: twice the shortest forward delay that Linux allows."""
NUMBERS = itertools.count()
CLONE_NEWNET = 0x40000000
MON_ROUTE = ("mon", "ip route replace default via 10.99.0.2")
GW_ROUTE = ("gw", "ip route replace 10.99.0.0/16 via 10.99.0.6")
CORE_ROUTE = ("core", "ip route replace default via 10.99.0.5")


class Net:
    def __init__(self) -> None:
        self.prefix = f"nw{os.getpid()}x{next(NUMBERS)}"
        self.addresses: dict[str, str] = {}
        self._hosts: list[str] = []
        self._places: list[Path] = []
        self._links: dict[tuple[str, str], tuple[str, str]] = {}
        self._processes: list[subprocess.Popen[bytes]] = []
        self._agents: dict[str, subprocess.Popen[bytes]] = {}

    # building

    def build(self) -> Net:
        for host in ("mon", "gw", "core"):
            self.add_host(host)
        self.link("mon", "gw", "10.99.0.1/30", "10.99.0.2/30")
        self.link("core", "gw", "10.99.0.6/30", "10.99.0.5/30")
        self.addresses |= {"gw": "10.99.0.2", "core": "10.99.0.6"}
        for route in (MON_ROUTE, GW_ROUTE, CORE_ROUTE):
            self.run(*route)
        for n, site in enumerate(SITES, start=1):
            self._site(n, site)
        return self

    def _site(self, n: int, site: str) -> None:
        router, switch = f"rt-{site}", f"sw-{site}"
        for host in (router, switch, f"ap-{site}", f"cctv-{site}"):
            self.add_host(host)
        self.link(router, "core", f"10.99.{n}.2/30", f"10.99.{n}.1/30")
        self.addresses[router] = f"10.99.{n}.2"
        self.run(router, f"ip route add default via 10.99.{n}.1")
        self.run("core", f"ip route add 10.99.{10 + n}.0/24 via 10.99.{n}.2")
        self.run(switch, "ip link add br0 type bridge")
        self.run(switch, f"ip addr add 10.99.{10 + n}.2/24 dev br0")
        self.run(switch, "ip link set br0 up")
        self._plug(switch, router, f"10.99.{10 + n}.1/24")
        self.run(switch, f"ip route add default via 10.99.{10 + n}.1")
        self.addresses[switch] = f"10.99.{10 + n}.2"
        for last, host in ((11, f"ap-{site}"), (12, f"cctv-{site}")):
            self._plug(switch, host, f"10.99.{10 + n}.{last}/24")
            self.run(host, f"ip route add default via 10.99.{10 + n}.1")
            self.addresses[host] = f"10.99.{10 + n}.{last}"

    def add_ring(self) -> Net:
        """The first of the switches, and of the paths, is the one that spanning tree prefers."""
        self._bridge("core", "ring", 4096, "10.99.20.1/24")
        for n, (host, address) in enumerate(RING.items(), start=2):
            self.add_host(host)
            self.addresses[host] = address
            if host.startswith("sw-"):
                self._bridge(host, "br0", n * 4096, f"{address}/24")
                self.run(host, "ip route add default via 10.99.20.1")
        for below, above in (("sw-barat", "core"), ("sw-timur", "core"),
                             ("sw-lemahwungkuk", "sw-barat"), ("sw-lemahwungkuk", "sw-timur")):
            for host, device in zip((below, above), self._veth(below, above), strict=True):
                self.run(host, f"ip link set {device} master {'ring' if host == 'core' else 'br0'}")
                self.run(host, f"ip link set {device} up")
        self._plug("sw-lemahwungkuk", "ap-lemahwungkuk", "10.99.20.11/24")
        self.run("ap-lemahwungkuk", "ip route add default via 10.99.20.1")
        return self

    def _bridge(self, host: str, name: str, priority: int, address: str) -> None:
        # Linux does not forget at once where a station was when the topology changes, as a switch does: it would
        # send to the dead path until somebody behind the other one speaks.
        delays = f"forward_delay {FAILOVER / 2 * 100:.0f} hello_time 100 max_age 600 ageing_time 100"
        self.run(host, f"ip link add {name} type bridge stp_state 1 priority {priority} {delays}")
        self.run(host, f"ip addr add {address} dev {name}")
        self.run(host, f"ip link set {name} up")

    def add_host(self, name: str) -> None:
        subprocess.run(["ip", "netns", "add", self.ns(name)], check=True)
        self._hosts.append(name)
        self.run(name, "ip link set lo up")
        self.run(name, "sysctl -qw net.ipv4.ip_forward=1")

    def _veth(self, a: str, b: str) -> tuple[str, str]:
        n = len(self._links)
        ends = (f"v{n}a", f"v{n}b")
        subprocess.run(
            ["ip", "link", "add", ends[0], "netns", self.ns(a), "type", "veth", "peer", ends[1], "netns", self.ns(b)],
            check=True,
        )
        self._links[a, b] = ends
        return ends

    def link(self, a: str, b: str, address_a: str, address_b: str) -> None:
        for host, device, address in zip((a, b), self._veth(a, b), (address_a, address_b), strict=True):
            self.run(host, f"ip addr add {address} dev {device}")
            self.run(host, f"ip link set {device} up")

    def _plug(self, switch: str, host: str, address: str) -> None:
        at_host, port = self._veth(host, switch)
        self.run(switch, f"ip link set {port} master br0")
        self.run(switch, f"ip link set {port} up")
        self.run(host, f"ip addr add {address} dev {at_host}")
        self.run(host, f"ip link set {at_host} up")

    # what a test does to it

    def ns(self, host: str) -> str:
        return f"{self.prefix}-{host}"

    def run(self, host: str, command: str) -> str:
        done = subprocess.run(
            ["ip", "netns", "exec", self.ns(host), *command.split()], check=True, capture_output=True, text=True
        )
        return done.stdout

    def popen(self, host: str, command: list[str], **options: object) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(["ip", "netns", "exec", self.ns(host), *command], **options)  # type: ignore[call-overload]
        self._processes.append(process)
        return process

    def cut(self, below: str, above: str) -> None:
        """The cable breaks: both ends lose their carrier's peer, nothing answers for the devices behind it."""
        self._set_link(below, above, "down")

    def mend(self, below: str, above: str) -> None:
        self._set_link(below, above, "up")
        if above == "core" and below.startswith("rt-"):
            n = SITES.index(below.removeprefix("rt-")) + 1
            self.run("core", f"ip route replace 10.99.{10 + n}.0/24 via 10.99.{n}.2")
            self.run(below, f"ip route replace default via 10.99.{n}.1")
        elif (below, above) == ("core", "gw"):
            for route in (GW_ROUTE, CORE_ROUTE, *((
                "core", f"ip route replace 10.99.{10 + n}.0/24 via 10.99.{n}.2") for n in range(1, len(SITES) + 1))):
                self.run(*route)
        elif above.removeprefix("sw-") in SITES:
            n = SITES.index(above.removeprefix("sw-")) + 1
            self.run(below, f"ip route replace default via 10.99.{10 + n}.1")

    def _set_link(self, below: str, above: str, state: str) -> None:
        """Takes the link down at the lower device's end, as a cable that was cut near it."""
        pair = (below, above) if (below, above) in self._links else (above, below)
        device = self._links[pair][pair.index(below)]
        self.run(below, f"ip link set {device} {state}")

    def port(self, host: str, other: str) -> str:
        """The name of the host's interface that leads to the other one."""
        pair = (host, other) if (host, other) in self._links else (other, host)
        return self._links[pair][pair.index(host)]

    def mute(self, host: str) -> None:
        """The device hangs: its links stay up, it forwards, but answers nothing itself."""
        self.run(host, "nft add table inet lab")
        self.run(host, "nft add chain inet lab input { type filter hook input priority 0 ; policy drop ; }")

    def unmute(self, host: str) -> None:
        self.run(host, "nft delete table inet lab")

    def lose(self, host: str, percent: int) -> None:
        """What comes into the host from the monitor's side gets lost at random, its own and what it forwards."""
        self.run(host, "nft add table inet loss")
        self.run(host, "nft add chain inet loss before { type filter hook prerouting priority 0 ; }")
        self.run(
            host, f"nft add rule inet loss before ip saddr 10.99.0.1 numgen random mod 100 < {percent} drop"
        )

    def lose_no_more(self, host: str) -> None:
        self.run(host, "nft delete table inet loss")

    def snmpd(self, host: str, folder: Path, community: str, more: str = "") -> None:
        """Net-SNMP's agent at the device's own address, port 161; `more` lines of its configuration."""
        own = folder / f"snmpd-{host}"
        own.mkdir(parents=True)
        agentx = f"master agentx\nagentXSocket {own}/x\n"
        lines = f"rocommunity {community}\nsysName {host}\nsysDescr lab {host}\n{agentx}{more}"
        (own / "snmpd.conf").write_text(lines)
        with (own / "log").open("wb") as log:
            self._agents[host] = self.popen(
                host,
                ["env", f"SNMP_PERSISTENT_DIR={own}", "snmpd", "-f", "-Lo", "-C", "-c", str(own / "snmpd.conf"),
                 f"udp:{self.addresses[host]}:161"],
                stdout=log, stderr=log,
            )

    def lldpd(self, host: str, folder: Path) -> None:
        """Debian's lldpd, which tells the agent at `snmpd` of its neighbours and speaks every second."""
        own = folder / f"snmpd-{host}"
        self.wait_until(lambda: (own / "x").exists(), f"{own / 'x'}: no socket of the agent's for lldpd")
        # a user of its own reads the configuration and opens the socket, who may not enter the test's folder
        place = Path(tempfile.mkdtemp(prefix=f"{self.prefix}-"))
        self._places.append(place)
        place.chmod(0o755)
        (place / "conf").write_text(f"configure system hostname {host}\nconfigure lldp tx-interval 1\n")
        with (own / "lldpd.log").open("wb") as log:
            self.popen(
                host,
                ["lldpd", "-d", "-x", "-X", str(own / "x"), "-u", str(place / "socket"), "-O", str(place / "conf"),
                 "-I", "v*"],
                stdout=log, stderr=log,
            )

    def until_neighbours(self, host: str, community: str, count: int) -> None:
        """The host's agent shows so many LLDP neighbours."""
        walk = f"snmpwalk -v2c -c {community} -On {self.addresses[host]} 1.0.8802.1.1.2.1.4.1.1.5"
        shown = ".1.0.8802.1.1.2.1.4.1.1.5."
        self.wait_until(lambda: self.run(host, walk).count(shown) >= count, f"{host}: not {count} neighbours")

    @staticmethod
    def wait_until(holds: Callable[[], bool], otherwise: str) -> None:
        """Asks again until it holds; fails, saying `otherwise`, after three minutes."""
        give_up_at = time.monotonic() + 180
        while not holds():
            if time.monotonic() > give_up_at:
                raise AssertionError(otherwise)
            time.sleep(0.2)

    def port_towards(self, host: str, other: str) -> str:
        """The name of the host's interface that a cable connects with the other."""
        pair = (host, other) if (host, other) in self._links else (other, host)
        return self._links[pair][pair.index(host)]

    def end_snmpd(self, host: str) -> None:
        """The agent dies; the device itself lives on."""
        self._agents[host].kill()
        self._agents[host].wait(10)

    def listen(self, host: str, address: str = "127.0.0.1", port: int = 0) -> socket.socket:
        """A listening TCP socket inside a namespace, usable by this process."""
        return _inside(self.ns(host), lambda: _listening(address, port))

    def close(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                process.terminate()
        for process in self._processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for place in self._places:
            shutil.rmtree(place, ignore_errors=True)
        for host in self._hosts:
            subprocess.run(["ip", "netns", "del", self.ns(host)], check=False)


def _listening(address: str, port: int) -> socket.socket:
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.bind((address, port))
    opened.listen(64)
    return opened


def _inside(namespace: str, make: object) -> socket.socket:
    """Runs `make` in a thread that has entered the namespace: a socket belongs to where it was made."""
    libc = ctypes.CDLL(None, use_errno=True)
    made: list[socket.socket] = []

    def enter() -> None:
        with Path(f"/var/run/netns/{namespace}").open() as handle:
            if libc.setns(handle.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), f"setns {namespace}")
            made.append(make())  # type: ignore[operator]

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    return made[0]
