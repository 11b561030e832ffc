"""`netwatch demo --plain`, as root and as an ordinary user: a cut is told, taken, mended and closed, and nothing is
left behind, however it ends."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPO = Path(__file__).resolve().parents[2]
NOBODY = 65534
MOST_NAMESPACES = "/proc/sys/user/max_user_namespaces"
WAY = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(REPO), sysconfig.get_path("purelib")])}
PATIENCE = 120.0
"""Seconds for what takes a few on a machine that has nothing else to do."""

OURSELVES, ORDINARY = "as who runs the tests", "as an ordinary user"

pytestmark = pytest.mark.lab


def interpreter(user: str) -> tuple[str, dict[str, Any]]:
    """A Python that has what ours has, and how Popen starts it as that user. Skips the test where none may be had."""
    identity: dict[str, Any] = {}
    if user == ORDINARY:
        if os.geteuid() != 0:
            pytest.skip("we are an ordinary user ourselves")
        identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    mapped = [] if os.geteuid() == 0 and user == OURSELVES else ["--user", "--map-root-user"]
    tried = subprocess.run(["unshare", *mapped, "--net", "true"], capture_output=True, check=False, cwd="/", **identity)
    if tried.returncode != 0:
        pytest.skip(f"network namespaces are not permitted here {user}: {tried.stderr.decode().strip()}")
    for candidate in (sys.executable, f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"):
        with contextlib.suppress(OSError):
            tried = subprocess.run(
                [candidate, "-c", "import netwatch.cli"], check=False, cwd="/", env=WAY, capture_output=True, **identity
            )
            if tried.returncode == 0 or user == OURSELVES:
                return candidate, identity
    pytest.skip("an ordinary user may not run such a Python, or not read this folder")


class Demo:
    """What it prints is read as it comes."""

    def __init__(self, user: str, folder: Path) -> None:
        python, identity = interpreter(user)
        self.folder = folder
        environ = {**WAY, "TMPDIR": str(folder), "HOME": str(folder)}
        self.process = subprocess.Popen(
            [python, "-m", "netwatch", "demo", "--plain", "--no-story"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            cwd=folder, text=True, bufsize=1, env=environ, **identity,
        )
        self.printed: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip())

    def types(self, line: str) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line + "\n")
        except BrokenPipeError:
            raise AssertionError(f"the demo has ended: {self.shows('nothing more', 1.0)}") from None

    def shows(self, words: str, within: float = PATIENCE) -> str:
        """The next line that has the words."""
        give_up_at = time.monotonic() + within
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, give_up_at - time.monotonic()))
            except queue.Empty:
                shown = "\n".join(self.printed[-60:])
                raise AssertionError(f"no line with {words!r} within {within:.0f} s:\n{shown}") from None
            self.printed.append(line)
            if words in line:
                return line

    def is_watched(self) -> None:
        """netwatch has found every device well."""
        give_up_at = time.monotonic() + PATIENCE
        while time.monotonic() < give_up_at:
            self.types("status")
            try:
                self.shows("everything is well", 2.0)
            except AssertionError:
                continue
            return
        raise AssertionError("\n".join(self.printed[-60:]))

    def namespace(self) -> str:
        return str(Path(f"/proc/{self.process.pid}/ns/net").readlink())

    def ends(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def inhabitants(namespace: str) -> list[int]:
    """The processes in a network namespace."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and str((entry / "ns" / "net").readlink()) == namespace:
                found.append(int(entry.name))
        except OSError:  # it has ended, or is another user's
            continue
    return found


def is_deserted(namespace: str) -> bool:
    give_up_at = time.monotonic() + PATIENCE
    while inhabitants(namespace):
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def clean() -> Iterator[Path]:
    """Where everybody may write; pytest's own folders are closed to other users."""
    made = Path(tempfile.mkdtemp(prefix="nw-", dir="/tmp"))
    made.chmod(0o777)
    yield made
    # what a failed test has killed may be writing its last
    shutil.rmtree(made, ignore_errors=True)


