"""`netwatch status`."""

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from netwatch.commands.as_far_as_known import as_far_as_known
from netwatch.commands.on_store import on_store
from netwatch.commands.print_json import print_json
from netwatch.core.backlog import held_up
from netwatch.core.maintenance import all_windows
from netwatch.core.member import with_members
from netwatch.core.trouble import of_today
from netwatch.files import Look
from netwatch.from_settings import directory_of
from netwatch.show.backlog_json import backlog_json
from netwatch.show.stand_in import stand_in
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
    with as_far_as_known(path) as look:
        zone = look.files.settings.zone
        shown = on_store(look.files.settings.database, partial(_load, look, datetime.now(UTC)))
        if as_json:
            print_json(shown)
        else:
            print_status(shown, zone, terminal(os.environ))


async def _load(look: Look, now: datetime, store: Store) -> dict[str, Any]:
    settings, inventory = look.files.settings, look.files.inventory
    async with store.read() as tx:
        monitor, readings = await tx.monitor.load() or (None, {})
        statuses = await tx.devices.load()
        tickets = await tx.tickets.open()
        added = await tx.maintenance.lasting(now)
        settled = await tx.chats.follow(directory_of(settings))
        directory = with_members(settled, await tx.members.all())
        waiting = held_up(await tx.backlogs.all(now), now)
        troubles = of_today(await tx.troubles.all(), directory)
    if not look.inventory_known:
        inventory = stand_in(statuses, readings)
    windows = all_windows(inventory, added)
    shown = status_json(inventory, statuses, monitor, readings, tickets, windows, settings.zone, now)
    return {
        **shown,
        "unreachable": [trouble_json(each, directory, settings.zone) for each in troubles],
        "waiting": [backlog_json(each, settings.zone) for each in waiting],
        "problems": [str(each) for each in look.problems],
    }
