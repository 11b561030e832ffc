"""What was said of tickets and through which channel, for deciding who has not heard."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, union

from netwatch.core.message import Kind, Recipient
from netwatch.core.second_channel import ALARMS, Fate, Said
from netwatch.store.connection import Connection
from netwatch.store.schema import chat_move, outbox_ticket
from netwatch.store.schema import outbox as table

_NEWS = (*ALARMS, Kind.CLOSED)


class SecondChannelBook:
    """The outbox read for the second channel, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def said_of(self, tickets: Collection[int]) -> dict[int, list[Said]]:
        """By ticket, all alarms and closings of it, oldest first, with the chats' ids of today."""
        own = select(table.c.ticket_id.label("about"), table.c.id).where(table.c.ticket_id.in_(tickets))
        besides = select(outbox_ticket.c.ticket_id, outbox_ticket.c.outbox_id).where(
            outbox_ticket.c.ticket_id.in_(tickets)
        )
        about = union(own, besides).subquery()
        query = (
            select(table, about.c.about, chat_move.c.new_chat_id)
            .join(about, about.c.id == table.c.id)
            .outerjoin(chat_move, chat_move.c.old_chat_id == table.c.chat_id)
            .where(table.c.kind.in_(_NEWS))
            .order_by(table.c.id)
        )
        said: dict[int, list[Said]] = {ticket: [] for ticket in tickets}
        for row in (await self._connection.execute(query)).all():
            to = Recipient(row.channel, row.new_chat_id or row.chat_id, row.person)
            said[row.about].append(Said(to, Kind(row.kind), row.silent, Fate(row.state), row.created_at))
        return said

    async def tickets_spoken_of(self, channel: str, since: datetime) -> list[int]:
        """The ids of all tickets that the channel was to say something of since then."""
        lately = (table.c.channel == channel, table.c.created_at >= since)
        own = select(table.c.ticket_id).where(*lately, table.c.ticket_id.is_not(None))
        besides = select(outbox_ticket.c.ticket_id).join(table, table.c.id == outbox_ticket.c.outbox_id).where(*lately)
        tickets = union(own, besides).subquery()
        found = await self._connection.execute(select(tickets.c.ticket_id).order_by(tickets.c.ticket_id))
        return [row.ticket_id for row in found.all()]

    async def counts(self, channel: str, since: datetime) -> dict[str, int]:
        """How many messages each person was to get through the channel since then."""
        query = (
            select(table.c.person, func.count().label("messages"))
            .where(table.c.channel == channel, table.c.created_at >= since, table.c.person.is_not(None))
            .group_by(table.c.person)
        )
        return {row.person: row.messages for row in (await self._connection.execute(query)).all()}
