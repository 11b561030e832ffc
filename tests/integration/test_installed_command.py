"""scripts/netwatch, which administrators type: root's `check` has the service's token, whoever may read the file."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

COMMAND = Path(__file__).parents[2] / "scripts" / "netwatch"
PROGRAM = """\
#!/bin/sh
echo "user $(id -u)"
echo "handed over ${NETWATCH_TELEGRAM_TOKEN:-nothing}"
[ -z "${CREDENTIALS_DIRECTORY:-}" ] || echo "in the file $(cat "$CREDENTIALS_DIRECTORY/telegram-token")"
"""
NOBODY = 65534

pytestmark = pytest.mark.skipif(os.geteuid() != 0 or shutil.which("setpriv") is None, reason="takes root and setpriv")


@pytest.fixture
def machine() -> Iterator[Path]:
    """A root of its own for the paths that the command knows; nobody is the service's user, and may enter it."""
    root = Path(tempfile.mkdtemp(prefix="netwatch-"))
    root.chmod(0o755)
    text = COMMAND.read_text().replace("/opt/netwatch", f"{root}/opt").replace("/etc/netwatch", f"{root}/etc")
    user = text.replace("--reuid netwatch --regid netwatch --init-groups", f"--reuid {NOBODY} --clear-groups")
    for path, content in (
        ("netwatch", user), ("opt/current/bin/netwatch", PROGRAM), ("bin/systemctl", "#!/bin/sh\n"),
    ):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        file.chmod(0o755)
    (root / "etc").mkdir()
    yield root
    shutil.rmtree(root)


def said(machine: Path, *words: str) -> list[str]:
    path = f"{machine}/bin:{os.environ['PATH']}"
    ran = subprocess.run([machine / "netwatch", *words], capture_output=True, text=True, check=True, env={"PATH": path})
    assert ran.stderr == ""
    return ran.stdout.splitlines()


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        pytest.param(0o644, ["handed over nothing", "in the file 1:secret"], id="the service's user may read it"),
        pytest.param(0o600, ["handed over 1:secret"], id="root alone may read it, as systemd does"),
    ],
)
def test_a_check_by_root_has_the_token_that_the_service_has(mode: int, told: list[str], machine: Path) -> None:
    token = machine / "etc" / "telegram-token"
    token.write_text("1:secret\n")
    token.chmod(mode)
    assert said(machine, "check", "--online") == [f"user {NOBODY}", *told]
    assert said(machine, "status") == ["user 0", "handed over nothing"], "status asks nobody, and needs none"


def test_without_a_token_file_there_is_none(machine: Path) -> None:
    assert said(machine, "check") == [f"user {NOBODY}", "handed over nothing"]
