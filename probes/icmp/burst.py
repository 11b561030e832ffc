"""Takes many datagrams from a socket in one system call: recvmmsg(2).

A call for each costs Python two microseconds, most of it for objects that are thrown away at once.
"""

import ctypes
import os
import socket
import struct
from collections.abc import Iterator

from probes.icmp.packet import COOKIE_BYTES, PAYLOAD_BYTES

SO_TIMESTAMPNS = 35
# Room for a stamp, and for the longest IP header, an ICMP header and a cookie; what is longer is cut, and not needed.
# The data come last, for little of their room is used, and what is used shall lie together.
_CONTROL_BYTES, _NAME_BYTES, _DATA_BYTES = 32, 32, 128
BURST = 136
"""Datagrams that one call takes at the most."""

_ICMP_BYTES = 8
_IP_HEADER_BYTES = 20
_SOURCE_IN_IP_HEADER = 12
_SOCKADDR_BYTES = {socket.AF_INET: 16, socket.AF_INET6: 28}
_HOST_IN_SOCKADDR = {socket.AF_INET: 4, socket.AF_INET6: 8}
_HOST_BYTES = {socket.AF_INET: 4, socket.AF_INET6: 20}

_CONTROL_HEADER = struct.Struct("@Nii")
_LONG = {8: "q", 4: "i"}[struct.calcsize("@l")]
_STAMP = struct.Struct(f"={_LONG}{_LONG}")
_STAMPED = _CONTROL_HEADER.size + _STAMP.size
"""Bytes of control data when there is a stamp, for which alone there is room."""

Row = tuple[int, int, bytes, int, int, int, int]
"""What lies where an echo reply's fields would be: seconds and nanoseconds of receipt, the sender as `Target.host` has
it, type and code, identifier, sequence, cookie; the numbers in the machine's byte order."""


class _IoVec(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


class _MsgHdr(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_void_p),
        ("name_length", ctypes.c_uint32),
        ("vector", ctypes.c_void_p),
        ("vector_length", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_length", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    )


class _MMsgHdr(ctypes.Structure):
    _fields_ = (("header", _MsgHdr), ("length", ctypes.c_uint))


class Burst:
    """The slots into which the kernel writes; each `receive` overwrites the one before.

    `ip_header`: datagrams begin with an IPv4 header, as raw sockets give them. It names the sender, and so the kernel
    is spared naming him once more.
    """

    def __init__(self, family: socket.AddressFamily, ip_header: bool) -> None:
        name_bytes = 0 if ip_header else _NAME_BYTES
        name_length = 0 if ip_header else _SOCKADDR_BYTES[family]
        before = _IP_HEADER_BYTES if ip_header else 0
        plain_length = before + _ICMP_BYTES + PAYLOAD_BYTES
        self._data_at = _CONTROL_BYTES + name_bytes
        self._slot_bytes = self._data_at + _DATA_BYTES
        self._host_at = (
            self._data_at + _SOURCE_IN_IP_HEADER if ip_header else _CONTROL_BYTES + _HOST_IN_SOCKADDR[family]
        )
        self._host_bytes = _HOST_BYTES[family]
        self._slots = bytearray(self._slot_bytes * BURST)
        self._view = memoryview(self._slots)
        start = ctypes.addressof(ctypes.c_char.from_buffer(self._slots))
        self._vectors = (_IoVec * BURST)()
        self._headers = bytearray(ctypes.sizeof(_MMsgHdr) * BURST)
        headers = (_MMsgHdr * BURST).from_buffer(self._headers)
        for n in range(BURST):
            slot = start + n * self._slot_bytes
            name = slot + _CONTROL_BYTES if name_bytes else None
            self._vectors[n] = _IoVec(slot + self._data_at, _DATA_BYTES)
            vector = ctypes.addressof(self._vectors) + n * ctypes.sizeof(_IoVec)
            headers[n] = _MMsgHdr(_MsgHdr(name, name_length, vector, 1, slot, _STAMPED, 0), plain_length)
        self._plain = memoryview(bytes(self._headers))
        self.is_plain = True
        """Whether all that `receive` got are of an echo reply's size, without IP options, and stamped.

        Only of those a row is what its name says.
        """
        self._row = self._row_struct(self._data_at + before)
        self._lengths = _lengths_struct()
        self._receive = ctypes.CDLL(None, use_errno=True).recvmmsg
        arguments = (ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_void_p)
        self._receive.argtypes = arguments
        self._address = ctypes.addressof(headers)

    def receive(self, descriptor: int) -> int:
        """How many have arrived, at most BURST. Raises OSError, BlockingIOError for none."""
        # Of what is plain the kernel has written into the headers what stood there.
        if not self.is_plain:
            self._headers[:] = self._plain
            self.is_plain = True
        count: int = self._receive(descriptor, self._address, BURST, socket.MSG_DONTWAIT, None)
        if count < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        self.is_plain = self._headers.startswith(self._plain[: count * self._lengths.size])
        return count

    def rows(self, count: int) -> Iterator[Row]:
        return self._row.iter_unpack(self._view[: count * self._slot_bytes])

    def data(self, index: int) -> bytes:
        """The datagram in that slot, cut at 128 bytes."""
        _, length = self._lengths.unpack_from(self._headers, index * self._lengths.size)
        at = index * self._slot_bytes + self._data_at
        return bytes(self._view[at : at + min(length, _DATA_BYTES)])

    def sender(self, index: int) -> bytes:
        """As `Target.host` has it."""
        at = index * self._slot_bytes + self._host_at
        return bytes(self._view[at : at + self._host_bytes])

    def stamp(self, index: int) -> float | None:
        """When the kernel received it, in seconds of the wall clock."""
        control, _ = self._lengths.unpack_from(self._headers, index * self._lengths.size)
        if control != _STAMPED:
            return None
        at = index * self._slot_bytes
        _, level, kind = _CONTROL_HEADER.unpack_from(self._view, at)
        if (level, kind) != (socket.SOL_SOCKET, SO_TIMESTAMPNS):
            return None
        seconds, nanoseconds = _STAMP.unpack_from(self._view, at + _CONTROL_HEADER.size)
        return float(seconds) + float(nanoseconds) / 1e9

    def _row_struct(self, message_at: int) -> struct.Struct:
        stamp = f"{_CONTROL_HEADER.size}x{_LONG}{_LONG}"
        host = f"{self._host_at - _CONTROL_HEADER.size - _STAMP.size}x{self._host_bytes}s"
        message = f"{message_at - self._host_at - self._host_bytes}xH2xHHQ"
        rest = f"{self._slot_bytes - message_at - _ICMP_BYTES - COOKIE_BYTES}x"
        return struct.Struct(f"={stamp}{host}{message}{rest}")


def _lengths_struct() -> struct.Struct:
    """Bytes of control data and of the datagram, of each header."""
    control = _MsgHdr.control_length
    length = _MMsgHdr.length
    size = {8: "Q", 4: "I"}[control.size]
    between = length.offset - control.offset - control.size
    after = ctypes.sizeof(_MMsgHdr) - length.offset - length.size
    return struct.Struct(f"={control.offset}x{size}{between}xI{after}x")
