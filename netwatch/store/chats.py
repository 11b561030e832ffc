"""Groups that Telegram has given a new id, and what follows from it for what is stored."""

from dataclasses import replace

from sqlalchemy import delete, select, update

from netwatch.core.directory import Directory
from netwatch.store.connection import Connection
from netwatch.store.schema import WAITING, card, chat_move, chat_trouble, conversation, digest, outbox


class Chats:
    """The moved chats within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def resolve(self, chat_id: int) -> int:
        """The id under which a chat is known now."""
        moves = chat_move.c
        query = select(moves.new_chat_id).where(moves.old_chat_id == chat_id)
        result = await self._connection.execute(query)
        moved_to = result.scalar_one_or_none()
        return chat_id if moved_to is None else int(moved_to)

    async def follow(self, directory: Directory) -> Directory:
        """The same office, each team's group under its id of today."""
        teams = [
            team if team.chat_id is None else replace(team, chat_id=await self.resolve(team.chat_id))
            for team in directory.teams
        ]
        return replace(directory, teams=tuple(teams))

    async def migrate(self, old: int, new: int) -> None:
        """From now on what is meant for `old` goes to `new`; what waits and who is asked something moves along.

        The old chat's cards are forgotten: the new one has none of its messages, so none can be edited there.
        """
        if old == new:
            return
        moves = chat_move.c
        run = self._connection.execute
        await run(delete(chat_move).where(moves.old_chat_id == new))
        await run(update(chat_move).where(moves.new_chat_id == old).values(new_chat_id=new))
        await self._connection.upsert(chat_move, [{"old_chat_id": old, "new_chat_id": new}])
        waiting = (outbox.c.chat_id == old) & (outbox.c.state == WAITING)
        await run(update(outbox).where(waiting).values(chat_id=new, refreshes=False))
        await run(delete(card).where(card.c.chat_id == old))
        await run(update(digest).where(digest.c.chat_id == old).values(chat_id=new, message_id=None))
        await run(delete(chat_trouble).where(chat_trouble.c.chat_id == old))
        await run(delete(conversation).where(conversation.c.chat_id == new))
        await run(update(conversation).where(conversation.c.chat_id == old).values(chat_id=new))
