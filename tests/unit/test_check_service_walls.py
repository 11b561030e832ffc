"""What the service's unit keeps netwatch from writing to is found before the service fails on it."""

from pathlib import Path

import pytest

from netwatch.check import service_walls as rooms
from netwatch.check.finding import Weight
from netwatch.check.service_walls import read_walls, service_walls
from netwatch.config.load import INSTALLED, load_settings
from netwatch.config.settings import Settings

SHIPPED = Path(__file__).parents[2] / "systemd" / "netwatch.service"


@pytest.fixture
def unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    unit = tmp_path / "netwatch.service"
    unit.write_text(SHIPPED.read_text())
    monkeypatch.setattr(rooms, "UNIT", unit)
    return unit


def settings(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "netwatch.yaml"
    path.write_text(text)
    return load_settings(path, {})


def said(settings: Settings, path: Path = INSTALLED) -> list[str]:
    found = list(service_walls(settings, path))
    assert all(each.weight is Weight.PROBLEM for each in found)
    return [each.text for each in found]


def test_a_database_elsewhere_is_told_with_the_drop_in_to_write(tmp_path: Path, unit: Path) -> None:
    elsewhere = settings(tmp_path, "database: sqlite:////data/nw/netwatch.db\n")
    assert said(elsewhere) == [
        "systemd lets the service write nothing in /data/nw. When the folder is there, do:\n"
        f"  mkdir -p {unit}.d\n"
        f"  printf '[Service]\\nReadWritePaths=/data/nw\\n' > {unit}.d/paths.conf\n"
        "  systemctl daemon-reload"
    ]
    drop_in = Path(f"{unit}.d", "paths.conf")
    drop_in.parent.mkdir()
    drop_in.write_text("[Service]\nReadWritePaths=/data/nw\n")
    assert said(elsewhere) == []


@pytest.mark.parametrize(
    ("text", "shut"),
    [
        pytest.param("database: sqlite:////var/lib/netwatch/netwatch.db\n", "", id="where the installed one keeps it"),
        pytest.param(
            "database: sqlite:////var/lib/netwatch/netwatch.db\ndata: /srv/pictures\n", "/srv/pictures",
            id="pictures alone elsewhere",
        ),
        pytest.param(
            "database: postgresql://netwatch@/netwatch\ndata: /srv/pictures\n", "/srv/pictures",
            id="a server keeps the database, and pictures lie elsewhere",
        ),
        pytest.param(
            "database: sqlite:////srv/a/netwatch.db\ndata: /srv/b\nsms: {spool: /srv/gammu}\n",
            "/srv/a /srv/b /srv/gammu", id="each elsewhere",
        ),
        pytest.param("database: sqlite:////srv/my nw/netwatch.db\n", '"/srv/my nw"', id="a name with a space"),
    ],
)
def test_what_systemd_keeps_shut(text: str, shut: str, tmp_path: Path, unit: Path) -> None:
    found = said(settings(tmp_path, text))
    assert [line for each in found for line in each.splitlines() if "printf" in line] == (
        [f"  printf '[Service]\\nReadWritePaths={shut}\\n' > {unit}.d/paths.conf"] if shut else []
    )


def test_what_lies_in_a_home_cannot_be_let_in_by_a_line(tmp_path: Path, unit: Path) -> None:
    (home,) = said(settings(tmp_path, "database: sqlite:////home/budi/netwatch.db\n"))
    assert home.startswith("/home/budi, /home/budi/data: systemd hides homes from the service; name a folder")


def test_nothing_is_said_of_other_settings_or_without_the_unit(tmp_path: Path, unit: Path) -> None:
    elsewhere = settings(tmp_path, "database: sqlite:////data/nw/netwatch.db\n")
    assert said(elsewhere, tmp_path / "netwatch.yaml") == []
    unit.unlink()
    assert said(elsewhere) == []


def test_a_drop_in_takes_back_what_stood_before() -> None:
    unit = "ProtectSystem=strict\nProtectHome=yes\nStateDirectory=netwatch\nReadWritePaths=-/a /b\n"
    walls = read_walls([unit, 'ReadWritePaths=\nReadWritePaths="/c d"\nProtectHome=no\n'])
    assert walls.writable == (Path("/c d"), Path("/var/lib/netwatch"))
    assert not walls.homes
    assert walls.let_write(Path("/c d/e"))
    assert not walls.let_write(Path("/a"))
    assert read_walls([unit, 'ReadWritePaths="/c d\n']).writable[:2] == (Path("/a"), Path("/b"))
    assert read_walls([unit, "ProtectSystem=full\n"]).let_write(Path("/srv"))


def test_a_state_folder_that_is_a_link_is_let_in_with_where_it_leads(
    tmp_path: Path, unit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, disk = tmp_path / "lib", tmp_path / "disk"
    disk.mkdir()
    state.mkdir()
    (state / "netwatch").symlink_to(disk)
    monkeypatch.setattr(rooms, "_STATE", state)
    assert said(settings(tmp_path, f"database: sqlite:///{disk}/netwatch.db\n")) == []
    assert said(settings(tmp_path, f"database: sqlite:///{state}/netwatch/netwatch.db\n")) == []
