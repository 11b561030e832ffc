"""`netwatch audit verify`."""

import sys
from pathlib import Path

import click

from netwatch.commands.as_far_as_known import as_far_as_known
from netwatch.commands.mistakes import FAILED
from netwatch.commands.on_store import on_store
from netwatch.core.history import Broken
from netwatch.store.store import Store


@click.command()
@click.pass_obj
def command(path: Path | None) -> None:
    """Recomputes the history's hash chain; names the first entry that does not fit."""

    async def audit_all(store: Store) -> tuple[Broken | None, int]:
        async with store.read() as tx:
            return await tx.history.audit(), (await tx.history.head()).seq

    with as_far_as_known(path) as look:
        broken, entries = on_store(look.files.settings.database, audit_all)
        if broken is not None:
            click.echo(f"entry {broken.seq}: {broken.why}", err=True)
            sys.exit(FAILED)
        click.echo(f"{entries} entries, the chain is whole")
