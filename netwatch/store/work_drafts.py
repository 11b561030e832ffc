"""Planned work that its author has not confirmed yet."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from netwatch.core.work_draft import WorkDraft
from netwatch.store.connection import Connection
from netwatch.store.schema import maintenance_draft as table


class WorkDrafts:
    """The drafts within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, draft: WorkDraft) -> WorkDraft:
        """Keeps a new draft and returns it with its id."""
        if draft.id:
            raise ValueError(f"work draft {draft.id} has an id already; use save()")
        result = await self._connection.execute(insert(table).values(_row(draft)).returning(table.c.id))
        return replace(draft, id=result.scalar_one())

    async def get(self, draft_id: int) -> WorkDraft | None:
        result = await self._connection.execute(select(table).where(table.c.id == draft_id))
        row = result.one_or_none()
        if row is None:
            return None
        return WorkDraft(
            id=row.id, telegram_id=row.telegram_id, created_at=row.created_at, devices=tuple(row.devices),
            sites=tuple(row.sites), start=row.start, end=row.end,
            length=None if row.length is None else timedelta(seconds=row.length), reason=row.reason,
            settled=row.settled,
        )

    async def save(self, draft: WorkDraft) -> None:
        """Raises ValueError when it was never added."""
        result = await self._connection.execute(update(table).where(table.c.id == draft.id).values(_row(draft)))
        if result.rowcount == 0:
            raise ValueError(f"work draft {draft.id} is not stored; use add()")


def _row(draft: WorkDraft) -> dict[str, Any]:
    row = asdict(draft)
    del row["id"]
    return {**row, "length": None if draft.length is None else int(draft.length.total_seconds())}
