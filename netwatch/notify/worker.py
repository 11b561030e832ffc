"""Sends what the outbox holds for one channel, at the channel's pace, and writes down what became of it.

One loop claims rows and starts sends; each send is a task that ends with its row settled. A chat has one send
at a time, several chats go in parallel. A row counts as under way until it is settled, however long the database
stays away, so what a channel has accepted is not sent again meanwhile.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog

from netwatch.core.backoff import backoff
from netwatch.core.fault import describe
from netwatch.core.message import Channel, Kind, Notification, Outbox, Receipt, Refused, Retry
from netwatch.notify.pace import Pace
from netwatch.set_within import set_within

log: structlog.stdlib.BoundLogger = structlog.get_logger("netwatch")

CONCURRENCY: Final = 8
HELD: Final = 64
"""Rows claimed at once. More than are sent: some wait for their chat's turn and must not keep others back."""

CAP: Final = 15.0
"""Seconds, the longest pause of a channel or a row. With the 10 s that it takes to find that there is still no way
through, people hear at the latest 30 s after the channel is back."""

ASIDE: Final = 1.0
"""Seconds by which a row that failed waits longer than its channel, so that another chat's row tries next: were
the row itself at fault, it would keep everybody back."""

IDLE: Final = 300.0
"""Seconds between two looks into an empty outbox that nobody announced anything for."""

LONGEST_WAIT: Final = 30.0
"""Seconds between two looks while something waits there, so that a jump of the wall clock is noticed soon."""

LEAST_WAIT: Final = 0.5
"""Seconds. An outbox that names a row as due and does not hand it out is not asked in a hot loop."""

TICK: Final = 0.01
"""Seconds. What rounding leaves of a wait is not waited for in ever smaller pieces."""

GIVE_UP: Final = 10
"""Tries of a row on which the channel itself breaks, which is a fault of ours and not of the network."""

GRACE: Final = 5.0
"""Seconds that sends under way are given to end when the worker is cancelled."""

_LAST_WORDS: Final = 2.0
"""Seconds for giving rows back to the outbox after that."""


