"""An address literal made ready for a socket."""

import ipaddress
import socket
import struct
from dataclasses import dataclass
from typing import Any

_SCOPE = struct.Struct("=I")
_LAST_INTERFACE = 0x7FFFFFFF

Address = str | tuple[str, ...]
"""An IPv4 or IPv6 literal, or several of one device: the first is asked, the others may answer in its place."""


@dataclass(frozen=True, slots=True)
class Target:
    """`host` is compared with senders: the address's 4 bytes, or its 16 and the zone's index, as in a sockaddr.

    `others` are hosts that may answer in its place: further addresses of the same device.
    """

    family: socket.AddressFamily
    host: bytes
    sockaddr: tuple[Any, ...]
    others: frozenset[bytes] = frozenset()

    @property
    def packed(self) -> bytes:
        return self.host[:16]

    @property
    def scope(self) -> int:
        return 0 if self.family == socket.AF_INET else int(_SCOPE.unpack_from(self.host, 16)[0])

    @property
    def text(self) -> str:
        return str(self.sockaddr[0])


def target_of(address: Address) -> Target:
    """The target of one device's literals, `fe80::1%eth0` included; of another family than the first none counts.

    Raises ValueError when one is no literal or not the address of one host, or the first is link-local and has no
    zone, OSError when a zone names no interface of this machine.
    """
    first, *others = (address,) if isinstance(address, str) else address
    family, host, sockaddr = _host_at(first)
    if family == socket.AF_INET6 and not sockaddr[3] and ipaddress.IPv6Address(host[:16]).is_link_local:
        # the kernel may find a way, and then names a zone that the answers come from
        raise ValueError(f"{first!r} needs the interface it is on, such as {sockaddr[0]}%eth0")
    also = [its_host for its_family, its_host, _ in map(_host_at, others) if its_family == family]
    return Target(family, host, sockaddr, frozenset(also))


def host_of(family: socket.AddressFamily, sockaddr: tuple[Any, ...]) -> bytes:
    """The comparable part of a sender's address as `recvmsg` gives it."""
    plain = str(sockaddr[0]).partition("%")[0]
    packed = socket.inet_pton(family, plain)
    return packed if family == socket.AF_INET else packed + _SCOPE.pack(int(sockaddr[3]))


def _host_at(address: str) -> tuple[socket.AddressFamily, bytes, tuple[Any, ...]]:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        raise ValueError(f"{address!r} is no IP address") from None
    mapped = isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None
    if parsed.is_multicast or parsed.is_unspecified or mapped:
        raise ValueError(f"{address!r} is not the IP address of a host")
    if isinstance(parsed, ipaddress.IPv4Address):
        return socket.AF_INET, parsed.packed, (str(parsed), 0)
    scope = _scope_of(parsed)
    return socket.AF_INET6, parsed.packed + _SCOPE.pack(scope), (address.partition("%")[0], 0, 0, scope)


def _scope_of(address: ipaddress.IPv6Address) -> int:
    """The zone's index, and 0 but for a link-local address, for the kernel heeds and gives none of another."""
    zone = address.scope_id
    if zone is None or not address.is_link_local:
        return 0
    scope = int(zone) if zone.isdecimal() else socket.if_nametoindex(zone)
    if scope > _LAST_INTERFACE:
        raise ValueError(f"{str(address)!r} has a zone that is the number of no interface")
    return scope
