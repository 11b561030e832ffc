"""A Debian of its own under systemd, booted by systemd-nspawn, without any network but its loopback.

Debian is fetched once into a cache folder; each container is an overlay on it, and gone with the test.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME", "/var/cache")) / "netwatch-tests"
SUITE, PYTHON = "bookworm", (3, 11)
PACKAGES = ("systemd", "systemd-sysv", "dbus", "make", "python3", "python3-venv", "nftables")
BOOT_SECONDS = 300.0
COMMAND_SECONDS = 900.0
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root",
    "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/srv/wheels",
}


@cache
def why_not() -> str | None:
    """Why no container can be booted here; None when one can, as far as can be seen without trying."""
    if os.geteuid() != 0:
        return "booting a container takes root"
    for tool, package in (("systemd-nspawn", "systemd-container"), ("debootstrap", "debootstrap")):
        if shutil.which(tool) is None:
            return f"booting a container takes the command `{tool}` (Debian: {package})"
    if sys.version_info[:2] != PYTHON:
        return f"Debian {SUITE} has Python {PYTHON[0]}.{PYTHON[1]}, and these tests run another one: no wheels for it"
    return None


needs_container = pytest.mark.skipif(why_not() is not None, reason=str(why_not()))


def cached(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name in the cache, made once: by whoever comes first, while the others wait."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder, unfinished = CACHE / name, CACHE / f"{name}.unfinished"
        if not folder.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(folder)
    return folder


def _debian(folder: Path) -> None:
    command = ["debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", SUITE, str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip("debootstrap could not fetch Debian from here")


def wheels() -> Path:
    """The folder with all that netwatch is installed from, for a place without network."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = sorted({*project["project"]["dependencies"], *project["build-system"]["requires"], "wheel"})

    def fetch(folder: Path) -> None:
        folder.mkdir()
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir", str(folder), *wanted]
        subprocess.run(command, check=True, capture_output=True)

    return cached(f"wheels-{hashlib.sha256(repr(wanted).encode()).hexdigest()[:12]}", fetch)


class Container:
    """`binds`: folders of this machine, read-only, by their place inside."""

    def __init__(self, root: Path, log: Path, binds: Mapping[str, Path]) -> None:
        self._log = log
        self._command = [
            "systemd-nspawn", "--quiet", "--boot", "--directory", str(root), "--private-network", "--register=no",
            "--keep-unit", "--console=pipe", f"--machine=nw{os.getpid()}",
            *(f"--bind-ro={source}:{place}" for place, source in binds.items()),
        ]
        self._leader = 0
        self._nspawn = self._boot()

    def _boot(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as out:
            return subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    def wait_booted(self) -> None:
        """Until systemd has started everything."""

        def booted() -> bool:
            self._leader = self._child()
            return bool(self._leader) and "running" in self._enter(
                ("systemctl", "is-system-running"), {}, BOOT_SECONDS
            ).stdout.split()

        self.until("the container has booted", booted, BOOT_SECONDS)

    def _child(self) -> int:
        assert self._nspawn.poll() is None, self._log.read_text(errors="replace")
        children = Path(f"/proc/{self._nspawn.pid}/task/{self._nspawn.pid}/children").read_text().split()
        return int(children[0]) if children else 0

    def try_run(self, *command: str, environ: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return self._enter(command, environ or {}, COMMAND_SECONDS)

    def run(self, *command: str, **environ: str) -> str:
        """Standard output of a command that has to succeed."""
        done = self.try_run(*command, environ=environ)
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}\n{self.journal()}"
        return done.stdout

    def json(self, *command: str) -> Any:
        return json.loads(self.run(*command))

    def journal(self) -> str:
        return self._enter(("journalctl", "-u", "netwatch", "-n", "200", "--no-pager"), {}, COMMAND_SECONDS).stdout

    def write(self, path: str, text: str) -> None:
        done = subprocess.run(
            [*self._into(), "/bin/sh", "-c", f"cat > {path}"], input=text, text=True, check=False, capture_output=True
        )
        assert done.returncode == 0, done.stderr

    def reboot(self) -> None:
        """Without a manager of its own, nspawn ends when its container reboots: it is started again."""
        self.try_run("systemctl", "reboot")
        self._nspawn.wait(BOOT_SECONDS)
        self._nspawn = self._boot()
        self.wait_booted()

    def until(self, what: str, holds: Callable[[], Any], within: float) -> Any:
        """Asks again until there is a true answer; fails, saying what, when one asked for after `within` s is none."""
        give_up_at = time.monotonic() + within
        while True:
            asked_at = time.monotonic()
            if answer := holds():
                return answer
            if asked_at >= give_up_at:
                console = self._log.read_text(errors="replace")[-2000:]
                raise AssertionError(f"{what}: not within {within:.0f} s\n{console}")
            time.sleep(1.0)

    def _enter(
        self, command: tuple[str, ...], environ: Mapping[str, str], within: float
    ) -> subprocess.CompletedProcess[str]:
        settings = [f"{key}={value}" for key, value in {**ENVIRONMENT, **environ}.items()]
        return subprocess.run(
            [*self._into(), "env", "-i", *settings, *command],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=within, check=False,
        )

    def _into(self) -> list[str]:
        return ["nsenter", "--target", str(self._leader), "--mount", "--uts", "--ipc", "--net", "--pid"]

    def close(self) -> None:
        self._nspawn.terminate()
        try:
            self._nspawn.wait(BOOT_SECONDS)
        except subprocess.TimeoutExpired:
            self._nspawn.kill()
            self._nspawn.wait(10)


def _boot_or_skip(container: Container) -> None:
    """Nothing of netwatch is in it yet: a Debian that does not boot is this machine's affair."""
    try:
        container.wait_booted()
    except (AssertionError, subprocess.TimeoutExpired) as failure:
        pytest.skip(f"a container does not boot here: {failure}")


@contextmanager
def booted(folder: Path, binds: Mapping[str, Path]) -> Iterator[Container]:
    """A container that has booted. `folder` has to be on a file system that can be an overlay's upper one."""
    base = cached(SUITE, _debian)
    merged = folder / "root"
    for name in ("upper", "work", "root"):
        (folder / name).mkdir(parents=True)
    layers = f"lowerdir={base},upperdir={folder / 'upper'},workdir={folder / 'work'}"
    mounted = subprocess.run(
        ["mount", "-t", "overlay", "overlay", "-o", layers, str(merged)], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"no overlay can be mounted here: {mounted.stderr.strip()}")
    try:
        container = Container(merged, folder / "console.log", binds)
        try:
            _boot_or_skip(container)
            yield container
        finally:
            container.close()
    finally:
        subprocess.run(["umount", str(merged)], check=True)
        for name in ("upper", "work"):
            with contextlib.suppress(OSError):
                shutil.rmtree(folder / name)
