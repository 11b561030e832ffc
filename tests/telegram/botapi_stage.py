"""The server, its world and a raw HTTP client, set up for one test; the schema watches what passes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.server import BotApiServer
from netwatch.demo.botapi.telegram import DEMO_TOKEN, Reply, Telegram
from tests.telegram.bot_api_schema import SchemaObserver, load_schema

TOKEN = DEMO_TOKEN


class ManualClock:
    """Unix time that passes only when told to."""

    def __init__(self, start: float = 1_795_000_000.0) -> None:
        self.time = start

    def __call__(self) -> float:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += seconds


@dataclass(slots=True)
class Stage:
    telegram: Telegram
    server: BotApiServer
    http: httpx.AsyncClient

    async def api(self, method: str, **params: Any) -> dict[str, Any]:
        """The JSON answered to a JSON request."""
        answer: dict[str, Any] = (await self.http.post(method, json=params)).json()
        return answer


@asynccontextmanager
async def stage(**options: Any) -> AsyncIterator[Stage]:
    schema = load_schema()
    observer = SchemaObserver(schema) if schema else None
    telegram = Telegram(observer=observer, **options)
    async with (
        BotApiServer(telegram, control=True) as server,
        httpx.AsyncClient(base_url=f"{server.base_url}{TOKEN}/", timeout=60) as http,
    ):
        yield Stage(telegram, server, http)
    if observer is not None:
        assert observer.problems == []


async def call(telegram: Telegram, method: str, **params: Any) -> Reply:
    """A request past HTTP, its parameters as the text that HTTP would carry."""
    return await telegram.call(method, Params({name: str(value) for name, value in params.items()}))


async def refused(telegram: Telegram, method: str, **params: Any) -> str:
    """Code and description of a request that has to be refused."""
    body = (await call(telegram, method, **params)).body
    assert not body["ok"], body
    return f"{body['error_code']} {body['description']}"


async def accepted(telegram: Telegram, method: str, **params: Any) -> Any:
    """The result of a request that has to be accepted."""
    body = (await call(telegram, method, **params)).body
    assert body["ok"], body
    return body["result"]
