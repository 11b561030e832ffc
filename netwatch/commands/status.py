"""`netwatch status`."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from netwatch.commands.on_store import on_store
from netwatch.commands.print_json import print_json
from netwatch.core.maintenance import all_windows
from netwatch.core.member import with_members
from netwatch.core.trouble import of_today
from netwatch.files import read_files
from netwatch.from_settings import directory_of
from netwatch.show.status_json import status_json
from netwatch.show.tables import print_status
from netwatch.show.terminal import terminal
from netwatch.show.trouble_json import trouble_json
from netwatch.store.store import Store


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@click.pass_obj
def command(path: Path | None, as_json: bool) -> None:
    """The devices and their states, from the database."""
    files = read_files(path, os.environ)
    zone, now = files.settings.zone, datetime.now(UTC)

    async def load(store: Store) -> dict[str, Any]:
        async with store.read() as tx:
            monitor, readings = await tx.monitor.load() or (None, {})
            statuses = await tx.devices.load()
            tickets = await tx.tickets.open()
            windows = all_windows(files.inventory, await tx.maintenance.lasting(now))
            settled = await tx.chats.follow(directory_of(files.settings))
            directory = with_members(settled, await tx.members.all())
            troubles = of_today(await tx.troubles.all(), directory)
        shown = status_json(files.inventory, statuses, monitor, readings, tickets, windows, zone, now)
        return {**shown, "unreachable": [trouble_json(each, directory, zone) for each in troubles]}

    shown = on_store(files.settings.database, load)
    if as_json:
        print_json(shown)
    else:
        print_status(shown, zone, terminal(os.environ))
