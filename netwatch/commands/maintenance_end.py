"""`netwatch maintenance end`."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from netwatch.commands.mistakes import FAILED
from netwatch.commands.on_store import on_store
from netwatch.commands.operator import operator
from netwatch.core.maintenance import Phase, Window, all_windows, end_early
from netwatch.files import read_files
from netwatch.show.maintenance_json import ending
from netwatch.store.store import Store


@click.command()
@click.argument("key", metavar="ID")
@click.pass_obj
def command(path: Path | None, key: str) -> None:
    """Ends work early, or calls off what has not begun: from then on it opens tickets as ever."""
    files = read_files(path, os.environ)
    zone, now = files.settings.zone, datetime.now(UTC)

    async def end(store: Store) -> tuple[Window | None, Window | None]:
        """What it was and what it is now."""
        async with store.begin() as tx:
            windows = all_windows(files.inventory, await tx.maintenance.all())
            found = next((window for window in windows if window.key == key), None)
            ended = end_early(found, operator(), now) if found is not None else None
            if ended is not None:
                await tx.maintenance.end(ended)
        return found, ended

    found, ended = on_store(files.settings.database, end)
    if found is None:
        click.echo(f"there is no maintenance {key}; `netwatch maintenance list` shows those there are", err=True)
        sys.exit(FAILED)
    if ended is None:
        click.echo(f"maintenance {key} is over already: {ending(found, zone)}; nothing was changed", err=True)
        sys.exit(FAILED)
    called_off = found.phase(now) is Phase.PLANNED
    click.echo(f"maintenance {key} {'called off' if called_off else 'ended'}")
