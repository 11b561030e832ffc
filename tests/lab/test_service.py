"""The service as README's "Into service" sets it up, in a Debian of its own: whatever happens to it, it comes back with
its open ticket, once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from netwatch.demo.botapi.telegram import DEMO_TOKEN
from tests.lab.container import ROOT, Container, booted, needs_container, wheels

pytestmark = [pytest.mark.lab, pytest.mark.long, needs_container]

PATIENCE = 300.0
"""Seconds, for what takes a few on a machine that has nothing else to do, and 35 until the watchdog acts."""

SETTINGS = """\
inventory: inventory.yaml
database: sqlite:////var/lib/netwatch/netwatch.db
telegram: {base_url: "http://127.0.0.1:8081/bot", base_file_url: "http://127.0.0.1:8081/file/bot"}
people:
  - {name: Dedi, role: kasi_infrastruktur, telegram_id: 2003}
  - {name: Agus, role: tim_lapangan, telegram_id: 2004, team: utara}
  - {name: Sari, role: spv_opini_publik, telegram_id: 2002}
  - {name: Rina, role: call_taker, telegram_id: 2001}
teams: [{id: utara, name: Tim Utara, default: true}]
detection: {ping: {interval: 2s}, close_after: 5s}
"""
INVENTORY = """\
sites: [{id: kejaksan, name: Kantor Kecamatan Kejaksan}]
devices:
  - {id: core, name: Core, kind: router, address: 127.10.0.1, site: kejaksan}
  - {id: rt, name: Router Kejaksan, kind: router, address: 127.10.0.2, site: kejaksan, parents: [core]}
"""
TELEGRAM = """\
import asyncio

from netwatch.demo.botapi.server import BotApiServer
from netwatch.demo.botapi.telegram import Telegram


async def main() -> None:
    telegram = Telegram()
    for number in (2001, 2002, 2003, 2004):
        telegram.add_user(number, "Orang", started=True)
    async with BotApiServer(telegram, port=8081):
        await asyncio.Event().wait()


asyncio.run(main())
"""
TELEGRAM_UNIT = """\
[Service]
ExecStart=/opt/netwatch/current/bin/python /srv/telegram.py
[Install]
WantedBy=multi-user.target
"""
# What Debian's nftables.service loads, so that the cut outlasts a reboot.
CUT = """\
flush ruleset
table inet cut { chain cut { type filter hook input priority 0; ip daddr 127.10.0.2 icmp type echo-request drop; }; }
"""
MIGRATION = """\
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{revision}", "{before}", None, None


def upgrade() -> None:
    op.create_table("proof_{revision}", sa.Column("id", sa.Integer, primary_key=True))
