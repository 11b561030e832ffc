"""The outbox as its workers see it: rows are claimed, sent, and settled, in order for each chat.

Each chat has two lanes, one for what people asked (kind `reply`) and one for the rest; within a lane only the
oldest waiting row is ever handed out, so order holds whatever fails. Beside them stand the messages that are only made
anew, of which a chat gets one at a time, in no order. Times are aware datetimes in UTC.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, not_, or_, select, update

from netwatch.core.message import CardGone, Kind, Moved, Notification, Receipt, Refused, Retry, Sent
from netwatch.store.outbox import content, message, recipient, replacing
from netwatch.store.schema import REFUSED, SENT, STALE, WAITING, card, digest
from netwatch.store.schema import outbox as table
from netwatch.store.transaction import Transaction

CLAIM_LASTS = timedelta(seconds=90)
"""After this a claim is that of a dead process."""

RETRY_AFTER = timedelta(seconds=5)
"""For a Retry that names no time."""

_REFUSED = "dropped: its first message was refused"
_TOO_LATE = "dropped: too late to be worth sending"

Transactions = Callable[[], AbstractAsyncContextManager[Transaction]]


class OutboxQueue:
    """Implements `netwatch.core.message.Outbox`."""

    def __init__(self, begin: Transactions, read: Transactions) -> None:
        self._begin = begin
        self._read = read

    async def claim(self, channel: str, now: datetime, limit: int) -> list[Notification]:
        """The due heads of all lanes: replies, then news, then what is only made anew; of each the oldest first."""
        async with self._begin() as tx:
            run = tx.connection.execute
            mine = and_(table.c.channel == channel, table.c.state == WAITING)
            free = or_(table.c.claimed_at.is_(None), not_(_is_held(now)))
            await run(
                update(table).where(mine, free, table.c.stale_at <= now)
                .values(state=STALE, claimed_at=None, error=_TOO_LATE)
            )
            order = (table.c.kind != Kind.REPLY, table.c.refreshes, table.c.id)
            heads = (await run(_heads(channel, now).where(free, _is_due(now)).order_by(*order).limit(limit))).all()
            if not heads:
                return []
            claimed = table.c.id.in_([row.id for row in heads])
            await run(update(table).where(claimed).values(claimed_at=now, attempts=table.c.attempts + 1))
            return [
                _notification(row, await _card_message_id(tx, row), await _digest_message_id(tx, row)) for row in heads
            ]

    async def settle(self, notification: Notification, receipt: Receipt, now: datetime) -> None:
        """A row that was settled before stays as it is: the first answer counts."""
        async with self._begin() as tx:
            found = await tx.connection.execute(
                select(table).where(table.c.id == notification.id, table.c.state == WAITING)
            )
            row = found.one_or_none()
            if row is None:
                return
            match receipt:
                case Sent(message_id, trouble):
                    await _set(tx, row, state=SENT, sent_at=now, claimed_at=None, error=None)
                    if trouble is None:
                        edited = notification.card and notification.card_message_id is not None
                        in_topic = row.thread_id is not None and not edited
                        await tx.troubles.clear(row.channel, row.chat_id, in_topic=in_topic)
                    else:
                        await tx.troubles.note(recipient(row), trouble, now)
                    await _remember_card(tx, notification, message_id, now)
                    await _remember_digest(tx, notification, message_id)
                case Refused(error, shut):
                    await _set(tx, row, state=REFUSED, claimed_at=None, error=error)
                    await _give_up_refreshes(tx, row)
                    if shut is not None:
                        await tx.troubles.note(recipient(row), shut, now)
                case Retry(error, after):
                    wait = RETRY_AFTER if after is None else timedelta(seconds=after)
                    await _set(tx, row, due_at=now + wait, scheduled_at=now, claimed_at=None, error=error)
                    await _take_in_newer(tx, row)
                case CardGone():
                    await tx.connection.execute(delete(card).where(_is_card_of(notification)))
                    await _remember_digest(tx, notification, None)
                    await _set(tx, row, due_at=now, scheduled_at=now, claimed_at=None, refreshes=False)
                    await _take_in_newer(tx, row)
                case Moved(chat_id):
                    await _set(tx, row, due_at=now, scheduled_at=now, claimed_at=None)
                    await tx.chats.migrate(notification.to.chat_id, chat_id)

    async def next_due(self, channel: str) -> datetime | None:
        """When the next claim may find something: the earliest head that is due, stale, or held too long."""
        async with self._read() as tx:
            rows = (await tx.connection.execute(select(table).where(table.c.id.in_(_lanes(channel))))).all()
            anew = (await tx.connection.execute(_next_refreshes(channel))).all()
        times = [_wakes_at(row) for row in rows]
        times += [row.due_at if row.claimed_at is None else row.claimed_at + CLAIM_LASTS for row in anew]
        return min(times, default=None)

    async def release_claims(self) -> int:
        """At start-up, when nobody can be sending: every claim is a dead process's. Returns how many."""
        async with self._begin() as tx:
            held = and_(table.c.state == WAITING, table.c.claimed_at.is_not(None))
            return (await tx.connection.execute(update(table).where(held).values(claimed_at=None))).rowcount


def _heads(channel: str, now: datetime) -> Select[Any]:
    """The oldest waiting row of each lane; of each chat's rows to be made anew one that is due, unless another of
    them is on its way."""
    anew = and_(table.c.channel == channel, table.c.state == WAITING, table.c.refreshes, _is_there())
    busy = select(table.c.chat_id).where(anew, _is_held(now))
    one_a_chat = (
        select(func.min(table.c.id)).where(anew, _is_due(now), table.c.chat_id.not_in(busy)).group_by(table.c.chat_id)
    )
    return select(table).where(or_(table.c.id.in_(_lanes(channel)), table.c.id.in_(one_a_chat)))


