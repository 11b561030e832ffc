"""What this machine permits: pings, the port of traps, the folders of pictures and of Gammu."""

import os
from collections.abc import Iterator
from pathlib import Path

from netwatch.check.finding import Finding, advice, fact, problem
from netwatch.config.settings import Settings, TrapSettings
from netwatch.core.status import MonitorStatus
from netwatch.notify.gammu import spool_problems
from netwatch.own_user import own_user
from netwatch.trap_port import why_closed
from probes.icmp.engine import PingEngine
from probes.icmp.permission import PingUnavailable


def machine(settings: Settings, running: MonitorStatus | None) -> Iterator[Finding]:
    """`running`: what the daemon said last, where one runs."""
    yield _traps(settings.snmp.traps, running)
    yield _pictures(settings.data)
    if settings.sms is not None:
        wrong = spool_problems(settings.sms.spool)
        yield from (problem("SMS", each) for each in wrong)
        if not wrong:
            yield fact("SMS", f"handed to Gammu in {settings.sms.spool}, where the user {own_user()} may write")


async def pings() -> Finding:
    try:
        engine = PingEngine.open(lambda result: None)
    except PingUnavailable as wrong:
        return problem("ping", str(wrong))
    try:
        return fact("ping", ", ".join(f"{family}: {mode}" for family, mode in engine.describe().items()))
    finally:
        engine.close()


def _traps(traps: TrapSettings, running: MonitorStatus | None) -> Finding:
    """Whether traps would be heard; without them the devices are still asked, so this is no problem.

    Whoever has written where they are to be heard wants them; others are only told.
    """
    place = traps.listen
    if place is None:
        return fact("traps", "off: snmp.traps.listen is null")
    if running is not None and running.traps is not None:
        return fact("traps", f"UDP {place}, heard by the netwatch that runs")
    closed = why_closed(place)
    if closed is None:
        return fact("traps", f"UDP {place}")
    return advice("traps", closed) if "listen" in traps.model_fields_set else fact("traps", closed)


def _pictures(folder: Path) -> Finding:
    """The folder is made with the first picture."""
    standing = next(path for path in (folder, *folder.parents) if path.exists())
    if not standing.is_dir():
        return problem(
            "pictures", f"{standing}, where they are to be kept, is no folder; name another under data:"
        )
    if not os.access(standing, os.W_OK | os.X_OK):
        return problem(
            "pictures", f"they cannot be kept in {folder}; let netwatch's user write to {standing}, or change data:"
        )
    return fact("pictures", str(folder))
