"""Ports that are chosen some time before they are bound, or bound again, while other tests run beside.

The kernel gives away, for sockets that ask for any port, those from 32768 on; one of them that was found free is
somebody else's a moment later. Those below it nobody has by accident: each worker of a test run has its own share.
"""

import itertools
import os
import socket

FIRST, SHARE, SHARES = 10_000, 1_000, 22


def _own_first() -> int:
    """Of two runs on one machine the workers' shares are others."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return FIRST + (int(worker) + os.getppid()) % SHARES * SHARE


_OFFSETS = itertools.count(os.getpid())


def free_port(address: str = "127.0.0.1", kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """One that nobody has at this address, and that no other test of this run will be given."""
    for offset in itertools.islice(_OFFSETS, SHARE):
        port = _own_first() + offset % SHARE
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind((address, port))
            except OSError:
                continue
            return port
    raise AssertionError(f"none of {SHARE} ports from {_own_first()} on is free at {address}")
