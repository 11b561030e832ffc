"""What the commands show while somebody is half way through an edit: the database's states, and what is wrong where."""

import asyncio
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netwatch.cli import main
from netwatch.config import load
from netwatch.core.city import City
from netwatch.core.lifecycle import open_for
from netwatch.core.message import Draft, Kind, Message, Recipient, Retry
from netwatch.core.policy import Policy
from netwatch.core.readings import readings
from netwatch.core.situation import Cause
from netwatch.core.state import State
from netwatch.core.status import DeviceStatus, MonitorStatus
from netwatch.core.ticket import RootCause
from netwatch.files import read_files
from netwatch.store.readings import pack
from netwatch.store.store import Store
from sop.document import load_shipped

INVENTORY = """\
sites: [{id: kejaksan, name: Kantor Kecamatan Kejaksan}]
devices:
  - {id: core, name: Core, kind: router, address: 127.10.0.1, site: kejaksan}
  - {id: rt, name: Router, kind: router, address: 127.10.0.2, site: kejaksan, parents: [core]}
"""
PEOPLE = "people: [{name: Dedi, role: kasi_infrastruktur, telegram_id: 2003}]\n"
WRONG_PARENT = INVENTORY.replace("[core]", "[cor]")
THE_PARENT = "inventory.yaml:4:89: there is no device 'cor' to be a parent; did you mean 'core'?"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Path:
    """Files, and a database that a daemon has worked on: `rt` is down, and `old` has left the inventory long ago."""
    (tmp_path / "inventory.yaml").write_text(INVENTORY)
    path = tmp_path / "netwatch.yaml"
    path.write_text(f"database: {database_url}\n{PEOPLE}")
    files, now = read_files(path, {}), datetime.now(UTC)

    async def work() -> None:
        store = await Store.open(database_url)
        async with store.begin() as tx:
            states = {"core": State.UP, "rt": State.DOWN, "old": State.DOWN}
            await tx.devices.save(DeviceStatus(d, state, now, f"{d} it is") for d, state in states.items())
            packed = pack(readings(City(files.inventory, Policy()), time.time()))
            await tx.monitor.beat(MonitorStatus(4711, now, now, isolated=False), packed)
            cause = Cause(RootCause("rt", "ping"), "kejaksan", ("rt",), 5.0, "6 probes missed")
            await tx.tickets.add(open_for(cause, "001", files.inventory, load_shipped(), now).ticket)
        await store.close()

    asyncio.run(work())
    return path


