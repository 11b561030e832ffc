"""`netwatch db upgrade`."""

import asyncio
import os
from pathlib import Path

import click

from netwatch.config.load import load_settings
from netwatch.store.migrate import upgrade


@click.command()
@click.pass_obj
def command(path: Path | None) -> None:
    """Creates the database, or brings it up to this version."""
    asyncio.run(upgrade(load_settings(path, os.environ).database))
    click.echo("the database is up to date")
