"""Planned work as the desk knows it: what the inventory plans and what people have put into the database."""

from datetime import datetime, timedelta

from netwatch.core.maintenance import all_windows
from netwatch.core.muting import Work, work_at
from netwatch.desk.setting import Setting
from netwatch.store.transaction import Transaction

REMEMBERED = timedelta(days=7)
"""So long after its end a window is still named as what a device has not come back from."""


async def work_now(tx: Transaction, setting: Setting, now: datetime) -> Work:
    inventory = setting.office.inventory
    return work_at(all_windows(inventory, await tx.maintenance.lasting(now - REMEMBERED)), inventory, now)
