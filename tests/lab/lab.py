"""The whole thing for one test: the namespaces' city, the Bot API server inside it, and the daemon as a process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from netwatch.demo.botapi.server import BotApiServer
from netwatch.demo.botapi.telegram import DEMO_TOKEN, Telegram
from netwatch.show.ticket_json import ticket_detail_json
from netwatch.store.store import Store
from tests.lab.net import RING, SITES, Net
from tests.telegram.bot_api_schema import SchemaObserver, load_schema

COMMUNITY = "lab-only"
ZONE = ZoneInfo("Asia/Jakarta")
RINA, SARI, DEDI, AGUS, WAWAN = 2001, 2002, 2003, 2004, 2005
NAMES = {RINA: "Rina", SARI: "Sari", DEDI: "Dedi", AGUS: "Agus", WAWAN: "Wawan"}

SETTINGS = """\
database: {database}
telegram: {{token: "{token}", base_url: "{base_url}", base_file_url: "{base_file_url}"}}
people:
  - {{name: Rina, role: call_taker, telegram_id: 2001}}
  - {{name: Sari, role: spv_opini_publik, telegram_id: 2002}}
  - {{name: Dedi, role: kasi_infrastruktur, telegram_id: 2003, phone: "+628110000003"}}
  - {{name: Agus, role: tim_lapangan, telegram_id: 2004, team: utara}}
  - {{name: Wawan, role: tim_lapangan, telegram_id: 2005, team: selatan}}
teams:
  - {{id: utara, name: Tim Utara, sites: [kejaksan]}}
  - {{id: selatan, name: Tim Selatan, default: true}}
detection: {{close_after: 10s}}
snmp: {{interval: 5s, profiles: {{default: {{version: 2c, community: {community}}}}}}}
"""


PATIENCE = 120.0
"""Seconds for what takes a few on a machine that has nothing else to do. What netwatch promises is measured by the
times that it writes down itself, and not by when the test saw it."""

ASIDE = ("impacted", "priority", "evidence")
"""Events that add to the picture: how many there are is the network's affair, a router may say why or not."""


def inventory_of(net: Net) -> str:
    """The lab's city as the file an engineer would write."""
    lines = ["sites:", "  - {id: balaikota, name: Balaikota}"]
    lines += [
        f"  - {{id: {site}, name: Kantor Kecamatan {site.title()}, kecamatan: {site.title()}}}"
        for site in (*SITES, "lemahwungkuk")
    ]
    lines.append("devices:")

    def device(name: str, kind: str, site: str, parent: str, extra: str = "") -> None:
        lines.append(
            f"  - {{id: {name}, name: {kind.title()} {site.title()}, kind: {kind}, address: {net.addresses[name]}, "
            f"site: {site}, parents: [{parent}]{extra}}}"
        )

    device("gw", "switch", "balaikota", "")
    device("core", "router", "balaikota", "gw", ", importance: critical, snmp: {}")
    for site in SITES:
        device(f"rt-{site}", "router", site, "core", ", importance: high, snmp: {}")
        device(f"sw-{site}", "switch", site, f"rt-{site}", ", snmp: {interfaces: [br0]}")
        device(f"ap-{site}", "ap", site, f"sw-{site}")
        device(f"cctv-{site}", "cctv", site, f"sw-{site}")
    if RING.keys() <= net.addresses.keys():
        device("sw-barat", "switch", "balaikota", "core")
        device("sw-timur", "switch", "balaikota", "core")
        device("sw-lemahwungkuk", "switch", "lemahwungkuk", "sw-barat, sw-timur")
        device("ap-lemahwungkuk", "ap", "lemahwungkuk", "sw-lemahwungkuk")
    return "\n".join(lines) + "\n"


