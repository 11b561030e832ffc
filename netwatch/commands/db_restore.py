"""`netwatch db restore`."""

import asyncio
import os
from pathlib import Path

import click

from netwatch.config.load import load_settings
from netwatch.store.backup import restore


@click.command()
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def command(path: Path | None, source: Path) -> None:
    """Puts a copy that `db backup` made in the place of the database; the daemon has to be stopped."""
    asyncio.run(restore(load_settings(path, os.environ).database, source))
    click.echo(f"the database is as in {source}")
