"""Which messages a raw socket lets in: echo replies with its own identifier.

A raw socket hears every program's replies, and a flood of them would fill its buffer. Programs: bpf(4) of the
BSDs, Linux's Documentation/networking/filter.rst; ICMP's own filters: raw(7), RFC 3542 3.2.
"""

import ctypes
import socket
import struct

from probes.icmp.packet import REPLY

_SOL_RAW, _ICMP_FILTER, _ICMP6_FILTER = 255, 1, 1
_SO_ATTACH_FILTER = 26
_INSTRUCTION = struct.Struct("=HBBI")
_PROGRAM = struct.Struct("@HP")
_LOAD_HALF_AT, _LOAD_HALF_AT_X = 0x28, 0x48
_X_IS_IP_HEADER_LENGTH = 0xB1
_SKIP_UNLESS_EQUAL, _RETURN = 0x15, 0x06
_IDENTIFIER_AT = 4
_EVERYTHING = 0x40000


def only_replies(raw: socket.socket) -> None:
    """A set bit shuts a type out, in both families. ICMP errors come by the error queue regardless."""
    reply = REPLY[socket.AddressFamily(raw.family)]
    mask = [0xFFFFFFFF] * 8
    mask[reply >> 5] &= ~(1 << (reply & 31))
    if raw.family == socket.AF_INET:
        raw.setsockopt(_SOL_RAW, _ICMP_FILTER, struct.pack("=I", mask[0]))
    else:
        raw.setsockopt(socket.IPPROTO_ICMPV6, _ICMP6_FILTER, struct.pack("=8I", *mask))


def only_identifier(raw: socket.socket, identifier: int) -> None:
    """Lets in what carries the identifier. Raises OSError where the kernel takes no such filter.

    For IPv4 the packet starts with its IP header, whose length varies; for IPv6 with the ICMP header.
    """
    v4 = raw.family == socket.AF_INET
    find = ((_X_IS_IP_HEADER_LENGTH, 0, 0, 0), (_LOAD_HALF_AT_X, 0, 0, _IDENTIFIER_AT))
    program = (
        *(find if v4 else ((_LOAD_HALF_AT, 0, 0, _IDENTIFIER_AT),)),
        (_SKIP_UNLESS_EQUAL, 0, 1, identifier),
        (_RETURN, 0, 0, _EVERYTHING),
        (_RETURN, 0, 0, 0),
    )
    code = ctypes.create_string_buffer(b"".join(_INSTRUCTION.pack(*each) for each in program))
    raw.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, _PROGRAM.pack(len(program), ctypes.addressof(code)))
