"""`netwatch telegram whoami`."""

import asyncio
import os
import sys
from pathlib import Path

import click
import yaml
from pydantic import SecretStr

from netwatch.check.bot import how_to_get_a_token
from netwatch.commands.mistakes import BAD_CONFIGURATION, FAILED
from netwatch.config.duration import parse_duration
from netwatch.config.load import load_settings
from netwatch.config.settings import Settings
from netwatch.core.directory import Directory
from netwatch.core.member import with_members
from netwatch.from_settings import directory_of
from netwatch.store.error import StoreError
from netwatch.store.store import Store
from netwatch.telegram.client import TelegramClient
from netwatch.telegram.who_writes import AskingFailed, Group, Person, bot_name, who_writes
from sop.role import Role

ROLE = "ROLE"
"""Stands where a role is to be written: `check` refuses the line until it is."""

NOBODY = (
    "nobody was heard. Whoever has pressed Start before sends any message; in a group it has to be /id@ and the bot's "
    "name, for it may see nothing else there. What a running netwatch has read is not shown again: let them write once "
    "more while this runs"
)


@click.command()
@click.option("--for", "length", metavar="DURATION", default="10m", show_default=True, help="How long to listen.")
@click.pass_obj
def command(path: Path | None, length: str) -> None:
    """Shows who writes to the bot, each with the line for netwatch.yaml. Ctrl-C ends it."""
    try:
        seconds = parse_duration(length)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong), param_hint="--for") from None
    settings = load_settings(path, os.environ)
    token = settings.telegram.token
    if token is None:
        click.echo(f"without a token there is no bot to listen to. {how_to_get_a_token(path)}", err=True)
        sys.exit(BAD_CONFIGURATION)
    heard: set[Person | Group] = set()
    try:
        asyncio.run(_listen(settings, token, seconds, heard))
    except AskingFailed as failed:
        click.echo(str(failed), err=True)
        sys.exit(FAILED)
    except KeyboardInterrupt:
        click.echo(err=True)
    if not heard:
        click.echo(NOBODY, err=True)


async def _listen(settings: Settings, token: SecretStr, seconds: float, heard: set[Person | Group]) -> None:
    """Adds whom it hears to `heard`."""
    directory = await _office(settings)
    client = TelegramClient(token.get_secret_value(), settings.telegram.base_url, settings.telegram.base_file_url)
    try:
        name = await bot_name(client)
        click.echo(
            f"Let people open https://t.me/{name} and press Start; add the bot to a team's group, and write /id@{name} "
            f"there.\n{ROLE} is one of {', '.join(Role)}; tim_lapangan needs team: ID too. Ctrl-C ends this.",
            err=True,
        )
        async with asyncio.timeout(seconds):
            async for found in who_writes(client):
                heard.add(found)
                click.echo(_line(found, directory))
    except TimeoutError:
        return
    finally:
        await client.aclose()


async def _office(settings: Settings) -> Directory:
    """As the files have it, and the database where there is one. Raises AskingFailed while the daemon runs."""
    directory = directory_of(settings)
    try:
        store = await Store.open(settings.database)
    except StoreError:
        return directory
    try:
        await store.hold_lock()
        async with store.read() as tx:
            return with_members(directory, await tx.members.all())
    except StoreError as taken:
        raise AskingFailed(
            "netwatch runs, and reads what people write: whom it does not know, the bot shows their id. Or stop it for "
            f"this (systemctl stop netwatch): {taken}"
        ) from None
    finally:
        await store.close()


def _line(found: Person | Group, directory: Directory) -> str:
    """What to write into netwatch.yaml, and where."""
    if isinstance(found, Group):
        topic = "" if found.topic is None else f", topic: {found.topic}"
        title = " ".join(found.title.split())
        return f"chat_id: {found.chat_id}{topic}   # at the team of the group {title}, under teams:"
    known = directory.by_telegram_id(found.telegram_id)
    if known is not None:
        return f"# {known.name} ({known.role}) is known by {found.telegram_id}"
    entry = {"name": found.name, "role": ROLE, "telegram_id": found.telegram_id}
    flow = yaml.safe_dump(entry, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000)
    return f"  - {flow.strip()}   # under people:"
