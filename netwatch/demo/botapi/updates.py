"""The queue of updates a bot has not confirmed yet, and the one long poll that may wait for them."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from netwatch.demo.botapi.errors import ApiError, conflict

LIFETIME = 24 * 60 * 60
CAPACITY = 10_000
ALL_TYPES = frozenset({
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages", "guest_message",
    "message_reaction", "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query",
    "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member",
    "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot",
})  # fmt: skip
DEFAULT_TYPES = ALL_TYPES - {"chat_member", "message_reaction", "message_reaction_count"}
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_SET = "terminated by setWebhook request"
# as Telegram: an offset this far beyond the queue's end is not believed
_FUTURE = 10


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    kind: str
    payload: dict[str, Any]
    at: float

    def as_json(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.payload}


@dataclass(slots=True)
class UpdateQueue:
    """`clock` gives Unix time. `conflict_pause`: a second 409 within that many seconds comes that much later,
    so that two bots on one token do not end each other's polls as fast as the network allows."""

    clock: Callable[[], float]
    allowed: frozenset[str] = DEFAULT_TYPES
    conflict_pause: float = 3.0
    next_id: int = 815_000_001
    _pending: deque[Update] = field(default_factory=lambda: deque(maxlen=CAPACITY))
    _poll: asyncio.Future[None] | None = None
    _quiet_until: float = 0.0

    @property
    def polled(self) -> bool:
        """A long poll is waiting."""
        return self._poll is not None

    def push(self, kind: str, payload: dict[str, Any]) -> Update | None:
        """None when the bot did not ask for this type; a setting acts on what comes after it only."""
        if kind not in self.allowed:
            return None
        update = Update(self.next_id, kind, payload, self.clock())
        self.next_id += 1
        self._pending.append(update)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        return update

    def pending(self) -> tuple[Update, ...]:
        """The unconfirmed ones that are not older than 24 hours."""
        oldest = self.clock() - LIFETIME
        while self._pending and self._pending[0].at < oldest:
            self._pending.popleft()
        return tuple(self._pending)

    def drop(self) -> None:
        self._pending.clear()

    def take(self, offset: int, limit: int) -> tuple[Update, ...]:
        """Confirms what lies before `offset` and gives the next `limit`. Negative: confirms all but the last
        -offset."""
        pending = self.pending()
        if offset < 0:
            pending = pending[offset:]
        elif offset <= self.next_id + _FUTURE:
            pending = tuple(update for update in pending if update.id >= offset)
        self._pending = deque(pending, maxlen=CAPACITY)
        return pending[:limit]

    async def wait(self, offset: int, limit: int, within: float) -> tuple[Update, ...]:
        """As `take`, waiting up to `within` seconds for something to come. Raises the 409 when another poll
        or a webhook takes this one's place."""
        if batch := self.take(offset, limit):
            return batch
        self._end_poll(conflict(_OTHER_POLL))
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poll, within)
        except TimeoutError:
            pass
        except ApiError:
            await self.pause_after_conflict()
            raise
        finally:
            if self._poll is poll:
                self._poll = None
        return self.take(max(offset, 0), limit)

    def end_poll_for_webhook(self) -> None:
        self._end_poll(conflict(_WEBHOOK_SET))

    async def pause_after_conflict(self) -> None:
        now = self.clock()
        if now >= self._quiet_until:
            self._quiet_until = now + self.conflict_pause
        else:
            await asyncio.sleep(self.conflict_pause)

    def _end_poll(self, error: ApiError) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(error)
        self._poll = None
