"""netwatch itself, as a child process of the demo: the daemon as it runs everywhere, on the demo's clock."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from netwatch.paced_clock import Turn

_FAREWELL = 10.0
_PAUSE = 2.0
_LOG_LINES = 15
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "VIRTUAL_ENV", "PYTHONPATH")
"""Of the environment: what belongs to another netwatch on this machine, a token or a service manager's socket, is
not the demo's."""


class WatcherDied(RuntimeError):
    """The text has the end of its log."""


class Watcher:
    """`command` starts it, with the settings' path and our process id behind; it reads the clock's turns, one a line,
    from its standard input. `turn` tells the last one. `changed` is called when it comes and when it goes."""

    def __init__(
        self, command: Sequence[str], settings: Path, turn: Callable[[], Turn], changed: Callable[[], None]
    ) -> None:
        self._command = (sys.executable, *command, str(settings), str(os.getpid()))
        self._folder = settings.parent
        self._turn = turn
        self._changed = changed
        self._process: asyncio.subprocess.Process | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None

    async def run(self) -> None:
        """Until it is cancelled; then the daemon is ended. One that dies is started again; one that dies young twice
        raises WatcherDied."""
        young = 0
        while True:
            began = asyncio.get_running_loop().time()
            await self._live()
            young = young + 1 if asyncio.get_running_loop().time() - began < 10.0 else 0
            if young > 1:
                raise WatcherDied(f"netwatch does not stay up in the demo; its last words:\n{self._last_words()}")
            await asyncio.sleep(_PAUSE)

    def tell(self, turn: Turn) -> None:
        """The clock turns."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(_line(turn))

    async def _live(self) -> None:
        with (self._folder / "netwatch.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
                # Ctrl-C in the terminal is for the demo, which ends this one itself
                process_group=0,
            )
        self._process = process
        self.tell(self._turn())
        self._changed()
        try:
            await process.wait()
        finally:
            self._process = None
            self._changed()
            if process.returncode is None:
                await asyncio.shield(_end(process))

    def _last_words(self) -> str:
        lines = (self._folder / "netwatch.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-_LOG_LINES:])


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
        try:
            async with asyncio.timeout(_FAREWELL):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def _line(turn: Turn) -> bytes:
    return f"{turn.monotonic!r} {turn.wall!r} {turn.pace!r}\n".encode()
