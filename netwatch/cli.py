"""The commands. Data goes to standard output, errors to standard error; a user's mistake is never a traceback."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from netwatch import __version__
from netwatch.check import check_online, findings
from netwatch.config.load import find_settings
from netwatch.config.problem import ConfigError
from netwatch.core.history import Broken
from netwatch.daemon import run_daemon
from netwatch.files import Files, read_files
from netwatch.logging_setup import set_up_logging
from netwatch.show.status_json import status_json
from netwatch.show.tables import print_status, print_ticket, print_tickets
from netwatch.show.ticket_json import moment, ticket_detail_json, ticket_json
from netwatch.store.backup import backup as back_up
from netwatch.store.error import StoreError
from netwatch.store.migrate import upgrade
from netwatch.store.store import Store
from probes.icmp.permission import PingUnavailable

Result = TypeVar("Result")
BAD_CONFIGURATION = 2
EVENTS_SHOWN = 200


class Group(click.Group):
    """Turns what a user can mend into one message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ConfigError as wrong:
            click.echo(str(wrong), err=True)
            ctx.exit(BAD_CONFIGURATION)
        except PingUnavailable as wrong:
            click.echo(str(wrong), err=True)
            ctx.exit(BAD_CONFIGURATION)
        except StoreError as wrong:
            click.echo(str(wrong), err=True)
            ctx.exit(1)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option(
    "--config", "config", type=click.Path(path_type=Path), help="The settings file (default: ./netwatch.yaml, "
    "/etc/netwatch/netwatch.yaml, else all defaults)."
)
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Watches a city's network devices and walks every outage through the office's SOP."""
    ctx.obj = find_settings(config)


@main.command()
@click.pass_obj
def run(path: Path | None) -> None:
    """The daemon, in the foreground. SIGTERM ends it, SIGHUP reloads settings and inventory."""
    set_up_logging()
    asyncio.run(run_daemon(path, os.environ))


@main.command()
@click.option("--online", is_flag=True, help="Ask Telegram too: the token, every chat and every person.")
@click.pass_obj
def check(path: Path | None, online: bool) -> None:
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


@main.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def status(path: Path | None, as_json: bool) -> None:
    """The devices and their states, from the database."""
    files = read_files(path, os.environ)
    zone, now = files.settings.zone, datetime.now(UTC)

    async def load(store: Store) -> dict[str, Any]:
        async with store.read() as tx:
            monitor, readings = await tx.monitor.load() or (None, {})
            statuses = await tx.devices.load()
            tickets = await tx.tickets.open()
        return status_json(files.inventory, statuses, monitor, readings, tickets, zone, now)

    shown = _with_store(files, load)
    if as_json:
        _print_json(shown)
    else:
        print_status(shown)


@main.command()
@click.argument("device", required=False)
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def events(path: Path | None, device: str | None, as_json: bool) -> None:
    """What devices told outside any ticket, the newest last."""
    files = read_files(path, os.environ)

    async def load(store: Store) -> list[dict[str, Any]]:
        async with store.read() as tx:
            latest = await tx.device_events.latest(EVENTS_SHOWN, device)
        return [{**asdict(event), "at": moment(event.at, files.settings.zone)} for event in latest]

    shown = _with_store(files, load)
    if as_json:
        _print_json(shown)
    else:
        for event in shown:
            click.echo(f"{event['at']}  {event['event']}  {event['detail']}")


@main.group()
def ticket() -> None:
    """Tickets, as they stand in the database."""


@ticket.command("list")
@click.option("--all", "everything", is_flag=True, help="Closed ones too.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def ticket_list(path: Path | None, everything: bool, as_json: bool) -> None:
    """The open tickets."""
    files = read_files(path, os.environ)

    async def load(store: Store) -> list[dict[str, Any]]:
        async with store.read() as tx:
            tickets = await tx.tickets.all() if everything else await tx.tickets.open()
        return [ticket_json(each, files.settings.zone) for each in tickets]

    shown = _with_store(files, load)
    if as_json:
        _print_json(shown)
    else:
        print_tickets(shown, files.inventory)


@ticket.command("show")
@click.argument("ticket_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def ticket_show(path: Path | None, ticket_id: int, as_json: bool) -> None:
    """One ticket with its history."""
    files = read_files(path, os.environ)

    async def load(store: Store) -> dict[str, Any] | None:
        async with store.read() as tx:
            found = await tx.tickets.get(ticket_id)
            if found is None:
                return None
            history = await tx.history.of(ticket_id)
            sendings = await tx.outbox.of_ticket(ticket_id)
        return ticket_detail_json(found, history, sendings, files.settings.zone)

    shown = _with_store(files, load)
    if shown is None:
        click.echo(f"there is no ticket {ticket_id}; `netwatch ticket list --all` shows those there are", err=True)
        sys.exit(1)
    if as_json:
        _print_json(shown)
    else:
        print_ticket(shown, files.inventory)


@main.group()
def audit() -> None:
    """The append-only history of all tickets."""


@audit.command("verify")
@click.pass_obj
def audit_verify(path: Path | None) -> None:
    """Recomputes the history's hash chain; names the first entry that does not fit."""
    files = read_files(path, os.environ)

    async def audit_all(store: Store) -> tuple[Broken | None, int]:
        async with store.read() as tx:
            return await tx.history.audit(), (await tx.history.head()).seq

    broken, entries = _with_store(files, audit_all)
    if broken is not None:
        click.echo(f"entry {broken.seq}: {broken.why}", err=True)
        sys.exit(1)
    click.echo(f"{entries} entries, the chain is whole")


@main.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@click.pass_obj
def db_upgrade(path: Path | None) -> None:
    """Creates the database, or brings it up to this version."""
    files = read_files(path, os.environ)
    asyncio.run(upgrade(files.settings.database))
    click.echo("the database is up to date")


@db.command("backup")
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def db_backup(path: Path | None, target: Path) -> None:
    """An online copy, while the daemon runs."""
    files = read_files(path, os.environ)
    asyncio.run(back_up(files.settings.database, target))
    click.echo(f"{target} written")


def _with_store(files: Files, work: Callable[[Store], Awaitable[Result]]) -> Result:
    async def opened() -> Result:
        store = await Store.open(files.settings.database)
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(opened())


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
