"""`netwatch demo` as a process, its page ready."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def live_demo(folder: Path, *options: str) -> Iterator[str]:
    """The page's address; ends the demo as Ctrl-C does, and asserts that it went well and left nothing in `folder`."""
    demo = subprocess.Popen(
        [sys.executable, "-m", "netwatch", "demo", "--no-open", *options],
        cwd=ROOT, env={**os.environ, "TMPDIR": str(folder)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )
    assert demo.stdout is not None
    told: list[str] = []
    try:
        told.append(demo.stdout.readline())
        if "http://" not in told[0]:
            raise AssertionError(f"the demo said: {told[0]}{demo.communicate(timeout=120)[0]}")
        reading = threading.Thread(target=lambda: told.extend(demo.stdout or ()), daemon=True)
        reading.start()
        yield next(word for word in told[0].split() if word.startswith("http://"))
    finally:
        demo.send_signal(signal.SIGINT)
        try:
            demo.wait(120)
        except subprocess.TimeoutExpired:
            demo.kill()
    reading.join(60)
    assert demo.returncode == 0, "".join(told)
    assert told[1:] == []
    assert list(folder.glob("netwatch-demo-*")) == []
