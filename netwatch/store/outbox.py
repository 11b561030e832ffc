"""What is to be said, written in the transaction that it follows from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, or_, select, update

from netwatch.core.message import Button, Draft, Kind, Media, Message, Recipient
from netwatch.store.chats import Chats
from netwatch.store.connection import Connection
from netwatch.store.schema import SENT, STALE, WAITING, card, digest, outbox_ticket
from netwatch.store.schema import outbox as table

CARD_GAP = timedelta(seconds=3)
"""Between two edits of one card: what changes in between is said in one."""

_OVERTAKEN = "dropped: overtaken before it was sent"


@dataclass(frozen=True, slots=True)
class NotificationRecord:
    """What became of a message. `error`: why it was not sent, or not yet; None when it was, or not tried."""

    to: Recipient
    kind: Kind
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    error: str | None


class Outbox:
    """The outbox within one transaction; `OutboxQueue` hands its rows to the workers."""

    def __init__(self, connection: Connection, chats: Chats) -> None:
        self._connection = connection
        self._chats = chats

    async def put(self, drafts: Iterable[Draft], now: datetime) -> None:
        """Queues messages, due at once, each behind what waits for the same chat.

        A ticket's card is put in place of one that still waits for that chat, unless that is just being sent. One
        that is there already is made anew at most once in CARD_GAP, in no order with the rest. So is a digest; one
        whose first message was refused is shown by its next new message only.
        """
        for draft in drafts:
            if draft.dedup is not None and await self._is_known(draft.dedup):
                continue
            if draft.digest is not None and not draft.anew and not await self._is_or_comes(draft.digest):
                continue
            chat_id = await self._chats.resolve(draft.to.chat_id)
            waiting = await self._replaceable(draft, chat_id)
            if waiting is not None and waiting.refreshes and draft.anew:
                # What was only to be made anew is news: it leaves the place that it had among none.
                await self._connection.execute(delete(table).where(table.c.id == waiting.id))
                waiting = None
            if waiting is None:
                row = _new_row(draft, chat_id, now) | await self._refresh(draft, chat_id, now)
                added = await self._connection.execute(insert(table).values(row).returning(table.c.id))
                row_id, refreshes = added.scalar_one(), row["refreshes"]
            else:
                row_id, refreshes = waiting.id, waiting.refreshes
                changes = replacing(waiting, _content(draft))
                await self._connection.execute(update(table).where(table.c.id == row_id).values(changes))
            if not refreshes:
                await self._speaks_also_of(row_id, draft.also)

    async def withdraw(self, ticket_id: int, kind: Kind) -> None:
        """What waits to be said of a ticket is not true any more. What is just being sent is."""
        waiting = (table.c.ticket_id == ticket_id) & (table.c.kind == kind) & (table.c.state == WAITING)
        await self._connection.execute(
            update(table).where(waiting, table.c.claimed_at.is_(None)).values(state=STALE, error=_OVERTAKEN)
        )

    async def card_chats(self, ticket_id: int) -> list[Recipient]:
        """The chats that have the ticket's card, or will have it, in the order in which they were told."""
        query = (
            select(table.c.channel, table.c.chat_id, table.c.person)
            .where(table.c.ticket_id == ticket_id, table.c.card, table.c.state.in_((WAITING, SENT)))
            .order_by(table.c.id)
        )
        chats: dict[tuple[str, int], Recipient] = {}
        for row in (await self._connection.execute(query)).all():
            chat_id = await self._chats.resolve(row.chat_id)
            chats[row.channel, chat_id] = Recipient(row.channel, chat_id, row.person)
        return list(chats.values())

    async def card(self, ticket_id: int, channel: str, chat_id: int) -> int | None:
        """The channel's id of the ticket's card in a chat."""
        query = select(card.c.message_id).where(
            card.c.ticket_id == ticket_id, card.c.channel == channel, card.c.chat_id == chat_id
        )
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def of_ticket(self, ticket_id: int) -> list[NotificationRecord]:
        """Everything said or to be said of a ticket, oldest first."""
        query = select(table).where(_speaks_of(ticket_id)).order_by(table.c.id)
        return [_record(row) for row in await self._connection.execute(query)]

    async def _speaks_also_of(self, row_id: int, tickets: Iterable[int]) -> None:
        query = select(outbox_ticket.c.ticket_id).where(outbox_ticket.c.outbox_id == row_id)
        known = set((await self._connection.execute(query)).scalars())
        rows = [{"outbox_id": row_id, "ticket_id": ticket} for ticket in tickets if ticket not in known]
        await self._connection.execute_many(insert(outbox_ticket), rows)

    async def _refresh(self, draft: Draft, chat_id: int, now: datetime) -> dict[str, Any]:
        """What is different for a card or a digest that the chat has already."""
        if draft.digest is not None:
            return {"refreshes": not draft.anew}
        if not draft.card or draft.ticket_id is None:
            return {"refreshes": False}
        query = select(card.c.shown_at).where(
            card.c.ticket_id == draft.ticket_id, card.c.channel == draft.to.channel, card.c.chat_id == chat_id
        )
        found = (await self._connection.execute(query)).one_or_none()
        if found is None:
            return {"refreshes": False}
        shown_at = found.shown_at
        soonest = now if shown_at is None or shown_at > now else max(now, shown_at + CARD_GAP)
        return {"refreshes": True, "due_at": soonest}

    async def _is_or_comes(self, digest_id: int) -> bool:
        """Whether the digest has a message, or one on its way, that could be made anew."""
        there = select(digest.c.id).where(digest.c.id == digest_id, digest.c.message_id.is_not(None))
        coming = select(table.c.id).where(table.c.digest_id == digest_id, table.c.state == WAITING)
        found = await self._connection.execute(select(or_(there.exists(), coming.exists())))
        return bool(found.scalar_one())

    async def _is_known(self, dedup: str) -> bool:
        result = await self._connection.execute(select(table.c.id).where(table.c.dedup == dedup))
        return result.first() is not None

    async def _replaceable(self, draft: Draft, chat_id: int) -> Row[Any] | None:
        """The latest waiting row that shows the same card or digest in its chat, where nobody is sending it."""
        if draft.digest is not None:
            same = table.c.digest_id == draft.digest
        elif draft.card and draft.ticket_id is not None:
            same = and_(table.c.card, table.c.ticket_id == draft.ticket_id)
        else:
            return None
        result = await self._connection.execute(
            select(table)
            .where(
                same, table.c.state == WAITING, table.c.channel == draft.to.channel, table.c.chat_id == chat_id,
            )
            .order_by(table.c.id.desc())
            .limit(1)
        )
        row = result.one_or_none()
        return row if row is not None and row.claimed_at is None else None


