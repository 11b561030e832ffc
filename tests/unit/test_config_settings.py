import traceback
from pathlib import Path

import pytest

from netwatch.config.load import find_settings, load_settings
from netwatch.config.problem import ConfigError
from netwatch.core.duty import Shift
from netwatch.from_settings import roster_of
from sop.role import Role

CONTRACT = """
inventory: inventory.yaml
sop: null
database: sqlite:///netwatch.db
timezone: Asia/Jakarta
telegram:
  token: null
  base_url: https://api.telegram.org/bot
  base_file_url: https://api.telegram.org/file/bot
people:
  - {name: Rina, role: call_taker, telegram_id: 2001}
  - {name: Sari, role: spv_opini_publik, telegram_id: 2002}
  - {name: Dedi, role: kasi_infrastruktur, telegram_id: 2003, phone: "+62 811-000-0003"}
  - {name: Agus, role: tim_lapangan, telegram_id: 2004, team: utara}
teams:
  - {id: utara, name: Tim Utara, chat_id: -100200, sites: [kejaksan]}
detection:
  ping: {interval: 10s, timeout: 1s}
  confirm: {probes: 5, within: 3s, max: 15s}
  failover: 10s
  recover: {probes: 3, within: 5s}
  close_after: 60s
  reopen_within: 30m
  sentinels: []
snmp:
  engine: fast
  interval: 60s
  profiles:
    default: {version: 2c, community: public}
web: {listen: 127.0.0.1:8112}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "netwatch.yaml"


def problems_of(file: Path, text: str) -> list[str]:
    """The problems without the file's name, which is the same in all."""
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_settings(file, {})
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{file}:") for line in lines)
    return [line.removeprefix(f"{file}:") for line in lines]


