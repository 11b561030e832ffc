"""The repair reports of a site's tickets."""

from typing import Final

from sqlalchemy import select

from netwatch.core.site_history import KNOWN, PastRepair
from netwatch.core.ticket import RepairState
from netwatch.store.connection import Connection
from netwatch.store.schema import repair_report, ticket

LATEST: Final = 20
"""Reports that are looked at: enough to find some of other tickets among those of one that fails again and again."""


class SiteHistory:
    """The site's past within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of(self, site: str) -> list[PastRepair]:
        """Those that were handed in and not sent back, latest first."""
        report = repair_report.c
        rows = await self._connection.execute(
            select(
                report.ticket_id, report.position, ticket.c.root_device, report.at, ticket.c.closed_at, report.cause,
                report.action, report.state,
            )
            .join(ticket, ticket.c.id == report.ticket_id)
            .where(ticket.c.site == site, report.state.in_(KNOWN))
            .order_by(report.at.desc(), report.ticket_id.desc())
            .limit(LATEST)
        )
        return [
            PastRepair(
                row.ticket_id, row.position, row.root_device, row.at, row.closed_at, row.cause, row.action,
                RepairState(row.state),
            )
            for row in rows
        ]
