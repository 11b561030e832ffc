"""What still waits to be said, by channel."""

from datetime import datetime

from sqlalchemy import and_, func, not_, or_, select

from netwatch.core.backlog import Backlog
from netwatch.store.connection import Connection
from netwatch.store.schema import WAITING
from netwatch.store.schema import outbox as table


class Backlogs:
    """The outbox summed up, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self, now: datetime) -> list[Backlog]:
        """By channel. Messages that are only to be made anew, and what is too old by now to be sent, are none."""
        fresh = or_(table.c.stale_at.is_(None), table.c.stale_at > now)
        waits = and_(table.c.state == WAITING, not_(table.c.refreshes), fresh)
        query = (
            select(table.c.channel, func.count().label("messages"), func.min(table.c.created_at).label("since"))
            .where(waits).group_by(table.c.channel).order_by(table.c.channel)
        )
        last_error = select(table.c.error).where(waits, table.c.error.is_not(None))
        backlogs = []
        for row in (await self._connection.execute(query)).all():
            of_channel = last_error.where(table.c.channel == row.channel)
            latest = of_channel.order_by(table.c.scheduled_at.desc(), table.c.id).limit(1)
            why = (await self._connection.execute(latest)).scalar_one_or_none()
            backlogs.append(Backlog(row.channel, row.messages, row.since, why))
        return backlogs
