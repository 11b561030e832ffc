"""`netwatch check`."""

import asyncio
import os
import sys
from pathlib import Path

import click

from netwatch.check import check_online, findings
from netwatch.commands.mistakes import BAD_CONFIGURATION
from netwatch.files import read_files


@click.command()
@click.option("--online", is_flag=True, help="Ask Telegram too: the token, every chat and every person.")
@click.pass_obj
def command(path: Path | None, online: bool) -> None:
    """Validates settings, inventory, SOP and permissions; says everything that is wrong at once."""
    files = read_files(path, os.environ)
    problems, remarks = findings(path, files)
    if online:
        asked, answered = asyncio.run(check_online(files))
        problems, remarks = problems + asked, remarks + answered
    for remark in remarks:
        click.echo(remark)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(BAD_CONFIGURATION)
    click.echo("siap dijalankan")
