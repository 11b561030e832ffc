"""ICMP errors that the kernel keeps on a UDP socket's error queue (ip(7), IP_RECVERR)."""

import socket
import struct
from dataclasses import dataclass
from typing import Final

from probes.snmp.fast.peer import PeerKey, key_of

# Linux's numbers that the socket module does not name: ip(7), ipv6(7), asm-generic/socket.h, errqueue.h
_RECVERR: Final = {socket.AF_INET: (socket.IPPROTO_IP, 11), socket.AF_INET6: (socket.IPPROTO_IPV6, 25)}
_MSG_ERRQUEUE: Final = 0x2000
_EXTENDED_ERROR: Final = struct.Struct("=IBBBBII")
_QUOTE_BYTES: Final = 65535
_ANCILLARY_BYTES: Final = 512


@dataclass(frozen=True, slots=True)
class Notice:
    """`quote` is the beginning of the datagram that met the error `errno` on its way to `peer`."""

    peer: PeerKey
    errno: int
    quote: bytes


def request_notices(link: socket.socket) -> None:
    """Without this an unconnected socket is told of no closed port."""
    level, option = _RECVERR[socket.AddressFamily(link.family)]
    link.setsockopt(level, option, 1)


def next_notice(link: socket.socket) -> Notice | None:
    """None when the queue is empty."""
    wanted = _RECVERR[socket.AddressFamily(link.family)]
    while True:
        try:
            quote, ancillary, _, sockaddr = link.recvmsg(_QUOTE_BYTES, _ANCILLARY_BYTES, _MSG_ERRQUEUE)
        except OSError:
            return None
        for level, kind, data in ancillary:
            if (level, kind) == wanted and len(data) >= _EXTENDED_ERROR.size:
                errno, *_ = _EXTENDED_ERROR.unpack_from(data)
                return Notice(key_of(sockaddr), errno, quote)
