"""Two network namespaces and a cable: one pings, the other answers for every address behind it."""

import contextlib
import ipaddress
import os
import subprocess
from collections.abc import Iterator

TARGETS = ipaddress.ip_network("10.77.0.0/16")
_NEAR, _FAR = "10.76.0.1", "10.76.0.2"


def addresses(count: int) -> list[str]:
    """The first targets."""
    first = int(TARGETS.network_address) + 1
    return [str(ipaddress.ip_address(first + number)) for number in range(count)]


@contextlib.contextmanager
def network() -> Iterator[list[str]]:
    """The words that run a command where the targets answer, before whatever else this machine has to do."""
    near, far = (f"nwbench{os.getpid()}{side}" for side in ("near", "far"))
    try:
        for name in (near, far):
            _run("ip", "netns", "add", name)
            _run("ip", "-n", name, "link", "set", "lo", "up")
        _run("ip", "link", "add", "near", "netns", near, "type", "veth", "peer", "far", "netns", far)
        for name, link, address in ((near, "near", _NEAR), (far, "far", _FAR)):
            _run("ip", "-n", name, "address", "add", f"{address}/30", "dev", link)
            _run("ip", "-n", name, "link", "set", link, "up")
        _run("ip", "-n", near, "route", "add", str(TARGETS), "via", _FAR)
        _run("ip", "-n", far, "route", "add", "local", str(TARGETS), "dev", "lo")
        yield ["nice", "-n", "-20", "ip", "netns", "exec", near]
    finally:
        for name in (near, far):
            subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL, check=False)


def _run(*command: str) -> None:
    subprocess.run(command, check=True)
