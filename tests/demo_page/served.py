"""The page with the fake stage behind it, served from a thread of its own, for those who drive a browser."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import uvicorn

from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.web.app import create_app
from tests.demo_page.fake_stage import ROLES, Bot, FakeStage, office, tell_the_story

T = TypeVar("T")


class Served:
    """`stage` and `telegram` belong to the server's loop: touch them in `do`."""

    def __init__(self, stage: FakeStage, telegram: Telegram, loop: asyncio.AbstractEventLoop, port: int) -> None:
        self.stage = stage
        self.telegram = telegram
        self.bot = Bot(telegram)
        self.url = f"http://127.0.0.1:{port}/"
        self._loop = loop

    def do(self, deed: Callable[[], T]) -> T:
        async def done() -> T:
            return deed()

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(60)

    def send(self, chat: int, html: str, **more: object) -> int:
        return asyncio.run_coroutine_threadsafe(self.bot.send(chat, html, **more), self._loop).result(60)

    def edit(self, chat: int, message: int, html: str, **more: object) -> None:
        asyncio.run_coroutine_threadsafe(self.bot.edit(chat, message, html, **more), self._loop).result(60)


@contextmanager
def served(port: int = 0, *, story: bool = True) -> Iterator[Served]:
    """`story`: something stands in the phones already."""
    ready: list[Served] = []
    listening = threading.Event()
    ended = threading.Event()

    async def serve() -> None:
        stage, telegram = FakeStage(), office()
        config = uvicorn.Config(create_app(stage, telegram, ROLES), port=port, log_level="error", lifespan="off",
                                timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup()
        socket = server.servers[0].sockets[0]
        here = Served(stage, telegram, asyncio.get_running_loop(), socket.getsockname()[1])
        if story:
            await tell_the_story(here.bot)
        answering = asyncio.create_task(here.bot.serve())
        ready.append(here)
        listening.set()
        await asyncio.get_running_loop().run_in_executor(None, ended.wait)
        answering.cancel()
        await asyncio.gather(answering, return_exceptions=True)
        server.should_exit = True
        await server.shutdown()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert listening.wait(120), "the page's server did not start"
        yield ready[0]
    finally:
        ended.set()
        thread.join(120)
