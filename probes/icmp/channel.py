"""One socket for all echo requests of one address family."""

import errno
import socket
import struct
import time
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from icmplib.exceptions import ICMPSocketError, SocketPermissionError
from icmplib.sockets import ICMPv4Socket, ICMPv6Socket

from probes.icmp.packet import COOKIE_BYTES, without_ip_header
from probes.icmp.target import Target, host_of

# Linux's numbers that the socket module does not name: raw(7), ip(7), ipv6(7), asm-generic/socket.h.
_SO_SNDBUFFORCE, _SO_RCVBUFFORCE = 32, 33
_SO_TIMESTAMPNS, _SO_MEMINFO = 35, 55
_SOL_RAW, _ICMP_FILTER, _ICMP6_FILTER = 255, 1, 1
_RECVERR = {socket.AF_INET: (socket.IPPROTO_IP, 11), socket.AF_INET6: (socket.IPPROTO_IPV6, 25)}
_MSG_ERRQUEUE = 0x2000
_ORIGIN_ICMP, _ORIGIN_ICMP6 = 2, 3

_EXTENDED_ERROR = struct.Struct("=IBBBBII")
_MEMINFO = struct.Struct("=9I")
_TIMESPEC = {16: struct.Struct("=qq"), 8: struct.Struct("=ii")}
# A small packet occupies about 800 bytes of these, so each holds some ten thousand packets.
_BUFFER_BYTES = 4 << 20
_PACKET_BYTES = 512
_ANCILLARY_BYTES = 256


class Mode(StrEnum):
    RAW = "raw socket"
    DATAGRAM = "unprivileged datagram socket"


@dataclass(frozen=True, slots=True)
class Datagram:
    """`message` is without IP header, None when that was broken.

    `stamp` is its receive time by the kernel's wall clock in seconds, None when that is not known.
    """

    sender: tuple[bytes, int]
    message: bytes | None
    stamp: float | None


@dataclass(frozen=True, slots=True)
class Notice:
    """An ICMP error of `reporter` about a request of ours to `destination`, quoted from its ICMP header on.

    `origin_icmp` is False for the kernel's own notes, which no packet caused.
    """

    destination: tuple[bytes, int]
    reporter: str
    origin_icmp: bool
    kind: int
    code: int
    quote: bytes
    stamp: float | None


