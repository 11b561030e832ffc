"""`netwatch init`."""

import sys
from pathlib import Path

import click

from netwatch.commands.mistakes import FAILED
from netwatch.config.load import is_searched
from netwatch.starter.write import SETTINGS, AlreadyThereError, write_starter


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option(
    "--data", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False, resolve_path=True),
    help="Where the database and pictures are to be (default: beside the files).",
)
def command(folder: Path, data: Path | None) -> None:
    """Writes netwatch.yaml and inventory.yaml, commented examples to be changed, into FOLDER (default: here)."""
    try:
        written = write_starter(folder, data)
    except AlreadyThereError as there:
        for path in there.paths:
            click.echo(f"{path} exists already, nothing was written; name another folder, or move it away", err=True)
        sys.exit(FAILED)
    except OSError as wrong:
        click.echo(f"{folder}: cannot be written to ({wrong.strerror}); do it as root, or name another", err=True)
        sys.exit(FAILED)
    settings = folder / SETTINGS
    for path in written:
        click.echo(f"{path} written")
    config = "" if is_searched(settings) else f"--config {settings} "
    click.echo(f"next: netwatch {config}check, which says what is missing and in which order")
