"""A scripted evening in the office: real Telegram server, sockets, receiver, desk, store and worker; only the
network of devices is simulated.

Time is real, and `passes` makes the office's clock jump ahead, devices being probed meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from telegram import Update

from netwatch.core.agent import AgentState
from netwatch.core.directory import Directory, Person, Team
from netwatch.core.request import Incoming
from netwatch.core.scene import Scene, scene_of
from netwatch.core.situation import sum_up
from netwatch.core.statuses import statuses
from netwatch.core.ticket import Ticket
from netwatch.demo.botapi.call_log import Call
from netwatch.demo.botapi.group import Group
from netwatch.demo.botapi.person import Person as Phone
from netwatch.demo.botapi.screen import Shown
from netwatch.demo.botapi.server import BotApiServer
from netwatch.demo.botapi.telegram import DEMO_TOKEN, Telegram
from netwatch.desk.desk import Desk
from netwatch.desk.incidents import Incidents
from netwatch.desk.photos import Photos
from netwatch.desk.setting import Setting
from netwatch.inventory.find import PlaceFinder
from netwatch.inventory.model import Device, DeviceKind, Importance, Inventory, Site
from netwatch.notify.pace import TELEGRAM, UNLIMITED, Limits, Pace
from netwatch.notify.worker import Worker
from netwatch.show.ticket_json import ticket_detail_json
from netwatch.store.migrate import upgrade
from netwatch.store.schema import WAITING
from netwatch.store.schema import outbox as outbox_table
from netwatch.store.store import Store
from netwatch.telegram.client import TelegramClient
from netwatch.telegram.parse import parse
from netwatch.telegram.photo_fetcher import PhotoFetcher
from netwatch.telegram.receiver import Command, Receiver
from netwatch.telegram.sender import TelegramChannel
from netwatch.text.menu import MENU
from netwatch.text.office import Office
from sop.document import load_shipped
from sop.role import Role
from tests.sim.office import START
from tests.sim.world import World
from tests.telegram.bot_api_schema import SchemaObserver, load_schema

ZONE = ZoneInfo("Asia/Jakarta")
PATIENCE = 60.0
"""Seconds for what takes a moment on a machine that has nothing else to do."""

GROUP = -200
PEOPLE = (
    Person("Rina", Role.CALL_TAKER, 2001),
    Person("Wati", Role.CALL_TAKER, 2011),
    Person("Sari", Role.SPV_OPINI_PUBLIK, 2002),
    Person("Dedi", Role.KASI_INFRASTRUKTUR, 2003),
    Person("Agus", Role.TIM_LAPANGAN, 2004, team="utara"),
    Person("Joko", Role.TIM_LAPANGAN, 2005, team="utara"),
    Person("Bayu", Role.TIM_LAPANGAN, 2006, team="selatan"),
)
UTARA = Team("utara", "Tim Utara", sites=("kejaksan", "sukapura"))
SELATAN = Team("selatan", "Tim Selatan", default=True)
IN_PRIVATE = Directory(PEOPLE, (UTARA, SELATAN))
IN_A_GROUP = Directory(PEOPLE, (Team("utara", "Tim Utara", GROUP, ("kejaksan", "sukapura")), SELATAN))
SITES = {
    "balaikota": Site("balaikota", "Balaikota"),
    "kejaksan": Site("kejaksan", "Kantor Kecamatan Kejaksan", ("kec kejaksan",)),
    "sukapura": Site("sukapura", "Kantor Kelurahan Sukapura"),
    "sukasari": Site("sukasari", "Kantor Kelurahan Sukasari"),
    "harjamukti": Site("harjamukti", "Kantor Kecamatan Harjamukti"),
}


def small_city() -> Inventory:
    """A core, and behind it a router with a switch and an access point in each of the other places."""
    devices = {"core": Device("core", "Core Balaikota", DeviceKind.ROUTER, "127.0.0.1", "balaikota")}

    def add(kind: DeviceKind, prefix: str, place: str, parent: str) -> None:
        name = f"{kind.value.title()} {place.title()}"
        number = f"127.0.0.{len(devices) + 1}"
        devices[f"{prefix}-{place}"] = Device(
            f"{prefix}-{place}", name, kind, number, place, (parent,), Importance.HIGH
        )

    for place in list(SITES)[1:]:
        add(DeviceKind.ROUTER, "rt", place, "core")
        add(DeviceKind.SWITCH, "sw", place, f"rt-{place}")
        add(DeviceKind.AP, "ap", place, f"sw-{place}")
    return Inventory(SITES, devices)


class Play:
    """`people` by name, `group` the team's. Everything a person sees is read from their phone. `folder` is the data
    folder; `agents` what SNMP has told of devices."""

    def __init__(
        self, telegram: Telegram, server: BotApiServer, store: Store, directory: Directory, limits: Limits,
        inventory: Inventory, folder: Path,
    ) -> None:
        self.folder = folder
        self.telegram = telegram
        self.server = server
        self.store = store
        self.world = World(inventory)
        self.world.on_change = self._note
        self._changed = True
        self._again_at: datetime | None = None
        self.agents: dict[str, AgentState] = {}
        office = Office(inventory, directory, load_shipped(), ZONE)
        self.setting = Setting(
            office, PlaceFinder(inventory), self.world.policy, "telegram", "{seq:03d}/PGD-TIK/{month}/{year}"
        )
        self.people: dict[str, Phone] = {
            person.name: telegram.add_user(person.telegram_id, person.name, started=True)
            for person in directory.people
            if person.telegram_id is not None
        }
        members = [self.people[name] for name in ("Agus", "Joko") if name in self.people]
        self.group: Group = telegram.add_group(GROUP, "Tim Utara", members)
        self._born = time.monotonic()
        self._limits = limits
        self._tasks: list[asyncio.Task[None]] = []
        self._read: dict[int, int] = {}
        self._in_group_read = 0

    def __getattr__(self, name: str) -> Phone:
        """`play.rina` is Rina's phone."""
        try:
            return self.people[name.title()]
        except KeyError:
            raise AttributeError(name) from None

    def now(self) -> datetime:
        return START + timedelta(seconds=self.world.now + time.monotonic() - self._born)

    # the daemon

    def start(self) -> None:
        self.client = TelegramClient(DEMO_TOKEN, self.server.base_url, self.server.base_file_url)
        channel = TelegramChannel(self.client)
        self.worker = Worker(self.store.outbox, channel, self.now, Pace(self._limits))
        self.desk = Desk(self.store, self.setting, self.now, self.nudge)
        self.incidents = Incidents(self.store, self.setting, self.now, self.nudge)
        menu = [Command(name, description) for name, description in MENU]
        receiver = Receiver(self.client, self.desk, self.now, menu)
        photos = Photos(self.store, self.setting, self.now, self.worker.nudge)
        self.fetcher = PhotoFetcher(self.client, photos, self.folder, self.now)
        self._tasks = [asyncio.create_task(each.run()) for each in (receiver, self.worker, self.fetcher)]

    def nudge(self) -> None:
        """A transaction may have left messages, or pictures to be fetched."""
        self.worker.nudge()
        self.fetcher.nudge()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        await self.client.aclose()

    # what happens

    async def passes(self, seconds: float, looking_every: float = 0.5, *, always: bool = False) -> None:
        """So much time, with looks at the tickets as the daemon has them: at first, for somebody may have pressed
        something; when a device has changed; and when time alone asks for one, or `always`. What follows is sent when
        `settles` returns."""
        until = self.world.now + seconds
        self._changed = True
        while self.world.now < until:
            self.world.run(min(until, self.world.now + looking_every))
            if always or self._changed or (self._again_at is not None and self.now() >= self._again_at):
                await self._look()
        await self._look()
        self.worker.nudge()

    def _scene(self, ticket: Ticket) -> Scene | None:
        return scene_of(ticket, self.world.inventory, self.world.city, self.agents, _wall_of)

    async def _look(self) -> None:
        self._changed = False
        look = await self.incidents.look(
            lambda devices: sum_up(self.world.city, self.world.now, devices),
            lambda situation: [statuses(
                self.world.city, self.agents, situation.roots, self.world.city.tracks, self.world.now,
                _wall_of, situation.maintenance,
            )],
            self._scene,
        )
        self._again_at = look.again_at
        if look.done:
            await self._worker_has_its_turn()

    async def _worker_has_its_turn(self) -> None:
        """The clock jumps on only once what is due was sent, as far as it can be: else the next reminder would find
        the last one still waiting."""
        self.worker.nudge()
        patience = 0.5 if self.telegram.faults.are_scripted else PATIENCE
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while (due := await self._due()) is not None and due <= self.now():  # noqa: ASYNC110 - as in `settles`
                    await asyncio.sleep(0.01)

    def _note(self) -> None:
        self._changed = True

    async def a_day_passes(self) -> None:
        """With nothing but what time alone brings."""
        await self.passes(86_400.0, looking_every=1_800.0)
        await self.settles()

    async def cut(self, place: str = "kejaksan") -> None:
        """The cable to a place is cut, its ticket opens and everybody has been told."""
        self.world.cut(f"rt-{place}", "core")
        await self.passes(40.0, looking_every=2.0)
        await self.settles()

    async def mend(self, place: str = "kejaksan") -> None:
        """The cable is mended, the ticket closes and everybody has been told."""
        self.world.mend(f"rt-{place}", "core")
        await self.passes(100.0, looking_every=2.0)
        await self.settles()

    async def settles(self, within: float = PATIENCE) -> None:
        """Until Telegram has no update that was not dealt with and the outbox holds nothing that waits.

        What waits for its time, a card that was edited a moment ago, is not waited for: the clock goes on to then.
        """
        async with asyncio.timeout(within):
            # Server, store and worker have no common event to wait for.
            while self._unread_updates() or (due := await self._due()) is not None:
                if not self._unread_updates() and due > self.now():
                    self.world.now += (due - self.now()).total_seconds()
                    self.worker.nudge()
                await asyncio.sleep(0.01)

    async def says(self, name: str, text: str, group: Group | None = None) -> list[str]:
        """Writes, and returns what the bot answered there."""
        chat = group.screen if group is not None else self.people[name].screen
        before = len(chat())
        self.people[name].say(text, group)
        await self.settles()
        return [shown.text for shown in chat()[before:] if shown.from_bot]

    async def presses(self, name: str, button: str, group: Group | None = None, message: int | None = None) -> str:
        """Presses the newest such button; what the answer over the chat said, once all is sent."""
        answer = await self.people[name].press(button, message, group, within=PATIENCE)
        assert answer is not None, f"{button} seemed dead to {name}"
        await self.settles()
        return answer.text

    async def follows(self, name: str, button: str, group: Group) -> list[str]:
        """Presses a button that leads into the private chat, presses Start there; what the bot said then."""
        phone = self.people[name]
        answer = await phone.press(button, None, group, within=PATIENCE)
        assert answer is not None
        before = len(phone.screen())
        phone.start(answer.url.partition("?start=")[2])
        await self.settles()
        return [shown.text for shown in phone.screen()[before:] if shown.from_bot]

    async def sends(self, name: str, *pictures: bytes, caption: str = "") -> list[str]:
        """Sends a photo or an album, and returns what the bot answered once it has fetched them."""
        phone = self.people[name]
        before = len(phone.screen())
        phone.send_album(list(pictures), caption=caption)
        await self.settles()
        return [shown.text for shown in phone.screen()[before:] if shown.from_bot]

    async def fetched(self, within: float = PATIENCE) -> None:
        """Until no picture waits to be fetched or thrown away."""
        async with asyncio.timeout(within):
            while await self._photo_work():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def forges(self, name: str, data: str, group: Group | None = None) -> str:
        """Sends callback data of the person's own making, or of an old screen, from the bot's newest message there;
        what the answer said."""
        phone = self.people[name]
        chat = group.chat if group else phone.private
        message = next(each for each in reversed(chat.messages.values()) if each.sender.is_bot)
        query = self.telegram.world.callbacks.open(phone.user, message, data)
        self.telegram.world.updates.push("callback_query", query.as_json())
        answer = await self.until(lambda: query.answer)
        await self.settles()
        return str(answer.text)

    def read(self, update: dict[str, Any]) -> Incoming:
        """The update as the receiver reads it."""
        incoming = parse(Update.de_json(update, self.client.bot), self.telegram.bot.username or "")
        assert incoming is not None
        return incoming

    def relieve(self, name: str) -> None:
        """The settings are reloaded: the person is of the field team now."""
        office = self.setting.office
        people = tuple(
            replace(person, role=Role.TIM_LAPANGAN) if person.name == name else person
            for person in office.directory.people
        )
        office = replace(office, directory=replace(office.directory, people=people))
        self.setting = self.desk.setting = self.incidents.setting = replace(self.setting, office=office)

    # what people see

    def new(self, name: str) -> list[Shown]:
        """The bot's new messages in the person's chat since this was asked last; edits are none."""
        phone = self.people[name]
        shown = [each for each in phone.screen() if each.from_bot and each.message_id > self._read.get(phone.id, 0)]
        if shown:
            self._read[phone.id] = shown[-1].message_id
        return shown

    def refused(self) -> list[Call]:
        """What Telegram would not take."""
        return self.telegram.log.refused()

    def last(self, name: str) -> Shown:
        """The bot's lowest message in the person's chat, as it reads now."""
        return [each for each in self.people[name].screen() if each.from_bot][-1]

    def heads(self, name: str) -> list[str]:
        """The new messages as a lock screen shows them, those without a sound in brackets."""
        return [f"({head(each)})" if each.silent else head(each) for each in self.new(name)]

    def card(self, name: str) -> Shown:
        """The latest state of the person's first message."""
        return next(each for each in self.people[name].screen() if each.from_bot)

    async def tickets(self) -> list[Ticket]:
        async with self.store.read() as tx:
            return sorted(await tx.tickets.all(), key=lambda ticket: ticket.id)

    async def ticket(self, ticket_id: int = 1) -> Any:
        """As `ticket show --json` prints it."""
        async with self.store.read() as tx:
            found = await tx.tickets.get(ticket_id)
            assert found is not None
            history = await tx.history.of(ticket_id)
            return ticket_detail_json(found, history, await tx.outbox.of_ticket(ticket_id), ZONE)

    async def until(self, holds: Callable[[], Any], within: float = PATIENCE) -> Any:
        return await self.telegram.wait_for(holds, within)

    def _unread_updates(self) -> bool:
        return bool(self.telegram.world.updates.pending())

    async def _photo_work(self) -> bool:
        async with self.store.read() as tx:
            return bool(await tx.tickets.with_photo_work())

    async def _due(self) -> datetime | None:
        """When the first of all that waits in the outbox is due; None where nothing waits."""
        async with self.store.read() as tx:
            query = select(func.min(outbox_table.c.due_at)).where(outbox_table.c.state == WAITING)
            due: datetime | None = (await tx.connection.execute(query)).scalar_one()
        return due


def _wall_of(at: float) -> datetime:
    return START + timedelta(seconds=at)


def head(shown: Shown) -> str:
    return shown.text.partition("\n")[0]


def labels(shown: Shown) -> list[str]:
    return [label for row in shown.buttons for label in row]


@contextlib.asynccontextmanager
async def playing(
    folder: Path, directory: Directory = IN_PRIVATE, *, limited: bool = False, inventory: Inventory | None = None
) -> AsyncIterator[Play]:
    """A city in which everything works. `limited`: Telegram's flood limits are kept and enforced."""
    schema = load_schema()
    observer = SchemaObserver(schema) if schema else None
    telegram = Telegram(limits=limited, observer=observer)
    url = f"sqlite:///{folder}/play.db"
    await upgrade(url)
    store = await Store.open(url)
    try:
        async with BotApiServer(telegram) as server:
            city = inventory or small_city()
            play = Play(telegram, server, store, directory, TELEGRAM if limited else UNLIMITED, city, folder)
            play.start()
            try:
                await play.passes(60.0)
                yield play
            finally:
                await play.stop()
        async with store.read() as tx:
            assert await tx.history.audit() is None
    finally:
        await store.close()
    if observer is not None:
        assert observer.problems == []
