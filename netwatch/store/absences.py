"""Who is or was away, and who acted for them. No row is ever deleted."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from netwatch.core.absence import Absence
from netwatch.store.connection import Connection
from netwatch.store.schema import absence as table


class Absences:
    """The absences within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def live(self, now: datetime) -> list[Absence]:
        """Those that hold at `now` or are still to come, in the order in which they were written down."""
        live = (table.c.end > now) & table.c.ended_at.is_(None)
        rows: Iterable[Row[Any]] = await self._connection.execute(select(table).where(live).order_by(table.c.id))
        return [_absence(row) for row in rows]

    async def get(self, absence_id: int) -> Absence | None:
        row = (await self._connection.execute(select(table).where(table.c.id == absence_id))).one_or_none()
        return None if row is None else _absence(row)

    async def add(self, absence: Absence) -> Absence:
        """Keeps a new one and returns it with its id."""
        row = asdict(absence)
        del row["id"]
        result = await self._connection.execute(insert(table).values(row).returning(table.c.id))
        return replace(absence, id=result.scalar_one())

    async def end(self, absence: Absence) -> None:
        """Writes down who ended it and when."""
        change = update(table).where(table.c.id == absence.id)
        await self._connection.execute(change.values(ended_at=absence.ended_at, ended_by=absence.ended_by))


def _absence(row: Row[Any]) -> Absence:
    return Absence(
        id=row.id, person=row.person, start=row.start, end=row.end, deputy=row.deputy, by=row.by, at=row.at,
        ended_at=row.ended_at, ended_by=row.ended_by,
    )
