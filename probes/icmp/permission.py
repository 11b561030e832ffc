"""Why no echo request can be sent from here at all."""

import os
import sys
from pathlib import Path


class PingUnavailable(RuntimeError):
    """No socket for echo requests could be opened, in no address family."""


class PingNotPermitted(PingUnavailable):
    """Neither raw nor datagram ICMP sockets are permitted to this process; the text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "this process may open neither raw nor datagram ICMP sockets, so it cannot ping. Permit one of:\n"
            "  systemd service:  AmbientCapabilities=CAP_NET_RAW in its [Service] section\n"
            f"  one program:      setcap cap_net_raw+ep {Path(sys.executable).resolve()}\n"
            f"  a group of users: sysctl -w net.ipv4.ping_group_range='{os.getgid()} {os.getgid()}'\n"
            "                    (0 2147483647 for all; it rules IPv6 too; keep it in /etc/sysctl.d/)"
        )
