"""What devices told outside any ticket: a small log, the newest entries of each device."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import delete, insert, select

from netwatch.core.device_event import DeviceEvent
from netwatch.store.connection import Connection
from netwatch.store.schema import device_event as table

KEPT = 50
"""Entries of one device that are kept."""


class DeviceEvents:
    """The devices' events within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def append(self, events: Iterable[DeviceEvent]) -> None:
        """Writes them in the order given, and drops each device's oldest beyond KEPT."""
        written = list(events)
        await self._connection.execute_many(insert(table), [asdict(event) for event in written])
        for device in sorted({event.device for event in written}):
            own = select(table.c.id).where(table.c.device == device)
            oldest_kept = own.order_by(table.c.id.desc()).offset(KEPT - 1).limit(1).scalar_subquery()
            await self._connection.execute(
                delete(table).where(table.c.device == device, table.c.id < oldest_kept)
            )

    async def latest(self, most: int, device: str | None = None) -> list[DeviceEvent]:
        """The newest of one device or of all, oldest first."""
        query = select(table).order_by(table.c.id.desc()).limit(most)
        if device is not None:
            query = query.where(table.c.device == device)
        rows = await self._connection.execute(query)
        return [DeviceEvent(row.device, row.at, row.event, row.detail) for row in rows][::-1]
