"""One socket for all echo requests of one address family."""

import contextlib
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

from probes.icmp.admission import only_identifier, only_replies
from probes.icmp.burst import SO_TIMESTAMPNS, Burst
from probes.icmp.notice import Notice, ask_for_notices, waiting_notices
from probes.icmp.packet import without_ip_header

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
    """`sender` is as `Target.host` has it, `message` is without IP header, None when that was broken.

    `stamp` is its receive time by the kernel's wall clock in seconds, None when that is not known.
    """

    sender: bytes
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
        self._kernel_identifier: int | None = int(self._socket.getsockname()[1]) if mode is Mode.DATAGRAM else None
        self._configure()
        self._descriptor = self._socket.fileno()
        self.sendto = self._socket.sendto
        """Sends a packet to a sockaddr; on OSError go on with `send_after`."""
        self.burst = Burst(family, ip_header=self.has_header)
        """What `receive` got last."""
        self._asked = 0.0
        self.stamping = False
        """Whether every stamp is the time of an arrival.

        Stamping begins some milliseconds after it was asked for. A packet that came before that gets the time
        of its reading, which is no better than none. They come in order: after the first good stamp all are.
        """
        # Where the system call is forbidden, it shall be known now.
        with contextlib.suppress(BlockingIOError):
            self.burst.receive(self._descriptor)

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

    def send_after(self, error: OSError, packet: bytes, sockaddr: tuple[Any, ...]) -> None:
        """Goes on after `sendto` has failed. Raises BlockingIOError when the send buffer is full, OSError when the
        kernel refuses."""
        for _ in range(2):
            if error.errno in (errno.EAGAIN, errno.ENOBUFS):
                break
            # The kernel also reports here an ICMP error that an earlier request to anybody met. Taking those off
            # their queue clears it; what is then still refused is meant for this packet.
            self._collect_notices()
            try:
                self.sendto(packet, sockaddr)
                return
            except OSError as another:
                error = another
        raise error

    def receive(self) -> int:
        """How many messages `burst` holds now; 0 when the buffer is empty."""
        while True:
            self._asked = time.time()
            try:
                count = self.burst.receive(self._descriptor)
            except BlockingIOError:
                return 0
            except OSError:
                # As in `send_after`: another request's ICMP error. It does not come twice, so this ends.
                self._collect_notices()
                continue
            if not self.stamping and count:
                stamp = self.burst.stamp(0)
                self.stamping = stamp is not None and stamp < self._asked
            return count

    def datagram(self, index: int) -> Datagram:
        """A message of the last burst."""
        data = self.burst.data(index)
        message = without_ip_header(data) if self.has_header else data
        stamp = self.burst.stamp(index)
        known = stamp if self.stamping or (stamp is not None and stamp < self._asked) else None
        return Datagram(self.burst.sender(index), message, known)

    def next_notice(self) -> Notice | None:
        """The next of the ICMP errors that `send_after` and `receive` came upon; None when there is none.

        The kernel tells of each by the next call on the socket, so no queue has to be looked into for them.
        """
        return self._notices.popleft() if self._notices else None

    def look(self) -> tuple[bool, int]:
        """Whether anything waits in the queues, and the datagrams that a full receive buffer cost since last asked.

        To be asked before receiving: a buffer that is not full now has lost nothing, whatever else the kernel may
        count as dropped. Where the kernel will not say, something may wait and nothing was lost.
        """
        try:
            answer = self._socket.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, _MEMINFO.size)
            used, size, *_, drops = _MEMINFO.unpack(answer)
        except (OSError, struct.error):
            return True, 0
        new, self._drops = (drops - self._drops) & 0xFFFFFFFF, drops
        return used > 0, int(new) if used * 2 >= size else 0

    def close(self) -> None:
        self._icmp.close()

    @property
    def has_header(self) -> bool:
        """Whether packets begin with an IP header, coming and going."""
        return self.family == socket.AF_INET and self.mode is Mode.RAW

    def _configure(self) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        ask_for_notices(self._socket)
        for force, ask in ((_SO_RCVBUFFORCE, socket.SO_RCVBUF), (_SO_SNDBUFFORCE, socket.SO_SNDBUF)):
            try:
                self._socket.setsockopt(socket.SOL_SOCKET, force, _BUFFER_BYTES)
            except OSError:
                # Capped by the kernel at rmem_max and wmem_max, and still more than the default.
                self._socket.setsockopt(socket.SOL_SOCKET, ask, _BUFFER_BYTES)
        if self.has_header:
            self._socket.setsockopt(socket.IPPROTO_IP, socket.IP_HDRINCL, 1)
        if self.mode is Mode.RAW:
            only_replies(self._socket)

    def _collect_notices(self) -> None:
        # As many as fit a full buffer at most: a flood must not hold the loop.
        self._notices.extend(waiting_notices(self._socket, 1024, self.has_header))


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
