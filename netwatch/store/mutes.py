"""Who does not want to be reminded of which ticket, and until when."""

from datetime import datetime

from sqlalchemy import delete, select

from netwatch.store.connection import Connection
from netwatch.store.schema import mute as table


class Mutes:
    """The mutes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def mute(self, ticket_id: int, chat_id: int, until: datetime) -> None:
        """In place of an earlier one."""
        await self._connection.upsert(table, [{"ticket_id": ticket_id, "chat_id": chat_id, "until": until}])

    async def unmute(self, ticket_id: int, chat_id: int, now: datetime) -> bool:
        """Whether it was muted until now."""
        muted = chat_id in await self.chats(ticket_id, now)
        mine = (table.c.ticket_id == ticket_id) & (table.c.chat_id == chat_id)
        await self._connection.execute(delete(table).where(mine))
        return muted

    async def chats(self, ticket_id: int, now: datetime) -> frozenset[int]:
        """The chats that are not to be reminded of it now."""
        query = select(table.c.chat_id).where(table.c.ticket_id == ticket_id, table.c.until > now)
        return frozenset((await self._connection.execute(query)).scalars())