class Worker:
    """`run` ends only when it is cancelled. `now` gives aware times in UTC, for the outbox; pace and pauses go by
    the event loop's clock. `until`: its seconds to such a time; left out, both clocks go alike."""

    def __init__(
        self,
        outbox: Outbox,
        channel: Channel,
        now: Callable[[], datetime],
        pace: Pace,
        until: Callable[[datetime], float] | None = None,
    ) -> None:
        self._outbox = outbox
        self._channel = channel
        self._now = now
        self._until = until or (lambda at: (at - now()).total_seconds())
        self._pace = pace
        self._wake = asyncio.Event()
        self._held: dict[int, Notification] = {}
        self._under_way: set[int] = set()
        self._sends: dict[int, asyncio.Task[None]] = {}
        self._failures = 0
        self._resume_at = 0.0
        self._failed_claims = 0

    def nudge(self) -> None:
        """Something was put into the outbox: look now."""
        self._wake.set()

    async def run(self) -> None:
        try:
            while True:
                paused = self._resume_at - _time()
                if paused > 0:
                    await asyncio.sleep(paused)
                self._wake.clear()
                until_due = await self._claim()
                await set_within(self._wake, min(until_due, self._start_sends()))
        finally:
            await self._wind_up()

    async def _claim(self) -> float:
        """Takes what is due, and returns the seconds until there may be more."""
        # While the channel fails, one message at a time tries whether it is back.
        most = 1 if self._failures else HELD
        room = most - len(self._held) - len(self._under_way)
        try:
            if room > 0:
                for row in await self._outbox.claim(self._channel.name, self._now(), room):
                    # The outbox takes an old claim for a dead one and hands its row out again.
                    if row.id not in self._under_way:
                        self._held[row.id] = row
            due = await self._outbox.next_due(self._channel.name)
        except Exception as error:
            self._failed_claims += 1
            _log_waiting(self._failed_claims, error, channel=self._channel.name)
            return backoff(self._failed_claims, CAP)
        self._failed_claims = 0
        return IDLE if due is None else min(max(self._until(due), LEAST_WAIT), LONGEST_WAIT)

    def _start_sends(self) -> float:
        """Starts every row whose turn it is, and returns the seconds until the next one's turn."""
        soonest = IDLE
        most = 1 if self._failures else CONCURRENCY
        for row in sorted(self._held.values(), key=_urgency):
            chat_id = row.to.chat_id
            if len(self._sends) >= most:
                break
            if chat_id in self._sends:
                continue
            wait = self._pace.next_slot(chat_id, _time(), hurries=row.hurries, count=_count(row))
            if wait > 0:
                soonest = min(soonest, max(wait, TICK))
                continue
            self._pace.took(chat_id, _time(), _count(row))
            del self._held[row.id]
            self._under_way.add(row.id)
            self._sends[chat_id] = asyncio.create_task(self._deliver(row))
        return soonest

    async def _deliver(self, row: Notification) -> None:
        try:
            try:
                receipt = await self._send(row)
            finally:
                self._pace.landed(row.to.chat_id, _time(), _count(row))
            await self._settle(row, self._judge(row, receipt))
            if isinstance(receipt, Retry) and receipt.whole_channel:
                await self._put_back(receipt)
        finally:
            self._under_way.discard(row.id)
            del self._sends[row.to.chat_id]
            self._wake.set()

    async def _send(self, row: Notification) -> Receipt:
        try:
            return await self._channel.send(row)
        except asyncio.CancelledError:
            await self._give_back([row], "unknown whether it was sent: netwatch was stopped meanwhile")
            raise
        except Exception as error:
            told = describe(error)
            log.error("channel breaks on a message", channel=self._channel.name, id=row.id, kind=row.kind, error=told)
            return Retry(told) if row.attempts < GIVE_UP else Refused(f"given up after {row.attempts} tries: {told}")

    def _judge(self, row: Notification, receipt: Receipt) -> Receipt:
        """What the receipt means for the channel; returns it with a time to try again."""
        match receipt:
            case Retry(error, after, whole_channel=True):
                aside = max(self._pause(error, after) + ASIDE, backoff(row.attempts, CAP))
                return Retry(error, aside, whole_channel=True)
            case Retry(error, None):
                receipt = replace(receipt, after=backoff(row.attempts, CAP))
            case Retry(after=float() | int() as after):
                self._pace.hold(row.to.chat_id, _time() + after)
            case Refused(error):
                log.warning("message refused", channel=self._channel.name, id=row.id, kind=row.kind, error=error)
        if self._failures:
            log.info("channel is back", channel=self._channel.name, failures=self._failures)
        self._failures, self._resume_at = 0, 0.0
        return receipt

    def _pause(self, error: str, after: float | None) -> float:
        """Stops the channel; several sends that fail together stop it once. Returns the seconds left."""
        if self._resume_at <= _time():
            self._failures += 1
            self._resume_at = _time() + max(backoff(self._failures, CAP), after or 0.0)
            if self._failures == 1:
                log.warning("channel fails", channel=self._channel.name, error=error)
        return self._resume_at - _time()

    async def _put_back(self, reason: Retry) -> None:
        """Held rows go stale and cards are replaced while the channel fails: the outbox is to know."""
        held, self._held = self._held, {}
        self._under_way.update(held)
        for row in held.values():
            after = max(self._resume_at - _time(), 0.0)
            await self._settle(row, Retry(reason.error, after, whole_channel=True))
            self._under_way.discard(row.id)

    async def _settle(self, row: Notification, receipt: Receipt) -> None:
        failures = 0
        while True:
            try:
                await self._outbox.settle(row, receipt, self._now())
            except Exception as error:
                failures += 1
                _log_waiting(failures, error, channel=self._channel.name, id=row.id)
                await asyncio.sleep(backoff(failures, CAP))
            else:
                return

    async def _wind_up(self) -> None:
        sends = set(self._sends.values())
        if sends:
            _, unfinished = await asyncio.wait(sends, timeout=GRACE)
            for send in unfinished:
                send.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
        held, self._held = self._held, {}
        await self._give_back(held.values(), "not sent: netwatch was stopped")

    async def _give_back(self, rows: Iterable[Notification], error: str) -> None:
        """Best effort: a row that stays claimed is due again when its claim is old."""
        try:
            async with asyncio.timeout(_LAST_WORDS):
                for row in rows:
                    await self._outbox.settle(row, Retry(error, after=0.0), self._now())
        except Exception as failure:
            log.warning("claimed messages are left behind", channel=self._channel.name, error=describe(failure))


def _time() -> float:
    return asyncio.get_running_loop().time()


def _count(row: Notification) -> int:
    """How many messages it is to the channel's limits: those of an album each count."""
    return max(1, len(row.message.media))


def _urgency(row: Notification) -> tuple[bool, bool, int]:
    """Somebody waits for a reply with the phone in the hand; nobody waits for a message to be made anew."""
    return row.kind is not Kind.REPLY, not row.hurries, row.id


def _log_waiting(failures: int, error: Exception, **where: object) -> None:
    """The first failure and then every twentieth, five minutes apart."""
    if failures % 20 == 1:
        log.warning("outbox waits for the database", error=describe(error), failures=failures, **where)