def _lanes(channel: str) -> Select[Any]:
    """The id of the oldest waiting row of each lane."""
    return (
        select(func.min(table.c.id))
        .where(table.c.channel == channel, table.c.state == WAITING, not_(table.c.refreshes))
        .group_by(table.c.chat_id, table.c.kind == Kind.REPLY)
    )


def _next_refreshes(channel: str) -> Select[Any]:
    """For each chat, when the first of its rows to be made anew is due, and since when one of them is on its way."""
    return (
        select(func.min(table.c.due_at).label("due_at"), func.max(table.c.claimed_at).label("claimed_at"))
        .where(table.c.channel == channel, table.c.state == WAITING, table.c.refreshes, _is_there())
        .group_by(table.c.chat_id)
    )


def _is_there() -> ColumnElement[bool]:
    """A digest that is just being sent for the first time has no message yet that could be made anew."""
    sent = select(digest.c.id).where(digest.c.message_id.is_not(None))
    return or_(table.c.digest_id.is_(None), table.c.digest_id.in_(sent))


def _is_due(now: datetime) -> ColumnElement[bool]:
    """A time decided on in the future is one from before the clock was set back: it means nothing now."""
    return or_(table.c.due_at <= now, table.c.scheduled_at > now)


def _is_held(now: datetime) -> ColumnElement[bool]:
    """A claim that lies ahead of now by as much as it may last is one from before the clock was set back."""
    return and_(table.c.claimed_at > now - CLAIM_LASTS, table.c.claimed_at < now + CLAIM_LASTS)


def _wakes_at(row: Row[Any]) -> datetime:
    claimed_at: datetime | None = row.claimed_at
    if claimed_at is not None:
        return claimed_at + CLAIM_LASTS
    due_at: datetime = row.due_at
    return due_at if row.stale_at is None else min(due_at, row.stale_at)


def _notification(row: Row[Any], card_message_id: int | None, digest_message_id: int | None) -> Notification:
    return Notification(
        id=row.id, to=recipient(row), kind=Kind(row.kind), message=message(row), ticket_id=row.ticket_id,
        card=row.card, attempts=row.attempts + 1, card_message_id=card_message_id,
        edits=row.edits if row.digest_id is None else digest_message_id, hurries=not row.refreshes,
        digest=row.digest_id,
    )


async def _set(tx: Transaction, row: Row[Any], **values: Any) -> None:
    await tx.connection.execute(update(table).where(table.c.id == row.id).values(values))


async def _card_message_id(tx: Transaction, row: Row[Any]) -> int | None:
    if row.ticket_id is None:
        return None
    found = await tx.connection.execute(
        select(card.c.message_id).where(
            card.c.ticket_id == row.ticket_id, card.c.channel == row.channel, card.c.chat_id == row.chat_id
        )
    )
    return found.scalar_one_or_none()


async def _digest_message_id(tx: Transaction, row: Row[Any]) -> int | None:
    """The message that a digest's row makes anew; None where it is to be a new one."""
    if row.digest_id is None or not row.refreshes:
        return None
    found = await tx.connection.execute(select(digest.c.message_id).where(digest.c.id == row.digest_id))
    return found.scalar_one_or_none()


async def _remember_digest(tx: Transaction, notification: Notification, message_id: int | None) -> None:
    if notification.digest is not None:
        await tx.connection.execute(
            update(digest).where(digest.c.id == notification.digest).values(message_id=message_id)
        )


async def _give_up_refreshes(tx: Transaction, row: Row[Any]) -> None:
    """A digest that was refused will never be there to be made anew."""
    if row.digest_id is not None:
        others = (table.c.digest_id == row.digest_id) & (table.c.state == WAITING)
        await tx.connection.execute(update(table).where(others).values(state=STALE, error=row.error or _REFUSED))


def _is_card_of(notification: Notification) -> ColumnElement[bool]:
    return and_(
        card.c.ticket_id == notification.ticket_id, card.c.channel == notification.to.channel,
        card.c.chat_id == notification.to.chat_id,
    )


async def _remember_card(
    tx: Transaction, notification: Notification, message_id: int | None, now: datetime
) -> None:
    if not notification.card or notification.ticket_id is None or message_id is None:
        return
    to = notification.to
    key = {"ticket_id": notification.ticket_id, "channel": to.channel, "chat_id": to.chat_id}
    await tx.connection.upsert(card, [{**key, "message_id": message_id, "shown_at": now}])


async def _take_in_newer(tx: Transaction, row: Row[Any]) -> None:
    """A card that was not sent takes over what the one behind it says, which is then not needed."""
    if not row.card or row.ticket_id is None:
        return
    newer = (await tx.connection.execute(
        select(table)
        .where(
            table.c.state == WAITING, table.c.card, table.c.ticket_id == row.ticket_id, table.c.id > row.id,
            table.c.channel == row.channel, table.c.chat_id == row.chat_id, table.c.claimed_at.is_(None),
        )
        .order_by(table.c.id.desc())
        .limit(1)
    )).one_or_none()
    if newer is not None:
        await tx.connection.execute(delete(table).where(table.c.id == newer.id))
        await _set(tx, row, **replacing(row, content(newer)))
