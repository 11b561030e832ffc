"""ICMP errors about our requests, as a socket's error queue tells them: IP_RECVERR in ip(7) and ipv6(7)."""

import socket
import struct
from dataclasses import dataclass
from typing import Any

from probes.icmp.burst import SO_TIMESTAMPNS
from probes.icmp.packet import COOKIE_BYTES, without_ip_header
from probes.icmp.target import host_of

_RECVERR = {socket.AF_INET: (socket.IPPROTO_IP, 11), socket.AF_INET6: (socket.IPPROTO_IPV6, 25)}
_MSG_ERRQUEUE = 0x2000
_ORIGIN_ICMP, _ORIGIN_ICMP6 = 2, 3
_EXTENDED_ERROR = struct.Struct("=IBBBBII")
_TIMESPEC = {16: struct.Struct("=qq"), 8: struct.Struct("=ii")}
_PACKET_BYTES = 512
_ANCILLARY_BYTES = 256


@dataclass(frozen=True, slots=True)
class Notice:
    """An ICMP error of `reporter` about a request of ours to `destination` (as `Target.host` has it), quoted from its
    ICMP header on.

    `origin_icmp` is False for the kernel's own notes, which no packet caused.
    """

    destination: bytes
    reporter: str
    origin_icmp: bool
    kind: int
    code: int
    quote: bytes
    stamp: float | None


def ask_for_notices(asked: socket.socket) -> None:
    """Lets the socket keep a queue of them."""
    asked.setsockopt(*_RECVERR[socket.AddressFamily(asked.family)], 1)


def waiting_notices(asked: socket.socket, limit: int, ip_header: bool) -> list[Notice]:
    """Takes at most `limit` off the queue. That also clears the error which the socket reports for them.

    `ip_header`: our packets are sent, and so quoted, with their IPv4 header.
    """
    found: list[Notice] = []
    family = socket.AddressFamily(asked.family)
    for _ in range(limit):
        try:
            quote, ancillary, _flags, destination = asked.recvmsg(_PACKET_BYTES, _ANCILLARY_BYTES, _MSG_ERRQUEUE)
        except OSError:
            break
        if ip_header:
            quote = without_ip_header(quote) or b""
        notice = _notice(family, quote, ancillary, destination)
        if notice is not None:
            found.append(notice)
    return found


def _notice(
    family: socket.AddressFamily, quote: bytes, ancillary: list[tuple[int, int, bytes]], destination: Any
) -> Notice | None:
    if not isinstance(destination, tuple):
        return None
    for level, kind, data in ancillary:
        if (level, kind) == _RECVERR[family] and len(data) >= _EXTENDED_ERROR.size:
            _errno, origin, icmp_type, icmp_code, *_ = _EXTENDED_ERROR.unpack_from(data)
            return Notice(
                destination=host_of(family, destination),
                reporter=_offender(family, data[_EXTENDED_ERROR.size :]),
                origin_icmp=origin in (_ORIGIN_ICMP, _ORIGIN_ICMP6),
                kind=icmp_type,
                code=icmp_code,
                quote=quote[: 8 + COOKIE_BYTES],
                stamp=_stamp(ancillary),
            )
    return None


def _stamp(ancillary: list[tuple[int, int, bytes]]) -> float | None:
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS and len(data) in _TIMESPEC:
            seconds, nanoseconds = _TIMESPEC[len(data)].unpack(data)
            return float(seconds) + float(nanoseconds) / 1e9
    return None


def _offender(family: socket.AddressFamily, sockaddr: bytes) -> str:
    """The address in a `struct sockaddr`, empty where the kernel names none."""
    start, length = (4, 4) if family == socket.AF_INET else (8, 16)
    packed = sockaddr[start : start + length]
    if len(packed) < length or not any(packed):
        return ""
    return socket.inet_ntop(family, packed)
