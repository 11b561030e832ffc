"""`netwatch audit`: a group of commands."""

import click

from netwatch.commands.lazy_group import LazyGroup

COMMANDS = {"verify": "netwatch.commands.audit_verify"}


@click.group(cls=LazyGroup, modules=COMMANDS)
def command() -> None:
    """The append-only history of all tickets."""
