"""The history's chain in the database, and its head, which shows when entries were cut off at the end."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select

from netwatch.core.history import GENESIS, Broken, Entry, Recorded, link, verify
from netwatch.store.columns import storable
from netwatch.store.connection import Connection
from netwatch.store.schema import history as table
from netwatch.store.schema import history_head

HEAD = 1
"""The id of the head's only row."""

_AUDITED_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Head:
    """What the last entry is: its number, 0 before the first, and its hash."""

    seq: int
    hash: str


class History:
    """The history within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def append(self, ticket_id: int, at: datetime, entries: Iterable[Entry]) -> list[Recorded]:
        """Links entries to the chain's end, in the order given."""
        head = await self.head()
        recorded: list[Recorded] = []
        for entry in entries:
            # the hash covers what will be read back, so the text is made storable before it is hashed
            clean = replace(entry, actor=storable(entry.actor), detail=storable(entry.detail))
            latest = link(head.hash, head.seq + 1, ticket_id, at.astimezone(UTC), clean)
            head = Head(latest.seq, latest.hash)
            recorded.append(latest)
        await self._connection.execute_many(insert(table), [_row(entry) for entry in recorded])
        if recorded:
            await self._connection.upsert(history_head, [{"id": HEAD, "seq": head.seq, "hash": head.hash}])
        return recorded

    async def of(self, ticket_id: int) -> list[Recorded]:
        """A ticket's entries, oldest first."""
        query = select(table).where(table.c.ticket_id == ticket_id).order_by(table.c.seq)
        return [_recorded(row) for row in await self._connection.execute(query)]

    async def stream(self) -> AsyncIterator[Recorded]:
        """Every entry of the chain, oldest first, never all in memory."""
        async for row in self._connection.stream(select(table).order_by(table.c.seq)):
            yield _recorded(row)

    async def audit(self) -> Broken | None:
        """Verifies the whole chain, and that it ends with the entry written last; None when it does."""
        last: Recorded | None = None
        part: list[Recorded] = []
        async for entry in self.stream():
            part.append(entry)
            if len(part) == _AUDITED_AT_ONCE:
                if broken := verify(part, after=last):
                    return broken
                last, part = part[-1], []
        if broken := verify(part, after=last):
            return broken
        return _compare_end(part[-1] if part else last, await self.head())

    async def head(self) -> Head:
        """What the last entry must be."""
        result = await self._connection.execute(select(history_head.c.seq, history_head.c.hash))
        row = result.one_or_none()
        return Head(0, GENESIS) if row is None else Head(row.seq, row.hash)


def _compare_end(last: Recorded | None, head: Head) -> Broken | None:
    end = Head(0, GENESIS) if last is None else Head(last.seq, last.hash)
    if end.seq < head.seq:
        return Broken(end.seq + 1, f"end: the history was {head.seq} entries long, {end.seq} are left")
    if end.seq > head.seq:
        return Broken(head.seq + 1, f"end: the history was {head.seq} entries long, {end.seq} are there")
    return None if end == head else Broken(end.seq, "end: it is not the entry that was written last")


def _row(entry: Recorded) -> dict[str, Any]:
    return {
        "seq": entry.seq, "ticket_id": entry.ticket_id, "at": entry.at, "actor": entry.actor,
        "event": entry.event, "detail": entry.detail, "hash": entry.hash,
    }


def _recorded(row: Row[Any]) -> Recorded:
    return Recorded(row.seq, row.ticket_id, row.at, row.actor, row.event, row.detail, row.hash)
