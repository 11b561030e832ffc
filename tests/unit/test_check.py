"""What `netwatch check` says without asking anybody: what is missing, in which order, and what to do about it."""

import asyncio
import os
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netwatch.check.finding import Finding, Weight, advice, fact
from netwatch.check.findings import findings
from netwatch.check.machine import machine
from netwatch.cli import main
from netwatch.config import load
from netwatch.config.settings import Settings
from netwatch.config.token import EXAMPLE
from netwatch.core.city import City
from netwatch.core.member import Member
from netwatch.core.message import Recipient, Shut
from netwatch.core.policy import Policy
from netwatch.core.readings import readings
from netwatch.core.status import MonitorStatus
from netwatch.files import read_files
from netwatch.own_user import own_user
from netwatch.store.migrate import upgrade
from netwatch.store.readings import pack
from netwatch.store.store import Store
from probes.icmp.engine import PingEngine
from probes.icmp.permission import PingNotPermitted
from sop.role import Role

PEOPLE = """\
people:
  - {name: Dedi, role: kasi_infrastruktur, telegram_id: 2003, phone: "+628110000003"}
  - {name: Agus, role: tim_lapangan, telegram_id: 2004, team: utara}
  - {name: Sari, role: spv_opini_publik, telegram_id: 2002}
  - {name: Rina, role: call_taker, telegram_id: 2001}
"""
TEAMS = "teams: [{id: utara, name: Tim Utara, default: true}]\n"
TOKEN = "700000001:AAE-a-token-of-no-worth-at-all-0000"
BOT = f'telegram: {{token: "{TOKEN}"}}\n'
DEVICES = """\
sites: [{id: kejaksan, name: Kejaksan}, {id: kesambi, name: Kesambi}]
devices:
  - {id: core, name: Core, kind: router, address: 192.0.2.1, site: kejaksan}
"""


@pytest.fixture(autouse=True)
def _may_ping(monkeypatch: pytest.MonkeyPatch) -> None:
    class Engine:
        def describe(self) -> dict[str, str]:
            return {"IPv4": "raw socket"}

        def close(self) -> None: ...

    monkeypatch.setattr(PingEngine, "open", lambda *_: Engine())


def no_pings(*_: object) -> None:
    raise PingNotPermitted


def found(folder: Path, settings: str, inventory: str = DEVICES) -> list[Finding]:
    (folder / "inventory.yaml").write_text(inventory)
    path = folder / "netwatch.yaml"
    path.write_text("snmp: {traps: {listen: null}}\n" + settings if "snmp:" not in settings else settings)
    return asyncio.run(findings(path, read_files(path, {})))


def steps(found: list[Finding]) -> list[str]:
    return [f"{each.topic}: {each.text}" for each in found if each.weight is not Weight.FACT]


def checked(folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(load, "_SEARCHED", (Path("netwatch.yaml"),))
    return CliRunner().invoke(main, ["check", *options])


def steps_shown(result: Result) -> list[str]:
    return [line for line in result.stdout.splitlines() if re.match(r"\d+\. ", line)]


# the way from nothing to ready


def test_with_nothing_there_it_begins_with_init(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = checked(tmp_path, monkeypatch)
    assert (result.exit_code, result.stderr) == (2, "")
    first = steps_shown(result)[0]
    assert first.startswith("1. settings (must): there is no netwatch.yaml")
    assert "netwatch init" in first


def test_after_init_the_devices_the_bot_the_people_and_the_teams_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["init"])
    result = checked(tmp_path, monkeypatch)
    assert result.exit_code == 0, result.stdout
    told = [line.split(" (should): ")[0] for line in steps_shown(result)]
    wanted = ["inventory", "Telegram", "teams", "people"]
    assert [line.partition(". ")[2] for line in told] == wanted
    assert result.stdout.splitlines()[-1] == "ready, with what is marked (should) still open: siap dijalankan"


def test_what_is_complete_is_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inventory.yaml").write_text(DEVICES)
    (tmp_path / "netwatch.yaml").write_text(PEOPLE + TEAMS + BOT + "snmp: {traps: {listen: null}}\n")
    result = checked(tmp_path, monkeypatch)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "to do" not in result.stdout
    assert result.stdout.splitlines()[-1] == "ready: siap dijalankan"
    assert TOKEN not in result.output


def test_every_mistake_of_the_files_is_named_and_what_the_machine_forbids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PingEngine, "open", no_pings)
    (tmp_path / "inventory.yaml").write_text("sites: []\ndevises: []\n")
    (tmp_path / "netwatch.yaml").write_text("people: []\n")
    result = checked(tmp_path, monkeypatch)
    assert result.exit_code == 2
    mistake, ping = steps_shown(result)
    assert mistake.startswith(f"1. files (must): {tmp_path}/inventory.yaml:2:1: ")
    assert result.stderr == mistake.removeprefix("1. files (must): ") + "\n", "scripts look for errors there"
    assert ping.startswith("2. ping (must): this process may open neither raw nor datagram ICMP sockets")
    assert "setcap cap_net_raw+ep /" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("not ready: ")
    assert "siap dijalankan" not in result.output


