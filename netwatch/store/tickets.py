"""Tickets, whole: what is loaded is what was saved, and saving writes only what changed."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, func, insert, select, true, update

from netwatch.core.port_seen import PortSeen, PortState
from netwatch.core.ticket import (
    Closure,
    Dismissal,
    Hold,
    Mark,
    Priority,
    RepairReportStatus,
    RootCause,
    Source,
    Status,
    Ticket,
)
from netwatch.store.connection import Connection
from netwatch.store.schema import citizen_report, ticket_photo, ticket_sequence
from netwatch.store.schema import ticket as table
from netwatch.store.ticket_part import PARTS, Part

LARGEST_ID = 2**63 - 1


class Tickets:
    """The tickets within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._stored: dict[int, Ticket] = {}

    async def open(self) -> list[Ticket]:
        """Oldest first."""
        return await self._load(table.c.status == Status.OPEN)

    async def closed_since(self, when: datetime) -> list[Ticket]:
        """Closed at `when` or later, oldest ticket first."""
        return await self._load((table.c.status == Status.CLOSED) & (table.c.closed_at >= when))

    async def dismissed(self) -> list[Ticket]:
        """Closed by hand, and their devices have not been up since; oldest first."""
        return await self._load(table.c.until_up & (table.c.status == Status.CLOSED))

    async def owing_a_report(self) -> list[Ticket]:
        """Closed with the repair report outstanding, oldest first."""
        owing = table.c.repair_report == RepairReportStatus.OUTSTANDING
        return await self._load((table.c.status == Status.CLOSED) & owing)

    async def with_call_backs(self) -> list[Ticket]:
        """Closed, and not all citizens who left a number have been phoned; oldest first."""
        report = citizen_report.c
        left_a_number = report.phone.is_not(None) & report.draft.is_not(None) & ~report.repeats
        waiting = left_a_number & report.called_back_at.is_(None)
        having = table.c.id.in_(select(report.ticket_id).where(waiting))
        return await self._load((table.c.status == Status.CLOSED) & having)

    async def with_photo_work(self) -> list[Ticket]:
        """With pictures that are to be fetched, or to be thrown away because the team took them back."""
        photo = ticket_photo.c
        to_fetch = photo.file.is_(None) & photo.problem.is_(None) & ~photo.dropped
        to_delete = photo.file.is_not(None) & photo.dropped
        return await self._load(table.c.id.in_(select(photo.ticket_id).where(to_fetch | to_delete)))

    async def all(self) -> list[Ticket]:
        """Newest first."""
        return (await self._load(true()))[::-1]

    async def get(self, ticket_id: int) -> Ticket | None:
        """None where there is none; a number too large for the column, which people may write, is no ticket's."""
        if not 0 < ticket_id <= LARGEST_ID:
            return None
        found = await self._load(table.c.id == ticket_id)
        return found[0] if found else None

    async def some(self, ids: Collection[int]) -> list[Ticket]:
        """Those of them that there are, oldest first."""
        return await self._load(table.c.id.in_(ids))

    async def add(self, ticket: Ticket) -> Ticket:
        """Keeps a new ticket and returns it with its id."""
        if ticket.id:
            raise ValueError(f"ticket {ticket.id} has an id already; use save()")
        result = await self._connection.execute(insert(table).values(_row(ticket)).returning(table.c.id))
        added = replace(ticket, id=result.scalar_one())
        for part in PARTS:
            await self._write_part(part, added, [])
        self._stored[added.id] = added
        return added

    async def save(self, ticket: Ticket) -> None:
        """Brings the stored ticket to this state.

        Raises ValueError when it was never added, or when stored reports or evidence are missing in it: then
        it was not loaded in this transaction and somebody has added to it since.
        """
        stored = self._stored.get(ticket.id) or await self.get(ticket.id)
        if stored is None:
            raise ValueError(f"ticket {ticket.id} is not stored; use add()")
        row = _row(ticket)
        if row != _row(stored):
            await self._connection.execute(update(table).where(table.c.id == ticket.id).values(row))
        for part in PARTS:
            await self._write_part(part, ticket, part.rows(stored))
        self._stored[ticket.id] = ticket

    async def move_reports(self, giver: int, taker: int) -> None:
        """Puts the citizens' reports of one ticket behind those of another, in their order."""
        report = citizen_report.c
        stored = await self._connection.execute(select(func.count()).where(report.ticket_id == taker))
        moved = {"ticket_id": taker, "position": report.position + stored.scalar_one()}
        await self._connection.execute(update(citizen_report).where(report.ticket_id == giver).values(moved))
        for ticket_id in (giver, taker):
            self._stored.pop(ticket_id, None)

    async def next_sequence(self, year: int) -> int:
        """The next running number of a year, from 1, without gaps: a rollback gives it back."""
        counter = ticket_sequence
        last = await self._connection.execute(select(counter.c.last).where(counter.c.year == year))
        number = (last.scalar_one_or_none() or 0) + 1
        await self._connection.upsert(counter, [{"year": year, "last": number}])
        return number

    async def _load(self, which: ColumnElement[bool]) -> list[Ticket]:
        result = await self._connection.execute(select(table).where(which).order_by(table.c.id))
        rows = result.all()
        if not rows:
            return []
        parts = {part.field: await self._load_part(part, which) for part in PARTS}
        loaded = [_ticket(row, {name: tuple(found[row.id]) for name, found in parts.items()}) for row in rows]
        self._stored.update((ticket.id, ticket) for ticket in loaded)
        return loaded

    async def _load_part(self, part: Part, which: ColumnElement[bool]) -> dict[int, list[Any]]:
        key = part.table.c
        result = await self._connection.execute(
            select(part.table)
            .where(key.ticket_id.in_(select(table.c.id).where(which)))
            .order_by(key.ticket_id, key.position)
        )
        found: dict[int, list[Any]] = defaultdict(list)
        for row in result:
            found[row.ticket_id].append(part.from_row(row))
        return found

    async def _write_part(self, part: Part, ticket: Ticket, before: list[dict[str, Any]]) -> None:
        after = part.rows(ticket)
        key = part.table.c
        if len(after) < len(before):
            if part.is_record:
                raise ValueError(f"ticket {ticket.id} misses stored {part.field}; load it anew")
            beyond = (key.ticket_id == ticket.id) & (key.position >= len(after))
            await self._connection.execute(delete(part.table).where(beyond))
        await self._connection.execute_many(
            insert(part.table),
            [
                {"ticket_id": ticket.id, "position": n, **row}
                for n, row in enumerate(after) if n >= len(before)
            ],
        )
        # a table's own column names are taken as parameters by the values that are set
        which = (key.ticket_id == bindparam("key_ticket_id")) & (key.position == bindparam("key_position"))
        await self._connection.execute_many(
            update(part.table).where(which),
            [
                {"key_ticket_id": ticket.id, "key_position": n, **row}
                for n, (row, old) in enumerate(zip(after, before, strict=False)) if row != old
            ],
        )


