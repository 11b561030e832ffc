"""The HTTP face: /bot<token>/<method>, /file/bot<token>/<path>, and /control for those who script people."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from netwatch.demo.botapi.errors import ApiError, not_found, unauthorized
from netwatch.demo.botapi.faults import BlackHole, Late, Page, Refusal, Scripted
from netwatch.demo.botapi.files import UPLOAD_LIMIT
from netwatch.demo.botapi.params import read_params
from netwatch.demo.botapi.telegram import Reply, Telegram, refusal

T = TypeVar("T")
Answer = Callable[[bytes], Awaitable[Response]]
# fields and boundaries beside the largest file
BODY_LIMIT = UPLOAD_LIMIT + 1024 * 1024
_TOKEN_FORM = re.compile(r"[1-9]\d{0,15}:[A-Za-z0-9_-]{30,64}")


class _Gone(Exception):
    """The client did not wait for its answer."""


def create_app(telegram: Telegram, control: list[BaseRoute] | None = None) -> Starlette:
    """`control` are the routes that script people; without them only bots are answered."""

    async def api(request: Request) -> Response:
        method = request.path_params["method"]

        async def process(body: bytes) -> Response:
            params = read_params(request.url.query, body, request.headers.get("content-type", ""))
            return _json(await _unless_gone(request, telegram.call(method, params)))

        return await _guarded(telegram, request, method, process)

    async def download(request: Request) -> Response:
        async def process(body: bytes) -> Response:
            stored = telegram.download(request.path_params["path"])
            return Response(stored.data, media_type=stored.mime_type or "application/octet-stream")

        return await _guarded(telegram, request, "download", process)

    async def nothing_here(request: Request, error: Exception) -> Response:
        return _json(refusal(not_found()))

    return Starlette(
        routes=[
            *(control or ()),
            Route("/bot{token}/{method}", api, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", download),
        ],
        exception_handlers={404: nothing_here, 405: nothing_here},
    )


async def _guarded(telegram: Telegram, request: Request, method: str, process: Answer) -> Response:
    """Token, then scripted faults, then the work itself; refusals become Telegram's JSON."""
    try:
        _check_token(telegram, request.path_params["token"])
        # the body is read first: while a fault holds the request, the next thing to receive is a disconnect
        body = await _body(request)
        scripted = telegram.faults.next(method)
        if scripted is None:
            return await process(body)
        return await _misbehave(telegram, request, scripted, lambda: process(body))
    except ApiError as error:
        return _json(refusal(error))
    except (_Gone, ClientDisconnect):
        return Response()


async def _misbehave(telegram: Telegram, request: Request, scripted: Scripted,
                     process: Callable[[], Awaitable[Response]]) -> Response:
    match scripted.fault:
        case Refusal() as fault:
            return _json(Reply(fault.code, dict(fault.body())))
        case Page(html, status):
            return HTMLResponse(html, status)
        case BlackHole():
            await _hold(telegram, request, scripted, None)
            return await process()
        case Late(seconds):
            response = await process()
            await _hold(telegram, request, scripted, seconds)
            return response


async def _hold(telegram: Telegram, request: Request, scripted: Scripted, seconds: float | None) -> None:
    """Until the fault is lifted or the seconds have passed. Raises _Gone when the client hangs up before."""
    scripted.held += 1
    telegram.world.changed.fire()
    try:
        async with asyncio.timeout(seconds):
            await _unless_gone(request, scripted.lifted.wait())
    except TimeoutError:
        return
    finally:
        scripted.held -= 1
        telegram.world.changed.fire()


async def _unless_gone(request: Request, work: Awaitable[T]) -> T:
    """The work's result; cancels it and raises _Gone when the client hangs up first."""
    working = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(request.receive())
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise _Gone
        return working.result()
    finally:
        for task in (working, gone):
            task.cancel()


async def _body(request: Request) -> bytes:
    """Raises the 413 as soon as more comes than the largest upload could be."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
    return bytes(body)


def _check_token(telegram: Telegram, token: str) -> None:
    if telegram.is_token(token):
        return
    raise unauthorized() if _TOKEN_FORM.fullmatch(token) else not_found()


def _json(reply: Reply) -> Response:
    retry_after = reply.body.get("parameters", {}).get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    return JSONResponse(reply.body, reply.status, headers)
