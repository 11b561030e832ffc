"""What the service's unit keeps netwatch from writing to: the user who owns a folder may, the service may not.

The files of systemd are read and not systemd asked, whom not every user can reach on every machine.
"""

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from netwatch.check.finding import Finding, problem
from netwatch.config.database_url import sqlite_file
from netwatch.config.load import INSTALLED
from netwatch.config.settings import Settings

UNIT = Path("/etc/systemd/system/netwatch.service")
_STATE = Path("/var/lib")
_HOMES = (Path("/home"), Path("/root"), Path("/run/user"))
"""What ProtectHome hides."""


@dataclass(frozen=True, slots=True)
class Walls:
    """`strict`: nothing but `writable` can be written to. `homes`: what lies in a home is not even seen."""

    strict: bool = False
    homes: bool = False
    writable: tuple[Path, ...] = ()

    def let_write(self, folder: Path) -> bool:
        """`folder`: without links in its path, as systemd follows them."""
        return not self.strict or any(folder.is_relative_to(each.resolve()) for each in self.writable)

    def hide(self, folder: Path) -> bool:
        return self.homes and any(folder.is_relative_to(home) for home in _HOMES)


def service_walls(settings: Settings, path: Path | None) -> Iterator[Finding]:
    """What is to be done before the service can keep its data. `path`: the settings file; the unit reads one alone."""
    if path != INSTALLED:
        return
    walls = read_walls(_unit_files())
    kept = list(dict.fromkeys(folder.resolve() for folder in _kept_in(settings)))
    hidden = [folder for folder in kept if walls.hide(folder)]
    shut = [folder for folder in kept if not walls.let_write(folder) and folder not in hidden]
    # what lies in another folder of them is let in with it
    shut = [folder for folder in shut if not any(other in folder.parents for other in shut)]
    if hidden:
        yield problem("service", f"{_listed(hidden)}: systemd hides homes from the service; name a folder elsewhere")
    if shut:
        drop_in = UNIT.with_name(f"{UNIT.name}.d") / "paths.conf"
        yield problem(
            "service",
            f"systemd lets the service write nothing in {_listed(shut)}. When the folder is there, do:\n"
            f"  mkdir -p {drop_in.parent}\n"
            f"  printf '[Service]\\nReadWritePaths={' '.join(map(_quoted, shut))}\\n' > {drop_in}\n"
            "  systemctl daemon-reload",
        )


def read_walls(texts: Iterable[str]) -> Walls:
    """`texts`: the unit, then its drop-ins in their order (systemd.exec(5)); none where there is no unit."""
    strict, homes = False, False
    writable: dict[str, list[Path]] = {"ReadWritePaths": [], "StateDirectory": []}
    for line in (line for text in texts for line in text.splitlines()):
        key, _, value = (part.strip() for part in line.partition("="))
        if key == "ProtectSystem":
            strict = value == "strict"
        elif key == "ProtectHome":
            homes = value in ("yes", "true", "on", "1", "tmpfs")
        elif key in writable:
            # one without a value takes back those before it
            writable[key] = [*writable[key], *_folders(value)] if value else []
    return Walls(strict, homes, (*writable["ReadWritePaths"], *(_STATE / each for each in writable["StateDirectory"])))


def _unit_files() -> Iterator[str]:
    for file in (UNIT, *sorted(UNIT.with_name(f"{UNIT.name}.d").glob("*.conf"))):
        try:
            yield file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # systemd reads it as root; of what we may not see nothing is said


def _folders(value: str) -> list[Path]:
    try:
        words = shlex.split(value)
    except ValueError:  # a quote that does not end: systemd leaves such a line out
        return []
    return [Path(word.lstrip("-+")) for word in words]


def _kept_in(settings: Settings) -> Iterator[Path]:
    file = sqlite_file(settings.database)
    if file is not None:
        yield file.parent
    yield settings.data
    if settings.sms is not None:
        yield settings.sms.spool


def _listed(folders: Iterable[Path]) -> str:
    return ", ".join(map(str, folders))


def _quoted(folder: Path) -> str:
    return f'"{folder}"' if " " in str(folder) else str(folder)
