"""Everything that can be seen from this machine, in the order in which a newcomer mends it."""

from pathlib import Path

from netwatch.check.bot import bot, unreached
from netwatch.check.daemon import daemon
from netwatch.check.database import look_into
from netwatch.check.finding import Finding, advice, fact
from netwatch.check.machine import machine, pings, seen_by
from netwatch.check.names import names
from netwatch.check.online import online
from netwatch.check.service_walls import service_walls
from netwatch.check.staff import staff
from netwatch.check.watched import watched
from netwatch.core.member import with_members
from netwatch.files import Files
from netwatch.from_settings import directory_of


async def findings(path: Path | None, files: Files, *, ask_telegram: bool = False) -> list[Finding]:
    """`path`: the settings file, None for all defaults; the files themselves are valid already.

    `ask_telegram`: asks Telegram whom the bot may write to, else what the daemon has last seen of it is believed.
    """
    known = await look_into(files.settings.database)
    directory = with_members(directory_of(files.settings), known.members)
    return [
        _settings(path),
        *seen_by(path),
        *watched(files),
        *names(files),
        fact("SOP", f"{files.sop.number}: {len(files.sop.steps)} steps"),
        await pings(path),
        *machine(files.settings, known.running),
        known.finding,
        *service_walls(files.settings, path),
        daemon(path, known.running, known.watched, files.inventory.devices.keys()),
        bot(files.settings, path, asked=ask_telegram),
        *staff(files.settings, directory, files.inventory),
        *(await online(files.settings.telegram, directory) if ask_telegram else ()),
        *unreached(known.troubles, directory, asked=ask_telegram),
    ]


def _settings(path: Path | None) -> Finding:
    if path is None:
        return advice("settings", "none: all defaults; `netwatch init FOLDER` writes a file that shows what can be set")
    return fact("settings", str(path))
