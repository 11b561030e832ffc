"""One UDP socket for all agents of one address family."""

import asyncio
import errno
import os
import socket
from typing import Final

from probes.snmp.fast.ber import Malformed
from probes.snmp.fast.conversation import NumberedConversation, message_number
from probes.snmp.fast.deadlines import Deadlines
from probes.snmp.fast.notice import next_notice, request_notices
from probes.snmp.fast.peer import Peer, PeerKey, key_of
from probes.snmp.fast.under_way import Told, UnderWay
from probes.snmp.question import Answer
from probes.snmp.reading import FailureKind
from probes.snmp.trouble import Trouble

# A datagram of an answer occupies some 1,300 bytes of it, so that it holds three thousand.
_BUFFER_BYTES: Final = 4 << 20
_SO_RCVBUFFORCE: Final = 33
_DATAGRAM_BYTES: Final = 65535
# Read at most so many in one turn of the loop, some milliseconds' work, then let others run.
_TURN: Final = 128
_QUEUE_FULL: Final = frozenset({errno.EAGAIN, errno.ENOBUFS})


class Link:
    """Belongs to the running loop. Raises OSError when the family is not to be had on this machine.

    Answers are given to the questions that wait for the address and port they come from. A sender that forges
    the agent's address is not kept out: in SNMPv1 and v2c it has to guess our port and the request-id, in
    SNMPv3 the msgID, and answers are signed, but reports of failure are not.

    What goes out goes out together, and what has come is taken from the socket before any of it is read: the kernel's
    code and ours do not fit the processor's innermost cache both, and taking turns with each datagram costs a fifth.
    """

    def __init__(self, family: socket.AddressFamily) -> None:
        self._loop = asyncio.get_running_loop()
        self._under_way: dict[PeerKey, list[UnderWay]] = {}
        self._to_send: list[UnderWay] = []
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

    def begin(
        self,
        peer: Peer,
        timeout: float,  # of one datagram
        conversation: NumberedConversation,
        retries: int,
        told: Told,
    ) -> UnderWay:
        """Asks. `told` may be called before this returns: when the link is closed, or no message can be made."""
        question = UnderWay(self, peer, conversation, timeout, retries, told)
        self._under_way.setdefault(peer.key, []).append(question)
        if self._is_closed:
            question.finish(_closed())
        else:
            question.send()
        return question

    async def ask(
        self,
        peer: Peer,
        timeout: float,  # noqa: ASYNC109 - of one datagram, not of the call
        conversation: NumberedConversation,
        retries: int,
    ) -> Answer:
        """The answer. Raises Trouble when there is none."""
        outcome: asyncio.Future[Answer | Trouble] = self._loop.create_future()

        def told(what: Answer | Trouble) -> None:
            if not outcome.done():
                outcome.set_result(what)

        question = self.begin(peer, timeout, conversation, retries, told)
        try:
            found = await outcome
        finally:
            question.drop()
        if isinstance(found, Trouble):
            raise found
        return found

    def end(self, question: UnderWay) -> None:
        others = self._under_way[question.peer.key]
        others.remove(question)
        if not others:
            del self._under_way[question.peer.key]

    def close(self) -> None:
        """Ends the questions under way with Trouble (ERROR)."""
        if self._is_closed:
            return
        self._is_closed = True
        self._loop.remove_reader(self._socket.fileno())
        self._socket.close()
        self.deadlines.close()
        for question in [each for others in self._under_way.values() for each in others]:
            question.finish(_closed())

    def read(self) -> bool:
        """Takes what lies in the socket, up to a turn's work; whether there was anything."""
        came = []
        for _ in range(_TURN):
            try:
                came.append(self._socket.recvfrom(_DATAGRAM_BYTES))
            except BlockingIOError:
                break
            except OSError:
                # an ICMP error of some request, told once; its particulars lie in the other queue
                self._read_notices()
        for datagram, sockaddr in came:
            self._take(datagram, key_of(sockaddr))
        return bool(came)

    def send_soon(self, question: UnderWay) -> None:
        """Lets `question` transmit at the end of this turn of the loop, with all others."""
        if not self._to_send:
            self._loop.call_soon(self._send_all)
        self._to_send.append(question)

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

    def _send_all(self) -> None:
        questions, self._to_send = self._to_send, []
        for question in questions:
            question.transmit()

    def _woken(self) -> None:
        if not self.read():
            self._read_notices()

    def _take(self, datagram: bytes, sender: PeerKey) -> None:
        others = self._under_way.get(sender)
        if others is None:
            return
        if len(others) == 1:
            others[0].take(datagram)
            return
        try:
            number = message_number(datagram)
        except (Malformed, IndexError):
            return
        for question in others:
            if question.conversation.awaits(number):
                question.take(datagram)
                return

    def _read_notices(self) -> None:
        while notice := next_notice(self._socket):
            for question in tuple(self._under_way.get(notice.peer, ())):
                question.note(notice)


def _enlarge(link: socket.socket) -> None:
    try:
        link.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _BUFFER_BYTES)
    except PermissionError:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)


def _closed() -> Trouble:
    return Trouble(FailureKind.ERROR, "the engine was closed")