def _row(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "status": ticket.status,
        "opened_at": ticket.opened_at,
        "closed_at": ticket.closed_at,
        "source": ticket.source,
        "priority": ticket.priority,
        "root_device": ticket.root.device if ticket.root else None,
        "root_condition": ticket.root.condition if ticket.root else None,
        "site": ticket.site,
        "reopened": ticket.reopened,
        "reopened_at": ticket.reopened_at,
        "repair_report": ticket.repair_report,
        "probable_cause": ticket.probable_cause,
        "team": ticket.team,
        "accepted_by": ticket.accepted_by,
        "flapping": ticket.flapping,
        "repair_began_by": began.by if (began := ticket.repair_began) else None,
        "repair_began_at": began.at if began else None,
        "hold_by": hold.by if (hold := ticket.hold) else None,
        "hold_at": hold.at if hold else None,
        "hold_reason": hold.reason if hold else None,
        "priority_by": ticket.priority_by,
        "closed_as": closure.kind if (closure := ticket.closure) else None,
        "closing_reason": closure.reason if closure else None,
        "until_up": closure is not None and closure.until_up,
        "symptom": ticket.symptom,
        "ports": [_packed(port) for port in ticket.ports],
        "repair_reminded": ticket.repair_reminded,
    }


def _packed(port: PortSeen) -> list[str | None]:
    return [port.parent, port.name, port.state, None if port.since is None else port.since.isoformat()]


def _unpacked(parent: str, name: str, state: str, since: str | None) -> PortSeen:
    return PortSeen(parent, name, PortState(state), None if since is None else datetime.fromisoformat(since))


def _ticket(row: Row[Any], parts: dict[str, tuple[Any, ...]]) -> Ticket:
    return Ticket(
        id=row.id,
        number=row.number,
        status=Status(row.status),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        source=Source(row.source),
        priority=Priority(row.priority),
        root=None if row.root_condition is None else RootCause(row.root_device, row.root_condition),
        site=row.site,
        reopened=row.reopened,
        reopened_at=row.reopened_at,
        repair_report=RepairReportStatus(row.repair_report),
        probable_cause=row.probable_cause,
        team=row.team,
        accepted_by=row.accepted_by,
        flapping=row.flapping,
        repair_began=None if row.repair_began_by is None else Mark(row.repair_began_by, row.repair_began_at),
        hold=None if row.hold_by is None else Hold(row.hold_by, row.hold_at, row.hold_reason),
        priority_by=row.priority_by,
        closure=(
            None if row.closed_as is None
            else Closure(Dismissal(row.closed_as), row.closing_reason, row.until_up)
        ),
        symptom=row.symptom,
        ports=tuple(_unpacked(*port) for port in row.ports),
        repair_reminded=row.repair_reminded,
        **parts,
    )
