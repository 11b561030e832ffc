"""Writes echo requests, reads echo replies and the requests that ICMP errors quote. Formats: RFC 792, RFC 4443."""

import socket
import struct
from typing import NamedTuple

COOKIE_BYTES = 16

_HEADER = struct.Struct("!BBHHH")
_WITH_COOKIE = struct.Struct(f"!BBHHH{COOKIE_BYTES}s")
REQUEST = {socket.AF_INET: 8, socket.AF_INET6: 128}
REPLY = {socket.AF_INET: 0, socket.AF_INET6: 129}


class Echo(NamedTuple):
    """`cookie` is the first COOKIE_BYTES of the payload, fewer where the packet holds fewer."""

    identifier: int
    sequence: int
    cookie: bytes


def echo_request(kind: int, identifier: int, sequence: int, cookie: bytes) -> bytes:
    """The message of a request; `kind` is the family's `REQUEST`.

    The checksum is that of IPv4 (RFC 1071). For IPv6 it covers the addresses too and is the kernel's to write.
    """
    # A number's remainder by 65,535 is the end-around sum of its 16-bit words.
    total = ((kind << 8) + identifier + sequence + int.from_bytes(cookie, "big")) % 0xFFFF
    return _WITH_COOKIE.pack(kind, 0, 0xFFFF - total, identifier, sequence, cookie)


def echo_reply(family: socket.AddressFamily, data: bytes) -> Echo | None:
    """The reply in an ICMP message without IP header; None when it is no well-formed echo reply."""
    return _echo(REPLY[family], data)


def quoted_request(family: socket.AddressFamily, data: bytes) -> Echo | None:
    """The request that an ICMP error quotes, from its ICMP header on.

    RFC 792 lets a router quote as little as that header, so the cookie may be short or empty.
    """
    return _echo(REQUEST[family], data)


def without_ip_header(data: bytes) -> bytes | None:
    """What an IPv4 packet, as raw sockets deliver it, carries; None when its header is broken."""
    if len(data) < 20 or data[0] >> 4 != 4:
        return None
    length = (data[0] & 0x0F) * 4
    if not 20 <= length <= len(data):
        return None
    return data[length:]


def _echo(wanted: int, data: bytes) -> Echo | None:
    if len(data) < _HEADER.size:
        return None
    kind, code, _checksum, identifier, sequence = _HEADER.unpack_from(data)
    if kind != wanted or code != 0:
        return None
    return Echo(identifier, sequence, data[_HEADER.size : _HEADER.size + COOKIE_BYTES])
