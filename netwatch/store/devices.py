"""What is known of each device, written with the event that changed it."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from netwatch.core.state import ConditionState, State
from netwatch.core.status import ConditionStatus, DeviceStatus
from netwatch.store.connection import Connection
from netwatch.store.schema import device_status as table

_FIELDS = tuple(field.name for field in fields(DeviceStatus))


class Devices:
    """The devices' states within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def load(self) -> dict[str, DeviceStatus]:
        rows = await self._connection.execute(select(table).order_by(table.c.device))
        return {row.device: _status(row) for row in rows}

    async def get(self, device: str) -> DeviceStatus | None:
        """None of a device that nothing is known of yet."""
        row = (await self._connection.execute(select(table).where(table.c.device == device))).one_or_none()
        return None if row is None else _status(row)

    async def save(self, statuses: Iterable[DeviceStatus]) -> None:
        """Writes these devices; the others stay as they are."""
        await self._connection.upsert(table, [row_of(status) for status in statuses])


def row_of(status: DeviceStatus) -> dict[str, Any]:
    # `asdict` would copy every value, down to the conditions.
    values: dict[str, Any] = {name: getattr(status, name) for name in _FIELDS}
    values["conditions"] = [_packed(condition) for condition in status.conditions]
    return values


def _packed(condition: ConditionStatus) -> list[Any]:
    since = condition.since.isoformat() if condition.since else None
    return [condition.key, condition.state, since, condition.detail, condition.sign, dict(condition.figures)]


def _unpacked(
    key: str, state: str, since: str | None, detail: str, sign: str = "", figures: Mapping[str, float] | None = None
) -> ConditionStatus:
    """The last two are missing in what older versions wrote."""
    at = datetime.fromisoformat(since) if since else None
    return ConditionStatus(key, ConditionState(state), at, detail, sign, figures or {})


def _status(row: Row[Any]) -> DeviceStatus:
    return DeviceStatus(
        device=row.device, state=State(row.state), since=row.since, reason=row.reason, root=row.root,
        maintenance=row.maintenance, flapping=row.flapping, last_reboot_at=row.last_reboot_at,
        conditions=tuple(_unpacked(*condition) for condition in row.conditions), model=row.model, serial=row.serial,
    )