def test_whoever_may_not_read_the_files_is_told_that_alone(
    nobody_may_enter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PingEngine, "open", no_pings)
    path = nobody_may_enter / "netwatch.yaml"
    for options, output in ((), "stdout"), (("--files-only",), "stderr"):
        result = CliRunner().invoke(main, ["--config", str(path), "check", *options])
        assert result.exit_code == 2
        told = getattr(result, output)
        assert f"{path}:1:1: the user {own_user()} may not read this file; run this as root, with sudo" in told
        assert "setcap" not in told
        assert "Usage" not in result.output


def test_settings_that_may_not_be_read_are_no_matter_of_how_the_command_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "netwatch.yaml"
    path.touch()

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    # root may read everything, so the refusal is played
    monkeypatch.setattr("os.access", lambda path, mode, **_: not mode & os.R_OK)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr("netwatch.config.source.own_user", lambda: "netwatch")
    result = CliRunner().invoke(main, ["--config", str(path), "check", "--files-only"])
    assert (result.exit_code, result.stderr) == (
        2, f"{path}:1:1: the user netwatch may not read this file; let that user read it\n"
    )


def test_what_the_unit_lets_the_service_do_another_user_need_not_be_let(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PingEngine, "open", no_pings)
    monkeypatch.setattr("netwatch.check.machine.INSTALLED", tmp_path / "netwatch.yaml")
    monkeypatch.setattr("netwatch.check.machine.UNIT", tmp_path / "netwatch.service")
    user = ""
    monkeypatch.setattr("netwatch.check.machine.own_user", lambda: user)

    def said(of: str) -> Finding:
        nonlocal user
        user = of
        return next(each for each in found(tmp_path, "") if each.topic == "ping")

    assert said("budi").weight is Weight.PROBLEM
    (tmp_path / "netwatch.service").touch()
    assert said("budi") == fact("ping", "the user budi may not, and need not: the service's unit lets netwatch")
    first, *_ = steps(found(tmp_path, ""))
    assert first == "user: the user budi sees neither the service's token nor its database; run this as root, with sudo"
    assert said("netwatch").weight is Weight.PROBLEM
    assert not any(step.startswith("user") for step in steps(found(tmp_path, "")))


def test_at_a_terminal_a_mistake_stands_in_the_list_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inventory.yaml").write_text("sites: []\ndevises: []\n")
    monkeypatch.setattr("netwatch.commands.check.is_read_at_a_terminal", lambda: True)
    result = checked(tmp_path, monkeypatch)
    assert (result.exit_code, result.stderr) == (2, "")
    assert "/inventory.yaml:2:1: " in steps_shown(result)[0]