def test_the_documented_file_says_what_the_defaults_are(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file.write_text(CONTRACT)

    written, default = load_settings(file, {}), load_settings(None, {})

    assert [p.role for p in written.people] == [
        Role.CALL_TAKER, Role.SPV_OPINI_PUBLIK, Role.KASI_INFRASTRUKTUR, Role.TIM_LAPANGAN
    ]  # fmt: skip
    assert written.people[2].phone == "+628110000003"
    assert written.teams[0].sites == ("kejaksan",)
    assert written.model_copy(update={"people": (), "teams": ()}) == default
    assert (default.detection.ping.interval, default.detection.confirm.max) == (10.0, 15.0)
    assert default.detection.reopen_within == 1800.0
    assert (default.web.host, default.web.port) == ("127.0.0.1", 8112)
    assert default.zone.key == "Asia/Jakarta"


def test_every_problem_is_named_at_its_line_in_one_go(file: Path) -> None:
    text = """\
invntory: x.yaml
timezone: Asia/Djakarta
people:
  - {name: Rina, role: call_taker, telegram_id: 2001, team: utra}
  - {name: Agus, role: tim_lapang, telegram_id: 2001, phone: "0811"}
  - {name: Budi, role: tim_lapangan, telegram_id: "2003"}
teams:
  - {id: utara, name: Tim Utara, chat_id: 100200, sites: kejaksan}
  - {id: utara, default: ja}
detection:
  ping: {interval: 1s, timeout: 1s}
  confirm: {probes: 0, within: 20s, max: 15}
  close_after: soon
  recover: {within: 0s}
  sentinels: [10.0.1]
web: {listen: "8112"}
tickets: {number: "{nomor}/PGD"}
"""
    assert problems_of(file, text) == [
        "1:1: the key 'invntory' is not known; did you mean 'inventory'?",
        "2:11: the timezone 'Asia/Djakarta' is not known; did you mean 'Asia/Jakarta'?",
        "4:61: there is no team 'utra'; did you mean 'utara'?",
        "5:24: 'tim_lapang' is not known; write one of call_taker, spv_opini_publik, kasi_infrastruktur, "
        "tim_lapangan, admin; did you mean 'tim_lapangan'?",
        "5:49: the telegram_id 2001 is already given in line 4; give each its own",
        "5:62: '0811' is not a phone number; write it with + and country code, in quotes, such as \"+628110000003\"",
        "6:5: a person of tim_lapangan needs a team; write team: ID",
        "6:51: '2003' is not a whole number; write one without quotes, such as 5",
        "8:43: 100200 is not the chat id of a group, for those are negative; write it with its minus",
        "8:58: 'kejaksan' stands where a list belongs; write [a, b], or one '- a' a line",
        "9:5: the key 'name' is missing here; add it",
        "9:10: the team id 'utara' is already given in line 8; give each its own",
        "9:26: 'ja' is neither true nor false; write one of them",
        "11:9: timeout (1s) has to be shorter than interval (1s); write a shorter timeout or a longer interval",
        "12:21: 0 has to be at least 1",
        "12:42: 15 has no unit; write 15s for seconds, 15m for minutes",
        "13:16: 'soon' is not a duration; write a number and a unit, such as 500ms, 10s, 5m, 24h or 2d",
        "14:21: '0s' is no time at all; write more than 0, such as 10s",
        "15:15: '10.0.1' is not an address; an IPv4 address has four numbers from 0 to 255 without leading zeros",
        "16:15: '8112' names no host and port; write HOST:PORT, such as 127.0.0.1:8112 or [::1]:8112",
        "17:19: {nomor} is not known in a ticket's number; use {seq}, {month} and {year}",
    ]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        pytest.param(
            "{version: 1, community: x}", "18: SNMP version 1 is not supported; write 2c or 3", id="version 1"
        ),
        pytest.param(
            "{version: 2c}",
            "8: a profile of version 2c needs its community; write community: NAME",
            id="no community",
        ),
        pytest.param(
            "{version: 2c, community: hunter2x, user: netwatch}",
            "8: user belongs to version 3; write version: 3 or remove it",
            id="a user in 2c",
        ),
        pytest.param(
            "{version: 3}", "8: a profile of version 3 needs its user; write user: NAME", id="no user"
        ),
        pytest.param(
            "{version: 3, user: u, community: hunter2x}",
            "8: community belongs to version 2c; write version: 2c or remove it",
            id="a community in 3",
        ),
        pytest.param(
            "{version: 3, user: u, priv: {protocol: AES, key: hunter2x}}",
            "8: priv needs auth beside it; write auth: {protocol: SHA256, key: …} too",
            id="encrypted without being proved",
        ),
        pytest.param(
            "{version: 3, user: u, auth: {protocol: SHA, key: hunter2}}",
            "57: this key is too short for SNMPv3; write at least 8 characters",
            id="a short key",
        ),
        pytest.param(
            "{version: 3, user: u, auth: {protocol: SHA, key: 12345678}}",
            "57: this value is a number where a text belongs; put it in quotes",
            id="a key of digits, not quoted",
        ),
        pytest.param(
            "{version: 3, user: u, auth: hunter2x}",
            "36: a single value stands where 'key: value' entries belong; write them indented below, or {key: value}",
            id="a key where a mapping belongs",
        ),
    ],
)
def test_an_snmp_profile_is_complete_and_its_secrets_stay_unsaid(
    file: Path, profile: str, expected: str
) -> None:
    found = problems_of(file, f"snmp:\n  profiles:\n    x: {profile}\n")

    assert found == [f"3:{expected}"]
    assert "hunter2" not in str(found)


def test_keys_whose_values_are_all_commented_out_say_so(file: Path) -> None:
    assert problems_of(file, "telegram:\n  # token: x\npeople:\n") == [
        "1:10: no value stands here; write one, or remove the key",
        "3:8: no value stands here; write one, or remove the key",
    ]


def test_the_city_alone_finds_its_timezone(file: Path) -> None:
    assert problems_of(file, "timezone: Jakarta\n") == [
        "1:11: the timezone 'Jakarta' is not known; did you mean 'Asia/Jakarta'?"
    ]


def test_a_city_without_a_zone_of_its_own_is_not_sent_to_one_of_another_country(file: Path) -> None:
    assert problems_of(file, "timezone: Asia/Bandung\n") == [
        "1:11: the timezone 'Asia/Bandung' is not known; write one of the tz database, such as Asia/Jakarta"
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("telegram: {token: 'hunter2 hunter2'}", id="a token of the wrong form"),
        pytest.param("telegram: {token: [hunter2]}", id="a token of the wrong kind"),
        pytest.param("telegram: {base_url: 'ftp://x/hunter2'}", id="a URL with the token in it"),
        pytest.param("database: mysql://root:hunter2@host/db", id="a database password"),
        pytest.param("database: hunter2", id="a password for a database"),
        pytest.param(
            "ssh: {credentials: {default: {username: u, pasword: hunter2}}}", id="a password's key mistyped"
        ),
        pytest.param("ssh: {credentials: {default: hunter2}}\nssh2: 1", id="a password for a credential"),
    ],
)
def test_a_secret_is_in_no_message_and_no_traceback(file: Path, text: str) -> None:
    file.write_text(text)

    with pytest.raises(ConfigError) as caught:
        load_settings(file, {})

    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("snmp: {profiles: {x: {version: 2c, community: 19850117}}}", id="a community of digits"),
        pytest.param("database: 19850117", id="a database of digits"),
        pytest.param("telegram: {token: 19850117}", id="a token of digits"),
    ],
)
def test_a_secret_of_digits_is_not_shown_in_the_advice_to_quote_it(file: Path, text: str) -> None:
    (found,) = problems_of(file, text)

    assert found.endswith(": this value is a number where a text belongs; put it in quotes")


