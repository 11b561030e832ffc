"""`netwatch maintenance list`."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from netwatch.commands.on_store import on_store
from netwatch.commands.print_json import print_json
from netwatch.core.maintenance import Phase, Window, all_windows
from netwatch.files import read_files
from netwatch.show.maintenance_json import window_json
from netwatch.show.maintenance_table import print_windows
from netwatch.show.terminal import terminal
from netwatch.store.store import Store


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also what is over.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@click.pass_obj
def command(path: Path | None, everything: bool, as_json: bool) -> None:
    """The work that goes on or is planned: the inventory's and what was added."""
    files = read_files(path, os.environ)
    zone, now = files.settings.zone, datetime.now(UTC)

    async def load(store: Store) -> list[Window]:
        async with store.read() as tx:
            return await (tx.maintenance.all() if everything else tx.maintenance.lasting(now))

    windows = all_windows(files.inventory, on_store(files.settings.database, load))
    shown = [w for w in windows if everything or w.phase(now) is not Phase.OVER]
    if as_json:
        print_json([window_json(window, files.inventory, zone, now) for window in shown])
    else:
        print_windows(shown, zone, now, terminal(os.environ))