def netwatch(settings: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--config", str(settings), *words])


def states(result: Result) -> dict[str, str]:
    return {device["id"]: device["state"] for device in json.loads(result.stdout)["devices"]}


def test_right_files_have_no_problems(settings: Path) -> None:
    result = netwatch(settings, "status", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["problems"] == []


def test_with_a_wrong_inventory_status_shows_what_the_daemon_watches(settings: Path) -> None:
    right = json.loads(netwatch(settings, "status", "--json").stdout)
    (settings.parent / "inventory.yaml").write_text(WRONG_PARENT)
    result = netwatch(settings, "status", "--json")
    assert result.exit_code == 0
    assert states(result) == {"core": "up", "rt": "down"}
    shown = json.loads(result.stdout)
    assert shown["problems"] == [f"{settings.parent}/{THE_PARENT}"]
    assert shown.keys() == right.keys()
    for device, before in zip(shown["devices"], right["devices"], strict=True):
        told = {"name": device["id"], "site": ""}
        assert device == {**before, **told}, "what only the inventory knows is missing, and of the same type"
    assert result.stderr.splitlines()[0] == f"{settings.parent}/{THE_PARENT}"
    assert "this is what the database has" in result.stderr


def test_the_table_shows_them_too_and_ends_with_what_is_wrong(settings: Path) -> None:
    (settings.parent / "inventory.yaml").write_text(WRONG_PARENT)
    result = netwatch(settings, "status")
    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.stdout.splitlines()[1:3]] == [["core", "up"], ["rt", "down"]]
    assert THE_PARENT in result.stderr


def test_a_device_that_the_daemon_has_not_taken_up_says_so(settings: Path) -> None:
    more = "  - {id: new, name: New, kind: ap, address: 127.10.0.3, site: kejaksan}\n"
    (settings.parent / "inventory.yaml").write_text(INVENTORY + more)
    *_, new = json.loads(netwatch(settings, "status", "--json").stdout)["devices"]
    assert (new["id"], new["state"], new["since"]) == ("new", "unknown", None)
    assert new["reason"].startswith("not watched yet: netwatch runs with an earlier inventory")


def test_messages_that_no_channel_takes_are_counted_with_the_reason(settings: Path, database_url: str) -> None:
    assert json.loads(netwatch(settings, "status", "--json").stdout)["waiting"] == []
    now = datetime.now(UTC).replace(microsecond=0)

    async def fail() -> None:
        store = await Store.open(database_url)
        to = Recipient("telegram", 2003, "Dedi")
        async with store.begin() as tx:
            await tx.outbox.put([Draft(to, Kind.OPENED, Message(text)) for text in ("first", "second")], now)
        (row,) = await store.outbox.claim("telegram", now, 1)
        await store.outbox.settle(row, Retry("NetworkError: ConnectError"), now)
        await store.close()

    asyncio.run(fail())
    (waiting,) = json.loads(netwatch(settings, "status", "--json").stdout)["waiting"]
    assert datetime.fromisoformat(waiting.pop("since")) == now
    assert waiting == {"channel": "telegram", "messages": 2, "why": "NetworkError: ConnectError"}
    *_, last = netwatch(settings, "status").stdout.splitlines()
    assert last.startswith("2 messages wait for telegram since ")
    assert last.endswith(": NetworkError: ConnectError")


def test_with_wrong_people_the_inventory_is_still_believed(settings: Path) -> None:
    settings.write_text(settings.read_text().replace("role:", "rol:"))
    result = netwatch(settings, "status", "--json")
    assert result.exit_code == 0
    assert [d["site"] for d in json.loads(result.stdout)["devices"]] == ["kejaksan", "kejaksan"]
    assert "netwatch.yaml:2:23: the key 'rol' is not known; did you mean 'role'?" in result.stderr


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("people: [{\n", id="no YAML"),
        pytest.param("database: oracle://server/netwatch\n", id="no database that is known"),
    ],
)
def test_settings_that_do_not_even_name_the_database_are_said_to_be_so(text: str, settings: Path) -> None:
    settings.write_text(text)
    result = netwatch(settings, "status")
    assert (result.exit_code, result.stdout) == (2, "")
    first, *_, last = result.stderr.splitlines()
    assert first.startswith(f"{settings}:")
    assert last.startswith("so it is not known which database is netwatch's, and nothing can be shown")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ticket", "list"), "rt (ping)"),
        (("ticket", "show", "1"), "rt (ping)"),
        (("events",), ""),
        (("audit", "verify"), "the chain is whole"),
    ],
    ids=" ".join,
)
def test_what_needs_the_database_alone_is_shown_whatever_the_inventory_says(
    words: tuple[str, ...], told: str, settings: Path
) -> None:
    (settings.parent / "inventory.yaml").write_text(WRONG_PARENT)
    result = netwatch(settings, *words)
    assert result.exit_code == 0, result.stderr
    assert told in result.stdout
    assert THE_PARENT in result.stderr


def test_where_there_are_no_settings_at_all_every_failure_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(load, "_SEARCHED", (Path("netwatch.yaml"),))
    result = CliRunner().invoke(main, ["status"])
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == f"{tmp_path}/inventory.yaml:1:1: there is no such file; " \
        "create it or correct its name"
    assert "there is no netwatch.yaml here nor in /etc/netwatch" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("words", [("status",), ("ticket", "show")], ids=" ".join)
def test_a_config_that_stands_behind_the_command_is_said_to_belong_before_it(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*words, "--config", "netwatch.yaml"], prog_name="netwatch")
    assert result.exit_code == 2
    wanted = f"--config stands before the command: netwatch --config FILE {' '.join(words)}"
    assert result.stderr.splitlines()[-1] == f"Error: {wanted}"
