"""What echo requests are made of; reads echo replies and the requests that ICMP errors quote. RFC 792, RFC 4443.

Identifier and sequence are what their sender likes, so both are kept together, as the number that the machine makes
of their four bytes: the tag. The same goes for the cookie, the eight bytes that follow.
"""

import socket
import struct
import sys
from typing import Final, NamedTuple

COOKIE_BYTES: Final = 8
PAYLOAD_BYTES: Final = 2 * COOKIE_BYTES
"""The cookie, and its complement (see `writer`). In IPv4 it still fits the smallest frame of Ethernet."""

_HEADER = struct.Struct("=BBHI")
_COOKIE = struct.Struct("=Q")
REQUEST: Final = {socket.AF_INET: 8, socket.AF_INET6: 128}
REPLY: Final = {socket.AF_INET: 0, socket.AF_INET6: 129}

IDENTIFIER_SHIFT, SEQUENCE_SHIFT = (0, 16) if sys.byteorder == "little" else (16, 0)
"""Where in a tag the identifier and the sequence lie."""

IP_HEADER: Final = struct.pack("!BBHHHBBH4x", 0x45, 0, 0, 1, 0x4000, 64, socket.IPPROTO_ICMP, 0)
"""All of an IPv4 header (RFC 791) but the destination, for a socket that leaves it to us: the kernel then has less to
do, and fills in length, checksum and source; not to be fragmented, so that the identification may stay the same
(RFC 6864)."""


class Echo(NamedTuple):
    """`cookie` is the first COOKIE_BYTES of the payload, fewer where the packet holds fewer."""

    tag: int
    cookie: bytes


def kind_word(kind: int) -> int:
    """Type and code 0, as the number that the machine makes of the two bytes."""
    return socket.htons(kind << 8)


def identifier_word(identifier: int) -> int:
    """The number that the machine makes of an identifier's two bytes."""
    return socket.htons(identifier)


def identifier_tag(identifier: int) -> int:
    """The tag of an identifier with sequence 0."""
    return identifier_word(identifier) << IDENTIFIER_SHIFT


def identifier_in(tag: int) -> int:
    return socket.ntohs(tag >> IDENTIFIER_SHIFT & 0xFFFF)


def sequence_in(tag: int) -> int:
    """A number that two tags share when their sequences are the same."""
    return tag >> SEQUENCE_SHIFT & 0xFFFF


def echo_reply(family: socket.AddressFamily, data: bytes) -> Echo | None:
    """The reply in an ICMP message without IP header; None when it is no well-formed echo reply."""
    return _echo(REPLY[family], data)


def quoted_request(family: socket.AddressFamily, data: bytes) -> Echo | None:
    """The request that an ICMP error quotes, from its ICMP header on.

    RFC 792 lets a router quote as little as that header, so the cookie may be short or empty.
    """
    return _echo(REQUEST[family], data)


def cookie_bytes(cookie: int) -> bytes:
    """The cookie as it lies in a packet."""
    return _COOKIE.pack(cookie)


def cookie_number(cookie: bytes) -> int | None:
    """None for one that was cut short."""
    return _COOKIE.unpack(cookie)[0] if len(cookie) == COOKIE_BYTES else None


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
    kind, code, _checksum, tag = _HEADER.unpack_from(data)
    if kind != wanted or code != 0:
        return None
    return Echo(tag, data[_HEADER.size : _HEADER.size + COOKIE_BYTES])
