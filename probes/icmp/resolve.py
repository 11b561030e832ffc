"""Turns device names into addresses, away from the event loop and seldom."""

import asyncio
import ipaddress
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from probes.names import AT_ONCE, look_up
from probes.result import Outcome, PingResult

Lookup = Callable[[str], Awaitable[str]]


async def system_lookup(name: str) -> str:
    """The first address that the system's resolver prefers. Raises OSError when there is none."""
    return str((await look_up(name))[0][4][0])


@dataclass(frozen=True, slots=True)
class Turn:
    """A name has begun to fail, or resolves again. `failure`: why it does not, None where it does. `address`: the one
    in use, None where none was ever known."""

    name: str
    failure: str | None
    address: str | None


def _unheard(turn: Turn) -> None: ...


@dataclass(slots=True)
class _Entry:
    """`failure`: why the latest question was in vain, None where it was not."""

    address: str | None
    asked_at: float
    failure: str | None


class Resolver:
    """Remembers addresses for `fresh` seconds and failures for `retry` seconds.

    An address that is due again is renewed in the background, and kept while nobody answers: the name server
    is often behind the outage that is being measured. `on_turn` is told once when a name begins to fail, and once
    when it resolves again.
    """

    def __init__(
        self,
        lookup: Lookup = system_lookup,
        clock: Callable[[], float] = time.monotonic,
        fresh: float = 300.0,
        retry: float = 15.0,
        timeout: float = 5.0,
        on_turn: Callable[[Turn], None] = _unheard,
    ) -> None:
        self._lookup = lookup
        self._clock = clock
        self._fresh = fresh
        self._retry = retry
        self._timeout = timeout
        self._on_turn = on_turn
        self._entries: dict[str, _Entry] = {}
        self._running: dict[str, asyncio.Task[str | None]] = {}
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def address(self, host: str) -> str | None:
        """The address of a name, or the literal itself; None when the name does not resolve.

        Waits only for a name's first answer.
        """
        if _is_literal(host):
            return host
        entry = self._entries.get(host)
        if entry is None:
            return await asyncio.shield(self._ask(host))
        keep = self._fresh if entry.address is not None else self._retry
        if self._clock() - entry.asked_at >= keep:
            self._ask(host)
        return entry.address

    def unresolved(self, key: str, host: str) -> PingResult:
        """The result of a probe of a host of which `address` gave none."""
        now = self._clock()
        why = f"the name {host} does not resolve: {self._entries[host].failure}"
        return PingResult(key, Outcome.ERROR, now, now, None, why)

    async def close(self) -> None:
        """Gives up questions still open."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ask(self, host: str) -> asyncio.Task[str | None]:
        task = self._running.get(host)
        if task is None:
            task = asyncio.create_task(self._renew(host), name=f"resolve {host}")
            self._running[host] = task
            task.add_done_callback(lambda _: self._running.pop(host, None))
        return task

    async def _renew(self, host: str) -> str | None:
        known = self._entries.get(host)
        found: str | None = None
        failure: str | None = None
        try:
            async with self._gate:
                found = await asyncio.wait_for(self._lookup(host), self._timeout)
        except TimeoutError:
            failure = f"no answer within {self._timeout:g} s"
        except UnicodeError:
            failure = "it is no host name"
        except OSError as error:
            failure = error.strerror or str(error)
        address = found if found is not None or known is None else known.address
        # A failed renewal is tried again after `retry`, not after a whole `fresh`.
        asked_at = self._clock() if found is not None else self._clock() - self._late(address)
        self._entries[host] = _Entry(address, asked_at, failure)
        failed_before = known is not None and known.failure is not None
        if failed_before != (failure is not None):
            self._on_turn(Turn(host, failure, address))
        return address

    def _late(self, address: str | None) -> float:
        return max(0.0, self._fresh - self._retry) if address is not None else 0.0


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
