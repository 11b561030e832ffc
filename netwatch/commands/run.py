"""`netwatch run`."""

import asyncio
import os
from pathlib import Path

import click

from netwatch.clock import Clock
from netwatch.daemon import run_daemon
from netwatch.logging_setup import set_up_logging


@click.command()
@click.pass_obj
def command(path: Path | None) -> None:
    """The daemon, in the foreground. SIGTERM ends it, SIGHUP reloads settings and inventory."""
    set_up_logging()
    asyncio.run(run_daemon(path, os.environ, Clock()))