def test_what_must_and_what_should_be_done_is_one_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inventory.yaml").write_text(DEVICES)
    (tmp_path / "netwatch.yaml").write_text("data: netwatch.yaml\nsnmp: {traps: {listen: null}}\n")
    result = checked(tmp_path, monkeypatch)
    assert (result.exit_code, result.stderr) == (2, "")
    assert [line.partition(":")[0] for line in steps_shown(result)] == [
        "1. pictures (must)", "2. Telegram (should)", "3. teams (should)", "4. people (should)",
    ]


def test_an_installed_one_is_told_where_the_service_looks_for_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said() -> str:
        return next(step for step in steps(found(tmp_path, "")) if step.startswith("Telegram: no token"))

    assert "NETWATCH_TELEGRAM_TOKEN" in said()
    assert "messages are written on the console" in said()
    monkeypatch.setattr("netwatch.check.bot.INSTALLED", tmp_path / "netwatch.yaml")
    assert "@BotFather" in said()
    assert "messages are written into the service's journal" in said()
    assert "Put it into /etc/netwatch/telegram-token; a netwatch that runs takes it up after: " in said()


@pytest.mark.parametrize(
    ("devices", "told"),
    [
        pytest.param(1, ["1 site, 1 device", "1 device, engine fast"], id="one"),
        pytest.param(2, ["1 site, 2 devices", "2 devices, engine fast"], id="several"),
    ],
)
def test_what_is_watched_is_counted(devices: int, told: list[str], tmp_path: Path) -> None:
    inventory = "sites: [{id: kejaksan, name: Kejaksan}]\ndevices:\n" + "".join(
        f"  - {{id: d{number}, name: D, kind: ap, address: 192.0.2.{number}, site: kejaksan, snmp: {{}}}}\n"
        for number in range(1, devices + 1)
    )
    watched, asked = [
        each.text for each in found(tmp_path, "", inventory)
        if each.weight is Weight.FACT and each.topic in ("inventory", "SNMP")
    ]
    assert watched.endswith(told[0])
    assert asked == told[1]


def test_the_files_alone_are_checked_as_a_reload_would_read_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inventory.yaml").write_text(DEVICES)
    (tmp_path / "netwatch.yaml").write_text("database: sqlite:///nowhere/netwatch.db\n")
    monkeypatch.setenv("NETWATCH_TELEGRAM_TOKEN", "no token: a reload takes up none")
    right = checked(tmp_path, monkeypatch, "--files-only")
    assert (right.exit_code, right.stderr) == (0, "")
    assert right.stdout == "settings, inventory and SOP are valid\n"
    (tmp_path / "inventory.yaml").write_text(DEVICES + "devises: []\n")
    wrong = checked(tmp_path, monkeypatch, "--files-only")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith(f"{tmp_path}/inventory.yaml:4:1: the key 'devises' is not known")


def test_whether_the_daemon_runs_is_said_with_what_starts_it_or_takes_up_the_inventory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said() -> str:
        return next(each.text for each in found(tmp_path, "") if each.topic == "daemon")

    async def beat() -> None:
        packed = pack(readings(City(read_files(tmp_path / "netwatch.yaml", {}).inventory, Policy()), 0.0))
        url = f"sqlite:///{tmp_path}/netwatch.db"
        await upgrade(url)
        store = await Store.open(url)
        async with store.begin() as tx:
            await tx.monitor.beat(MonitorStatus(4711, datetime.now(UTC), datetime.now(UTC), isolated=False), packed)
        await store.close()

    assert said() == f"does not run; what starts it: netwatch --config {tmp_path}/netwatch.yaml run"
    asyncio.run(beat())
    assert said() == "runs, process 4711"
    newer = DEVICES.replace("id: core", "id: router")
    (told,) = [each for each in found(tmp_path, "", newer) if each.topic == "daemon"]
    assert told == advice(
        "daemon", "it runs, and has not taken up the inventory (core, router changed); do: kill -HUP 4711"
    )
    monkeypatch.setattr("netwatch.check.daemon.INSTALLED", tmp_path / "netwatch.yaml")
    (told,) = [each for each in found(tmp_path, "", newer) if each.topic == "daemon"]
    assert told.text.endswith("do: systemctl reload netwatch")
    (tmp_path / "netwatch.db").unlink()
    assert said() == "does not run; what starts it: systemctl enable --now netwatch"


