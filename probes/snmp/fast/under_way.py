"""One question under way: its deadline, its retries and what comes of it."""

import errno
import os
from collections.abc import Callable
from typing import Final, Protocol

from probes.snmp.conversation import AGAIN
from probes.snmp.fast.conversation import NumberedConversation
from probes.snmp.fast.deadlines import Deadline, Deadlines
from probes.snmp.fast.notice import Notice
from probes.snmp.fast.peer import Peer
from probes.snmp.question import Answer
from probes.snmp.reading import FailureKind
from probes.snmp.trouble import Trouble

Told = Callable[[Answer | Trouble], None]
"""Is called once, with what came of a question."""

# A driver's queue that was full is tried again after so many seconds, so many times.
_QUEUE_PAUSE: Final = 0.005
_QUEUE_TRIES: Final = 200


class Way(Protocol):
    """What a question needs of the socket that it goes through."""

    deadlines: Deadlines

    def send_soon(self, question: "UnderWay") -> None: ...

    def send(self, datagram: bytes, peer: Peer) -> None: ...

    def read(self) -> bool: ...

    def end(self, question: "UnderWay") -> None: ...


class UnderWay:
    """Nothing is asked before `send`. `told` may be called from there already."""

    __slots__ = (
        "_deadline",
        "_last_sent",
        "_network_says",
        "_queue_tries",
        "_retries",
        "_retries_left",
        "_timeout",
        "_told",
        "_way",
        "conversation",
        "is_over",
        "peer",
    )

    def __init__(
        self,
        way: Way,
        peer: Peer,
        conversation: NumberedConversation,
        timeout: float,
        retries: int,
        told: Told,
    ) -> None:
        self.peer = peer
        self.conversation = conversation
        self.is_over = False
        self._way = way
        self._told = told
        self._timeout = timeout
        self._retries = self._retries_left = retries
        self._deadline: Deadline | None = None
        self._last_sent = b""
        self._network_says = ""
        self._queue_tries = 0

    def send(self) -> None:
        """Asks anew, with a message that goes out at the end of this turn of the loop."""
        try:
            self._last_sent = self.conversation.datagram()
        except Trouble as trouble:
            self.finish(trouble)
        else:
            self._call_off()
            self._way.send_soon(self)

    def transmit(self) -> None:
        """Sends what `send` has made, and waits anew."""
        if self.is_over:
            return
        self._call_off()
        try:
            self._way.send(self._last_sent, self.peer)
        except BlockingIOError:
            self._queue_tries += 1
            if self._queue_tries > _QUEUE_TRIES:
                self.finish(Trouble(FailureKind.ERROR, "the queue to the network stays full"))
            else:
                self._deadline = self._way.deadlines.put(_QUEUE_PAUSE, self.transmit)
        except OSError as error:
            self.finish(Trouble(FailureKind.ERROR, f"cannot send to {self.peer.name}: {_phrase(error.errno)}"))
        else:
            self._deadline = self._way.deadlines.put(self._timeout, self._expire)

    def take(self, datagram: bytes) -> None:
        try:
            meaning = self.conversation.receive(datagram)
        except Trouble as trouble:
            self.finish(trouble)
            return
        if meaning is AGAIN:
            self.send()
        elif isinstance(meaning, Answer):
            self.finish(meaning)

    def note(self, notice: Notice) -> None:
        """What the network reports of a datagram that was perhaps this one's."""
        if not self._last_sent.startswith(notice.quote):
            return
        if notice.errno == errno.ECONNREFUSED:
            detail = f"nothing listens on {self.peer.name} port {self.peer.key[1]}: is the SNMP agent on?"
            self.finish(Trouble(FailureKind.REFUSED, detail))
        else:
            # of routers and of the kernel's neighbour table: perhaps the next datagram gets through
            self._network_says = f"the network says: {_phrase(notice.errno)}"

    def finish(self, outcome: Answer | Trouble) -> None:
        if not self.is_over:
            self.drop()
            self._told(outcome)

    def drop(self) -> None:
        """Nobody wants to be told any more."""
        if not self.is_over:
            self.is_over = True
            self._call_off()
            self.conversation.close()
            self._way.end(self)

    def _call_off(self) -> None:
        if self._deadline is not None:
            self._deadline.call_off()
            self._deadline = None

    def _expire(self) -> None:
        """Judges only after what has come was read: the loop may have been busy for long."""
        deadline = self._deadline
        self._way.read()
        if self.is_over or self._deadline is not deadline:
            return
        if self._retries_left:
            self._retries_left -= 1
            self.send()
            return
        hints = [hint for hint in (self._network_says, self.conversation.silence()) if hint]
        waited = f"no answer within {self._timeout:g} s, asked {self._retries + 1} times"
        self.finish(Trouble(FailureKind.TIMEOUT, "; ".join([waited, *hints])))


def _phrase(number: int | None) -> str:
    return os.strerror(number) if number else "unknown error"