"""


class Service:
    """The installed netwatch, seen from within its container."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self.opened_at = ""

    def set_up(self) -> None:
        """As README says it, with what an engineer would have written into the files."""
        box = self._container
        assert "next: netwatch check" in box.run("make", "-C", "/srv/netwatch", "install")
        box.write("/etc/netwatch/netwatch.yaml", SETTINGS)
        box.write("/etc/netwatch/inventory.yaml", INVENTORY)
        box.write("/etc/netwatch/telegram-token", DEMO_TOKEN)
        box.run(
            "install", "-D", "-m", "644", "/srv/netwatch/systemd/traps.conf",
            "/etc/systemd/system/netwatch.service.d/traps.conf",
        )
        box.run("systemctl", "daemon-reload")
        box.write("/srv/telegram.py", TELEGRAM)
        box.write("/etc/systemd/system/telegram.service", TELEGRAM_UNIT)
        box.run("systemctl", "enable", "--now", "telegram")

        def ready() -> bool:
            checked = box.try_run("netwatch", "check", "--online")
            return checked.returncode == 0 and "siap dijalankan" in checked.stdout

        box.until("`netwatch check --online` finds everything ready", ready, PATIENCE)
        box.run("systemctl", "enable", "--now", "netwatch")

    def refuses_a_wrong_file(self) -> None:
        """Whoever reloads sees it fail, and where; the service goes on with what it had."""
        box, before = self._container, self.pid
        box.write("/etc/netwatch/inventory.yaml", INVENTORY.replace("[core]", "[cor]"))
        refused = box.try_run("systemctl", "reload", "netwatch")
        assert refused.returncode != 0
        assert "systemctl status netwatch" in refused.stderr
        wrong = "inventory.yaml:4:98: there is no device 'cor' to be a parent; did you mean 'core'?"

        def told() -> str:
            shown = box.run("systemctl", "status", "--no-pager", "netwatch")
            return shown if wrong in shown else ""

        assert "Active: active (running)" in box.until("its status says what is wrong", told, PATIENCE)
        assert self.pid == before
        shown = box.try_run("netwatch", "status", "--json")
        assert "inventory.yaml:4:98" in shown.stderr
        assert {device["state"] for device in json.loads(shown.stdout)["devices"]} == {"up"}
        box.write("/etc/netwatch/inventory.yaml", INVENTORY)
        box.run("systemctl", "reload", "netwatch")

    def cut(self) -> None:
        self._container.write("/etc/nftables.conf", CUT)
        self._container.run("systemctl", "enable", "--now", "nftables")
        self.watches("down")
        (ticket,) = self._container.until("a ticket", self.tickets, PATIENCE)
        self.opened_at = ticket["opened_at"]

    def mend(self) -> None:
        self._container.run("systemctl", "disable", "--now", "nftables")
        self._container.run("nft", "flush", "ruleset")

    def tickets(self) -> Any:
        return self._container.json("netwatch", "ticket", "list", "--all", "--json")

    @property
    def pid(self) -> str:
        return self._container.run("systemctl", "show", "-P", "MainPID", "netwatch").strip()

    @property
    def version(self) -> str:
        """Without when and from what it was built."""
        return self._container.run("netwatch", "--version").split()[-1].partition("-")[0]

    def kill(self, signal: str) -> None:
        self._container.run("systemctl", "kill", "--kill-whom=main", f"--signal={signal}", "netwatch")

    def watches(self, state: str) -> None:
        """Waits until the router has been probed from now on, and found to be so."""
        since = datetime.now(UTC)

        def seen() -> bool:
            status = self._container.json("netwatch", "status", "--json")
            router = next(device for device in status["devices"] if device["id"] == "rt")
            probed = router["last_probe_at"]
            return router["state"] == state and probed is not None and datetime.fromisoformat(probed) > since

        self._container.until(f"the router is watched, and {state}", seen, PATIENCE)

    def has_its_ticket(self) -> None:
        """The one that was opened at the cut: open, never closed since, and everybody was told of it once."""
        self.watches("down")
        (ticket,) = self.tickets()
        assert (ticket["status"], ticket["reopened"], ticket["opened_at"]) == ("open", 0, self.opened_at)
        told = [n["to"]["person"] for n in self._notifications() if n["kind"] == "opened"]
        assert sorted(told) == ["Agus", "Dedi", "Sari"]
        self._container.until("everything is sent", self._has_sent_all, PATIENCE)

    def _has_sent_all(self) -> bool:
        """But reminders, which are dropped when they are stale."""
        return all(n["sent_at"] for n in self._notifications() if n["kind"] != "reminder")

    def _notifications(self) -> Any:
        return self._container.json("netwatch", "ticket", "show", "1", "--json")["notifications"]


@pytest.fixture
def container(tmp_path: Path) -> Iterator[Container]:
    with booted(tmp_path, {"/srv/netwatch": ROOT, "/srv/wheels": wheels()}) as container:
        yield container


