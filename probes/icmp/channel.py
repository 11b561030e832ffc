"""One socket for all echo requests of one address family."""

import contextlib
import errno
import socket
import struct
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from icmplib.exceptions import ICMPSocketError, SocketPermissionError
from icmplib.sockets import ICMPv4Socket, ICMPv6Socket

from probes.icmp.admission import only_identifier, only_replies
from probes.icmp.burst import SO_TIMESTAMPNS, Burst, Lengths, Row
from probes.icmp.notice import Notice, ask_for_notices, waiting_notices
from probes.icmp.packet import REQUEST, echo_request, without_ip_header
from probes.icmp.target import Target

# Linux's numbers that the socket module does not name: asm-generic/socket.h.
_SO_SNDBUFFORCE, _SO_RCVBUFFORCE, _SO_MEMINFO = 32, 33, 55
_MEMINFO = struct.Struct("=9I")
# A small packet occupies about 800 bytes of these, so each holds some ten thousand packets.
_BUFFER_BYTES = 4 << 20


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
        self._request = REQUEST[family]
        self._descriptor = self._socket.fileno()
        self._burst = Burst(family, ip_header=not self._headerless)
        self._asked = 0.0
        self.whole = self._burst.whole
        """The lengths by which a row is known to be complete, see `Burst`."""
        self.stamping = False
        """Whether every row's stamp is the time of its arrival.

        Stamping begins some milliseconds after it was asked for. A packet that came before that gets the time
        of its reading, which is no better than none. They come in order: after the first good stamp all are.
        """
        # Where the system call is forbidden, it shall be known now.
        with contextlib.suppress(BlockingIOError):
            self._burst.receive(self._descriptor)

    def claim_identifier(self, wanted: int) -> int:
        """The identifier that requests carry: `wanted`, where the kernel leaves us the choice.

        From then on a raw socket hears no replies to others.
        """
        if self._kernel_identifier is not None:
            return self._kernel_identifier
        with contextlib.suppress(OSError):
            only_identifier(self._socket, wanted)
        return wanted

    def fileno(self) -> int:
        return self._socket.fileno()

    @property
    def has_notices(self) -> bool:
        """Whether `send` came upon ICMP errors; the socket will not announce those again."""
        return bool(self._notices)

    def send(self, target: Target, identifier: int, sequence: int, cookie: bytes) -> None:
        """Raises BlockingIOError when the send buffer is full, OSError when the kernel refuses."""
        packet = echo_request(self._request, identifier, sequence, cookie)
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

    def receive_burst(self) -> Sequence[tuple[Lengths, Row]]:
        """The next messages, none when the buffer is empty; `datagram` gives each in full until the next call."""
        while True:
            self._asked = time.time()
            try:
                rows = self._burst.receive(self._descriptor)
            except BlockingIOError:
                return ()
            except OSError:
                # As in `send`: another request's ICMP error. It does not come twice, so this ends.
                self._collect_notices()
                continue
            if not self.stamping and rows:
                stamp = self._burst.stamp(0)
                self.stamping = stamp is not None and stamp < self._asked
            return rows

    def datagram(self, index: int) -> Datagram:
        """The message behind a row of the last burst."""
        data = self._burst.data(index)
        message = data if self._headerless else without_ip_header(data)
        stamp = self._burst.stamp(index)
        known = stamp if self.stamping or (stamp is not None and stamp < self._asked) else None
        return Datagram(self._burst.sender(index), message, known)

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
        self._socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        ask_for_notices(self._socket)
        for force, ask in ((_SO_RCVBUFFORCE, socket.SO_RCVBUF), (_SO_SNDBUFFORCE, socket.SO_SNDBUF)):
            try:
                self._socket.setsockopt(socket.SOL_SOCKET, force, _BUFFER_BYTES)
            except OSError:
                # Capped by the kernel at rmem_max and wmem_max, and still more than the default.
                self._socket.setsockopt(socket.SOL_SOCKET, ask, _BUFFER_BYTES)
        if self.mode is Mode.RAW:
            only_replies(self._socket)

    def _collect_notices(self) -> None:
        # As many as fit a full buffer at most: a flood must not hold the loop.
        self._notices.extend(waiting_notices(self._socket, 1024))


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
