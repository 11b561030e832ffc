"""The days on which somebody takes another's turn. No row is ever deleted."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select, update

from netwatch.core.duty import Swap
from netwatch.store.connection import Connection
from netwatch.store.schema import duty_swap as table


class DutySwaps:
    """The swaps within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def since(self, day: date) -> list[Swap]:
        """Those of `day` and later that hold, in the order in which they were written down."""
        held = (table.c.day >= day) & table.c.undone_at.is_(None)
        rows: Iterable[Row[Any]] = await self._connection.execute(select(table).where(held).order_by(table.c.id))
        return [_swap(row) for row in rows]

    async def get(self, swap_id: int) -> Swap | None:
        row = (await self._connection.execute(select(table).where(table.c.id == swap_id))).one_or_none()
        return None if row is None else _swap(row)

    async def add(self, swap: Swap) -> Swap:
        """Keeps a new one and returns it with its id."""
        row = asdict(swap)
        del row["id"]
        result = await self._connection.execute(insert(table).values(row).returning(table.c.id))
        return replace(swap, id=result.scalar_one())

    async def undo(self, swap: Swap) -> None:
        """Writes down who undid it and when."""
        change = update(table).where(table.c.id == swap.id)
        await self._connection.execute(change.values(undone_at=swap.undone_at, undone_by=swap.undone_by))


def _swap(row: Row[Any]) -> Swap:
    return Swap(
        id=row.id, day=row.day, absent=row.absent, instead=row.instead, by=row.by, at=row.at,
        undone_at=row.undone_at, undone_by=row.undone_by,
    )
