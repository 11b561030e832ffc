"""People who have joined by an invitation, and the invitations."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, insert, select, update

from netwatch.core.member import Invitation, Member
from netwatch.store.connection import Connection
from netwatch.store.schema import invitation, member
from sop.role import Role


class Members:
    """Members and invitations within one transaction. What was written stays on record."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self) -> list[Member]:
        """In the order in which they joined, those who have left among them."""
        rows: Iterable[Row[Any]] = await self._connection.execute(select(member).order_by(member.c.id))
        return [
            Member(
                id=row.id, name=row.name, role=Role(row.role), team=row.team, telegram_id=row.telegram_id,
                invited_by=row.invited_by, joined_at=row.joined_at, left_at=row.left_at, removed_by=row.removed_by,
            )
            for row in rows
        ]

    async def add(self, joined: Member) -> Member:
        """Keeps a new member and returns them with their id."""
        result = await self._connection.execute(insert(member).values(_row(joined)).returning(member.c.id))
        return replace(joined, id=result.scalar_one())

    async def save(self, changed: Member) -> None:
        await self._connection.execute(update(member).where(member.c.id == changed.id).values(_row(changed)))

    async def invite(self, offered: Invitation) -> Invitation:
        result = await self._connection.execute(insert(invitation).values(_row(offered)).returning(invitation.c.id))
        return replace(offered, id=result.scalar_one())

    async def invitation(self, code: str) -> Invitation | None:
        row = (await self._connection.execute(select(invitation).where(invitation.c.code == code))).one_or_none()
        if row is None:
            return None
        return Invitation(
            id=row.id, code=row.code, role=Role(row.role), team=row.team, by=row.by, at=row.at, used_at=row.used_at,
            used_by=row.used_by,
        )

    async def use(self, used: Invitation) -> None:
        """Writes down that it was used. Raises ValueError when it was used before."""
        own = (invitation.c.id == used.id) & invitation.c.used_at.is_(None)
        change = update(invitation).where(own).values(used_at=used.used_at, used_by=used.used_by)
        if (await self._connection.execute(change)).rowcount == 0:
            raise ValueError(f"invitation {used.id} is not stored, or was used before")


def _row(kept: Member | Invitation) -> dict[str, Any]:
    row = asdict(kept)
    del row["id"]
    return row
