"""A command's work on the opened database."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from netwatch.store.store import Store

Result = TypeVar("Result")


def on_store(url: str, work: Callable[[Store], Awaitable[Result]]) -> Result:
    """Opens the database, does the work and closes it, whatever happened. Raises StoreError."""

    async def opened() -> Result:
        store = await Store.open(url)
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(opened())
