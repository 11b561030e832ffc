"""Which of Telegram's updates have had their effects."""

from sqlalchemy import delete, insert, select

from netwatch.store.connection import Connection
from netwatch.store.schema import telegram_update as table

KEPT = 1_000
"""So many latest updates are remembered; Telegram repeats at most the 100 that it hands out at once."""


class Updates:
    """The updates within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def seen(self, update_id: int) -> bool:
        result = await self._connection.execute(select(table.c.id).where(table.c.update_id == update_id))
        return result.first() is not None

    async def keep(self, update_id: int) -> None:
        """Once is enough; again changes nothing."""
        if await self.seen(update_id):
            return
        row = insert(table).values(update_id=update_id).returning(table.c.id)
        result = await self._connection.execute(row)
        await self._connection.execute(delete(table).where(table.c.id <= result.scalar_one() - KEPT))

    async def next_id(self) -> int | None:
        """The one after the update kept last, which need not be the highest: Telegram starts anew, and lower,
        after a week without updates. None when none was ever kept.
        """
        query = select(table.c.update_id).order_by(table.c.id.desc()).limit(1)
        result = await self._connection.execute(query)
        latest = result.scalar_one_or_none()
        return None if latest is None else int(latest) + 1
