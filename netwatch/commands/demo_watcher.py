"""The daemon as the demo starts it: `python -m netwatch.commands.demo_watcher SETTINGS PARENT`.

On standard input come the turns of the demo's clock, one a line: monotonic seconds, Unix time, pace. It dies with the
demo, however that one ends.
"""

import asyncio
import ctypes
import os
import signal
import sys
from pathlib import Path

from netwatch.daemon import run_daemon
from netwatch.logging_setup import set_up_logging
from netwatch.paced_clock import PacedClock, Turn

_PR_SET_PDEATHSIG = 1


def main() -> None:
    settings, parent = Path(sys.argv[1]), int(sys.argv[2])
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the demo has ended already")
    set_up_logging()
    asyncio.run(_run(settings))


async def _run(settings: Path) -> None:
    turns = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(turns), sys.stdin)
    clock = PacedClock(_turn(await turns.readline()))
    following = asyncio.create_task(_follow(turns, clock))
    try:
        await run_daemon(settings, os.environ, clock)
    finally:
        following.cancel()


async def _follow(turns: asyncio.StreamReader, clock: PacedClock) -> None:
    while line := await turns.readline():
        clock.turn(_turn(line))


def _turn(line: bytes) -> Turn:
    monotonic, wall, pace = map(float, line.split())
    return Turn(monotonic, wall, pace)


if __name__ == "__main__":
    main()
