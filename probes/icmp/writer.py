"""Writes the echo requests of one socket, many in one go, in columns: each field into all of them.

A packet for itself would cost a call and, for its checksum, arithmetic. Here every cookie is followed by its
complement: both together count for nothing in the sum of RFC 1071, and so the checksum depends on the sequence alone.
"""

import socket
import struct
from array import array
from collections.abc import Iterator, Sequence

from probes.icmp.flight import SEQUENCES, Request
from probes.icmp.packet import (
    IDENTIFIER_SHIFT,
    IP_HEADER,
    PAYLOAD_BYTES,
    REQUEST,
    SEQUENCE_SHIFT,
    identifier_tag,
    kind_word,
)

# Of the IPv4 header, whose last word is the destination, and of type, code, checksum and tag.
_HEADER_WORDS, _ICMP_WORDS = 5, 2
_COMPLEMENT = bytes(range(255, -1, -1))


class Writer:
    """`ip_header`: packets begin with an IPv4 header, the socket has it left to us. Where the kernel writes the
    identifier or the checksum, it overwrites what stands there."""

    def __init__(self, family: socket.AddressFamily, ip_header: bool, identifier: int) -> None:
        self._ip_header = ip_header
        self._icmp_at = _HEADER_WORDS if ip_header else 0
        start = IP_HEADER + bytes(4) if ip_header else b""
        self._packet = array("I", start + bytes(4 * _ICMP_WORDS + PAYLOAD_BYTES))
        self._split = struct.Struct(f"{len(self._packet) * 4}s").iter_unpack
        kind, tag, step = kind_word(REQUEST[family]), identifier_tag(identifier), 1 << SEQUENCE_SHIFT
        self._tags = array("I", range(tag, tag + SEQUENCES * step, step))
        # A number's remainder by 65,535 is the end-around sum of its 16-bit words. Type and code lie in their word as
        # the identifier does in a tag, and the checksum as the sequence.
        start_of_word = kind << IDENTIFIER_SHIFT
        self._kinds = array("I", (start_of_word + (-(kind + each) % 0xFFFF << SEQUENCE_SHIFT) for each in self._tags))

    def packets(self, requests: Sequence[Request], cookies: bytes, place: int) -> Iterator[tuple[bytes]]:
        """A packet to each, the first with the sequence of `place`, the others with those that follow it. `cookies` are
        COOKIE_BYTES for each."""
        count, width, at = len(requests), len(self._packet), self._icmp_at
        words = self._packet * count
        if self._ip_header:
            words[at - 1 :: width] = array("I", b"".join([request[2] for request in requests]))
        words[at::width] = self._kinds[place : place + count]
        words[at + 1 :: width] = self._tags[place : place + count]
        for column, halves in (
            (at + 2, array("I", cookies)),
            (at + 4, array("I", cookies.translate(_COMPLEMENT))),
        ):
            words[column::width] = halves[::2]
            words[column + 1 :: width] = halves[1::2]
        return self._split(words)
