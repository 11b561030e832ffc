"""The monitor's sign of life, with all devices' readings beside it in one row."""

from dataclasses import asdict

from sqlalchemy import select

from netwatch.core.status import MonitorStatus, Reading
from netwatch.store.connection import Connection
from netwatch.store.readings import unpack
from netwatch.store.schema import monitor as table


class Monitor:
    """The monitor's row within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def beat(self, status: MonitorStatus, readings: bytes | None) -> None:
        """`readings`: those of all devices, packed; None leaves what was written last."""
        row = {"id": 1, **asdict(status)}
        if readings is not None:
            row["readings"] = readings
        await self._connection.upsert(table, [row])

    async def load(self) -> tuple[MonitorStatus, dict[str, Reading]] | None:
        """None before the first beat."""
        row = (await self._connection.execute(select(table))).one_or_none()
        if row is None:
            return None
        status = MonitorStatus(row.pid, row.started_at, row.heartbeat_at, row.isolated, row.traps, row.host)
        return status, {} if row.readings is None else unpack(row.readings)