@pytest.mark.long
@pytest.mark.parametrize("user", [OURSELVES, ORDINARY])
def test_a_cut_is_told_taken_mended_and_closed_and_nothing_is_left(clean: Path, user: str) -> None:
    demo = Demo(user, clean)
    try:
        demo.is_watched()
        assert demo.namespace() != str(Path("/proc/self/ns/net").readlink())
        namespace = demo.namespace()
        assert len(inhabitants(namespace)) == 2, "the demo and netwatch"

        demo.types("cut rt-kejaksan")
        demo.shows("city: the cable rt-kejaksan – core is cut")
        demo.shows("Agus │ 🔴 GANGGUAN: Router Kejaksan mati — Kec. Kejaksan")
        demo.shows("[✅ Terima]")
        demo.types("agus: ✅ Terima")
        demo.shows("Agus ☞ [✅ Terima] Tiket #1 Anda terima")
        demo.types("rina: /lapor kejaksan internet mati a.n. Budi 0812-3456-7890")
        demo.shows("Rina │ Ada gangguan yang sudah tercatat di Kantor Kecamatan Kejaksan.")
        demo.types("mend")
        demo.shows("city: the cable rt-kejaksan – core is mended")
        demo.shows("netwatch: ticket #1 is closed")
        demo.is_watched()

        assert demo.ends(signal.SIGINT) == 0, demo.printed
        assert is_deserted(namespace)
        assert [entry.name for entry in clean.iterdir()] == []
    finally:
        demo.process.kill()


@pytest.mark.parametrize("user", [OURSELVES, ORDINARY])
def test_a_demo_that_is_killed_takes_netwatch_with_it_and_the_next_one_sweeps(clean: Path, user: str) -> None:
    demo = Demo(user, clean)
    try:
        demo.shows("are up")
        namespace = demo.namespace()
        demo.ends(signal.SIGKILL)
        assert is_deserted(namespace)
        (left,) = clean.glob("netwatch-demo-*")
    finally:
        demo.process.kill()
    following = Demo(user, clean)
    try:
        following.shows("help lists")
        assert not left.exists()
        assert following.ends(signal.SIGTERM) == 0, following.printed
        assert [entry.name for entry in clean.iterdir()] == []
    finally:
        following.process.kill()


@pytest.mark.long
def test_at_sixty_times_the_pace_the_sop_reminds_and_breaches_within_seconds(clean: Path) -> None:
    demo = Demo(OURSELVES, clean)
    try:
        demo.is_watched()
        demo.types("cut rt-kejaksan")
        demo.shows("Dedi │ 🔴 GANGGUAN: Router Kejaksan mati — Kec. Kejaksan")
        demo.types("pace 60")
        # Five minutes a step: none of this could be there at the real pace.
        demo.shows("Dedi │ ⏳ PENGINGAT: Router Kejaksan mati — Kec. Kejaksan")
        demo.shows("Sari │ ⏰ TERLAMBAT: Router Kejaksan mati — Kec. Kejaksan")
        demo.shows("Agus │ ⏰ TERLAMBAT: Router Kejaksan mati — Kec. Kejaksan")
        demo.types("agus: ✅ Terima")
        demo.shows("Agus ☞ [✅ Terima] Tiket #1 Anda terima")
        demo.types("pace 1")
        demo.types("mend")
        demo.shows("netwatch: ticket #1 is closed")
        (log,) = clean.glob("netwatch-demo-*/netwatch.log")
        assert [line for line in log.read_text().splitlines() if "[error" in line or "[warning" in line] == []
        assert demo.ends(signal.SIGINT) == 0, demo.printed
    finally:
        demo.process.kill()


@pytest.mark.skipif(os.geteuid() != 0, reason="takes rights away, for which it needs them")
@pytest.mark.skipif(
    bool(os.statvfs(MOST_NAMESPACES).f_flag & os.ST_RDONLY), reason=f"{MOST_NAMESPACES} cannot be written in here"
)
def test_where_no_namespace_is_permitted_it_says_what_to_permit(clean: Path) -> None:
    forbid = f"echo 0 > {MOST_NAMESPACES} && exec setpriv --bounding-set -all --inh-caps -all \"$@\""
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "sh", "-c", forbid, "sh",
         sys.executable, "-m", "netwatch", "demo", "--plain"],
        cwd=REPO, env={**os.environ, "TMPDIR": str(clean)}, capture_output=True, text=True, timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert "a network namespace of its own, and this machine does not permit one: " in done.stderr
    assert "run it as root" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(clean.iterdir()) == []
