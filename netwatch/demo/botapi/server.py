"""The Bot API server on a socket, in the running event loop; the network in front of it can be cut."""

import asyncio
import contextlib
import socket
from types import TracebackType

import uvicorn

from netwatch.demo.botapi.app import create_app
from netwatch.demo.botapi.control import control_routes
from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.uvicorn_quiet import QuietUvicorn


class BotApiServer:
    """`async with BotApiServer(telegram) as server: Bot(token, base_url=server.base_url)`.

    `listener`: a TCP socket, bound to an explicit port; without one `host` and `port` are bound, port 0 picks
    a free one. `control`: serve /control too.
    """

    def __init__(self, telegram: Telegram, host: str = "127.0.0.1", port: int = 0, *,
                 listener: socket.socket | None = None, control: bool = False) -> None:
        self.telegram = telegram
        self._listener = listener or _bind(host, port)
        self.host, self.port = self._listener.getsockname()[:2]
        self._app = create_app(telegram, control_routes(telegram, self) if control else None)
        self._uvicorn: QuietUvicorn | None = None
        self._serving: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def base_url(self) -> str:
        """As settings want it: the token is appended."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    async def accept(self) -> None:
        """Listens, at first or again after `refuse`, on the same address. Once closed it stays closed."""
        if self._serving is not None or self._closed:
            return
        config = uvicorn.Config(self._app, log_config=None, access_log=False, lifespan="off",
                                timeout_keep_alive=75, timeout_graceful_shutdown=1)
        self._uvicorn = QuietUvicorn(config)
        # uvicorn closes what it is given; the copy shares the port, so that listening can end and begin again
        self._serving = asyncio.create_task(self._uvicorn.serve([self._listener.dup()]))
        listening = asyncio.create_task(self._uvicorn.listening.wait())
        await asyncio.wait({self._serving, listening}, return_when=asyncio.FIRST_COMPLETED)
        listening.cancel()
        if self._serving.done():
            self._serving.result()

    async def refuse(self) -> None:
        """Ends every connection; new ones are refused until `accept`."""
        if self._serving is None or self._uvicorn is None:
            return
        self._uvicorn.should_exit = True
        for listening in self._uvicorn.servers:
            listening.close()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for connection in list(self._uvicorn.server_state.connections):
            if (transport := connection.transport) is not None:
                transport.abort()
        await self._serving
        self._uvicorn = self._serving = None

    async def close(self) -> None:
        self._closed = True
        self.telegram.faults.lift_all()
        await self.refuse()
        self._listener.close()

    async def __aenter__(self) -> "BotApiServer":
        await self.accept()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        await self.close()


def _bind(host: str, port: int) -> socket.socket:
    """Bound to an explicit port: one that the kernel picked would be given up while nobody listens."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as picker:
        if port == 0:
            # Both may have the port while neither listens, so that nobody else gets it in between.
            picker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            picker.bind((host, 0))
            port = picker.getsockname()[1]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            listener.close()
            reason = f"cannot bind {host} port {port}: {error.strerror}; choose a free port"
            raise OSError(error.errno, reason) from None
        return listener
