"""An address literal made ready for a socket."""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """`host` is compared with senders: the address's 4 or 16 bytes, and its zone's index or 0."""

    family: socket.AddressFamily
    host: tuple[bytes, int]
    sockaddr: tuple[Any, ...]

    @property
    def packed(self) -> bytes:
        return self.host[0]

    @property
    def scope(self) -> int:
        return self.host[1]

    @property
    def text(self) -> str:
        return str(self.sockaddr[0])


def target_of(address: str) -> Target:
    """The target of an IPv4 or IPv6 literal, `fe80::1%eth0` included.

    Raises ValueError when it is no literal or not the address of one host, OSError when the zone names no
    interface of this machine.
    """
    parsed = ipaddress.ip_address(address)
    mapped = isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None
    if parsed.is_multicast or parsed.is_unspecified or mapped:
        raise ValueError(f"{address!r} is not the address of one host; write a unicast address")
    if isinstance(parsed, ipaddress.IPv4Address):
        return Target(socket.AF_INET, (parsed.packed, 0), (str(parsed), 0))
    plain = address.partition("%")[0]
    zone = parsed.scope_id
    scope = 0 if zone is None else int(zone) if zone.isdecimal() else socket.if_nametoindex(zone)
    return Target(socket.AF_INET6, (parsed.packed, scope), (plain, 0, 0, scope))


def host_of(family: socket.AddressFamily, sockaddr: tuple[Any, ...]) -> tuple[bytes, int]:
    """The comparable part of a sender's address as `recvmsg` gives it."""
    plain = str(sockaddr[0]).partition("%")[0]
    scope = int(sockaddr[3]) if family == socket.AF_INET6 else 0
    return socket.inet_pton(family, plain), scope
