"""Hours of a city that breaks all the time, in simulated time: the real receiver, desk, store, worker and pace, against
the Bot API server with Telegram's limits enforced, over a network that takes its time.

Everybody presses what they see, at once and again. Nothing here waits for real.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import func, select

from netwatch.core.directory import Directory, Person, Team
from netwatch.core.situation import sum_up
from netwatch.core.status_book import StatusBook
from netwatch.core.statuses import statuses
from netwatch.demo.botapi.app import create_app
from netwatch.demo.botapi.chats import Chat
from netwatch.demo.botapi.group import Group
from netwatch.demo.botapi.keyboards import inline_buttons
from netwatch.demo.botapi.person import Person as Phone
from netwatch.demo.botapi.telegram import DEMO_TOKEN, Telegram
from netwatch.desk.desk import Desk
from netwatch.desk.incidents import Incidents
from netwatch.desk.setting import Setting
from netwatch.inventory.find import PlaceFinder
from netwatch.notify.pace import TELEGRAM, Pace
from netwatch.notify.worker import Worker
from netwatch.store.migrate import upgrade
from netwatch.store.schema import WAITING, outbox
from netwatch.store.store import Store
from netwatch.telegram.client import TelegramClient
from netwatch.telegram.receiver import Receiver
from netwatch.telegram.sender import TelegramChannel
from netwatch.text.office import Office
from sop.document import load_shipped
from sop.role import Role
from tests.sim.office import START
from tests.sim.world import World, inventory_of

GROUP = -200
PEOPLE = (
    Person("Rina", Role.CALL_TAKER, 2001),
    Person("Sari", Role.SPV_OPINI_PUBLIK, 2002),
    Person("Dedi", Role.KASI_INFRASTRUKTUR, 2003),
    Person("Agus", Role.TIM_LAPANGAN, 2004, team="utara"),
    Person("Joko", Role.TIM_LAPANGAN, 2005, team="utara"),
    Person("Bayu", Role.TIM_LAPANGAN, 2006, team="selatan"),
    Person("Citra", Role.TIM_LAPANGAN, 2007, team="selatan"),
)
LATENCY = (0.03, 0.4)
"""Seconds that a request, or its answer, is on its way."""
SETTLED = 60.0
"""Seconds after which every device is known to be up."""
SEEN = 40
"""Messages of a chat that somebody scrolls through for a button."""


class SlowNetwork(httpx.AsyncBaseTransport):
    """The server's application itself, without sockets; requests overtake each other on their way."""

    def __init__(self, telegram: Telegram, seed: int) -> None:
        self._inside = httpx.ASGITransport(create_app(telegram))
        self._random = random.Random(seed)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(self._random.uniform(*LATENCY))
        response = await self._inside.handle_async_request(request)
        await asyncio.sleep(self._random.uniform(*LATENCY))
        return response


@dataclass(frozen=True, slots=True)
class Pressed:
    """`took`: seconds until the answer was seen, None where there was none; `waiting`: what the outbox held then."""

    name: str
    button: str
    took: float | None
    waiting: int


