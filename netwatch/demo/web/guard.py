"""Who may ask: the page that was loaded from here, under an address that no name server can lend to another.

A page elsewhere in the same browser can send requests to 127.0.0.1, and under a name that its owner lets point there
(DNS rebinding) it could even read the answers. The first are told by Origin and Sec-Fetch-Site, which scripts cannot
set; the second by Host, which then holds the name.
"""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """ASGI middleware: refuses with 403 what another page asks, and lets the page load nothing from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if (error := refusal(scope["method"], Headers(scope=scope))) is not None:
            await JSONResponse({"error": error}, 403)(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *(
                    (name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items())]
            await send(message)

        await self._app(scope, receive, send_guarded)


def refusal(method: str, headers: Headers) -> str | None:
    """Why it is refused; None when it may go on."""
    host = headers.get("host", "")
    if not _is_own_name(host):
        return "this page is only served as 127.0.0.1, localhost or another numeric address; open it under that"
    if method in ("GET", "HEAD"):
        return None
    origin = headers.get("origin")
    foreign = origin is not None and (not origin.startswith(("http://", "https://")) or urlsplit(origin).netloc != host)
    if foreign or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return "only the demo's own page may act; another page has asked for this"
    return None


def _is_own_name(host: str) -> bool:
    """A numeric address or localhost, with any port: it may have been forwarded."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost":
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