class Lab:
    def __init__(
        self, net: Net, telegram: Telegram, server: BotApiServer, folder: Path, database: str, more_settings: str
    ) -> None:
        self.net = net
        self.telegram = telegram
        self.server = server
        self.folder = folder
        self.people = {i: telegram.add_user(i, name, started=True) for i, name in NAMES.items()}
        self.config = folder / "netwatch.yaml"
        self.config.write_text(
            SETTINGS.format(
                database=database, token=DEMO_TOKEN, base_url=server.base_url, base_file_url=server.base_file_url,
                community=COMMUNITY,
            )
            + more_settings
        )
        (folder / "inventory.yaml").write_text(inventory_of(net))
        self.database = database.replace("sqlite:///", f"sqlite:///{folder}/")
        self._opened: Store | None = None
        self._daemon: subprocess.Popen[bytes] | None = None
        self.starts = 0

    # the daemon

    def start(self) -> None:
        self.starts += 1
        with (self.folder / "daemon.log").open("ab") as log:
            self._daemon = self.net.popen(
                "mon", [sys.executable, "-m", "netwatch", "--config", str(self.config), "run"], stdout=log, stderr=log
            )

    def kill(self) -> None:
        """kill -9: no handler, no farewell."""
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGKILL)
        self._daemon.wait(PATIENCE)

    async def stop(self) -> int:
        """SIGTERM; returns the exit code. Fails when it takes longer than the promised 10 s."""
        assert self._daemon is not None
        self._daemon.terminate()
        return await asyncio.to_thread(self._daemon.wait, 10)

    def hang_up(self) -> None:
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGHUP)

    @property
    def log(self) -> str:
        return (self.folder / "daemon.log").read_text()

    # what an engineer sees

    async def cli(self, *arguments: str) -> Any:
        """A command's JSON."""
        code, out, err = await self.command(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)

    async def command(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, standard output and standard error of a command."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "netwatch", "--config", str(self.config), *arguments,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()

    async def states(self) -> dict[str, str]:
        async with self._store.read() as tx:
            stored = await tx.devices.load()
        return {device: status.state.value for device, status in stored.items()}

    async def until(self, what: str, holds: Callable[[], Any], within: float = PATIENCE) -> Any:
        """Asks again until an asynchronous question has a true answer. Fails, saying what, when one that was asked
        after `within` s has none: a command may have to wait for its turn, and what it tells is as old as its start.
        """
        give_up_at = time.monotonic() + within
        while True:
            asked_at = time.monotonic()
            if answer := await holds():
                return answer
            if asked_at >= give_up_at:
                raise AssertionError(f"{what}: not within {within:.0f} s\n{self.log[-3000:]}")
            await asyncio.sleep(0.2)

    async def until_all_up(self) -> None:
        async def all_up() -> bool:
            seen = await self.states()
            return len(seen) == len(self.net.addresses) and set(seen.values()) == {"up"}

        async def started() -> bool:
            assert self._daemon is not None
            assert self._daemon.poll() is None, self.log
            return "started" in self.log

        await self.until("started", started)
        if self._opened is None:
            self._opened = await Store.open(self.database)
        try:
            await self.until("all devices up", all_up)
        except AssertionError:
            raise AssertionError(f"not all devices are up: {await self.states()}") from None

    async def ticket(self, ticket_id: int = 1) -> Any:
        """As `ticket show --json` prints it, without the cost of a process; None when there is none."""
        async with self._store.read() as tx:
            found = await tx.tickets.get(ticket_id)
            if found is None:
                return None
            history = await tx.history.of(ticket_id)
            sendings = await tx.outbox.of_ticket(ticket_id)
        return ticket_detail_json(found, history, sendings, ZONE)

    async def stories(self) -> list[tuple[str, list[str]]]:
        """Every ticket's root device and events, without those that only add to the picture."""
        tickets = [await self.ticket(t["id"]) for t in await self.cli("ticket", "list", "--all")]
        told = [
            (
                f"{t['root_cause']['device']}",
                [f"{e['event']}" for e in t["history"] if e["event"] not in ASIDE],
            )
            for t in tickets
        ]
        if len(told) > 1:
            print(*(e for t in tickets for e in t["history"]), sep="\n")
        return told

    async def until_ticket(
        self, what: str, holds: Callable[[Any], Any], within: float = PATIENCE, ticket_id: int = 1
    ) -> Any:
        async def look() -> Any:
            found = await self.ticket(ticket_id)
            return found if found is not None and holds(found) else None

        return await self.until(what, look, within)

    @property
    def _store(self) -> Store:
        assert self._opened is not None, "the daemon has to have made its database"
        return self._opened

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.close()

    # what people see

    def texts(self, person: int) -> list[str]:
        return [shown.text for shown in self.people[person].screen() if shown.from_bot]

    async def sees(self, person: int, words: str, within: float = PATIENCE, *, reply: bool = False) -> Any:
        """The first message in the person's chat that has the words; `reply`: of those that answer another one."""

        def look() -> Any:
            return next(
                (
                    shown
                    for shown in self.people[person].screen()
                    if shown.from_bot and words in shown.text and (shown.reply_to is not None or not reply)
                ),
                None,
            )

        try:
            return await self.telegram.wait_for(look, within)
        except TimeoutError:
            raise AssertionError(
                f"{NAMES[person]} saw no {words!r} within {within:.0f} s but: {self.texts(person)}\n{self.log[-3000:]}"
            ) from None


@contextlib.asynccontextmanager
async def laboratory(
    folder: Path,
    database: str = "sqlite:///netwatch.db",
    *,
    ring: bool = False,
    more_settings: str = "",
    lldp: bool = False,
) -> AsyncIterator[Lab]:
    """A city in which everything works and the daemon has seen every device; taken down at the end.

    `lldp`: routers and switches tell each other who they are.
    """
    schema = load_schema()
    observer = SchemaObserver(schema) if schema else None
    net = Net()
    try:
        net.build()
        if ring:
            net.add_ring()
        for host in ("core", *(f"{kind}-{site}" for site in SITES for kind in ("rt", "sw"))):
            net.snmpd(host, folder, COMMUNITY)
        if lldp:
            for host in ("core", *(f"{kind}-{site}" for site in SITES for kind in ("rt", "sw"))):
                net.lldpd(host, folder)
            net.until_neighbours("core", COMMUNITY, len(SITES))
        telegram = Telegram(limits=True, observer=observer)
        async with BotApiServer(telegram, listener=net.listen("mon")) as server:
            lab = Lab(net, telegram, server, folder, database, more_settings)
            lab.start()
            await lab.until_all_up()
            try:
                yield lab
            finally:
                await lab.close()
            if lab._daemon is not None and lab._daemon.poll() is None:
                assert await lab.stop() == 0, lab.log[-3000:]
        if observer is not None:
            assert observer.problems == []
        assert DEMO_TOKEN.split(":")[1] not in lab.log
        assert "Traceback" not in lab.log, lab.log[-5000:]
    finally:
        net.close()


def unix_socket_url(folder: Path, port: int, name: str) -> str:
    """PostgreSQL through its socket file, which a process in another network namespace reaches too."""
    return f"postgresql+psycopg://netwatch@/{name}?host={folder}&port={port}"

