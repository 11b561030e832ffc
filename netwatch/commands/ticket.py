"""`netwatch ticket`: a group of commands."""

import click

from netwatch.commands.lazy_group import LazyGroup

COMMANDS = {"list": "netwatch.commands.ticket_list", "show": "netwatch.commands.ticket_show"}


@click.group(cls=LazyGroup, modules=COMMANDS)
def command() -> None:
    """Tickets, as they stand in the database."""
