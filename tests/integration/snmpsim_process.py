"""snmpsim as a child of the test, answering as recorded devices do; the community chooses the device."""

import bz2
import contextlib
import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import end

# it refuses to run as root unless told whom to become, and as anybody else if told
_WHOM = ("--process-user=root", "--process-group=root") if os.geteuid() == 0 else ()


def recordings_path() -> Path:
    """Where the package snmpsim-data keeps its recordings; skips the test without it."""
    spec = importlib.util.find_spec("snmpsim_data")
    if spec is None or spec.origin is None or importlib.util.find_spec("snmpsim") is None:
        pytest.skip("snmpsim and snmpsim-data are not installed: pip install -e .[dev]")
    return Path(spec.origin).parent / "data"


@contextlib.contextmanager
def snmpsim(folder: Path, recordings: list[Path], address: str, port: int) -> Iterator[None]:
    """Serves `recordings`, each as the community named like the file up to its first dot."""
    data = folder / "data"
    data.mkdir()
    for recording in recordings:
        # it follows links, and names the community after what it finds there
        name = recording.name.removesuffix(".bz2")
        octets = recording.read_bytes()
        (data / name).write_bytes(bz2.decompress(octets) if recording.suffix == ".bz2" else octets)
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                str(Path(sys.executable).with_name("snmpsim-command-responder")),
                f"--data-dir={data}",
                f"--cache-dir={folder / 'cache'}",
                f"--agent-udpv4-endpoint={address}:{port}",
                *_WHOM,
            ],
            stdout=output,
            stderr=output,
        )
    try:
        deadline = time.monotonic() + 400
        while not _is_taken(address, port):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"snmpsim does not start: {log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        yield
    finally:
        end(process, 120)


def _is_taken(address: str, port: int) -> bool:
    """As the kernel tells it: who tried to bind the port would keep it from snmpsim for a moment."""
    place = f"{int.from_bytes(socket.inet_aton(address), sys.byteorder):08X}:{port:04X}"
    return any(line.split()[1] == place for line in Path("/proc/net/udp").read_text().splitlines()[1:])
