"""The digests of storms: which chat is shown which tickets in one message."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from netwatch.core.message import Recipient
from netwatch.core.storm import NEWS, WINDOW, Bell, Digest
from netwatch.store.connection import Connection
from netwatch.store.schema import digest as table
from netwatch.store.schema import digest_ticket, outbox


class Digests:
    """The digests within one transaction, in which each is read once: a storm changes a thousand tickets in one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._open: dict[int, Digest] | None = None

    async def open(self) -> list[Digest]:
        """Those with a ticket that is still open, oldest first."""
        return list((await self._all_open()).values())

    async def get(self, digest_id: int) -> Digest | None:
        """Whether it has ended or not."""
        row = (await self._connection.execute(select(table).where(table.c.id == digest_id))).one_or_none()
        return None if row is None else await self._digest(row)

    async def told_lately(self, channel: str, chat_id: int, now: datetime) -> frozenset[int]:
        """The tickets that the chat was to have messages of their own about within WINDOW."""
        query = select(outbox.c.ticket_id).where(
            outbox.c.chat_id == chat_id, outbox.c.created_at.between(now - WINDOW, now),
            outbox.c.channel == channel, outbox.c.kind.in_(NEWS), outbox.c.ticket_id.is_not(None),
        )
        return frozenset((await self._connection.execute(query)).scalars())

    async def keep(self, digest: Digest) -> Digest:
        """Writes an open one down, a new one with its id."""
        known = await self._all_open()
        stored = known[digest.id].tickets if digest.id in known else ()
        if digest.id:
            await self._connection.execute(update(table).where(table.c.id == digest.id).values(_row(digest)))
        else:
            added = await self._connection.execute(insert(table).values(_row(digest)).returning(table.c.id))
            digest = replace(digest, id=added.scalar_one())
        rows = [
            {"digest_id": digest.id, "ticket_id": ticket, "position": position}
            for position, ticket in enumerate(digest.tickets) if position >= len(stored)
        ]
        await self._connection.execute_many(insert(digest_ticket), rows)
        known[digest.id] = digest
        return digest

    async def touch(self, ticket_id: int) -> None:
        """The ticket has changed: the open digests that show it do not show everything any more."""
        for digest in await self.open():
            if ticket_id in digest.tickets and not digest.is_stale:
                await self.keep(replace(digest, is_stale=True))

    async def end(self, digest_id: int, now: datetime) -> None:
        """Nothing is taken into it any more."""
        await self._connection.execute(update(table).where(table.c.id == digest_id).values(ended_at=now))
        (await self._all_open()).pop(digest_id, None)

    async def _all_open(self) -> dict[int, Digest]:
        if self._open is None:
            query = select(table).where(table.c.ended_at.is_(None)).order_by(table.c.id)
            rows = (await self._connection.execute(query)).all()
            self._open = {row.id: await self._digest(row) for row in rows}
        return self._open

    async def _digest(self, row: Row[Any]) -> Digest:
        query = (
            select(digest_ticket.c.ticket_id)
            .where(digest_ticket.c.digest_id == row.id)
            .order_by(digest_ticket.c.position)
        )
        tickets = tuple((await self._connection.execute(query)).scalars())
        return Digest(
            row.id, Recipient(row.channel, row.chat_id, row.person, row.thread_id), tickets, row.opened_at,
            row.gathered_at, row.rang_at, row.shown_at, Bell(row.bell), row.is_silent, row.is_stale,
        )


def _row(digest: Digest) -> dict[str, Any]:
    return {
        "channel": digest.to.channel, "chat_id": digest.to.chat_id, "person": digest.to.person,
        "thread_id": digest.to.thread_id, "opened_at": digest.opened_at, "gathered_at": digest.gathered_at,
        "rang_at": digest.rang_at, "shown_at": digest.shown_at, "bell": digest.bell, "is_silent": digest.is_silent,
        "is_stale": digest.is_stale,
    }
