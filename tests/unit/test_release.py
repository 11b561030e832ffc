"""What `netwatch --version` says."""

from pathlib import Path

import pytest

from netwatch import __version__
from netwatch.release import release

NEWER = f"{__version__}-20261126T061900-1a2b3c4"


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        pytest.param(f"opt/netwatch/releases/{NEWER}", NEWER, id="an installed release says when it was built"),
        pytest.param("home/rina/netwatch/.venv", __version__, id="a checkout has the version alone"),
        pytest.param("home/rina/releases/venv", __version__, id="and so has a folder of another kind"),
    ],
)
def test_the_release_is_told(folder: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("netwatch.release.sys.prefix", str(tmp_path / folder))
    assert release() == told


def test_the_link_to_the_current_release_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "releases" / NEWER).mkdir(parents=True)
    (tmp_path / "current").symlink_to(tmp_path / "releases" / NEWER)
    monkeypatch.setattr("netwatch.release.sys.prefix", str(tmp_path / "current"))
    assert release() == NEWER
