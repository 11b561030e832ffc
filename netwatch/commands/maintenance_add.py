"""`netwatch maintenance add`."""

import os
import re
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from netwatch.commands.mistakes import FAILED
from netwatch.commands.on_store import on_store
from netwatch.commands.operator import operator
from netwatch.config.duration import parse_duration
from netwatch.config.suggestion import did_you_mean
from netwatch.core.maintenance import Unfit, Window, unfit
from netwatch.files import read_files
from netwatch.inventory.local_time import read_local_time
from netwatch.inventory.model import Inventory
from netwatch.inventory.topology import dependents
from netwatch.show.maintenance_json import span
from netwatch.store.store import Store

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")

_REMEDY = {
    Unfit.NOTHING: "name a device or a site",
    Unfit.BACKWARDS: "give an end that is later than the beginning",
    Unfit.PAST: "give an end that is still to come",
    Unfit.TOO_LONG: "give an earlier end",
}


@click.command()
@click.argument("places", metavar="DEVICE|SITE...", nargs=-1, required=True)
@click.option("--behind", is_flag=True, help="With each device, all that can be reached through it alone.")
@click.option("--from", "start", metavar="TIME", help="When it begins: 22:00, or 2026-12-01T22:00. Default: now.")
@click.option("--to", "end", metavar="TIME", help="When it ends.")
@click.option("--for", "length", metavar="DURATION", help="How long it lasts: 90m, 2h.")
@click.option("--reason", required=True, help="What is done, in the words that call takers are to read.")
@click.pass_obj
def command(
    path: Path | None, places: tuple[str, ...], behind: bool, start: str | None, end: str | None,
    length: str | None, reason: str,
) -> None:
    """Plans work. Tickets that are open already go on; what is still down at the end gets its ticket then.

    A site stands for all its devices, also those that join it later. Where a device and a site have the same id,
    write device:ID or site:ID. Times are local.
    """
    files = read_files(path, os.environ)
    zone, now = files.settings.zone, datetime.now(UTC)
    begins = now if start is None else _moment(start, zone, now, "--from")
    devices, sites = _named(places, files.inventory, behind)
    window = Window(
        "", begins, _end(end, length, begins, zone), devices, sites, reason.strip(), operator(), added_at=now
    )
    wrong = unfit(window, now)
    if wrong is not None:
        raise click.UsageError(f"nothing is planned: {wrong}; {_REMEDY[wrong]}")

    async def add(store: Store) -> Window:
        async with store.begin() as tx:
            return await tx.maintenance.add(window)

    added = on_store(files.settings.database, add)
    covered = added.covered(files.inventory)
    click.echo(f"maintenance {added.key}: {span(added, zone)}, {', '.join(covered) or 'no device yet'}")


def _end(end: str | None, length: str | None, begins: datetime, zone: ZoneInfo) -> datetime:
    if (end is None) == (length is None):
        raise click.UsageError("write either --to TIME or --for DURATION, such as --for 2h")
    if end is not None:
        return _moment(end, zone, begins, "--to")
    try:
        return begins + timedelta(seconds=parse_duration(length or ""))
    except (ValueError, OverflowError) as wrong:
        raise click.BadParameter(str(wrong), param_hint="--for") from None


def _moment(text: str, zone: ZoneInfo, after: datetime, option: str) -> datetime:
    """`22:00` is the next one after `after`."""
    clock = _CLOCK.fullmatch(text)
    try:
        if clock is None:
            return read_local_time(text, zone)
    except ValueError as wrong:
        raise click.BadParameter(f"{wrong}, or 22:00", param_hint=option) from None
    local = after.astimezone(zone)
    moment = datetime.combine(local.date(), time(int(clock[1]), int(clock[2])), zone)
    return moment if moment > after else moment + timedelta(days=1)


def _named(places: tuple[str, ...], inventory: Inventory, behind: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Devices and sites, each once. Ends the command, naming every place that is neither."""
    devices: dict[str, None] = {}
    sites: dict[str, None] = {}
    problems = []
    for place in places:
        kind, _, name = place.rpartition(":")
        is_device = name in inventory.devices and kind in ("", "device")
        is_site = name in inventory.sites and kind in ("", "site")
        if is_device and is_site:
            problems.append(f"{name!r} is a device and a site; write device:{name} or site:{name}")
        elif is_site:
            sites[name] = None
        elif is_device:
            devices.update(dict.fromkeys((name, *(dependents(inventory, name) if behind else ()))))
        else:
            hint = did_you_mean(name, (*inventory.devices, *inventory.sites))
            problems.append(f"there is no device or site {place!r}{hint or '; write an id of the inventory'}")
    if problems:
        for problem in problems:
            click.echo(problem, err=True)
        sys.exit(FAILED)
    return tuple(devices), tuple(sites)