@dataclass
class Storm:
    """`count` of places, each with a router and an access point. `refused`: what Telegram has refused, with the method;
    `accepted`: messages and edits that it took."""

    telegram: Telegram
    store: Store
    seed: int
    count: int
    presses: list[Pressed] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    accepted: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        places = [f"p{n:02}" for n in range(self.count)]
        parents: dict[str, tuple[str, ...]] = {"core": ()}
        sites = {"core": "hub"}
        for place in places:
            parents |= {f"rt-{place}": ("core",), f"ap-{place}": (f"rt-{place}",)}
            sites |= {f"rt-{place}": place, f"ap-{place}": place}
        self.world = World(inventory_of(parents, sites=sites), self.seed)
        self.places = places
        teams = (
            Team("utara", "Tim Utara", GROUP, tuple(places[::2])), Team("selatan", "Tim Selatan", default=True),
        )
        office = Office(
            self.world.inventory, Directory(PEOPLE, teams), load_shipped(), ZoneInfo("Asia/Jakarta")
        )
        setting = Setting(
            office, PlaceFinder(self.world.inventory), self.world.policy, "telegram",
            "{seq:03d}/PGD-TIK/{month}/{year}",
        )
        self.phones = {
            person.name: self.telegram.add_user(person.telegram_id or 0, person.name, started=True)
            for person in PEOPLE
        }
        self.group = self.telegram.add_group(GROUP, "Tim Utara", [self.phones["Agus"], self.phones["Joko"]])
        self.client = TelegramClient(
            DEMO_TOKEN, "http://telegram.invalid/bot", "http://telegram.invalid/file/bot",
            lambda: SlowNetwork(self.telegram, self.random.randrange(1 << 30)),
        )
        self.worker = Worker(self.store.outbox, TelegramChannel(self.client), self.now, Pace(TELEGRAM))
        self.desk = Desk(self.store, setting, self.now, self._committed)
        self.receiver = Receiver(self.client, self.desk, self.now)
        self.incidents = Incidents(self.store, setting, self.now, self._committed)
        self._book = StatusBook({})
        self._changed = True
        self._again_at: datetime | None = None
        self.world.on_change = self._note

    def now(self) -> datetime:
        return START + timedelta(seconds=asyncio.get_running_loop().time())

    # what happens to the city

    def breaks(self, seconds: float, calm: float, gust: float) -> None:
        """Until then each place fails and is repaired again and again, with up to `calm` seconds in between, sometimes
        up and down in turns; every `gust` seconds the half of them at once. At the end all is whole."""
        chance = self.random
        for place in self.places:
            at = chance.uniform(0.0, calm)
            while at + (lasts := chance.uniform(60.0, calm / 2)) < seconds:
                if chance.random() < 0.15:
                    self.world.flap(f"rt-{place}", SETTLED + at, SETTLED + at + lasts, chance.uniform(20.0, 90.0))
                else:
                    self._fails(f"rt-{place}", at, lasts)
                at += lasts + chance.uniform(calm / 10, calm)
        at = gust / 4
        while at + gust / 4 < seconds:
            for place in self.places[::2]:
                self._fails(f"ap-{place}", at, gust / 4)
            at += gust

    def _fails(self, device: str, at: float, lasts: float) -> None:
        self.world.at(SETTLED + at, partial(self.world.kill, device))
        self.world.at(SETTLED + at + lasts, partial(self.world.revive, device))

    async def lives(self) -> None:
        """The daemon's look at the tickets, whenever something changed or time asks for it."""
        while True:
            await asyncio.sleep(0.5)
            self.world.run(asyncio.get_running_loop().time())
            if self._changed or (self._again_at is not None and self.now() >= self._again_at):
                await self._look()

    async def _look(self) -> None:
        self._changed = False
        self._book.withdraw()
        look = await self.incidents.look(
            lambda devices: sum_up(self.world.city, self.world.now, devices),
            lambda situation: [self._book.propose(
                statuses(
                    self.world.city, {}, situation.roots, self.world.city.tracks, self.world.now, _wall_of,
                    situation.maintenance,
                )
            )],
        )
        self._book.settle()
        self._again_at = look.again_at

    def _note(self) -> None:
        self._changed = True

    def _committed(self) -> None:
        self._changed = True
        self.worker.nudge()

    # what people do

    async def thumbs(self, name: str, pause: float) -> None:
        """Presses something that can be pressed, with `pause` seconds in between at the most."""
        chance, phone = random.Random(f"{self.seed} {name}"), self.phones[name]
        group = self.group if name in ("Agus", "Joko") else None
        while True:
            await asyncio.sleep(chance.uniform(pause / 10, pause))
            if chance.random() < 0.1:
                phone.say(chance.choice(("/tiket", "/status", f"/tiket {chance.randrange(1, 50)}")))
                continue
            where = group if chance.random() < 0.5 else None
            chat = where.chat if where is not None else phone.private
            if buttons := list(_buttons(chat)):
                await self._press(name, phone, *chance.choice(buttons), where)

    async def _press(self, name: str, phone: Phone, message: int, data: str, group: Group | None) -> None:
        waiting, loop = await self.waiting(), asyncio.get_running_loop()
        began = loop.time()
        answer = await phone.press(data, message, group)
        took = None if answer is None else loop.time() - began
        self.presses.append(Pressed(name, data, took, waiting))

    async def waiting(self) -> int:
        """What the outbox holds."""
        async with self.store.read() as tx:
            query = select(func.count()).select_from(outbox).where(outbox.c.state == WAITING)
            return int((await tx.connection.execute(query)).scalar_one())

    async def passes(self, seconds: float, calm: float, gust: float, pause: float) -> None:
        """The city breaks and people press for so long; then all is quiet, and what still waits goes out."""
        self.breaks(seconds, calm, gust)
        running = [asyncio.create_task(each) for each in (self.lives(), self.worker.run(), self.receiver.run())]
        await asyncio.sleep(SETTLED)
        people = [asyncio.create_task(self.thumbs(name, pause)) for name in self.phones]
        await asyncio.sleep(seconds)
        await _end(people)
        # what is still open closes with time alone
        while await self._open_tickets() or await self.waiting():  # noqa: ASYNC110
            await asyncio.sleep(10.0)
        await _end(running)
        await self.client.aclose()

    async def _open_tickets(self) -> int:
        async with self.store.read() as tx:
            return len(await tx.tickets.open())

    def observe(self, method: str, params: dict[str, Any], body: dict[str, Any]) -> None:
        """Every call that Telegram has processed."""
        if not body["ok"]:
            self.refused.append((method, body["description"]))
        elif method.startswith(("send", "edit")):
            self.accepted += 1


def _wall_of(at: float) -> datetime:
    return START + timedelta(seconds=at)


def _buttons(chat: Chat) -> Iterator[tuple[int, str]]:
    """The message and the data of each button among the latest messages."""
    for message in islice(reversed(chat.messages.values()), SEEN):
        for row in inline_buttons(message.markup):
            yield from ((message.id, button["callback_data"]) for button in row)


async def _end(tasks: list["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result


@contextlib.asynccontextmanager
async def storm(folder: Path, seed: int, count: int) -> AsyncIterator[Storm]:
    """Is to run in simulated time."""
    loop = asyncio.get_running_loop()
    told: list[Storm] = []
    telegram = Telegram(
        limits=True, clock=lambda: START.timestamp() + loop.time(),
        observer=lambda method, params, body: told[0].observe(method, params, body),
    )
    url = f"sqlite:///{folder}/storm.db"
    await upgrade(url)
    store = await Store.open(url)
    try:
        told.append(Storm(telegram, store, seed, count))
        yield told[0]
        async with store.read() as tx:
            assert await tx.history.audit() is None
    finally:
        await store.close()