def _speaks_of(ticket_id: int) -> ColumnElement[bool]:
    """The messages about a ticket, those about several among them."""
    among = select(outbox_ticket.c.outbox_id).where(outbox_ticket.c.ticket_id == ticket_id)
    return or_(table.c.ticket_id == ticket_id, table.c.id.in_(among))


def _record(row: Row[Any]) -> NotificationRecord:
    return NotificationRecord(
        to=recipient(row), kind=Kind(row.kind), created_at=row.created_at, sent_at=row.sent_at,
        attempts=row.attempts, error=row.error,
    )


def recipient(row: Row[Any]) -> Recipient:
    return Recipient(row.channel, row.chat_id, row.person, row.thread_id)


def message(row: Row[Any]) -> Message:
    buttons = tuple(tuple(Button(label, data) for label, data in line) for line in row.buttons)
    media = tuple(Media(file_id, is_document) for file_id, is_document in row.media)
    return Message(row.html, buttons, row.silent, row.force_reply, media)


def replacing(older: Row[Any], newer: dict[str, Any]) -> dict[str, Any]:
    """The changes that make a waiting card say what a newer one says, without losing why it was to be heard.

    That a ticket was opened stays the reason until somebody was told; a mere change of the card is never one.
    """
    keeps_kind = older.kind == Kind.OPENED or newer["kind"] == Kind.CARD
    return {
        **newer,
        "kind": older.kind if keeps_kind else newer["kind"],
        "silent": older.silent and newer["silent"],
        "dedup": older.dedup or newer["dedup"],
    }


def content(row: Row[Any]) -> dict[str, Any]:
    """What a row says, without where it stands and what became of it."""
    return {
        "person": row.person, "kind": row.kind, "html": row.html, "buttons": row.buttons,
        "silent": row.silent, "force_reply": row.force_reply, "media": row.media, "edits": row.edits,
        "dedup": row.dedup, "stale_at": row.stale_at,
    }


def _content(draft: Draft) -> dict[str, Any]:
    return {
        "person": draft.to.person,
        "kind": draft.kind,
        "html": draft.message.html,
        "buttons": [[(button.label, button.data) for button in line] for line in draft.message.buttons],
        "silent": draft.message.silent,
        "force_reply": draft.message.force_reply,
        "edits": draft.edits,
        "media": [(each.file_id, each.is_document) for each in draft.message.media],
        "dedup": draft.dedup,
        "stale_at": draft.stale_at,
    }


def _new_row(draft: Draft, chat_id: int, now: datetime) -> dict[str, Any]:
    return {
        **_content(draft),
        "channel": draft.to.channel,
        "chat_id": chat_id,
        "thread_id": draft.to.thread_id,
        "ticket_id": draft.ticket_id,
        "card": draft.card,
        "digest_id": draft.digest,
        "state": WAITING,
        "created_at": now,
        "due_at": now,
        "scheduled_at": now,
        "attempts": 0,
    }
