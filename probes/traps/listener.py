"""The socket that traps come to."""

import asyncio
import errno
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from probes.traps.access import TrapAccess
from probes.traps.allowance import Allowance
from probes.traps.counters import TrapCounters
from probes.traps.heard import Heard, Verdict
from probes.traps.meaning import Meaning, meaning_of

AT_ONCE = 64
"""Datagrams that are read before everything else in the loop has its turn."""

LARGEST = 65_535
RECEIVE_BUFFER = 1 << 20
"""Octets: the bounded queue before the loop; what does not fit is dropped by the kernel."""

_NO_IPV6: Final = frozenset({errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL})


class TrapListener:
    """Reads datagrams, lets through those of known senders within their allowance, and answers informs.

    `knows(sender)`: whether an address, as text, is a device's; what comes from others is not looked into.
    `deliver(sender, meaning)` is called for what means something, `refuse(sender, verdict)` for what is not
    believed. `clock` gives seconds, monotonic.
    """

    def __init__(
        self,
        bound: socket.socket,
        access: TrapAccess,
        knows: Callable[[str], bool],
        deliver: Callable[[str, Meaning], None],
        refuse: Callable[[str, Verdict], None],
        clock: Callable[[], float],
    ) -> None:
        self.access = access
        self.counters = TrapCounters()
        self._socket = bound
        self._knows = knows
        self._deliver = deliver
        self._refuse = refuse
        self._clock = clock
        self._allowance = Allowance()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        host, port = self._socket.getsockname()[:2]
        return str(host), int(port)

    def start(self) -> None:
        """Begins to read, in the running loop."""
        asyncio.get_running_loop().add_reader(self._socket, self._read)

    def close(self) -> None:
        """Ends it; a second time does nothing."""
        if self._socket.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()

    def _read(self) -> None:
        for _ in range(AT_ONCE):
            try:
                datagram, address = self._socket.recvfrom(LARGEST)
            except OSError:
                # Nothing left, or an ICMP error that one of our answers met: the next datagram tells.
                return
            self._take(datagram, address)

    def _take(self, datagram: bytes, address: tuple[str, int]) -> None:
        sender = plain_address(address[0])
        if not self._knows(sender):
            self.counters.unknown_sender += 1
            return
        now = self._clock()
        if not self._allowance.take(sender, now):
            self.counters.limited += 1
            return
        heard = self.access.read(datagram, now)
        if heard.reply is not None:
            with suppress(OSError):
                self._socket.sendto(heard.reply, address)
        self._count(sender, heard)

    def _count(self, sender: str, heard: Heard) -> None:
        if heard.verdict is Verdict.WRONG_ACCESS:
            self.counters.wrong_access += 1
            self._refuse(sender, heard.verdict)
        elif heard.verdict is Verdict.UNTIMELY:
            self.counters.untimely += 1
            self._refuse(sender, heard.verdict)
        elif heard.verdict is Verdict.DISCOVERY:
            self.counters.discovery += 1
        elif heard.notification is not None and (meaning := meaning_of(heard.notification)) is not None:
            self.counters.heard += 1
            self._deliver(sender, meaning)
        else:
            self.counters.unusable += 1


def bind(host: str, port: int) -> socket.socket:
    """A UDP socket; `::` hears IPv4 too, and stands for `0.0.0.0` where the kernel has no IPv6.

    Raises OSError: the port is taken, or below 1024 without the right to it.
    """
    if host == "::":
        try:
            return _bind(socket.AF_INET6, host, port)
        except OSError as error:
            if error.errno not in _NO_IPV6:
                raise
            return _bind(socket.AF_INET, "0.0.0.0", port)
    return _bind(socket.AF_INET6 if ":" in host else socket.AF_INET, host, port)


def plain_address(address: str) -> str:
    """An IPv4 address that came through an IPv6 socket as IPv4; a link-local one without its interface."""
    return address.removeprefix("::ffff:").partition("%")[0]


def _bind(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_DGRAM)
    try:
        bound.setblocking(False)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        bound.bind((host, port))
    except BaseException:
        bound.close()
        raise
    return bound
