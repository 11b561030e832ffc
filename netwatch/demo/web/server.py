"""The page on a socket that may have been opened in another network than the one the process has moved to."""

import asyncio
import contextlib
import errno
import socket

import uvicorn
from starlette.types import ASGIApp

from netwatch.demo.uvicorn_quiet import QuietUvicorn

HOST = "127.0.0.1"
PORT = 8113


def listen(port: int | None = None) -> socket.socket:
    """On 127.0.0.1; `port` None: the page's own, or a free one where that is taken. Raises OSError."""
    if port is not None:
        return _listening(port)
    try:
        return _listening(PORT)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return _listening(0)


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        # two that begin at once may both have bound it: here the second is told
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def url_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()
    return f"http://{host}:{port}/"


async def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Until it is cancelled; then the readers' streams end at once."""
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
    server = QuietUvicorn(config)
    serving = asyncio.create_task(server.serve([listener]))
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = server.force_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await serving
