"""Questions to the system's resolver, which may not answer for long, beside all else that a process does."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

AT_ONCE = 16
_THREADS = ThreadPoolExecutor(AT_ONCE, "resolve")
"""Of their own: a name server that is away holds one for half a minute, and the event loop's few belong to all."""


async def look_up(name: str, port: int | None = None) -> list[tuple[Any, ...]]:
    """As `socket.getaddrinfo` for UDP, with its errors."""
    ask = partial(socket.getaddrinfo, name, port, type=socket.SOCK_DGRAM)
    return await asyncio.get_running_loop().run_in_executor(_THREADS, ask)