# who would hear


@pytest.mark.parametrize(
    ("settings", "step"),
    [
        pytest.param(
            TEAMS + PEOPLE.replace("kasi_infrastruktur", "admin"),
            "people: nobody has the role kasi_infrastruktur; let them write to the bot while "
            "`netwatch telegram whoami` runs, and put the line it shows under people:",
            id="no Kasi",
        ),
        pytest.param(
            TEAMS + PEOPLE.replace(", telegram_id: 2001", ""),
            "people: Rina (call_taker): without telegram_id, and will hear nothing; let them write to the bot while "
            "`netwatch telegram whoami` runs, which shows it",
            id="somebody has no telegram_id",
        ),
        pytest.param(
            PEOPLE + TEAMS.replace("default: true", "sites: [kejaksan]"),
            "teams: no team has kesambi, and none is the default, so all teams are told of these; write default: true "
            "at one",
            id="no default team",
        ),
        pytest.param(
            PEOPLE.replace(", telegram_id: 2004", "") + TEAMS,
            "teams: Tim Utara hears nothing: it has no chat_id, and nobody of it has a telegram_id; write one of them",
            id="a team that nobody can tell anything",
        ),
        pytest.param(
            PEOPLE + TEAMS + "duty: [{people: [Dedy]}]\n",
            "duty: 'Dedy' is on duty, and is neither under people: nor has joined by an invitation; "
            "did you mean 'Dedi'?",
            id="a name on duty that nobody has",
        ),
    ],
)
def test_who_would_not_hear_is_named_with_the_next_step(settings: str, step: str, tmp_path: Path) -> None:
    assert step in steps(found(tmp_path, BOT + settings))


def test_whoever_has_joined_by_an_invitation_counts(tmp_path: Path) -> None:
    async def join() -> None:
        url = f"sqlite:///{tmp_path}/netwatch.db"
        await upgrade(url)
        store = await Store.open(url)
        async with store.begin() as tx:
            joined = Member(0, "Rina", Role.CALL_TAKER, None, 2001, "Sari", datetime(2026, 11, 1, tzinfo=UTC))
            await tx.members.add(joined)
            await tx.troubles.note(Recipient("telegram", 2001, "Rina"), Shut.BLOCKED, joined.joined_at)
        await store.close()

    without = PEOPLE.replace("  - {name: Rina, role: call_taker, telegram_id: 2001}\n", "")
    assert any("call_taker" in step for step in steps(found(tmp_path, BOT + without + TEAMS)))
    asyncio.run(join())
    assert steps(found(tmp_path, BOT + without + TEAMS + "duty: [{people: [Rina]}]\n")) == [
        "Telegram: Rina could not be written to: has blocked the bot; they have to press Start again"
    ]


def test_the_token_of_the_example_is_none(tmp_path: Path) -> None:
    (step,) = [s for s in steps(found(tmp_path, f'telegram: {{token: "{EXAMPLE}"}}\n')) if s.startswith("Telegram")]
    assert step.startswith("Telegram: the token is that of the example. Open @BotFather")


# what is watched


@pytest.mark.parametrize(
    ("inventory", "settings", "words"),
    [
        pytest.param("sites: []\ndevices: []\n", "", "has no devices", id="nothing to watch"),
        pytest.param(DEVICES.replace("192.0.2.1", "127.0.0.7"), "", "core: the address is this machine's own",
                     id="an example's address"),
        pytest.param(
            DEVICES + "".join(
                f"  - {{id: ap-{n}, name: AP, kind: ap, address: 192.0.2.{n}, site: kejaksan}}\n" for n in (2, 3, 4)
            ),
            "", "no device has parents", id="a city without a tree",
        ),
        pytest.param(
            DEVICES.replace("site: kejaksan}", "site: kejaksan, snmp: {}}"), "",
            "the profile default has the community public", id="the community that everybody tries first",
        ),
    ],
)
def test_what_is_odd_about_the_inventory(inventory: str, settings: str, words: str, tmp_path: Path) -> None:
    (step,) = [s for s in steps(found(tmp_path, BOT + PEOPLE + TEAMS + settings, inventory)) if "SMS" not in s]
    assert words in step


