"""One UDP socket for all agents of one address family."""

import asyncio
import errno
import os
import socket
from typing import Final

from probes.snmp.conversation import AGAIN
from probes.snmp.fast.ber import Malformed
from probes.snmp.fast.conversation import NumberedConversation, message_number
from probes.snmp.fast.deadlines import Deadline, Deadlines
from probes.snmp.fast.notice import Notice, next_notice, request_notices
from probes.snmp.fast.peer import Peer, PeerKey, key_of
from probes.snmp.question import Answer
from probes.snmp.reading import FailureKind
from probes.snmp.trouble import Trouble

# A datagram of an answer occupies some 1,300 bytes of it, so that it holds three thousand.
_BUFFER_BYTES: Final = 4 << 20
_SO_RCVBUFFORCE: Final = 33
_DATAGRAM_BYTES: Final = 65535
# Read at most so many in one turn of the loop, some milliseconds' work, then let others run.
_TURN: Final = 128
# A driver's queue that was full is tried again after so many seconds, so many times.
_QUEUE_PAUSE: Final = 0.005
_QUEUE_TRIES: Final = 200
_QUEUE_FULL: Final = frozenset({errno.EAGAIN, errno.ENOBUFS})
_CLOSED: Final = Trouble(FailureKind.ERROR, "the engine was closed")


class Link:
    """Belongs to the running loop. Raises OSError when the family is not to be had on this machine.

    Answers are given to the questions that wait for the address and port they come from. A sender that forges
    the agent's address is not kept out: in SNMPv1 and v2c it has to guess our port and the request-id, in
    SNMPv3 the msgID, and answers are signed, but reports of failure are not.
    """

    def __init__(self, family: socket.AddressFamily) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[PeerKey, list[_Waiting]] = {}
        self._is_closed = False
        self.deadlines = Deadlines(self._loop)
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        try:
            self._socket.setblocking(False)
            _enlarge(self._socket)
            request_notices(self._socket)
            self._socket.bind(("", 0))
        except OSError:
            self._socket.close()
            raise
        self._loop.add_reader(self._socket.fileno(), self._woken)

    async def ask(
        self,
        peer: Peer,
        timeout: float,  # noqa: ASYNC109 - of one datagram, not of the call
        conversation: NumberedConversation,
        retries: int,
    ) -> Answer:
        """The answer. Raises Trouble when there is none."""
        if self._is_closed:
            raise Trouble(_CLOSED.kind, _CLOSED.detail)
        waiting = _Waiting(self, self._loop, peer, conversation, timeout, retries)
        self._waiting.setdefault(waiting.key, []).append(waiting)
        try:
            waiting.send()
            return await waiting.outcome
        finally:
            waiting.stop()
            conversation.close()
            others = self._waiting[waiting.key]
            others.remove(waiting)
            if not others:
                del self._waiting[waiting.key]

    def close(self) -> None:
        """Ends the questions under way with Trouble (ERROR)."""
        if self._is_closed:
            return
        self._is_closed = True
        self._loop.remove_reader(self._socket.fileno())
        self._socket.close()
        self.deadlines.close()
        for others in self._waiting.values():
            for waiting in others:
                waiting.fail(Trouble(_CLOSED.kind, _CLOSED.detail))

    def read(self) -> bool:
        """Takes what lies in the socket, up to a turn's work; whether there was anything."""
        for count in range(_TURN):
            if self._is_closed:
                return True
            try:
                datagram, sockaddr = self._socket.recvfrom(_DATAGRAM_BYTES)
            except BlockingIOError:
                return count > 0
            except OSError:
                # an ICMP error of some request, told once; its particulars lie in the other queue
                self._read_notices()
                continue
            self._take(datagram, key_of(sockaddr))
        return True

    def send(self, datagram: bytes, peer: Peer) -> None:
        """Raises BlockingIOError when a queue is full, OSError when the kernel refuses."""
        try:
            self._socket.sendto(datagram, peer.sockaddr)
        except OSError as error:
            if error.errno in _QUEUE_FULL:
                raise BlockingIOError(error.errno, os.strerror(error.errno)) from None
            # The kernel also tells here of an ICMP error that an earlier request to anybody met. What is
            # refused after those were taken is meant for this datagram.
            self._read_notices()
            self._socket.sendto(datagram, peer.sockaddr)

    def _woken(self) -> None:
        if not self.read():
            self._read_notices()

    def _take(self, datagram: bytes, sender: PeerKey) -> None:
        others = self._waiting.get(sender)
        if others is None:
            return
        if len(others) == 1:
            others[0].take(datagram)
            return
        try:
            number = message_number(datagram)
        except (Malformed, IndexError):
            return
        for waiting in others:
            if waiting.conversation.awaits(number):
                waiting.take(datagram)
                return

    def _read_notices(self) -> None:
        while notice := next_notice(self._socket):
            for waiting in self._waiting.get(notice.peer, ()):
                waiting.note(notice)


