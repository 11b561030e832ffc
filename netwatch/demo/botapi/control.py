"""The control side over HTTP, for another process: people act, screens are read, faults are scripted.

All under /control, in JSON. A user's mistake is a 400 `{"error": …}`; what does not happen in time a 408.
"""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from netwatch.demo.botapi.faults import BlackHole, Fault, Late, Page, Refusal
from netwatch.demo.botapi.group import Group
from netwatch.demo.botapi.multipart import Part
from netwatch.demo.botapi.person import Person
from netwatch.demo.botapi.screen import Shown
from netwatch.demo.botapi.telegram import Telegram

Order = dict[str, Any]
Handler = Callable[[Order], Awaitable[Any]]


class Line(Protocol):
    """The way to the server, which can be cut."""

    async def refuse(self) -> None: ...

    async def accept(self) -> None: ...


def control_routes(telegram: Telegram, line: Line) -> list[BaseRoute]:
    desk = _ControlDesk(telegram, line)
    return [
        Route(f"/control/{name}", _endpoint(handler), methods=["POST"])
        for name, handler in desk.handlers().items()
    ]


def _endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            order = json.loads(await request.body() or b"{}")
            if not isinstance(order, dict):
                raise ValueError("a JSON object is expected")
            return JSONResponse(await handler(order))
        except TimeoutError:
            return JSONResponse({"error": "it did not happen within the timeout"}, 408)
        except KeyError as error:
            return JSONResponse({"error": f"no such key, person, group or message: {error}"}, 400)
        except (ValueError, TypeError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return endpoint


class _ControlDesk:
    def __init__(self, telegram: Telegram, line: Line) -> None:
        self._telegram = telegram
        self._line = line
        self._cut: asyncio.Task[None] | None = None

    def handlers(self) -> dict[str, Handler]:
        return {
            "user": self._user, "group": self._group, "topic": self._topic, "start": self._start,
            "say": self._say, "photo": self._photo, "press": self._press, "block": self._block,
            "unblock": self._unblock, "kick": self._kick, "add_bot": self._add_bot, "migrate": self._migrate,
            "screen": self._screen, "wait": self._wait, "log": self._log, "fault": self._fault,
            "lift": self._lift, "refuse": self._refuse,
        }  # fmt: skip

    def _person(self, order: Order) -> Person:
        return self._telegram.people[order["user"]]

    def _chat(self, order: Order) -> Group | None:
        chat_id = order.get("chat")
        return None if chat_id is None or chat_id > 0 else self._telegram.groups[chat_id]

    def _required_group(self, order: Order) -> Group:
        return self._telegram.groups[order["chat"]]

    async def _user(self, order: Order) -> Order:
        """{"id", "first_name", and what else Telegram.add_user takes}"""
        return {"id": self._telegram.add_user(order.pop("id"), order.pop("first_name"), **order).id}

    async def _group(self, order: Order) -> Order:
        """{"id", "title", "members": [user ids], "supergroup", "topics"}"""
        members = [self._telegram.people[number] for number in order.get("members", ())]
        group = self._telegram.add_group(order["id"], order["title"], members,
                                         supergroup=bool(order.get("supergroup")),
                                         topics=bool(order.get("topics")))
        return {"id": group.id}

    async def _topic(self, order: Order) -> Order:
        return {"thread_id": self._required_group(order).add_topic(order["name"])}

    async def _start(self, order: Order) -> Order:
        return {"message_id": self._person(order).start(order.get("payload", "")).id}

    async def _say(self, order: Order) -> Order:
        """{"user", "text", "chat": a group's id or left out, "reply_to", "thread_id"}"""
        message = self._person(order).say(order["text"], self._chat(order), reply_to=order.get("reply_to"),
                                          thread_id=order.get("thread_id"))
        return {"message_id": message.id}

    async def _photo(self, order: Order) -> Order:
        """{"user", "chat", "caption", "reply_to", "base64": left out for a sample}"""
        data = base64.b64decode(order["base64"]) if "base64" in order else None
        message = self._person(order).send_photo(
            self._chat(order), data=data, caption=order.get("caption", ""), reply_to=order.get("reply_to"),
            thread_id=order.get("thread_id"),
        )
        return {"message_id": message.id}

    async def _press(self, order: Order) -> Order:
        """{"user", "button", "chat", "message_id", "timeout"} → {"answer": null or what is seen}"""
        answer = await self._person(order).press(order["button"], order.get("message_id"), self._chat(order),
                                                 within=float(order.get("timeout", 15)))
        return {"answer": asdict(answer) if answer else None}

    async def _block(self, order: Order) -> Order:
        self._person(order).block()
        return {}

    async def _unblock(self, order: Order) -> Order:
        self._person(order).unblock()
        return {}

    async def _kick(self, order: Order) -> Order:
        self._required_group(order).kick_bot()
        return {}

    async def _add_bot(self, order: Order) -> Order:
        self._required_group(order).add_bot()
        return {}

    async def _migrate(self, order: Order) -> Order:
        new = self._required_group(order).migrate(order.get("new_id"))
        self._telegram.groups[new.id] = new
        return {"id": new.id}

    def _shown(self, order: Order) -> list[Shown]:
        if (group := self._chat(order)) is not None:
            return group.screen(order.get("thread_id"))
        return self._telegram.people[order.get("user") or order["chat"]].screen()

    async def _screen(self, order: Order) -> list[Order]:
        """{"user"} for the private chat, {"chat", "thread_id"} for a group"""
        return [asdict(shown) | {"entities": [entity.as_json() for entity in shown.entities]}
                for shown in self._shown(order)]

    async def _wait(self, order: Order) -> Order:
        """{"user" or "chat", "contains", "after": message id, "timeout"}: until the bot's message is there"""
        after = order.get("after", 0)
        shown = await self._telegram.wait_for(
            lambda: next((shown for shown in self._shown(order)
                          if shown.from_bot and shown.message_id > after and order["contains"] in shown.text),
                         None),
            float(order.get("timeout", 10)),
        )
        assert shown is not None
        return {"message_id": shown.message_id, "text": shown.text}

    async def _log(self, order: Order) -> list[Order]:
        """{"methods": [names] or left out for all}"""
        methods = order.get("methods")
        return [
            {"at": call.at, "method": call.method, "params": _plain(call.params), "response": call.response}
            for call in self._telegram.log
            if methods is None or call.method in methods
        ]

    async def _fault(self, order: Order) -> Order:
        """{"kind": refusal|page|black_hole|late, "method", "times", and what the fault itself takes}"""
        method, times = order.pop("method", None), order.pop("times", None)
        self._telegram.faults.script(_fault(order), method=method, times=times)
        return {}

    async def _lift(self, order: Order) -> Order:
        self._telegram.faults.lift_all()
        return {}

    async def _refuse(self, order: Order) -> Order:
        """{"seconds"}: all connections end and new ones are refused that long, this path's too"""
        if self._cut is not None and not self._cut.done():
            raise ValueError("connections are being refused already; wait until that is over")
        self._cut = asyncio.create_task(self._cut_line(float(order["seconds"])))
        return {}

    async def _cut_line(self, seconds: float) -> None:
        # the answer to the order itself must get out first
        await asyncio.sleep(0.05)
        await self._line.refuse()
        await asyncio.sleep(seconds)
        await self._line.accept()


def _fault(order: Order) -> Fault:
    kinds: dict[str, Callable[..., Fault]] = {
        "refusal": Refusal, "page": Page, "black_hole": BlackHole, "late": Late,
    }  # fmt: skip
    kind = order.pop("kind", None)
    if kind not in kinds:
        raise ValueError(f"unknown kind of fault {kind!r}; one of {', '.join(kinds)}")
    return kinds[kind](**order)


def _plain(params: dict[str, Any]) -> dict[str, Any]:
    return {name: f"<{len(value.data)} bytes>" if isinstance(value, Part) else value
            for name, value in params.items()}
