"""`netwatch maintenance`: a group of commands."""

import click

from netwatch.commands.lazy_group import LazyGroup

COMMANDS = {
    "add": "netwatch.commands.maintenance_add",
    "list": "netwatch.commands.maintenance_list",
    "end": "netwatch.commands.maintenance_end",
}


@click.group(cls=LazyGroup, modules=COMMANDS)
def command() -> None:
    """Planned work: while it lasts, what falls silent through it opens no ticket."""
