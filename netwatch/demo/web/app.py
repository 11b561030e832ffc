"""The demo's screen over HTTP. The forms of its JSON are in the package's docstring."""

import asyncio
import json
import math
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from netwatch.demo.botapi.files import PHOTO_LIMIT
from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.stage import Stage
from netwatch.demo.web.guard import Guard
from netwatch.demo.web.language import LANGUAGES, preferred
from netwatch.demo.web.orders import Mistaken, Orders
from netwatch.demo.web.plan_json import plan_json
from netwatch.demo.web.stream import Stream
from netwatch.text.demo_page import WORDS
from sop.role import Role

HERE = Path(__file__).parent
BODY_LIMIT = PHOTO_LIMIT * 4 // 3 + 64 * 1024
ASPECTS = (0.2, 5.0)
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def create_app(stage: Stage, telegram: Telegram, roles: Mapping[int, Role] | None = None) -> Starlette:
    """The phones are those of `telegram.people`, in their order. `roles`: the part each plays, by Telegram's id."""
    desk = _Desk(stage, telegram, roles or {})
    return Starlette(
        routes=[
            Route("/", desk.page),
            Route("/plan", desk.plan),
            Route("/events", desk.events),
            Route("/act", desk.act, methods=["POST"]),
            Route("/file/{file_id}", desk.file),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={HTTPException: _in_json},
    )


class _Desk:
    def __init__(self, stage: Stage, telegram: Telegram, roles: Mapping[int, Role]) -> None:
        self._stage = stage
        self._telegram = telegram
        self._roles = roles
        self._run = secrets.token_hex(8)
        self._orders = Orders(stage, telegram)
        templates = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)
        self._page = templates.get_template("page.html")

    async def page(self, request: Request) -> Response:
        chosen = request.query_params.get("lang")
        kept = chosen or request.cookies.get("lang")
        language = kept if kept in LANGUAGES else preferred(request.headers.get("accept-language", ""))
        chapters = [{"key": chapter.key, "title": chapter.title[language], "caption": chapter.caption[language]}
                    for chapter in self._stage.chapters]
        response = HTMLResponse(self._page.render(
            language=language, languages=LANGUAGES, say=WORDS[language], chapters=chapters, paces=self._stage.paces,
            data={"run": self._run, "phones": list(self._telegram.people), "words": WORDS[language],
                  "chapters": chapters, "language": language},
        ))
        if chosen == language:
            response.set_cookie("lang", language, samesite="strict", httponly=True)
        return response

    async def plan(self, request: Request) -> Response:
        given = request.query_params.get("aspect")
        try:
            aspect = None if given is None else float(given)
        except ValueError:
            aspect = math.nan
        if aspect is not None and not math.isfinite(aspect):
            raise HTTPException(400, f"aspect is a number such as 1.2, not {(given or '')[:20]!r}")
        if aspect is not None:
            aspect = min(max(aspect, ASPECTS[0]), ASPECTS[1])
        return JSONResponse(plan_json(self._stage.view(), aspect))

    async def events(self, request: Request) -> Response:
        stream = Stream(self._stage, self._telegram, self._roles, self._run)
        return _Events(stream.events(), media_type="text/event-stream")

    async def act(self, request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise HTTPException(415, "orders are sent as application/json")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY_LIMIT:
                raise HTTPException(413, "this is more than a picture of 10 MB; choose a smaller one")
        try:
            order = json.loads(body)
        except ValueError:
            raise HTTPException(400, "the order is no JSON") from None
        try:
            return JSONResponse(await self._orders.follow(order))
        except Mistaken as error:
            raise HTTPException(error.status, str(error)) from None

    async def file(self, request: Request) -> Response:
        """Pictures are shown; everything else is only ever saved."""
        stored = self._telegram.world.files.by_id(request.path_params["file_id"])
        if stored is None:
            raise HTTPException(404, "Telegram has forgotten this file")
        for magic, kind in _PICTURES.items():
            if stored.data.startswith(magic):
                return Response(stored.data, media_type=kind)
        headers = {"content-disposition": "attachment"}
        return Response(stored.data, media_type="application/octet-stream", headers=headers)


class _Events(StreamingResponse):
    """Has no end of its own: when the server ends it, that is how it ends, and no error."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        except asyncio.CancelledError:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _in_json(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail: Any = error.detail
    return JSONResponse({"error": detail}, error.status_code, error.headers)
