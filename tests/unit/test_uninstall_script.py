"""What `make uninstall` says it has removed, and what it has."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "uninstall"
PLACES = ("/etc/", "/usr/local/", "/opt/", "/var/lib/")
DROP_IN = "etc/systemd/system/netwatch.service.d/traps.conf"
ALL_GONE = "uninstall: netwatch is removed, with its settings and all tickets\n"


def uninstall(root: Path, *, purge: bool = False, members: str = "") -> str:
    """Runs the script with its places below `root`; `members`: who is in the group netwatch besides the user."""
    script = SCRIPT.read_text()
    for place in PLACES:
        script = script.replace(place, f"{root}{place}")
    programs = root / "programs"
    programs.mkdir()
    group = f"echo netwatch:x:990:{members}" if members else "exit 2"
    fakes = {
        "id": "echo 0",
        "systemctl": "",
        "userdel": "",
        "getent": f'[ "$1" = passwd ] && exit 0\n{group}',
    }
    for name, does in fakes.items():
        (programs / name).write_text(f"#!/bin/sh\n{does}\n")
        (programs / name).chmod(0o755)
    environ = {"PATH": f"{programs}:{os.environ['PATH']}", **({"PURGE": "1"} if purge else {})}
    return subprocess.run(["sh", "-c", script], env=environ, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for file in ("etc/netwatch/netwatch.yaml", "var/lib/netwatch/netwatch.db", "opt/netwatch/current", DROP_IN):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).touch()
    return tmp_path


def test_what_was_added_to_the_unit_stays_with_the_settings_and_is_named(root: Path):
    told = uninstall(root)
    assert "/etc/netwatch and " in told
    assert f"{root}/etc/systemd/system/netwatch.service.d stays too" in told
    assert (root / DROP_IN).exists()
    assert not (root / "opt/netwatch").exists()


def test_where_nothing_was_added_nothing_is_said_of_it(root: Path):
    (root / DROP_IN).unlink()
    (root / DROP_IN).parent.rmdir()
    assert "netwatch.service.d" not in uninstall(root)


def test_a_purge_leaves_nothing(root: Path):
    assert uninstall(root, purge=True) == ALL_GONE
    for gone in ("etc/netwatch", "var/lib/netwatch", "opt/netwatch", DROP_IN):
        assert not (root / gone).exists()


def test_a_group_with_somebody_in_it_stays_and_is_named(root: Path):
    first, second = uninstall(root, purge=True, members="rina,agus").splitlines()
    assert f"{first}\n" == ALL_GONE
    assert second == "uninstall: the group netwatch stays, for rina,agus; groupdel netwatch removes it"
