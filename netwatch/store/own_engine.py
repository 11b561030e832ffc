"""This monitor as an SNMPv3 engine: its ID, and how often it was started (RFC 3414 section 2.2.2)."""

from sqlalchemy import select

from netwatch.store.connection import Connection
from netwatch.store.schema import snmp_engine as table


class OwnEngineId:
    """The engine's row within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def start(self, fresh: bytes) -> tuple[bytes, int]:
        """Counts one more start. Gives the engine ID, which is `fresh` the first time, and the count."""
        row = (await self._connection.execute(select(table.c.engine_id, table.c.boots))).one_or_none()
        engine_id, boots = (fresh, 0) if row is None else (bytes(row.engine_id), row.boots)
        await self._connection.upsert(table, [{"id": 1, "engine_id": engine_id, "boots": boots + 1}])
        return engine_id, boots + 1
