"""Asks the kernel which way an address goes, to tell our own broken link from a silent device.

Messages: rtnetlink(7).
"""

import contextlib
import itertools
import math
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from probes.icmp.route_news import RouteNews
from probes.icmp.target import Target

_HEADER = struct.Struct("=IHHII")
_ROUTE = struct.Struct("=8BI")
_LINK = struct.Struct("=BxHiII")
_ATTRIBUTE = struct.Struct("=HH")
_GET_ROUTE, _NEW_ROUTE = 26, 24
_GET_LINK, _NEW_LINK = 18, 16
_REQUEST = 1
_DESTINATION, _OUT_INTERFACE, _GATEWAY = 1, 4, 5
_NAME = 3
_LOCAL_ROUTE = 2
# The carrier itself. IFF_RUNNING follows it up to a second later.
_LOWER_UP = 0x10000
_ANSWER_BYTES = 32_768
_MOST_ROUTES = 131_072
_LINK_LASTS = 0.02


@dataclass(frozen=True, slots=True)
class Route:
    """`interface` is its index; `local`: the address is one of this machine's own. `gateway`: the next hop's address,
    packed; None where the target is on the link."""

    interface: int
    local: bool
    gateway: bytes | None = None


@dataclass(frozen=True, slots=True)
class Link:
    name: str
    carrier: bool


class Routes:
    """Each question is answered by the kernel at once, without waiting for anybody.

    Where the process may not ask (a sandbox without AF_NETLINK) nothing is known and nothing is blamed on us.
    Routes are remembered until the kernel tells that some have changed. Of a lost carrier it tells up to a second
    late, so links are asked for anew every few milliseconds. `clock` gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._socket: socket.socket | None = None
        self._news = RouteNews()
        self._question = itertools.count(1)
        self._routes: dict[tuple[bytes, int], Route | None] = {}
        self._links: dict[int, tuple[float, Link | None]] = {}
        with contextlib.suppress(OSError):
            self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
            self._socket.setblocking(False)

    def fault(self, target: Target) -> str | None:
        """What on our own side keeps packets from the target, None when nothing is known to."""
        try:
            route = self.route(target)
            if route is None:
                return "no route to host"
            link = self.link(route.interface)
        except OSError:
            return None
        if link is None:
            return "own network interface is gone"
        return None if link.carrier else f"own network interface {link.name} has no link"

    def is_own(self, target: Target) -> bool:
        """Whether this machine itself has that address."""
        try:
            route = self.route(target)
        except OSError:
            return False
        return route is not None and route.local

    def interface_name(self, target: Target) -> str | None:
        """The interface that leads to the target; None when that is not known."""
        try:
            route = self.route(target)
            link = self.link(route.interface) if route else None
        except OSError:
            return None
        return link.name if link else None

    def route(self, target: Target) -> Route | None:
        """None when there is no route. Raises OSError when the kernel cannot be asked."""
        if self._news.heard():
            self._routes.clear()
        known = (target.host, target.family)
        if known not in self._routes:
            if len(self._routes) >= _MOST_ROUTES:
                self._routes.clear()
            self._routes[known] = self._ask_for_route(target)
        return self._routes[known]

    def link(self, interface: int) -> Link | None:
        """None when there is no such interface. Raises OSError when the kernel cannot be asked."""
        now = self._clock()
        asked_at, link = self._links.get(interface, (-math.inf, None))
        if now - asked_at > _LINK_LASTS:
            link = self._ask_for_link(interface)
            self._links[interface] = now, link
        return link

    def close(self) -> None:
        self._news.close()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _ask_for_route(self, target: Target) -> Route | None:
        asked = _attribute(_DESTINATION, target.packed)
        if target.scope:
            asked += _attribute(_OUT_INTERFACE, struct.pack("=i", target.scope))
        question = _ROUTE.pack(target.family, len(target.packed) * 8, 0, 0, 0, 0, 0, 0, 0) + asked
        answer = self._ask(_GET_ROUTE, question, _NEW_ROUTE)
        if answer is None:
            return None
        told = dict(_attributes(answer[_ROUTE.size :]))
        if (interface := told.get(_OUT_INTERFACE)) is None:
            return None
        local = answer[7] == _LOCAL_ROUTE
        return Route(int.from_bytes(interface, sys.byteorder), local, told.get(_GATEWAY))

    def _ask_for_link(self, interface: int) -> Link | None:
        answer = self._ask(_GET_LINK, _LINK.pack(socket.AF_UNSPEC, 0, interface, 0, 0), _NEW_LINK)
        if answer is None:
            return None
        flags = _LINK.unpack_from(answer)[3]
        names = [value for kind, value in _attributes(answer[_LINK.size :]) if kind == _NAME]
        name = names[0].rstrip(b"\0").decode(errors="replace") if names else f"number {interface}"
        return Link(name, bool(flags & _LOWER_UP))

    def _ask(self, kind: int, question: bytes, wanted: int) -> bytes | None:
        if self._socket is None:
            raise OSError("the kernel's routes cannot be read: AF_NETLINK is closed to this process")
        number = next(self._question) & 0xFFFFFFFF
        self._socket.send(_HEADER.pack(_HEADER.size + len(question), kind, _REQUEST, number, 0) + question)
        while True:
            answer = self._socket.recv(_ANSWER_BYTES)
            length, its_kind, _flags, its_number, _port = _HEADER.unpack_from(answer)
            # One left over from a question that was given up would speak of something else.
            if its_number == number:
                return answer[_HEADER.size : length] if its_kind == wanted else None


def _attribute(kind: int, value: bytes) -> bytes:
    # Addresses and indices are multiples of four long: no padding is due.
    return _ATTRIBUTE.pack(_ATTRIBUTE.size + len(value), kind) + value


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + _ATTRIBUTE.size <= len(data):
        size, kind = _ATTRIBUTE.unpack_from(data, at)
        if size < _ATTRIBUTE.size:
            return
        yield kind, data[at + _ATTRIBUTE.size : at + size]
        at += (size + 3) & ~3
