"""The real desk and the real store, driven by a simulated network and clock."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from netwatch.core.agent import AgentState
from netwatch.core.conditions.paths import Paths
from netwatch.core.conditions.rules import built_in
from netwatch.core.directory import Directory, Person, Team
from netwatch.core.message import Kind, Sent
from netwatch.core.readings import readings
from netwatch.core.request import Action, Answer, Incoming, Press, Request
from netwatch.core.scene import UNKNOWN_WAYS, Scene, scene_of
from netwatch.core.situation import Situation, sum_up
from netwatch.core.status import DeviceStatus, MonitorStatus
from netwatch.core.status_book import StatusBook
from netwatch.core.statuses import statuses
from netwatch.core.ticket import Ticket
from netwatch.desk.desk import Desk
from netwatch.desk.incidents import Incidents
from netwatch.desk.setting import Setting
from netwatch.heartbeat import BEAT
from netwatch.inventory.find import PlaceFinder
from netwatch.store.migrate import upgrade
from netwatch.store.readings import pack
from netwatch.store.store import Store
from netwatch.text.office import Office
from netwatch.watch.condition_watch import ConditionWatch
from probes.snmp.reading import SnmpResult
from sop.document import load_shipped
from sop.role import Role
from tests.sim.world import World

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PATHS_EVERY = 5.0
"""Seconds from one look at the paths to the next."""

DIRECTORY = Directory(
    (
        Person("Rina", Role.CALL_TAKER, 2001),
        Person("Wati", Role.CALL_TAKER, 2006),
        Person("Sari", Role.SPV_OPINI_PUBLIK, 2002),
        Person("Dedi", Role.KASI_INFRASTRUKTUR, 2003),
        Person("Agus", Role.TIM_LAPANGAN, 2004, team="utara"),
        Person("Joko", Role.TIM_LAPANGAN, 2005, team="utara"),
    ),
    (Team("utara", "Tim Utara", default=True),),
)
IDS = {person.name: person.telegram_id or 0 for person in DIRECTORY.people}


class SimOffice:
    """`world` is the network; everything else is what runs in the daemon."""

    def __init__(self, world: World, store: Store) -> None:
        self.world = world
        self.store = store
        office = Office(world.inventory, DIRECTORY, load_shipped(), ZoneInfo("Asia/Jakarta"))
        places = PlaceFinder(world.inventory)
        self.setting = Setting(office, places, world.policy, "telegram", "{seq:03d}/PGD-TIK/{month}/{year}")
        self.incidents = Incidents(store, self.setting, self.now, lambda: None)
        self.desk = Desk(store, self.setting, self.now, lambda: None)
        self.news: Counter[tuple[str, Kind]] = Counter()
        self.telegram_works = True
        self.rules = {device.id: built_in(device.kind) for device in world.inventory.devices.values()}
        self.ways = UNKNOWN_WAYS
        self._conditions = self._watch_conditions()
        self._updates = 0
        self._message_id = 0
        self._changed = True
        self._again_at: datetime | None = None
        self._paths_at = 0.0
        self._rows_behind_since: float | None = None
        self.book = StatusBook({})
        world.on_change = self._note

    @property
    def agents(self) -> dict[str, AgentState]:
        return self._conditions.agents

    @property
    def paths(self) -> Paths:
        return self._conditions.paths

    def _watch_conditions(self) -> ConditionWatch:
        return ConditionWatch(
            self.world.inventory, self.rules, lambda: self.world.city, lambda: self.ways, lambda: self.world.now,
            self._wall_of, self._heed,
        )

    def _wall_of(self, at: float) -> datetime:
        return START + timedelta(seconds=at)

    def _heed(self, device: str, matters: bool) -> None:
        self._changed = self._changed or matters
        if self._rows_behind_since is None:
            self._rows_behind_since = self.world.now

    def polled(self, device: str, result: SnmpResult) -> None:
        """A device's agent was polled just now."""
        self._conditions.take(device, result)

    async def restart(self) -> None:
        """As after kill -9: only what was stored is known."""
        self.world.restart()
        self.incidents = Incidents(self.store, self.setting, self.now, lambda: None)
        async with self.store.read() as tx:
            stored = await tx.devices.load()
        self._conditions = self._watch_conditions()
        self._conditions.restore(stored)
        self.book = StatusBook(stored)

    def now(self) -> datetime:
        return START + timedelta(seconds=self.world.now)

    async def run(self, seconds: float) -> None:
        """Lets time pass; tickets are looked at when something changed and when a limit is due."""
        until = self.world.now + seconds
        while self.world.now < until:
            self.world.run(min(until, self.world.now + 0.5))
            if self.world.now >= self._paths_at:
                self._conditions.judge_paths()
                self._paths_at = self.world.now + PATHS_EVERY
            if self._changed or (self._again_at is not None and self.now() >= self._again_at):
                await self.look()
            elif self._rows_behind_since is not None and self.world.now - self._rows_behind_since >= BEAT:
                await self._beat()

    async def look(self) -> None:
        self._changed = False
        look = await self.incidents.look(
            self._sum_up, lambda situation: [self._rows(situation)], self._scene, self._conditions.view,
            self.book.reboots,
        )
        self.book.settle()
        self._rows_behind_since = None
        self._again_at = look.again_at
        await self._deliver()

    async def _beat(self) -> None:
        """With rows that no ticket asks for; a reboot among them is a look's."""
        rows = self._rows(self._sum_up(()))
        if self.book.reboots():
            await self.look()
            return
        alive = MonitorStatus(4711, START, self.now(), isolated=False)
        await self.store.beat(alive, pack(readings(self.world.city, START.timestamp())), rows)
        self.book.settle()
        self._rows_behind_since = None

    def _sum_up(self, devices: Iterable[str]) -> Situation:
        return sum_up(self.world.city, self.world.now, devices)

    def _rows(self, situation: Situation) -> list[DeviceStatus]:
        self.book.withdraw()
        return self.book.propose(
            statuses(
                self.world.city, self.agents, situation.roots, self.world.city.tracks, self.world.now, self._wall_of,
                situation.maintenance, self.paths,
            )
        )

    def _scene(self, ticket: Ticket) -> Scene | None:
        return scene_of(ticket, self.world.inventory, self.world.city, self.agents, self._wall_of)

    async def asks(self, name: str, request: Request) -> Answer:
        """A person's press or command in their private chat."""
        self._updates += 1
        answer = await self.desk.handle(Incoming(self._updates, IDS[name], IDS[name], name, True, request))
        await self._deliver()
        self._changed = True
        return answer

    async def presses(self, name: str, ticket: int, action: Action, argument: str | None = None) -> str | None:
        return (await self.asks(name, Press(ticket, action, argument))).toast

    async def tickets(self) -> list[Ticket]:
        async with self.store.read() as tx:
            return sorted(await tx.tickets.all(), key=lambda ticket: ticket.id)

    async def events(self, ticket: int) -> list[str]:
        async with self.store.read() as tx:
            return [entry.event for entry in await tx.history.of(ticket)]

    async def details(self, ticket: int) -> list[str]:
        """What the history says besides the events' names."""
        async with self.store.read() as tx:
            return [entry.detail for entry in await tx.history.of(ticket)]

    def told(self, name: str) -> int:
        """New messages, cards' edits not among them, that the person has received."""
        return sum(count for (person, kind), count in self.news.items() if person == name and kind is not Kind.CARD)

    async def _deliver(self) -> None:
        while self.telegram_works:
            claimed = await self.store.outbox.claim("telegram", self.now(), 50)
            if not claimed:
                return
            for row in claimed:
                self._message_id += 1
                edited = row.edits or (row.card_message_id if row.card else None)
                await self.store.outbox.settle(row, Sent(edited or self._message_id), self.now())
                self.news[row.to.person or str(row.to.chat_id), row.kind if edited is None else Kind.CARD] += 1

    def _note(self) -> None:
        self._changed = True


@contextlib.asynccontextmanager
async def sim_office(world: World, folder: Path) -> AsyncIterator[SimOffice]:
    url = f"sqlite:///{folder}/sim.db"
    await upgrade(url)
    store = await Store.open(url)
    try:
        office = SimOffice(world, store)
        await office.run(60.0)
        assert set(world.states().values()) == {"up"}
        yield office
        async with store.read() as tx:
            assert await tx.history.audit() is None
    finally:
        await store.close()
