"""`netwatch demo`."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable
from html import unescape
from ipaddress import IPv4Network
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from netwatch.demo.agents import Agents
from netwatch.demo.botapi.server import BotApiServer
from netwatch.demo.botapi.signal import Signal
from netwatch.demo.botapi.telegram import DEMO_TOKEN, Telegram
from netwatch.demo.city import City
from netwatch.demo.desktop import opener
from netwatch.demo.folder import demo_folder
from netwatch.demo.live_stage import Known, LiveStage
from netwatch.demo.namespace import NamespaceForbidden, enter
from netwatch.demo.office import COLLEAGUES, CityMissing, shipped_inventory, write_files
from netwatch.demo.plain import Plain
from netwatch.demo.player import Player
from netwatch.demo.stage import TicketView
from netwatch.demo.watcher import Watcher, WatcherDied
from netwatch.demo.web.app import create_app
from netwatch.demo.web.server import HOST, PORT, listen, serve, url_of
from netwatch.demo.wire import Wire
from netwatch.files import read_files
from netwatch.from_settings import directory_of
from netwatch.inventory.loader import load_inventory
from netwatch.paced_clock import PacedClock
from netwatch.show.status_json import tickets_by_device
from netwatch.show.terminal import terminal
from netwatch.store.error import StoreError
from netwatch.store.store import Store
from netwatch.text.headline import subject
from netwatch.text.office import Office
from netwatch.text.role import ROLE

CITY = IPv4Network("127.10.0.0/16")
ZONE = ZoneInfo("Asia/Jakarta")
LOOK = 0.5
"""Seconds between two looks at what netwatch has written."""
TICK = 1.0
"""Seconds between two looks at the city's batteries."""
SETTLED_WITHIN = 60.0
"""Seconds for which a chapter waits for netwatch to know how things stand before it."""


@click.command()
@click.option("--plain", is_flag=True, help="In this terminal, without a browser.")
@click.option("--port", type=click.IntRange(1, 65535), help=f"Of the page on {HOST}; else {PORT}, or a free one.")
@click.option("--open/--no-open", "opens", default=True, help="Whether the page is opened, where there is a desktop.")
@click.option("--story/--no-story", default=True, help="Whether the story begins by itself.")
def command(plain: bool, port: int | None, opens: bool, story: bool) -> None:
    """A small city that breaks by itself: no Telegram account, no device, no root needed."""
    page = None if plain else _listening(port)
    with demo_folder() as folder, opener(os.environ if page and opens else {}) as browser:
        try:
            enter(CITY)
        except NamespaceForbidden as forbidden:
            raise click.ClickException(str(forbidden)) from None
        if page is not None:
            click.echo(f"netwatch demo: {url_of(page)}  (Ctrl-C ends it; --plain plays in the terminal)")
            browser.open(url_of(page))
        try:
            asyncio.run(_play(folder, story, page))
        except (WatcherDied, CityMissing) as failed:
            raise click.ClickException(str(failed)) from None


def _listening(port: int | None) -> socket.socket:
    try:
        return listen(port)
    except OSError as error:
        reason = f"cannot listen on {HOST} port {port}: {error.strerror}; choose another --port, or --plain"
        raise click.ClickException(reason) from None


async def _play(folder: Path, story: bool, page: socket.socket | None) -> None:
    """`page`: where the page is served; None: the terminal is the screen."""
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    source = shipped_inventory()
    city = City(load_inventory(source, ZONE), time.monotonic())
    clock = PacedClock.starting_now()
    telegram = Telegram(clock=clock.wall, patience=clock.monotonic)
    people = {
        each.key: telegram.add_user(each.telegram_id, each.name, started=True) for each in COLLEAGUES
    }
    stage = LiveStage(city, clock, Signal())
    wire = Wire(city, CITY, Agents(city).answer)
    async with BotApiServer(telegram) as server:
        settings = write_files(folder, city.inventory, source, DEMO_TOKEN, server.base_url, server.base_file_url)
        command = ("-m", "netwatch.commands.demo_watcher")
        watcher = stage.watcher = Watcher(command, settings, lambda: clock.last_turn, stage.changed.fire)

        async def settled() -> None:
            with contextlib.suppress(TimeoutError):
                await stage.changed.wait_for(lambda: stage.is_settled, SETTLED_WITHIN)

        player = stage.player = Player(city, telegram, people, settled, stage.changed.fire, playing=story)

        async def screen() -> None:
            if page is None:
                language = "id" if os.environ.get("LANG", "").startswith("id") else "en"
                who = {each.key: ROLE[each.role] for each in COLLEAGUES}
                console = terminal(os.environ)
                await Plain(stage, telegram, people, who, city.inventory, console, ended.set, language).run()
            else:
                roles = {each.telegram_id: each.role for each in COLLEAGUES}
                await serve(create_app(stage, telegram, roles), page)

        try:
            await _until(
                ended.wait, watcher.run, player.run, screen, lambda: _keep_time(city, stage),
                lambda: _look(settings, stage),
            )
        finally:
            wire.close()


async def _until(ends: Callable[[], Awaitable[object]], *others: Callable[[], Awaitable[object]]) -> None:
    """Runs all of them until the first one ends; what another one raises before is raised."""
    tasks = [asyncio.create_task(_as_coroutine(each)) for each in (ends, *others)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _as_coroutine(work: Callable[[], Awaitable[object]]) -> None:
    await work()


async def _keep_time(city: City, stage: LiveStage) -> None:
    """A battery runs down by itself."""
    seen = city.changes
    while True:
        await asyncio.sleep(TICK)
        city.settle(time.monotonic())
        if city.changes != seen:
            seen = city.changes
            stage.changed.fire()


async def _look(path: Path, stage: LiveStage) -> None:
    """What netwatch has written down, for the stage."""
    files = read_files(path, {})
    office = Office(files.inventory, directory_of(files.settings), files.sop, files.settings.zone)
    store = await _opened(files.settings.database)
    try:
        while True:
            with contextlib.suppress(StoreError):
                stage.learn(await _known(store, office))
            await asyncio.sleep(LOOK)
    finally:
        await store.close()


async def _opened(url: str) -> Store:
    """As soon as the daemon has made it."""
    while True:
        try:
            return await Store.open(url)
        except StoreError:
            await asyncio.sleep(LOOK)


async def _known(store: Store, office: Office) -> Known:
    async with store.read() as tx:
        statuses = await tx.devices.load()
        tickets = await tx.tickets.all()
    return Known(
        {device: status.state.value for device, status in statuses.items()},
        tickets_by_device([ticket for ticket in tickets if ticket.is_open]),
        [
            TicketView(each.id, unescape(subject(each, office)), each.is_open, each.step, each.opened_at)
            for each in tickets
        ],
    )
