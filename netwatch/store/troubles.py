"""The chats that refuse everything, each from its first refusal until something goes through again."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from netwatch.core.message import Recipient, Shut
from netwatch.core.trouble import Trouble
from netwatch.store.connection import Connection
from netwatch.store.schema import chat_trouble as table


class Troubles:
    """The chats' troubles within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self) -> list[Trouble]:
        """Oldest first."""
        query = select(table).order_by(table.c.since, table.c.chat_id)
        return [
            Trouble(row.channel, row.chat_id, row.person, Shut(row.why), row.since, row.told_at is not None)
            for row in (await self._connection.execute(query)).all()
        ]

    async def note(self, to: Recipient, why: Shut, now: datetime) -> None:
        """A trouble that is known already keeps its beginning, and who was told of it. Strangers' chats are none."""
        if to.person is None and to.chat_id > 0:
            return
        changed = await self._connection.execute(update(table).where(_is(to.channel, to.chat_id)).values(why=why))
        if not changed.rowcount:
            row = {"channel": to.channel, "chat_id": to.chat_id, "person": to.person, "why": why, "since": now}
            await self._connection.execute(insert(table).values(row))

    async def clear(self, channel: str, chat_id: int, *, in_topic: bool = False) -> None:
        """Something has gone through; `in_topic`: to the topic that it was meant for."""
        cleared = _is(channel, chat_id) if in_topic else and_(_is(channel, chat_id), table.c.why != Shut.NO_TOPIC)
        await self._connection.execute(delete(table).where(cleared))

    async def mark_told(self, troubles: Iterable[Trouble], now: datetime) -> None:
        for each in troubles:
            await self._connection.execute(
                update(table).where(_is(each.channel, each.chat_id)).values(told_at=now)
            )


def _is(channel: str, chat_id: int) -> ColumnElement[bool]:
    return and_(table.c.channel == channel, table.c.chat_id == chat_id)
