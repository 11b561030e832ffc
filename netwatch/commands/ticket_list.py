"""`netwatch ticket list`."""

import os
from pathlib import Path
from typing import Any

import click

from netwatch.commands.on_store import on_store
from netwatch.commands.print_json import print_json
from netwatch.files import read_files
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
    files = read_files(path, os.environ)

    async def load(store: Store) -> list[dict[str, Any]]:
        async with store.read() as tx:
            tickets = await tx.tickets.all() if everything else await tx.tickets.open()
        return [ticket_json(each, files.settings.zone) for each in tickets]

    shown = on_store(files.settings.database, load)
    if as_json:
        print_json(shown)
    else:
        print_tickets(shown, files.inventory, files.settings.zone, terminal(os.environ))