def test_secrets_are_not_in_the_settings_repr(file: Path) -> None:
    file.write_text(
        "database: postgresql://netwatch:hunter2@db/netwatch\n"
        "telegram: {token: '1:hunter2', base_url: 'https://x/hunter2'}\n"
        "snmp: {profiles: {v2: {version: 2c, community: hunter2}}}\n"
        "ssh: {credentials: {default: {username: u, password: hunter2}}}\n"
    )
    settings = load_settings(file, {})

    assert "hunter2" not in repr(settings) + str(settings)
    assert settings.database == "postgresql+psycopg://netwatch:hunter2@db/netwatch"


@pytest.mark.parametrize(
    ("database", "expected"),
    [
        pytest.param(
            "sqlite:///netwatch.db", "sqlite+aiosqlite:///{folder}/netwatch.db", id="beside the file"
        ),
        pytest.param("sqlite:////var/lib/n.db", "sqlite+aiosqlite:////var/lib/n.db", id="an absolute file"),
        pytest.param("postgresql://u@h/n", "postgresql+psycopg://u@h/n", id="PostgreSQL"),
        pytest.param(
            "postgresql+psycopg://u@h/n", "postgresql+psycopg://u@h/n", id="PostgreSQL with its driver"
        ),
    ],
)
def test_the_database_becomes_a_url_for_asyncio_drivers(file: Path, database: str, expected: str) -> None:
    file.write_text(f"database: {database}\n")

    assert load_settings(file, {}).database == expected.format(folder=file.parent.resolve())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("timezone: Asia/Jakarta", "{folder}/data", id="beside the database that nobody named"),
        pytest.param("database: sqlite:////var/lib/nw/n.db", "/var/lib/nw/data", id="beside an SQLite file"),
        pytest.param("database: postgresql://u@h/n", "{folder}/data", id="beside the settings where it is a server"),
        pytest.param("data: pictures", "{folder}/pictures", id="relative to the settings"),
        pytest.param("data: /srv/pictures", "/srv/pictures", id="an absolute folder"),
    ],
)
def test_where_pictures_are_kept(file: Path, written: str, expected: str) -> None:
    file.write_text(f"{written}\n")

    assert load_settings(file, {}).data == Path(expected.format(folder=file.parent.resolve()))


@pytest.mark.parametrize(
    ("database", "expected"),
    [
        pytest.param("netwatch.db", "the database is not a URL", id="a file's name"),
        pytest.param("sqlite://netwatch.db", "an SQLite URL has three slashes", id="two slashes"),
        pytest.param("sqlite:///:memory:", "the database has to be a file", id="in memory"),
        pytest.param("mysql://h/n", "databases of the kind 'mysql' are not supported", id="another database"),
        pytest.param(
            "postgres+psycopg://h/n", "did you mean 'postgresql+psycopg'?", id="a slip in the scheme"
        ),
    ],
)
def test_another_database_is_refused(file: Path, database: str, expected: str) -> None:
    (found,) = problems_of(file, f"database: '{database}'\n")

    assert found.startswith("1:11: ")
    assert expected in found


@pytest.mark.parametrize(
    "number",
    [
        "PGD",
        "{seq}",
        "{seq",
        "{seq:99999999d}/{year}",
        "{seq.__class__}/{year}",
        "{month:5}{seq}{year}",
        "{}/{year}",
    ],
)
def test_a_ticket_number_that_would_fail_or_repeat_is_refused(file: Path, number: str) -> None:
    (found,) = problems_of(file, f"tickets: {{number: '{number}'}}\n")

    assert found.startswith("1:19: ")


