"""`netwatch db backup`."""

import asyncio
import os
from pathlib import Path

import click

from netwatch.config.load import load_settings
from netwatch.store.backup import backup


@click.command()
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def command(path: Path | None, target: Path) -> None:
    """An online copy, while the daemon runs."""
    asyncio.run(backup(load_settings(path, os.environ).database, target))
    click.echo(f"{target} written")