class Channel:
    """Opens in the given mode; raises icmplib's SocketPermissionError or ICMPSocketError when refused.

    Replies and ICMP errors come on two queues of the socket, in both modes alike.
    """

    def __init__(self, family: socket.AddressFamily, mode: Mode) -> None:
        self.family = family
        self.mode = mode
        self._drops = 0
        self._notices: deque[Notice] = deque()
        kind, anywhere = (ICMPv4Socket, "0.0.0.0") if family == socket.AF_INET else (ICMPv6Socket, "::")
        self._icmp = kind(address=anywhere, privileged=mode is Mode.RAW)
        self._socket: socket.socket = self._icmp.sock
        self._socket.setblocking(False)
        # The kernel picks the identifier of a datagram socket and tells it as the socket's port.
        self._kernel_identifier: int | None = (
            int(self._socket.getsockname()[1]) if mode is Mode.DATAGRAM else None
        )
        self._configure()

    def identifier(self, wanted: int) -> int:
        """The identifier that requests carry: `wanted`, where the kernel leaves us the choice."""
        return wanted if self._kernel_identifier is None else self._kernel_identifier

    def fileno(self) -> int:
        return self._socket.fileno()

    @property
    def has_notices(self) -> bool:
        """Whether `send` came upon ICMP errors; the socket will not announce those again."""
        return bool(self._notices)

    def send(self, target: Target, identifier: int, sequence: int, cookie: bytes) -> None:
        """Raises BlockingIOError when the send buffer is full, OSError when the kernel refuses."""
        packet = self._icmp._create_packet(id=identifier, sequence=sequence, payload=cookie)
        for attempt in range(3):
            try:
                self._socket.sendto(packet, target.sockaddr)
                return
            except OSError as error:
                if error.errno in (errno.EAGAIN, errno.ENOBUFS) or attempt == 2:
                    raise
                # The kernel also reports here an ICMP error that an earlier request to anybody met. Taking
                # those off their queue clears it; what is then still refused is meant for this packet.
                self._collect_notices()

    def receive(self) -> Datagram | None:
        """The next message; None when the buffer is empty."""
        while True:
            asked = time.time()
            try:
                data, ancillary, _flags, sender = self._socket.recvmsg(_PACKET_BYTES, _ANCILLARY_BYTES)
            except BlockingIOError:
                return None
            except OSError:
                # As in `send`: another request's ICMP error. It does not come twice, so this ends.
                self._collect_notices()
                continue
            message = data if self._headerless else without_ip_header(data)
            stamp = _stamp(ancillary)
            # Stamping begins some milliseconds after it was asked for. A packet that came before that gets
            # the time of its reading, which is no better than none.
            known = stamp if stamp is not None and stamp < asked else None
            return Datagram(host_of(self.family, sender), message, known)

    def next_notice(self) -> Notice | None:
        """The next ICMP error; None when there is none."""
        if not self._notices:
            self._collect_notices()
        return self._notices.popleft() if self._notices else None

    def lost(self) -> int:
        """Datagrams that a full receive buffer cost since last asked; 0 where the kernel will not say.

        To be asked before receiving: a buffer that is not full now has lost nothing, whatever else the kernel
        may count as dropped.
        """
        try:
            answer = self._socket.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, _MEMINFO.size)
            used, size, *_, drops = _MEMINFO.unpack(answer)
        except (OSError, struct.error):
            return 0
        new, self._drops = (drops - self._drops) & 0xFFFFFFFF, drops
        return int(new) if used * 2 >= size else 0

    def close(self) -> None:
        self._icmp.close()

    @property
    def _headerless(self) -> bool:
        return self.family == socket.AF_INET6 or self.mode is Mode.DATAGRAM

    def _configure(self) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._socket.setsockopt(*_RECVERR[self.family], 1)
        for force, ask in ((_SO_RCVBUFFORCE, socket.SO_RCVBUF), (_SO_SNDBUFFORCE, socket.SO_SNDBUF)):
            try:
                self._socket.setsockopt(socket.SOL_SOCKET, force, _BUFFER_BYTES)
            except OSError:
                # Capped by the kernel at rmem_max and wmem_max, and still more than the default.
                self._socket.setsockopt(socket.SOL_SOCKET, ask, _BUFFER_BYTES)
        if self.mode is Mode.RAW:
            self._let_only_replies_in()

    def _let_only_replies_in(self) -> None:
        # A set bit shuts a type out, in both families. ICMP errors come by the error queue regardless.
        if self.family == socket.AF_INET:
            self._socket.setsockopt(_SOL_RAW, _ICMP_FILTER, struct.pack("=I", 0xFFFFFFFF & ~1))
        else:
            mask = [0xFFFFFFFF] * 8
            mask[129 >> 5] &= ~(1 << (129 & 31))
            self._socket.setsockopt(socket.IPPROTO_ICMPV6, _ICMP6_FILTER, struct.pack("=8I", *mask))

    def _collect_notices(self) -> None:
        # As many as fit a full buffer at most: a flood must not hold the loop.
        for _ in range(1024):
            try:
                quote, ancillary, _flags, destination = self._socket.recvmsg(
                    _PACKET_BYTES, _ANCILLARY_BYTES, _MSG_ERRQUEUE
                )
            except OSError:
                return
            notice = self._notice(quote, ancillary, destination)
            if notice is not None:
                self._notices.append(notice)

    def _notice(
        self, quote: bytes, ancillary: list[tuple[int, int, bytes]], destination: Any
    ) -> Notice | None:
        if not isinstance(destination, tuple):
            return None
        for level, kind, data in ancillary:
            if (level, kind) == _RECVERR[self.family] and len(data) >= _EXTENDED_ERROR.size:
                _errno, origin, icmp_type, icmp_code, *_ = _EXTENDED_ERROR.unpack_from(data)
                return Notice(
                    destination=host_of(self.family, destination),
                    reporter=_offender(self.family, data[_EXTENDED_ERROR.size :]),
                    origin_icmp=origin in (_ORIGIN_ICMP, _ORIGIN_ICMP6),
                    kind=icmp_type,
                    code=icmp_code,
                    quote=quote[: 8 + COOKIE_BYTES],
                    stamp=_stamp(ancillary),
                )
        return None


def open_channels(
    modes: tuple[Mode, ...] = (Mode.RAW, Mode.DATAGRAM),
) -> tuple[dict[socket.AddressFamily, Channel], dict[socket.AddressFamily, str], bool]:
    """One channel per family in the first mode that is permitted.

    Also why each other family has none, and whether it was permission that lacked somewhere.
    """
    channels: dict[socket.AddressFamily, Channel] = {}
    missing: dict[socket.AddressFamily, str] = {}
    forbidden = False
    for family in (socket.AF_INET, socket.AF_INET6):
        for mode in modes:
            try:
                channels[family] = Channel(family, mode)
                missing.pop(family, None)
                break
            except SocketPermissionError:
                forbidden = True
                missing[family] = "not permitted"
            except (ICMPSocketError, OSError) as error:
                missing[family] = str(error)
    return channels, missing, forbidden


def _stamp(ancillary: list[tuple[int, int, bytes]]) -> float | None:
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS and len(data) in _TIMESPEC:
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
