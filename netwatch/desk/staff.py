"""The office as it is now: who has joined or left, who is away, who is on duty, where the groups are."""

from dataclasses import replace
from datetime import datetime, timedelta

from netwatch.core.directory import Directory
from netwatch.core.staff import staff_at
from netwatch.desk.setting import Setting
from netwatch.store.transaction import Transaction
from netwatch.text.office import Office


async def office_now(tx: Transaction, setting: Setting, now: datetime) -> Office:
    return replace(setting.office, directory=await directory_now(tx, setting, now))


async def directory_now(tx: Transaction, setting: Setting, now: datetime) -> Directory:
    local = now.astimezone(setting.office.zone)
    followed = await tx.chats.follow(setting.office.directory)
    return staff_at(
        followed,
        await tx.members.all(),
        await tx.absences.live(now),
        setting.roster,
        # a turn that began yesterday may last
        await tx.duty_swaps.since(local.date() - timedelta(days=1)) if setting.roster else (),
        local,
    )
