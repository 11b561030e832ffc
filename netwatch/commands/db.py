"""`netwatch db`: a group of commands."""

import click

from netwatch.commands.lazy_group import LazyGroup

COMMANDS = {
    "upgrade": "netwatch.commands.db_upgrade",
    "backup": "netwatch.commands.db_backup",
    "restore": "netwatch.commands.db_restore",
}


@click.group(cls=LazyGroup, modules=COMMANDS)
def command() -> None:
    """The database."""