# the machine and the database


def test_who_would_get_no_sms_is_named_and_so_is_a_spool_folder_that_is_not_there(tmp_path: Path) -> None:
    problem, advice = steps(found(tmp_path, PEOPLE + TEAMS + BOT + "sms: {spool: gammu}\n"))
    assert f"{tmp_path}/gammu has no folder outbox, sent, error" in problem
    assert advice == 'SMS: Agus (tim_lapangan): without phone, and will get no SMS; write phone: "+62…" under people:'


def test_without_sms_nobody_needs_a_phone(tmp_path: Path) -> None:
    assert steps(found(tmp_path, PEOPLE + TEAMS + BOT)) == []


@pytest.mark.parametrize(
    ("traps", "told"),
    [
        pytest.param("snmp: {}\n", [], id="nobody asked for them"),
        pytest.param(
            'snmp: {traps: {listen: "[::]:162"}}\n', [advice("traps", "no traps are heard at UDP [::]:162")],
            id="they were asked for",
        ),
    ],
)
def test_a_port_of_traps_that_is_closed_is_something_to_do_for_whoever_wants_them(
    traps: str, told: list[Finding], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netwatch.check.machine.why_closed", lambda place: f"no traps are heard at UDP {place}")
    assert [each for each in found(tmp_path, traps) if each.topic == "traps"] == told


def test_a_place_where_no_picture_could_be_kept_is_named(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("")
    wanted = f"pictures: {tmp_path}/pictures, where they are to be kept, is no folder; name another under data:"
    assert wanted in steps(found(tmp_path, "data: pictures\n"))


def test_a_folder_of_pictures_that_is_still_to_be_made_is_not_asked_of_the_folder_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netwatch.check.machine.may_write", lambda folder: False)
    monkeypatch.setattr("netwatch.own_folder.may_write", lambda folder: False)
    monkeypatch.setattr("netwatch.own_folder.own_user", lambda: "netwatch")
    (said,) = [step for step in steps(found(tmp_path, "data: nw/data\n")) if step.startswith("pictures")]
    make = f"mkdir -p {tmp_path}/nw/data && chown netwatch: {tmp_path}/nw/data"
    assert said == (
        f"pictures: they cannot be kept in {tmp_path}/nw/data; make it: {make}; or name another folder under data:"
    )


def test_a_folder_that_may_not_be_looked_into_is_no_traceback(tmp_path: Path, nobody_may_enter: Path) -> None:
    *_, said = machine(Settings(data=nobody_may_enter / "data"), None)
    assert said.weight is Weight.PROBLEM
    assert said.text.endswith(f"may not look into {nobody_may_enter}; run this as root, with sudo")


def database(found: list[Finding]) -> Finding:
    return next(each for each in found if each.topic == "database")


def test_a_database_that_is_not_there_yet_is_not_made_by_looking(tmp_path: Path) -> None:
    assert database(found(tmp_path, "")).text == f"{tmp_path}/netwatch.db: is made at the first start"
    assert not (tmp_path / "netwatch.db").exists()


def test_a_database_that_cannot_be_made_is_a_problem(tmp_path: Path) -> None:
    said = database(found(tmp_path, "database: sqlite:///nowhere/netwatch.db\n"))
    assert said.weight is Weight.PROBLEM
    assert said.text.endswith(f"mkdir -p {tmp_path}/nowhere")


def test_a_database_of_a_newer_netwatch_is_a_problem(tmp_path: Path) -> None:
    asyncio.run(upgrade(f"sqlite:///{tmp_path}/netwatch.db"))
    with sqlite3.connect(tmp_path / "netwatch.db") as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    said = database(found(tmp_path, ""))
    assert said.weight is Weight.PROBLEM
    assert "is of a newer netwatch; install that version, or put back the backup" in said.text
