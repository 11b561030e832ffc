"""The way to Telegram: python-telegram-bot's Bot over two connection pools, one to ask, one to send."""

from collections.abc import Callable
from typing import Any, Final

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

from netwatch.telegram.redact import Redactor, for_token

POLL_SECONDS: Final = 20
"""How long Telegram may hold a getUpdates that has nothing to tell."""

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")

SEND_READ_TIMEOUT: Final = 25.0
"""Seconds. Long, since after a timeout nobody knows whether the message went out."""

_CONNECT_TIMEOUT: Final = 10.0
_POLL_SLACK: Final = 10.0
_SEND_CONNECTIONS: Final = 16
"""Above what the outbox's worker sends at once, so that an answer to a press never waits for a connection."""

Transport = Callable[[], httpx.AsyncBaseTransport]


class AskingBot(Bot):
    """Hands updates out unread, each to be parsed by itself: one that cannot be read must not hide the others."""

    __slots__ = ()

    async def raw_updates(self, offset: int | None) -> list[dict[str, Any]]:
        """Unconfirmed updates from `offset` on; waits up to POLL_SECONDS for one. Raises TelegramError."""
        asked = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": list(ALLOWED_UPDATES)}
        updates: list[dict[str, Any]] = await self._post(
            "getUpdates", asked, read_timeout=POLL_SECONDS + _POLL_SLACK
        )
        return updates


class TelegramClient:
    """Holds the Bot, and makes it anew when its connections are beyond repair.

    `base_url` and `base_file_url` as in the settings, the token is appended. `transport` makes what carries the
    requests of one pool; None: the network. `redactor` hides the token; the repr shows none.
    """

    def __init__(self, token: str, base_url: str, base_file_url: str, transport: Transport | None = None) -> None:
        self._token = token
        self.redactor: Redactor = for_token(token)
        self._base_url = base_url
        self._base_file_url = base_file_url
        self._transport = transport
        self._retired: list[HTTPXRequest] = []
        self._bot, self._pools = self._build()

    @property
    def bot(self) -> AskingBot:
        """For one call only: after a rebuild it is another one."""
        return self._bot

    async def rebuild(self) -> None:
        """A new Bot on new connections.

        What the old one is sending may still end well, so its pools are closed with the next rebuild, which is
        to come later than any request may last.
        """
        outdated, self._retired = self._retired, self._pools
        self._bot, self._pools = self._build()
        await _shut_down(outdated)

    async def aclose(self) -> None:
        await _shut_down([*self._retired, *self._pools])
        self._retired = []

    def _build(self) -> tuple[AskingBot, list[HTTPXRequest]]:
        asking = self._pool(connections=2, read_timeout=POLL_SECONDS + _POLL_SLACK)
        sending = self._pool(connections=_SEND_CONNECTIONS, read_timeout=SEND_READ_TIMEOUT)
        bot = AskingBot(
            self._token, self._base_url, self._base_file_url, request=sending, get_updates_request=asking
        )
        return bot, [asking, sending]

    def _pool(self, connections: int, read_timeout: float) -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=connections, read_timeout=read_timeout, write_timeout=20.0,
            connect_timeout=_CONNECT_TIMEOUT, pool_timeout=10.0,
            httpx_kwargs={"transport": self._transport()} if self._transport else None,
        )


async def _shut_down(pools: list[HTTPXRequest]) -> None:
    for pool in pools:
        await pool.shutdown()
