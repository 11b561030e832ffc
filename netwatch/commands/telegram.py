"""`netwatch telegram`: a group of commands."""

import click

from netwatch.commands.lazy_group import LazyGroup

COMMANDS = {"whoami": "netwatch.commands.telegram_whoami"}


@click.group(cls=LazyGroup, modules=COMMANDS)
def command() -> None:
    """The bot: who writes to it, for the settings."""
