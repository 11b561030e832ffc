"""Traps on their way to what follows from them: the sender is asked at once, and the notice is written down."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import datetime

import structlog

from netwatch.common_moment import until_common_moment
from netwatch.core.notice import Notice, NoticeBook
from netwatch.core.unavailable import Unavailable
from netwatch.set_within import set_within
from netwatch.watch.senders import Senders
from probes.traps.counters import TrapCounters
from probes.traps.heard import Verdict
from probes.traps.listener import TrapListener
from probes.traps.meaning import Meaning

log = structlog.get_logger("netwatch")

ASK_AGAIN = 2.0
"""Seconds between two askings of one device: what it says meanwhile leads to one more, at their end."""

WRITE_EVERY = 1.0
AT_ONCE = 100
"""Notices in one transaction."""

COUNT_EVERY = 60.0

TELL_AGAIN = 3600.0
"""Seconds between two warnings about one device and one reason."""

MOST_NAMED = 10


class TrapWatch:
    """`ask(device)` probes and polls it now; `write(notices)` commits them, or
    raises Unavailable.

    `monotonic` gives seconds, `now` aware UTC.
    """

    def __init__(
        self,
        senders: Senders,
        ask: Callable[[str], None],
        write: Callable[[Sequence[Notice]], Awaitable[None]],
        monotonic: Callable[[], float],
        now: Callable[[], datetime],
    ) -> None:
        self.senders = senders
        self._ask = ask
        self._write = write
        self._monotonic = monotonic
        self._now = now
        self._book = NoticeBook()
        self._asked: dict[str, float] = {}
        self._ask_later: set[str] = set()
        self._refused_at: dict[tuple[str, Verdict], float] = {}
        self._refused: dict[Verdict, list[str]] = {}
        self._stirred = asyncio.Event()

    def hear(self, sender: str, meaning: Meaning) -> None:
        """From the listener."""
        now = self._monotonic()
        self._stirred.set()
        for device in self.senders.devices(sender):
            self._book.take(device, meaning, self._now())
            if now - self._asked.get(device, float("-inf")) >= ASK_AGAIN:
                self._asked[device] = now
                self._ask(device)
            else:
                self._ask_later.add(device)

    def refuse(self, sender: str, verdict: Verdict) -> None:
        """From the listener: what came from `sender` is not believed."""
        now = self._monotonic()
        for device in self.senders.devices(sender):
            if now - self._refused_at.get((device, verdict), float("-inf")) >= TELL_AGAIN:
                self._refused_at[device, verdict] = now
                self._refused.setdefault(verdict, []).append(device)

    async def run(self, listener: TrapListener) -> None:
        """Listens until it is cancelled; the listener is closed then."""
        listener.start()
        host, port = listener.address
        log.info("hears traps", host=host, port=port)
        names = asyncio.create_task(self.senders.keep_names())
        try:
            await self._keep_books(listener.counters)
        finally:
            names.cancel()
            await asyncio.gather(names, return_exceptions=True)
            listener.close()

    async def _keep_books(self, counters: TrapCounters) -> None:
        count_at, said = self._next_count(), asdict(counters)
        while True:
            if await self._is_stirred(count_at - self._monotonic()):
                await asyncio.sleep(WRITE_EVERY)
                self.ask_the_rest()
                await self._write_down(self._book.waiting(AT_ONCE))
            if self._monotonic() >= count_at:
                current = asdict(counters)
                if current != said:
                    log.info("traps so far", **current)
                count_at, said = self._next_count(), current
                self.tell_refused()

    def _next_count(self) -> float:
        return self._monotonic() + until_common_moment(COUNT_EVERY)

    async def _is_stirred(self, most: float) -> bool:
        """Returns when there is something to do, or after so many seconds; whether there is."""
        if self._ask_later or self._book.waiting(1):
            return True
        self._stirred.clear()
        return await set_within(self._stirred, most)

    async def _write_down(self, notices: Sequence[Notice]) -> None:
        if not notices:
            return
        try:
            await self._write(notices)
        except Unavailable:
            # They wait, a bounded number of them; the heartbeat says that the database is away.
            return
        self._book.settle(notices)

    def tell_refused(self) -> None:
        """Names in the log the devices that were refused since it was last called, a few of them."""
        refused, self._refused = self._refused, {}
        for verdict, devices in refused.items():
            named = devices[:MOST_NAMED]
            log.warning("traps are not believed", devices=named, more=len(devices) - len(named), why=verdict.value)

    def ask_the_rest(self) -> None:
        """Asks those whose turn has come that spoke again after they were asked."""
        now = self._monotonic()
        for device in [d for d in self._ask_later if now - self._asked[d] >= ASK_AGAIN]:
            self._ask_later.discard(device)
            self._asked[device] = now
            self._ask(device)
        self._asked = {d: at for d, at in self._asked.items() if now - at < ASK_AGAIN or d in self._ask_later}
