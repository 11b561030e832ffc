"""The monitor's sign of life, with all devices' readings beside it in one row."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import func, select

from netwatch.core.status import MonitorStatus, Reading
from netwatch.store.connection import Connection
from netwatch.store.readings import unpack
from netwatch.store.schema import chat_trouble, maintenance, outbox
from netwatch.store.schema import monitor as table


@dataclass(frozen=True, slots=True)
class Signs:
    """What shows that there is something to do for the daemon, whichever process has left it.

    `planned` rises with every window of maintenance that is added, `ended` with every one that is ended early,
    `queued` with every message; `untold` is the number of chats that refuse everything and that no admin has heard of.
    """

    planned: int = 0
    ended: int = 0
    queued: int = 0
    untold: int = 0


SIGNS = (
    select(func.count()).select_from(maintenance).scalar_subquery(),
    select(func.count(maintenance.c.ended_at)).scalar_subquery(),
    select(func.coalesce(func.max(outbox.c.id), 0)).scalar_subquery(),
    select(func.count()).where(chat_trouble.c.told_at.is_(None)).scalar_subquery(),
)


_FIELDS = tuple(field.name for field in fields(MonitorStatus))


class Monitor:
    """The monitor's row within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def beat(self, status: MonitorStatus, readings: bytes) -> Signs:
        """`readings`: those of all devices, packed."""
        return Signs(*await self._connection.upsert_one(table, row_of(status, readings), SIGNS))

    async def load(self) -> tuple[MonitorStatus, dict[str, Reading]] | None:
        """None before the first beat."""
        row = (await self._connection.execute(select(table))).one_or_none()
        if row is None:
            return None
        status = MonitorStatus(row.pid, row.started_at, row.heartbeat_at, row.isolated, row.traps, row.host)
        return status, {} if row.readings is None else unpack(row.readings)


def row_of(status: MonitorStatus, readings: bytes) -> dict[str, Any]:
    return {"id": 1, "readings": readings, **{name: getattr(status, name) for name in _FIELDS}}
