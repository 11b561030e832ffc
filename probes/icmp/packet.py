"""Reads echo replies, and the echo requests that ICMP errors quote. Formats: RFC 792, RFC 4443."""

import socket
import struct
from typing import NamedTuple

COOKIE_BYTES = 16

_HEADER = struct.Struct("!BBHHH")
_REQUEST = {socket.AF_INET: 8, socket.AF_INET6: 128}
_REPLY = {socket.AF_INET: 0, socket.AF_INET6: 129}


class Echo(NamedTuple):
    """`cookie` is the first COOKIE_BYTES of the payload, fewer where the packet holds fewer."""

    identifier: int
    sequence: int
    cookie: bytes


def echo_reply(family: socket.AddressFamily, data: bytes) -> Echo | None:
    """The reply in an ICMP message without IP header; None when it is no well-formed echo reply."""
    return _echo(_REPLY[family], data)


def quoted_request(family: socket.AddressFamily, data: bytes) -> Echo | None:
    """The request that an ICMP error quotes, from its ICMP header on.

    RFC 792 lets a router quote as little as that header, so the cookie may be short or empty.
    """
    return _echo(_REQUEST[family], data)


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
