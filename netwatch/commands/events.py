"""`netwatch events`."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from netwatch.commands.on_store import on_store
from netwatch.commands.print_json import print_json
from netwatch.files import read_files
from netwatch.show.ticket_json import moment
from netwatch.store.store import Store

EVENTS_SHOWN = 200


@click.command()
@click.argument("device", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@click.pass_obj
def command(path: Path | None, device: str | None, as_json: bool) -> None:
    """What devices told outside any ticket, the newest last."""
    files = read_files(path, os.environ)

    async def load(store: Store) -> list[dict[str, Any]]:
        async with store.read() as tx:
            latest = await tx.device_events.latest(EVENTS_SHOWN, device)
        return [{**asdict(event), "at": moment(event.at, files.settings.zone)} for event in latest]

    shown = on_store(files.settings.database, load)
    if as_json:
        print_json(shown)
    else:
        for event in shown:
            click.echo(f"{event['at']}  {event['event']}  {event['detail']}")
