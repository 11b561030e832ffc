"""Planned work: every window that was ever added, and who ended one early. No row is ever deleted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, true, update

from netwatch.core.maintenance import Window
from netwatch.store.connection import Connection
from netwatch.store.schema import maintenance as table


class Maintenance:
    """The windows within one transaction. Those of the inventory are here once somebody has ended them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def lasting(self, since: datetime) -> list[Window]:
        """Those planned to end at `since` or later."""
        return await self._load(table.c.ends_at >= since)

    async def all(self) -> list[Window]:
        return await self._load(true())

    async def add(self, window: Window) -> Window:
        """Keeps a new window and returns it with its key."""
        if window.key or window.from_inventory:
            raise ValueError(f"maintenance {window.key or 'without an author'} is not a new one; use end()")
        result = await self._connection.execute(insert(table).values(_row(window)).returning(table.c.id))
        return replace(window, key=str(result.scalar_one()))

    async def end(self, window: Window) -> None:
        """Writes down who ended it and when. Raises ValueError when it was never added, or has been ended before."""
        if window.from_inventory:
            await self._connection.execute(insert(table).values({**_row(window), "entry": window.key}))
            return
        own = (table.c.id == int(window.key)) & table.c.ended_at.is_(None)
        change = update(table).where(own).values(ended_at=window.ended_at, ended_by=window.ended_by)
        result = await self._connection.execute(change)
        if result.rowcount == 0:
            raise ValueError(f"maintenance {window.key} is not stored, or has been ended before")

    async def _load(self, which: ColumnElement[bool]) -> list[Window]:
        rows: Iterable[Row[Any]] = await self._connection.execute(select(table).where(which).order_by(table.c.id))
        return [_window(row) for row in rows]


def _row(window: Window) -> dict[str, Any]:
    return {
        "starts_at": window.start,
        "ends_at": window.end,
        "devices": window.devices,
        "sites": window.sites,
        "reason": window.reason,
        "by": window.by,
        "added_at": window.added_at,
        "ended_at": window.ended_at,
        "ended_by": window.ended_by,
    }


def _window(row: Row[Any]) -> Window:
    return Window(
        key=row.entry or str(row.id), start=row.starts_at, end=row.ends_at, devices=tuple(row.devices),
        sites=tuple(row.sites), reason=row.reason, by=row.by, added_at=row.added_at, ended_at=row.ended_at,
        ended_by=row.ended_by,
    )
