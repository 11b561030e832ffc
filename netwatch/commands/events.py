"""`netwatch events`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from netwatch.commands.as_far_as_known import as_far_as_known
from netwatch.commands.on_store import on_store
from netwatch.commands.print_json import print_json
from netwatch.show.ticket_json import moment
from netwatch.store.store import Store

EVENTS_SHOWN = 200


@click.command()
@click.argument("device", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@click.pass_obj
def command(path: Path | None, device: str | None, as_json: bool) -> None:
    """What devices told outside any ticket, the newest last."""
    with as_far_as_known(path) as look:
        settings = look.files.settings

        async def load(store: Store) -> list[dict[str, Any]]:
            async with store.read() as tx:
                latest = await tx.device_events.latest(EVENTS_SHOWN, device)
            return [{**asdict(event), "at": moment(event.at, settings.zone)} for event in latest]

        shown = on_store(settings.database, load)
        if as_json:
            print_json(shown)
            return
        for event in shown:
            click.echo(f"{event['at']}  {event['event']}  {event['detail']}")
        if not shown:
            click.echo("no events")