def test_the_default_ticket_number_is_the_offices() -> None:
    assert (
        load_settings(None, {}).tickets.number.format(seq=42, month="XI", year=2026) == "042/PGD-TIK/XI/2026"
    )


def test_paths_are_resolved_against_the_settings_folder(file: Path) -> None:
    file.write_text("inventory: city/inventory.yaml\nsop: /etc/sop.yaml\n")

    settings = load_settings(file, {})

    assert settings.inventory == file.parent / "city/inventory.yaml"
    assert settings.sop == Path("/etc/sop.yaml")


def test_the_token_comes_from_the_environment_then_the_credential_then_the_file(
    file: Path, tmp_path: Path
) -> None:
    file.write_text("telegram: {token: '1:file'}")
    (tmp_path / "telegram-token").write_text("1:credential\n")
    credential = {"CREDENTIALS_DIRECTORY": str(tmp_path)}

    def token(environ: dict[str, str]) -> str:
        found = load_settings(file, environ).telegram.token
        assert found is not None
        return found.get_secret_value()

    assert token({}) == "1:file"
    assert token(credential) == "1:credential"
    assert token({**credential, "NETWATCH_TELEGRAM_TOKEN": "1:variable"}) == "1:variable"
    assert (
        token({"CREDENTIALS_DIRECTORY": str(tmp_path / "none"), "NETWATCH_TELEGRAM_TOKEN": " "}) == "1:file"
    )


def test_a_bad_token_of_the_environment_is_named_without_its_value() -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(None, {"NETWATCH_TELEGRAM_TOKEN": "hunter2"})

    assert str(caught.value) == (
        "NETWATCH_TELEGRAM_TOKEN:1:1: this is not a bot's token; write the one @BotFather gave, "
        "digits, ':' and letters"
    )


def test_the_named_settings_file_wins_over_the_one_that_lies_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named = tmp_path / "other.yaml"
    (tmp_path / "netwatch.yaml").write_text("{}")

    assert find_settings(named) == named
    assert find_settings(None) == Path("netwatch.yaml")


def test_sms_is_off_until_it_is_named_and_its_folder_is_looked_for_beside_the_file(file: Path, tmp_path: Path) -> None:
    assert load_settings(None, {}).sms is None
    file.write_text("sms: {}\n")
    sms = load_settings(file, {}).sms
    assert sms is not None
    assert (str(sms.spool), sms.after) == ("/var/spool/gammu", 120.0)
    file.write_text("sms: {spool: gammu, after: 5m}\n")
    sms = load_settings(file, {}).sms
    assert sms is not None
    assert (sms.spool, sms.after) == (tmp_path / "gammu", 300.0)
    assert problems_of(file, "sms: {after: 0s, spol: x}\n") == [
        "1:14: '0s' is no time at all; write more than 0, such as 10s",
        "1:18: the key 'spol' is not known; did you mean 'spool'?",
    ]


def test_a_roster_names_people_days_and_hours(file: Path) -> None:
    file.write_text("duty:\n- {people: [Rina], days: [mon, fri], hours: 20:00-08:00}\n- {people: [Agus, Joko]}\n")
    settings = load_settings(file, {})
    assert roster_of(settings) == (
        Shift(("Rina",), frozenset({0, 4}), 20 * 60, 8 * 60),
        Shift(("Agus", "Joko"), frozenset(range(7)), 0, 24 * 60),
    )


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param("{people: [A], hours: 7-14}", "no span of the day; write 07:00-14:00", id="no minutes"),
        pytest.param("{people: [A], hours: 24:00-08:00}", "no span of the day", id="a begin at the end of the day"),
        pytest.param("{people: [A], hours: 08:00-24:30}", "no span of the day", id="an end beyond the day"),
        pytest.param("{people: [A], days: [senin]}", "'senin' is not known; write one of", id="a day's other name"),
        pytest.param("{people: [A], days: []}", "no day stands here", id="no day"),
        pytest.param("{people: [], hours: 08:00-16:00}", "write at least one", id="nobody"),
        pytest.param("{hours: 08:00-16:00}", "the key 'people' is missing", id="no people"),
    ],
)
def test_mistakes_in_a_roster_are_named(file: Path, entry: str, expected: str) -> None:
    (problem,) = problems_of(file, f"duty:\n- {entry}\n")
    assert expected in problem
