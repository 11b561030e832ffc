"""What this machine permits: pings, the port of traps, the folders of pictures and of Gammu."""

from collections.abc import Iterator
from pathlib import Path

from netwatch.check.finding import Finding, advice, fact, problem
from netwatch.check.service_walls import UNIT
from netwatch.config.load import INSTALLED
from netwatch.config.settings import Settings, TrapSettings
from netwatch.core.status import MonitorStatus
from netwatch.notify.gammu import spool_problems
from netwatch.own_folder import how_to_make, may_write, standing
from netwatch.own_user import SERVICE_USER, own_user, remedy_for
from netwatch.trap_port import why_closed
from probes.icmp.engine import PingEngine
from probes.icmp.permission import PingUnavailable


def machine(settings: Settings, running: MonitorStatus | None) -> Iterator[Finding]:
    """`running`: what the daemon said last, where one runs."""
    yield from _traps(settings.snmp.traps, running)
    yield _pictures(settings.data)
    if settings.sms is not None:
        wrong = spool_problems(settings.sms.spool)
        yield from (problem("SMS", each) for each in wrong)
        if not wrong:
            yield fact("SMS", f"handed to Gammu in {settings.sms.spool}, where the user {own_user()} may write")


def seen_by(path: Path | None) -> Iterator[Finding]:
    """Whether what else is found would be the service's too. `path`: the settings file."""
    if _is_an_onlookers(path):
        text = f"the user {own_user()} sees neither the service's token nor its database; run this as root, with sudo"
        yield problem("user", text)


def _is_an_onlookers(path: Path | None) -> bool:
    return path == INSTALLED and UNIT.exists() and own_user() not in (SERVICE_USER, "root")


async def pings(path: Path | None) -> Finding:
    """`path`: the settings file. What another user than the service's may do is no matter of an installed one."""
    try:
        engine = PingEngine.open(lambda result: None)
    except PingUnavailable as wrong:
        if _is_an_onlookers(path):
            return fact("ping", f"the user {own_user()} may not, and need not: the service's unit lets netwatch")
        return problem("ping", str(wrong))
    try:
        return fact("ping", ", ".join(f"{family}: {mode}" for family, mode in engine.describe().items()))
    finally:
        engine.close()


def _traps(traps: TrapSettings, running: MonitorStatus | None) -> Iterator[Finding]:
    """Whether traps would be heard; without them the devices are still asked, so this is no problem.

    Whoever has written where they are to be heard wants them; to nobody else a port that is closed is worth a word.
    """
    place = traps.listen
    if place is None:
        yield fact("traps", "off: snmp.traps.listen is null")
    elif running is not None and running.traps is not None:
        yield fact("traps", f"UDP {place}, heard by the netwatch that runs")
    elif (closed := why_closed(place)) is None:
        yield fact("traps", f"UDP {place}")
    elif "listen" in traps.model_fields_set:
        yield advice("traps", closed)


def _pictures(folder: Path) -> Finding:
    """The folder is made with the first picture."""
    user = own_user()
    try:
        there = standing(folder)
        how = how_to_make(folder)
    except PermissionError:
        remedy = remedy_for(user, "let that user enter it")
        return problem("pictures", f"the user {user} may not look into {folder.parent}; {remedy}")
    if not there.is_dir():
        return problem("pictures", f"{there}, where they are to be kept, is no folder; name another under data:")
    if not may_write(there):
        remedy = f"let the user {user} write to it" if there == folder else f"make it: {how}"
        return problem("pictures", f"they cannot be kept in {folder}; {remedy}; or name another folder under data:")
    return fact("pictures", str(folder))
