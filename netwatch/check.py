"""`netwatch check`: what would keep the daemon from doing its work, before it is started."""

import asyncio
import os
from pathlib import Path

from netwatch.config.settings import Settings
from netwatch.config.suggestion import did_you_mean
from netwatch.core.message import Recipient
from netwatch.files import Files
from netwatch.notify.gammu import spool_problems
from netwatch.telegram.check import ask_telegram
from netwatch.telegram.sender import TelegramChannel
from netwatch.trap_port import why_closed
from probes.icmp.engine import PingEngine
from probes.icmp.permission import PingUnavailable
from sop.role import Role

TELEGRAM = TelegramChannel.name

Findings = tuple[list[str], list[str]]
"""Problems, which have to be mended, and remarks."""


def findings(path: Path | None, files: Files) -> Findings:
    """Everything that can be seen from this machine alone; the files themselves are valid already."""
    problems: list[str] = []
    remarks = [
        f"settings   {path or 'none: all defaults'}",
        f"inventory  {files.settings.inventory}: {len(files.inventory.sites)} sites, "
        f"{len(files.inventory.devices)} devices",
        f"SOP        {files.sop.number}: {len(files.sop.steps)} steps",
    ]
    try:
        remarks.append(f"ping       {asyncio.run(_ping_modes())}")
    except PingUnavailable as wrong:
        problems.append(str(wrong))
    remarks.append(_traps(files.settings.snmp.traps.listen))
    unwritable = _unwritable(files.settings.data)
    (problems if unwritable else remarks).append(unwritable or f"photos     {files.settings.data}")
    remarks += _unreached(files.settings)
    remarks += _unknown_on_duty(files.settings)
    if files.settings.sms is not None:
        problems += spool_problems(files.settings.sms.spool)
        remarks += _without_phone(files.settings)
    if files.settings.telegram.token is None:
        remarks.append(
            "note       no Telegram token: messages are printed on the console; write telegram: {token: …}, "
            "or set NETWATCH_TELEGRAM_TOKEN"
        )
    return problems, remarks


async def check_online(files: Files) -> Findings:
    """Asks Telegram for the bot, and for every chat that somebody would be told in."""
    telegram = files.settings.telegram
    if telegram.token is None:
        return ["--online needs a Telegram token; set NETWATCH_TELEGRAM_TOKEN or telegram.token"], []
    people = {
        Recipient(TELEGRAM, p.telegram_id, p.name): p.name for p in files.settings.people if p.telegram_id is not None
    }
    groups = {
        Recipient(TELEGRAM, t.chat_id, thread_id=t.topic): t.name for t in files.settings.teams if t.chat_id is not None
    }
    return await ask_telegram(
        telegram.token.get_secret_value(), telegram.base_url, telegram.base_file_url, people | groups
    )


async def _ping_modes() -> str:
    engine = PingEngine.open(lambda result: None)
    try:
        return ", ".join(f"{family}: {mode}" for family, mode in engine.describe().items())
    finally:
        engine.close()


def _traps(place: str | None) -> str:
    """Whether traps would be heard; without them the devices are still asked, so this is no problem."""
    if place is None:
        return "traps      off: snmp.traps.listen is null"
    closed = why_closed(place)
    return f"traps      UDP {place}" if closed is None else f"note       {closed}"


def _unwritable(folder: Path) -> str | None:
    """Why pictures could not be kept in the folder, which is made with the first of them."""
    standing = next(path for path in (folder, *folder.parents) if path.exists())
    if not standing.is_dir():
        return f"{standing}, where pictures are to be kept, is no folder; name another under data:"
    if not os.access(standing, os.W_OK | os.X_OK):
        return f"pictures cannot be kept in {folder}; let netwatch's user write to {standing}, or change data:"
    return None


def _unreached(settings: Settings) -> list[str]:
    """Who would not hear of an outage."""
    remarks = []
    for role in (Role.KASI_INFRASTRUKTUR, Role.TIM_LAPANGAN, Role.SPV_OPINI_PUBLIK, Role.CALL_TAKER):
        people = [person for person in settings.people if person.role is role]
        if not people:
            remarks.append(f"note       nobody has the role {role}; add one under people:")
        remarks += [
            f"note       {person.name} ({role}) has no telegram_id and will hear nothing; ask them to send /start"
            for person in people
            if person.telegram_id is None
        ]
    return remarks


def _unknown_on_duty(settings: Settings) -> list[str]:
    """Who stands in the roster and not under people: they may have joined by an invitation."""
    known = {person.name for person in settings.people}
    names = dict.fromkeys(name for entry in settings.duty for name in entry.people if name not in known)
    return [
        f"note       duty: names {name!r}, who is not under people:{did_you_mean(name, known)}; "
        "right if they have joined by an invitation under this name"
        for name in names
    ]


def _without_phone(settings: Settings) -> list[str]:
    """Who would not hear of an outage while Telegram is away."""
    return [
        f'note       {person.name} ({person.role}) has no phone and gets no SMS; write phone: "+62…"'
        for person in settings.people
        if person.role in (Role.KASI_INFRASTRUKTUR, Role.TIM_LAPANGAN) and person.phone is None
    ]
