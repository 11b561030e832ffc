"""Who is being asked what, in which chat."""

from dataclasses import asdict

from sqlalchemy import ColumnElement, delete, select

from netwatch.core.conversation import Question, Topic
from netwatch.store.connection import Connection
from netwatch.store.schema import conversation as table


class Conversations:
    """The open questions within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def ask(self, question: Question) -> None:
        """Takes the place of what the person was asked in that chat before."""
        await self._connection.upsert(table, [asdict(question)])

    async def open(self, chat_id: int, telegram_id: int) -> Question | None:
        result = await self._connection.execute(select(table).where(_between(chat_id, telegram_id)))
        row = result.one_or_none()
        if row is None:
            return None
        return Question(row.chat_id, row.telegram_id, Topic(row.topic), row.asked_at, row.subject, row.detail)

    async def end(self, chat_id: int, telegram_id: int) -> bool:
        """Whether there was a question to end."""
        result = await self._connection.execute(delete(table).where(_between(chat_id, telegram_id)))
        return result.rowcount > 0


def _between(chat_id: int, telegram_id: int) -> ColumnElement[bool]:
    return (table.c.chat_id == chat_id) & (table.c.telegram_id == telegram_id)
