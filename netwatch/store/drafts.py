"""Citizens' reports that wait for the call taker to say where they belong."""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import insert, select, update

from netwatch.core.report_draft import Ask, ReportDraft
from netwatch.store.connection import Connection
from netwatch.store.schema import report_draft as table
from netwatch.store.ticket_part import drafted_report


class Drafts:
    """The report drafts within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, draft: ReportDraft) -> ReportDraft:
        """Keeps a new draft and returns it with its id."""
        if draft.id:
            raise ValueError(f"report draft {draft.id} has an id already; use save()")
        result = await self._connection.execute(insert(table).values(_row(draft)).returning(table.c.id))
        return replace(draft, id=result.scalar_one())

    async def get(self, draft_id: int) -> ReportDraft | None:
        result = await self._connection.execute(select(table).where(table.c.id == draft_id))
        row = result.one_or_none()
        if row is None:
            return None
        return ReportDraft(
            id=row.id, telegram_id=row.telegram_id, created_at=row.created_at, report=drafted_report(row),
            site=row.site, settled=row.settled, ticket_id=row.ticket_id, stepwise=row.stepwise,
            apart=row.apart, asked=Ask(row.asked) if row.asked is not None else None,
        )

    async def save(self, draft: ReportDraft) -> None:
        """Raises ValueError when it was never added."""
        change = update(table).where(table.c.id == draft.id).values(_row(draft))
        result = await self._connection.execute(change)
        if result.rowcount == 0:
            raise ValueError(f"report draft {draft.id} is not stored; use add()")

    async def move(self, giver: int, taker: int) -> None:
        """What was recorded in one ticket is in another one by now."""
        await self._connection.execute(update(table).where(table.c.ticket_id == giver).values(ticket_id=taker))


def _row(draft: ReportDraft) -> dict[str, Any]:
    return {
        "telegram_id": draft.telegram_id,
        "created_at": draft.created_at,
        "site": draft.site,
        "settled": draft.settled,
        "ticket_id": draft.ticket_id,
        "stepwise": draft.stepwise,
        "apart": draft.apart,
        "asked": draft.asked,
        **{name: value for name, value in asdict(draft.report).items() if name not in ("draft", "repeats")},
    }
