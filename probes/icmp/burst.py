"""Takes many datagrams from a socket in one system call: recvmmsg(2).

A call for each costs Python two microseconds, most of it for objects that are thrown away at once.
"""

import ctypes
import os
import socket
import struct
from collections.abc import Iterable, Sequence

from probes.icmp.packet import COOKIE_BYTES

SO_TIMESTAMPNS = 35
# Room for the longest IP header, an ICMP header and a cookie; what is longer is cut, and not needed.
_NAME_BYTES, _DATA_BYTES, _CONTROL_BYTES = 32, 128, 64
_SLOT_BYTES = _NAME_BYTES + _DATA_BYTES + _CONTROL_BYTES
_SLOTS = 64
_ICMP_BYTES = 8

_CONTROL_HEADER = struct.Struct("@Nii")
_LONG = {8: "q", 4: "i"}[struct.calcsize("@l")]
_STAMP = struct.Struct(f"={_LONG}{_LONG}")

Lengths = tuple[int, int]
"""Bytes of control data and of the datagram."""

Row = tuple[bytes, int, int, int, int, int, bytes, int, int]
"""What lies where an echo reply's fields would be: the sender's packed address and scope, type and code, the
identifier (both in the machine's byte order), the sequence's two bytes, cookie, seconds and nanoseconds of
receipt."""


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

    `ip_header`: datagrams begin with an IPv4 header, as raw sockets give them.
    """

    def __init__(self, family: socket.AddressFamily, ip_header: bool) -> None:
        self._family = family
        self._slots = bytearray(_SLOT_BYTES * _SLOTS)
        self._view = memoryview(self._slots)
        start = ctypes.addressof(ctypes.c_char.from_buffer(self._slots))
        self._vectors = (_IoVec * _SLOTS)()
        self._headers = (_MMsgHdr * _SLOTS)()
        for n in range(_SLOTS):
            slot = start + n * _SLOT_BYTES
            self._vectors[n] = _IoVec(slot + _NAME_BYTES, _DATA_BYTES)
            vector = ctypes.addressof(self._vectors) + n * ctypes.sizeof(_IoVec)
            control = slot + _NAME_BYTES + _DATA_BYTES
            self._headers[n] = _MMsgHdr(_MsgHdr(slot, _NAME_BYTES, vector, 1, control, _CONTROL_BYTES, 0), 0)
        self._header_bytes = memoryview(self._headers).cast("B")
        self._fresh_headers = bytes(self._header_bytes)
        before = 20 if ip_header else 0
        self._row = _row_struct(family, before)
        self._lengths = _lengths_struct()
        self.whole = (_CONTROL_HEADER.size + _STAMP.size, before + _ICMP_BYTES + COOKIE_BYTES)
        """The control bytes of a stamped datagram, and the least bytes of one with a cookie."""
        self._receive = ctypes.CDLL(None, use_errno=True).recvmmsg
        arguments = (ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_void_p)
        self._receive.argtypes = arguments
        self._address = ctypes.addressof(self._headers)

    def receive(self, descriptor: int) -> Sequence[tuple[Lengths, Row]]:
        """What has arrived, at most 64 datagrams; none when that is nothing. Raises OSError."""
        self._header_bytes[:] = self._fresh_headers
        count = self._receive(descriptor, self._address, _SLOTS, socket.MSG_DONTWAIT, None)
        if count < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        lengths: Iterable[Lengths] = self._lengths.iter_unpack(self._header_bytes[: count * self._lengths.size])
        rows: Iterable[Row] = self._row.iter_unpack(self._view[: count * _SLOT_BYTES])
        return list(zip(lengths, rows, strict=True))

    def data(self, index: int) -> bytes:
        """The datagram in that slot, cut at 128 bytes."""
        _, length = self._lengths.unpack_from(self._header_bytes, index * self._lengths.size)
        at = index * _SLOT_BYTES + _NAME_BYTES
        return bytes(self._view[at : at + min(length, _DATA_BYTES)])

    def sender(self, index: int) -> tuple[bytes, int]:
        """The packed address and the scope."""
        row: Row = self._row.unpack_from(self._view, index * _SLOT_BYTES)
        return row[0], row[1]

    def stamp(self, index: int) -> float | None:
        """When the kernel received it, in seconds of the wall clock."""
        control, _ = self._lengths.unpack_from(self._header_bytes, index * self._lengths.size)
        if control != self.whole[0]:
            return None
        at = index * _SLOT_BYTES + _NAME_BYTES + _DATA_BYTES
        _, level, kind = _CONTROL_HEADER.unpack_from(self._view, at)
        if (level, kind) != (socket.SOL_SOCKET, SO_TIMESTAMPNS):
            return None
        seconds, nanoseconds = _STAMP.unpack_from(self._view, at + _CONTROL_HEADER.size)
        return float(seconds) + float(nanoseconds) / 1e9


def _row_struct(family: socket.AddressFamily, before: int) -> struct.Struct:
    # In a sockaddr_in the kernel zeroes what follows the address: it reads as scope 0.
    name = "4x4sI20x" if family == socket.AF_INET else "8x16sI4x"
    message = f"{before}xH2xHBB{COOKIE_BYTES}s{_DATA_BYTES - before - _ICMP_BYTES - COOKIE_BYTES}x"
    control = f"{_CONTROL_HEADER.size}x{_LONG}{_LONG}{_CONTROL_BYTES - _CONTROL_HEADER.size - _STAMP.size}x"
    return struct.Struct(f"={name}{message}{control}")


def _lengths_struct() -> struct.Struct:
    control = _MsgHdr.control_length
    length = _MMsgHdr.length
    size = {8: "Q", 4: "I"}[control.size]
    between = length.offset - control.offset - control.size
    after = ctypes.sizeof(_MMsgHdr) - length.offset - length.size
    return struct.Struct(f"={control.offset}x{size}{between}xI{after}x")
