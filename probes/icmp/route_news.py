"""The kernel's word that a way may lead elsewhere now.

Messages: rtnetlink(7).
"""

import contextlib
import socket

# RTMGRP_LINK, addresses, routes and rules of both families (rtnetlink(7), linux/rtnetlink.h)
_CHANGES = 0x1 | 0x10 | 0x40 | 0x80 | 0x100 | 0x400 | 1 << 18
# Of routes whose gateway is an object of its own (ip-nexthop(8)) the kernel may tell only through that.
_SOL_NETLINK, _ADD_MEMBERSHIP, _NEXT_HOPS = 270, 1, 32
_MESSAGE_BYTES = 32_768


class RouteNews:
    """Listens from the beginning."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        with contextlib.suppress(OSError), contextlib.ExitStack() as opened:
            listening = opened.enter_context(socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0))
            listening.setblocking(False)
            listening.bind((0, _CHANGES))
            with contextlib.suppress(OSError):  # before Linux 5.3 there are none
                listening.setsockopt(_SOL_NETLINK, _ADD_MEMBERSHIP, _NEXT_HOPS)
            opened.pop_all()
            self._socket = listening

    def heard(self) -> bool:
        """Whether links, addresses, routes, next hops or rules have changed since last asked; always, where the kernel
        may not be listened to."""
        if self._socket is None:
            return True
        is_changed = False
        try:
            while self._socket.recv(_MESSAGE_BYTES):
                is_changed = True
        except BlockingIOError:
            return is_changed
        except OSError:
            # More changes than the socket could keep.
            return True
        return True

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
