"""`netwatch ticket list`."""

import os
from pathlib import Path
from typing import Any

import click

from netwatch.commands.as_far_as_known import as_far_as_known
from netwatch.commands.on_store import on_store
from netwatch.commands.print_json import print_json
from netwatch.show.tables import print_tickets
from netwatch.show.terminal import terminal
from netwatch.show.ticket_json import ticket_json
from netwatch.store.store import Store


@click.command()
@click.option("--all", "everything", is_flag=True, help="Closed ones too.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@click.pass_obj
def command(path: Path | None, everything: bool, as_json: bool) -> None:
    """The open tickets."""
    with as_far_as_known(path) as look:
        settings = look.files.settings

        async def load(store: Store) -> list[dict[str, Any]]:
            async with store.read() as tx:
                tickets = await tx.tickets.all() if everything else await tx.tickets.open()
            return [ticket_json(each, settings.zone) for each in tickets]

        shown = on_store(settings.database, load)
        if as_json:
            print_json(shown)
        else:
            print_tickets(shown, look.files.inventory, settings.zone, terminal(os.environ))
