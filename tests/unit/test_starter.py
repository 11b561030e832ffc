"""What `netwatch init` writes: two files that are valid as they are, and whose every comment may be switched on."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from netwatch.cli import main
from netwatch.config.token import EXAMPLE
from netwatch.files import Files, read_files
from netwatch.inventory.entries import ContactEntry, DeviceEntry, MaintenanceEntry, SiteEntry
from netwatch.starter.write import AlreadyThereError, write_starter

FILES = ["inventory.yaml", "netwatch.yaml"]


def loaded(folder: Path) -> Files:
    return read_files(folder / "netwatch.yaml", {})


def switch_all_on(folder: Path) -> None:
    """Prose stands after `# `, what may be written after a bare `#`."""
    for name in FILES:
        path = folder / name
        path.write_text(re.sub(r"^#(?! \S)", "", path.read_text(), flags=re.MULTILINE))


def test_the_files_are_accepted_as_they_are(tmp_path: Path) -> None:
    write_starter(tmp_path)
    files = loaded(tmp_path)
    assert len(files.inventory.sites) == 2
    assert len(files.inventory.devices) == 5
    assert files.settings.telegram.token is None
    assert not files.settings.people, "nobody is written to who only has the number of an example"


def test_every_setting_they_name_exists_and_what_is_switched_on_is_accepted(tmp_path: Path) -> None:
    write_starter(tmp_path)
    switch_all_on(tmp_path)
    files = loaded(tmp_path)
    assert files.settings.telegram.token is not None
    assert files.settings.telegram.token.get_secret_value() == EXAMPLE, "check knows it"
    assert [team.id for team in files.settings.teams if team.default] == ["selatan"]
    assert {person.role for person in files.settings.people} == {
        "kasi_infrastruktur", "tim_lapangan", "spv_opini_publik", "call_taker", "admin",
    }
    assert files.settings.snmp.profiles.keys() == {"default", "core"}
    assert files.inventory.devices["core"].ssh is not None
    assert files.inventory.maintenance


@pytest.mark.parametrize("entry", [SiteEntry, ContactEntry, DeviceEntry, MaintenanceEntry])
def test_the_inventory_shows_every_form_of_an_entry(entry: type[SiteEntry], tmp_path: Path) -> None:
    write_starter(tmp_path)
    shown = set(re.findall(r"(\w+):", (tmp_path / "inventory.yaml").read_text()))
    assert {field.alias or name for name, field in entry.model_fields.items()} - shown == set()


def test_only_the_owner_writes_and_nobody_else_reads(tmp_path: Path) -> None:
    for path in write_starter(tmp_path / "new"):
        assert path.stat().st_mode & 0o777 & ~0o640 == 0, path


def test_a_folder_for_data_is_where_the_database_and_pictures_go(tmp_path: Path) -> None:
    write_starter(tmp_path, tmp_path / "data of netwatch")
    settings = loaded(tmp_path).settings
    assert settings.database == f"sqlite+aiosqlite:///{tmp_path}/data of netwatch/netwatch.db"
    assert settings.data == tmp_path / "data of netwatch" / "data"


@pytest.mark.parametrize("there", [["netwatch.yaml"], ["inventory.yaml"], FILES])
def test_what_stands_there_is_named_and_nothing_is_written(there: list[str], tmp_path: Path) -> None:
    for name in there:
        (tmp_path / name).write_text("mine")
    with pytest.raises(AlreadyThereError) as refused:
        write_starter(tmp_path)
    assert sorted(path.name for path in refused.value.paths) == there
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys(there, "mine")


def test_the_command_says_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here = CliRunner().invoke(main, ["init"])
    assert (here.exit_code, here.stdout.splitlines()[-1]) == (
        0, "next: netwatch check, which says what is missing and in which order",
    )
    elsewhere = CliRunner().invoke(main, ["init", "city"])
    assert "next: netwatch --config city/netwatch.yaml check" in elsewhere.stdout
    again = CliRunner().invoke(main, ["init"])
    assert again.exit_code == 1
    assert again.stdout == ""
    assert again.stderr.count("exists already, nothing was written") == 2
