"""A socket that is connected to one agent."""

import asyncio
import errno
import os
import socket
from types import TracebackType
from typing import Final, cast

from probes.snmp.conversation import AGAIN, Conversation
from probes.snmp.question import Answer
from probes.snmp.reading import FailureKind
from probes.snmp.trouble import Trouble

# What routers and the kernel's neighbour table say of the device; what is left is our own fault.
_NETWORK_SAYS: Final = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN})


class AgentSocket(asyncio.DatagramProtocol):
    """Connected, so that the kernel drops what comes from anywhere else and tells when the port is closed.

    A sender that forges the agent's address is not kept out: in SNMPv2c it has to guess the source port
    and the 31-bit request-id, in SNMPv3 answers are signed but reports of failure are not.

    An asynchronous context manager; entering raises Trouble (ERROR) without a route or a known name, or when
    the name takes longer than `timeout` seconds to resolve.
    """

    def __init__(self, address: str, port: int, timeout: float) -> None:
        self._address = address
        self._port = port
        self._timeout = timeout
        self._transport: asyncio.DatagramTransport | None = None
        self._conversation: Conversation | None = None
        self._outcome: asyncio.Future[Answer] | None = None
        self._deadline: asyncio.Timeout | None = None
        self._network_says = ""

    async def __aenter__(self) -> "AgentSocket":
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout):
                await loop.create_datagram_endpoint(lambda: self, remote_addr=(self._address, self._port))
        except TimeoutError:
            raise Trouble(FailureKind.ERROR, f"name {self._address} takes too long to resolve") from None
        except socket.gaierror as error:
            raise Trouble(
                FailureKind.ERROR, f"address {self._address} is not known: {error.strerror}"
            ) from None
        except UnicodeError:
            raise Trouble(FailureKind.ERROR, f"address {self._address} is not a possible host name") from None
        except OSError as error:
            raise Trouble(FailureKind.ERROR, f"no way to {self._address}: {_phrase(error)}") from None
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends a question under way with Trouble (ERROR)."""
        if self._transport is not None:
            self._transport.close()

    async def ask(self, conversation: Conversation, retries: int) -> Answer:
        """The answer; one question at a time. Raises Trouble when there is none."""
        loop = asyncio.get_running_loop()
        self._conversation = conversation
        try:
            for _ in range(retries + 1):
                self._outcome = loop.create_future()
                try:
                    async with asyncio.timeout(self._timeout) as self._deadline:
                        self._send(conversation)
                        return await self._outcome
                except TimeoutError:
                    continue
        finally:
            conversation.close()
            self._conversation = self._outcome = self._deadline = None
        hints = [hint for hint in (self._network_says, conversation.silence()) if hint]
        waited = f"no answer within {self._timeout:g} s, asked {retries + 1} times"
        raise Trouble(FailureKind.TIMEOUT, "; ".join([waited, *hints]))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: object) -> None:
        conversation, outcome = self._conversation, self._outcome
        if conversation is None or outcome is None or outcome.done():
            return
        try:
            meaning = conversation.receive(data)
            if meaning is AGAIN:
                # at once, before another conversation of the same engine moves its clock
                self._send(conversation)
                if self._deadline is not None:
                    self._deadline.reschedule(asyncio.get_running_loop().time() + self._timeout)
            elif isinstance(meaning, Answer):
                outcome.set_result(meaning)
        except Trouble as trouble:
            outcome.set_exception(trouble)

    def error_received(self, exc: Exception) -> None:
        if not isinstance(exc, OSError) or exc.errno in _NETWORK_SAYS:
            self._network_says = f"the network says: {_phrase(exc)}"
        elif self._outcome is not None and not self._outcome.done():
            if exc.errno == errno.ECONNREFUSED:
                detail = f"nothing listens on {self._address} port {self._port}: is the SNMP agent on?"
                self._outcome.set_exception(Trouble(FailureKind.REFUSED, detail))
            else:
                detail = f"cannot send to {self._address}: {_phrase(exc)}"
                self._outcome.set_exception(Trouble(FailureKind.ERROR, detail))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._outcome is not None and not self._outcome.done():
            self._outcome.set_exception(Trouble(FailureKind.ERROR, "the engine was closed"))

    def _send(self, conversation: Conversation) -> None:
        if self._transport is None or self._transport.is_closing():
            raise Trouble(FailureKind.ERROR, "the engine was closed")
        self._transport.sendto(conversation.datagram())


def _phrase(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno)
    return type(error).__name__
