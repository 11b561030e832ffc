"""netwatch as the demo's child: told of the clock's turns, ended with the demo, given up when it will not stay."""

import asyncio
import contextlib
from pathlib import Path

import pytest

from netwatch.demo.watcher import Watcher, WatcherDied
from netwatch.paced_clock import Turn

ECHO = ("-c", "import sys\nfor line in sys.stdin: print(line, end='', flush=True)")
DIES = ("-c", "import sys; print('no such inventory'); sys.exit(2)")


def watcher(command: tuple[str, ...], folder: Path) -> Watcher:
    return Watcher(command, folder / "netwatch.yaml", lambda: Turn(1.5, 1_795_000_000.25, 1.0), lambda: None)


async def until_logged(folder: Path, words: str) -> None:
    log = folder / "netwatch.log"
    async with asyncio.timeout(60):
        while not log.exists() or words not in log.read_text():  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)


async def test_it_is_told_the_turns_of_the_clock_and_ended_with_the_demo(tmp_path: Path) -> None:
    netwatch = watcher(ECHO, tmp_path)
    running = asyncio.create_task(netwatch.run())
    await until_logged(tmp_path, "1.5 1795000000.25 1.0\n")
    assert netwatch.is_running
    netwatch.tell(Turn(2.5, 1_795_000_001.25, 60.0))
    await until_logged(tmp_path, "2.5 1795000001.25 60.0\n")
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert not netwatch.is_running


async def test_one_that_dies_young_twice_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(WatcherDied, match="no such inventory"):
        await watcher(DIES, tmp_path).run()
