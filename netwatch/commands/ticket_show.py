"""`netwatch ticket show`."""

import os
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from netwatch.commands.as_far_as_known import as_far_as_known
from netwatch.commands.mistakes import FAILED
from netwatch.commands.on_store import on_store
from netwatch.commands.print_json import print_json
from netwatch.core.maintenance import all_windows, touching
from netwatch.inventory.model import Inventory
from netwatch.show.maintenance_json import window_json
from netwatch.show.tables import print_ticket
from netwatch.show.terminal import terminal
from netwatch.show.ticket_json import ticket_detail_json
from netwatch.store.store import Store


@click.command()
@click.argument("ticket_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@click.pass_obj
def command(path: Path | None, ticket_id: int, as_json: bool) -> None:
    """One ticket with its history."""
    with as_far_as_known(path) as look:
        inventory, zone = look.files.inventory, look.files.settings.zone
        shown = on_store(look.files.settings.database, partial(_load, ticket_id, inventory, zone))
        if shown is None:
            click.echo(f"there is no ticket {ticket_id}; `netwatch ticket list --all` shows those there are", err=True)
            sys.exit(FAILED)
        if as_json:
            print_json(shown)
        else:
            print_ticket(shown, inventory, zone, terminal(os.environ))


async def _load(ticket_id: int, inventory: Inventory, zone: ZoneInfo, store: Store) -> dict[str, Any] | None:
    now = datetime.now(UTC)
    async with store.read() as tx:
        found = await tx.tickets.get(ticket_id)
        if found is None:
            return None
        history = await tx.history.of(ticket_id)
        sendings = await tx.outbox.of_ticket(ticket_id)
        root = None if found.root is None else (await tx.devices.load()).get(found.root.device or "")
        planned = all_windows(inventory, await tx.maintenance.lasting(found.opened_at))
    work = [window_json(each, inventory, zone, now) for each in touching(found, planned, inventory, now)]
    return {**ticket_detail_json(found, history, sendings, zone, root), "maintenance": work}
