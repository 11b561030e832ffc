"""`netwatch maintenance`, and what `status` and `ticket show` say of it, on both databases."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from netwatch.cli import main
from netwatch.core.lifecycle import open_for
from netwatch.core.situation import Cause
from netwatch.core.ticket import RootCause
from netwatch.inventory.loader import load_inventory
from netwatch.store.store import Store
from sop.document import load_shipped

INVENTORY = """
sites:
  - {id: kejaksan, name: Kantor Kecamatan Kejaksan}
  - {id: both, name: Pasar}
devices:
  - {id: core, name: Core, kind: router, address: 127.10.0.1, site: kejaksan}
  - {id: rt, name: Router, kind: router, address: 127.10.0.2, site: kejaksan, parents: [core]}
  - {id: sw, name: Switch, kind: switch, address: 127.10.0.3, site: both, parents: [rt]}
  - {id: dual, name: Dual, kind: switch, address: 127.10.0.4, site: both, parents: [rt, core]}
  - {id: both, name: Both, kind: switch, address: 127.10.0.5, site: kejaksan, parents: [core]}
maintenance:
  - {devices: [core], from: 2026-11-01T22:00, to: 2099-12-02T02:00, reason: kerja lama}
"""
Command = Callable[..., Result]
WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def files(tmp_path: Path, database_url: str) -> Path:
    (tmp_path / "inventory.yaml").write_text(INVENTORY)
    settings = tmp_path / "netwatch.yaml"
    settings.write_text(f"inventory: inventory.yaml\ndatabase: {database_url}\n")
    return settings


@pytest.fixture
def netwatch(files: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("SUDO_USER", "budi")
    monkeypatch.delenv("COLUMNS", raising=False)  # as with a pipe: parallel test runs set it
    monkeypatch.setattr("socket.gethostname", lambda: "server")

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["--config", str(files), *words])

    return run


def listed(netwatch: Command, *options: str) -> dict[str, dict]:
    return {each["id"]: each for each in json.loads(netwatch("maintenance", "list", "--json", *options).stdout)}


def test_what_is_added_is_listed_beside_what_the_inventory_plans(netwatch):
    added = netwatch("maintenance", "add", "sw", "kejaksan", "--for", "2h", "--reason", "ganti UPS")
    assert (added.exit_code, added.stderr) == (0, "")
    windows = listed(netwatch)
    (planned,) = [each for each in windows.values() if each["source"] == "inventory"]
    assert (planned["devices"], planned["reason"], planned["by"]) == (["core"], "kerja lama", None)
    own = windows["1"]
    assert own["devices"] == ["core", "rt", "sw", "both"]
    assert own["sites"] == ["kejaksan"]
    assert (own["state"], own["by"], own["reason"]) == ("running", "budi@server", "ganti UPS")
    lasts = datetime.fromisoformat(own["to"]) - datetime.fromisoformat(own["from"])
    assert lasts == timedelta(hours=2)
    assert own["from"].endswith("+07:00")
    assert "budi@server" in netwatch("maintenance", "list").stdout


def test_with_a_device_may_go_what_is_reached_through_it_alone(netwatch):
    netwatch("maintenance", "add", "rt", "--behind", "--for", "2h", "--reason", "x")
    assert listed(netwatch)["1"]["devices"] == ["rt", "sw"]


def test_times_are_local_and_a_bare_one_is_the_next(netwatch):
    netwatch("maintenance", "add", "rt", "--from", "2098-12-01T22:00", "--to", "02:00", "--reason", "x")
    own = listed(netwatch)["1"]
    assert (own["from"], own["to"]) == ("2098-12-01T22:00:00.000+07:00", "2098-12-02T02:00:00.000+07:00")
    assert own["state"] == "planned"
    before = datetime.now(WIB)
    netwatch("maintenance", "add", "rt", "--to", "23:59", "--reason", "x")
    end = datetime.fromisoformat(listed(netwatch)["2"]["to"])
    assert before < end <= datetime.now(WIB) + timedelta(days=1)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        pytest.param(("rtt", "--for", "2h"), 1, "did you mean 'rt'?", id="an unknown device"),
        pytest.param(("xyz", "abc", "--for", "2h"), 1, "no device or site 'abc'", id="every unknown one is named"),
        pytest.param(("both", "--for", "2h"), 1, "write device:both or site:both", id="a device and a site"),
        pytest.param(("site:rt", "--for", "2h"), 1, "no device or site 'site:rt'", id="a device called a site"),
        pytest.param(("rt",), 2, "either --to TIME or --for DURATION", id="no end"),
        pytest.param(("rt", "--for", "2h", "--to", "22:00"), 2, "either --to TIME or --for", id="two ends"),
        pytest.param(("rt", "--for", "2"), 2, "is not a duration; write a number and a unit", id="no unit"),
        pytest.param(("rt", "--to", "25:00"), 2, "write for instance 2026-12-01T22:00, or 22:00", id="no time"),
        pytest.param(("rt", "--to", "2020-01-01T10:00"), 2, "it ends before it begins", id="an end long gone"),
        pytest.param(
            ("rt", "--from", "2020-01-01T10:00", "--for", "1h"), 2, "it is over already", id="wholly past"
        ),
        pytest.param(("rt", "--for", "32d"), 2, "longer than 31 days; give an earlier end", id="too long"),
        pytest.param(("--for", "2h"), 2, "Missing argument", id="no place"),
    ],
)
def test_mistakes_are_named_and_add_nothing(netwatch, words, code, said):
    answer = netwatch("maintenance", "add", *words, "--reason", "x")
    assert answer.exit_code == code
    assert said in answer.stderr
    assert answer.stdout == ""
    assert [each for each in listed(netwatch, "--all").values() if each["source"] == "database"] == []


def test_each_of_a_device_and_a_site_of_one_name_can_be_meant(netwatch):
    netwatch("maintenance", "add", "device:both", "--for", "2h", "--reason", "x")
    netwatch("maintenance", "add", "site:both", "--for", "2h", "--reason", "x")
    windows = listed(netwatch)
    assert (windows["1"]["devices"], windows["2"]["devices"]) == (["both"], ["sw", "dual"])


def test_what_was_ended_says_so_to_whoever_ends_it_again(netwatch):
    netwatch("maintenance", "add", "rt", "--for", "2h", "--reason", "x")
    assert netwatch("maintenance", "end", "1").stdout == "maintenance 1 ended\n"
    again = netwatch("maintenance", "end", "1")
    assert again.exit_code == 1
    assert "maintenance 1 is over already: ended by budi@server at" in again.stderr
    assert "1" not in listed(netwatch)
    ended = listed(netwatch, "--all")["1"]
    assert (ended["state"], ended["ended_by"]) == ("over", "budi@server")


def test_what_has_not_begun_is_called_off(netwatch):
    netwatch("maintenance", "add", "rt", "--from", "2098-12-01T22:00", "--for", "2h", "--reason", "x")
    assert netwatch("maintenance", "end", "1").stdout == "maintenance 1 called off\n"


def test_what_the_inventory_plans_is_ended_by_its_key_and_stays_ended(netwatch):
    (key,) = listed(netwatch)
    assert netwatch("maintenance", "end", key).exit_code == 0
    assert listed(netwatch) == {}
    assert netwatch("maintenance", "end", key).exit_code == 1
    assert listed(netwatch, "--all")[key]["ended_by"] == "budi@server"


def test_an_unknown_number_is_named(netwatch):
    answer = netwatch("maintenance", "end", "77")
    assert answer.exit_code == 1
    assert "there is no maintenance 77" in answer.stderr


def test_status_and_ticket_show_tell_until_when_and_why(netwatch, files, database_url):
    netwatch("maintenance", "add", "rt", "--for", "2h", "--reason", "ganti UPS")
    inventory = load_inventory(files.parent / "inventory.yaml", WIB)

    async def open_a_ticket() -> None:
        store = await Store.open(database_url)
        async with store.begin() as tx:
            cause = Cause(RootCause("rt", "ping"), "kejaksan", ("rt",), 5.0, "6 probes missed")
            await tx.tickets.add(open_for(cause, "001", inventory, load_shipped(), datetime.now(UTC)).ticket)
        await store.close()

    asyncio.run(open_a_ticket())
    devices = {each["id"]: each for each in json.loads(netwatch("status", "--json").stdout)["devices"]}
    assert devices["rt"]["maintenance_window"]["reason"] == "ganti UPS"
    assert devices["sw"]["maintenance_window"] is None
    assert "(ganti UPS)" in netwatch("status").stdout
    shown = json.loads(netwatch("ticket", "show", "1", "--json").stdout)
    assert [work["id"] for work in shown["maintenance"]] == ["1"]
    assert "maintenance 1 from" in netwatch("ticket", "show", "1").stdout