class _Waiting:
    """One question under way: its deadline, its retries and what came of it."""

    __slots__ = (
        "_deadline",
        "_last_sent",
        "_link",
        "_network_says",
        "_peer",
        "_queue_tries",
        "_retries",
        "_retries_left",
        "_timeout",
        "conversation",
        "key",
        "outcome",
    )

    def __init__(
        self,
        link: Link,
        loop: asyncio.AbstractEventLoop,
        peer: Peer,
        conversation: NumberedConversation,
        timeout: float,
        retries: int,
    ) -> None:
        self.key = peer.key
        self.conversation = conversation
        self.outcome: asyncio.Future[Answer] = loop.create_future()
        self._link = link
        self._peer = peer
        self._timeout = timeout
        self._retries = self._retries_left = retries
        self._deadline: Deadline | None = None
        self._last_sent = b""
        self._network_says = ""
        self._queue_tries = 0

    def send(self) -> None:
        """Sends anew and waits anew. Raises Trouble when that cannot be."""
        self._last_sent = self.conversation.datagram()
        self._send_again()

    def _send_again(self) -> None:
        self.stop()
        try:
            self._link.send(self._last_sent, self._peer)
        except BlockingIOError:
            self._queue_tries += 1
            if self._queue_tries > _QUEUE_TRIES:
                raise Trouble(FailureKind.ERROR, "the queue to the network stays full") from None
            self._deadline = self._link.deadlines.put(_QUEUE_PAUSE, self._after_pause)
        except OSError as error:
            raise Trouble(
                FailureKind.ERROR, f"cannot send to {self._peer.name}: {_phrase(error.errno)}"
            ) from None
        else:
            self._deadline = self._link.deadlines.put(self._timeout, self._expire)

    def take(self, datagram: bytes) -> None:
        if self.outcome.done():
            return
        try:
            meaning = self.conversation.receive(datagram)
            if meaning is AGAIN:
                self.send()
            elif isinstance(meaning, Answer):
                self.outcome.set_result(meaning)
        except Trouble as trouble:
            self.fail(trouble)

    def note(self, notice: Notice) -> None:
        """What the network reports of a datagram that was perhaps this one's."""
        if not self._last_sent.startswith(notice.quote):
            return
        if notice.errno == errno.ECONNREFUSED:
            detail = f"nothing listens on {self._peer.name} port {self.key[1]}: is the SNMP agent on?"
            self.fail(Trouble(FailureKind.REFUSED, detail))
        else:
            # of routers and of the kernel's neighbour table: perhaps the next datagram gets through
            self._network_says = f"the network says: {_phrase(notice.errno)}"

    def fail(self, trouble: Trouble) -> None:
        if not self.outcome.done():
            self.outcome.set_exception(trouble)

    def stop(self) -> None:
        if self._deadline is not None:
            self._deadline.call_off()
            self._deadline = None

    def _after_pause(self) -> None:
        try:
            self._send_again()
        except Trouble as trouble:
            self.fail(trouble)

    def _expire(self) -> None:
        """Judges only after what has come was read: the loop may have been busy for long."""
        deadline = self._deadline
        self._link.read()
        if self.outcome.done() or self._deadline is not deadline:
            return
        if self._retries_left:
            self._retries_left -= 1
            try:
                self.send()
            except Trouble as trouble:
                self.fail(trouble)
            return
        hints = [hint for hint in (self._network_says, self.conversation.silence()) if hint]
        waited = f"no answer within {self._timeout:g} s, asked {self._retries + 1} times"
        self.fail(Trouble(FailureKind.TIMEOUT, "; ".join([waited, *hints])))


def _enlarge(link: socket.socket) -> None:
    try:
        link.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _BUFFER_BYTES)
    except PermissionError:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)


def _phrase(number: int | None) -> str:
    return os.strerror(number) if number else "unknown error"