def next_version(box: Container, number: str, revision: str) -> str:
    """Sources of a newer netwatch, with a migration; returns their folder."""
    folder = f"/srv/{number}"
    box.run("sh", "-c", f"mkdir {folder} && cd /srv/netwatch && tar -c --exclude './.*' . | tar -x -C {folder}")
    versions = f"{folder}/netwatch/store/migrations/versions"
    before = box.run("sh", "-c", f"ls {versions} | sed -n 's/^v\\([0-9]*\\)_.*/\\1/p' | sort | tail -n 1").strip()
    box.write(f"{versions}/v{revision}_proof.py", MIGRATION.format(revision=revision, before=before))
    box.run("sed", "-i", f"s/^version = .*/version = \"{number}\"/", f"{folder}/pyproject.toml")
    box.run("sed", "-i", f"s/^__version__ = .*/__version__ = \"{number}\"/", f"{folder}/netwatch/__init__.py")
    return folder


def test_whatever_happens_to_the_service_it_comes_back_with_its_open_ticket_once(container: Container) -> None:
    service = Service(container)
    service.set_up()
    service.watches("up")

    before = service.pid
    container.run("systemctl", "reload", "netwatch")
    container.until("the files are taken up anew", lambda: "reloaded" in container.journal(), PATIENCE)
    assert service.pid == before
    service.refuses_a_wrong_file()
    service.cut()
    service.has_its_ticket()

    before = service.pid
    service.kill("KILL")
    container.until("another process", lambda: service.pid not in ("0", before), PATIENCE)
    service.has_its_ticket()

    # It stands still and does not end: only the watchdog notices.
    before = service.pid
    service.kill("STOP")
    container.until("the watchdog's process", lambda: service.pid not in ("0", before), PATIENCE)
    container.until("the watchdog is named", lambda: "Watchdog timeout" in container.journal(), PATIENCE)
    service.has_its_ticket()

    container.reboot()
    service.has_its_ticket()

    first = service.version
    newer = next_version(container, "9.0.0", "9000")
    container.run("make", "-C", newer, "install")
    assert (first, service.version) == (first, "9.0.0")
    service.has_its_ticket()

    # A version whose migration succeeds, and which then does not come up.
    broken = next_version(container, "9.1.0", "9100")
    container.write(f"{broken}/netwatch/commands/run.py", "raise SystemExit('broken')\n")
    refused = container.try_run("make", "-C", broken, "install")
    assert refused.returncode != 0
    assert "did not come up" in refused.stderr
    assert service.version == "9.0.0"
    assert "9.1.0" not in container.run("ls", "/opt/netwatch/releases")
    service.has_its_ticket()

    service.mend()
    container.until("the ticket closes", lambda: service.tickets()[0]["status"] == "closed", PATIENCE)
    assert len(service.tickets()) == 1
    assert DEMO_TOKEN.partition(":")[2] not in container.run("journalctl", "--no-pager")

    container.run("rm", "/etc/netwatch/telegram-token")
    container.run("systemctl", "restart", "netwatch")
    container.until("the missing token is named", lambda: "no Telegram token" in container.journal(), PATIENCE)
    service.watches("up")

    told = container.run("make", "-C", "/srv/netwatch", "uninstall")
    assert "/etc/netwatch and /var/lib/netwatch stay" in told
    assert "/etc/systemd/system/netwatch.service.d stays too" in told
    assert container.run("ls", "/etc/netwatch").split() == ["inventory.yaml", "netwatch.yaml"]
    container.run("test", "-s", "/var/lib/netwatch/netwatch.db")
    assert container.try_run("systemctl", "cat", "netwatch").returncode != 0
    container.run("make", "-C", "/srv/netwatch", "uninstall", PURGE="1")
    for gone in ("/etc/netwatch", "/var/lib/netwatch", "/opt/netwatch", "/usr/local/bin/netwatch"):
        assert container.try_run("test", "-e", gone).returncode != 0, gone


def test_the_service_is_exposed_to_little(container: Container) -> None:
    unit = "/srv/netwatch/systemd/netwatch.service"
    told = container.run("systemd-analyze", "security", "--no-pager", "--offline=yes", unit)
    assert float(told.rsplit("Overall exposure level for netwatch.service: ", 1)[1].split()[0]) < 2.0
    assert "CapabilityBoundingSet=CAP_NET_RAW" in container.run("cat", unit).splitlines()
