"""`make run` on a machine that lacks something: it is said once, before anything is tried."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
WITHOUT_VENV = """\
#!/bin/sh
[ "$1" = -m ] && echo "Python's own long words" >&2
case "$2" in *version_info*) exit 0 ;; *) exit 1 ;; esac
"""


def stand_in(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(script)
    path.chmod(0o755)
    return path


def test_without_venv_its_package_is_named_once_and_nothing_is_left_behind(tmp_path: Path):
    (tmp_path / "scripts").mkdir()
    setup = shutil.copy(ROOT / "scripts" / "setup", tmp_path / "scripts")
    programs = tmp_path / "programs"
    programs.mkdir()
    stand_in(programs, "id", "#!/bin/sh\necho 1000\n")
    stand_in(programs, "sudo", "#!/bin/sh\nexit 1\n")
    python = stand_in(programs, "python", WITHOUT_VENV)
    environ = {"PATH": f"{programs}:{os.environ['PATH']}", "PYTHON": str(python)}
    result = subprocess.run([setup, "run"], env=environ, capture_output=True, text=True, check=False)
    told = f"setup: {python} cannot make virtual environments; as root: apt-get install python3-venv\n"
    assert (result.returncode, result.stdout, result.stderr) == (1, "", told)
    assert not (tmp_path / ".venv").exists()
