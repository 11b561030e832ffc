"""What the page is told as things change."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.stage import Stage
from netwatch.demo.web.phone_json import phone_json
from netwatch.demo.web.stage_json import stage_json
from sop.role import Role

PAUSE = 0.25
"""Seconds between two looks: what happens meanwhile is told together."""
SIGN_OF_LIFE = 10.0
"""Seconds of quiet after which the stage is told again: the page sets its clock by it, and notices who has gone."""


class Stream:
    """One reader's. What it has been told already is not told again."""

    def __init__(self, stage: Stage, telegram: Telegram, roles: Mapping[int, Role], run: str) -> None:
        """`run` names this demo among all: a page that was loaded from another one begins anew."""
        self._stage = stage
        self._telegram = telegram
        self._roles = roles
        self._run = run
        self._told: dict[str, str] = {}

    async def events(self) -> AsyncIterator[str]:
        """Server-Sent Events, without end."""
        yield f"retry: 1000\nevent: run\ndata: {json.dumps({'run': self._run})}\n\n"
        while True:
            # asked for before looking, so that nothing falls between
            changes = (self._stage.changed.next(), self._telegram.world.changed.next())
            try:
                for event in self._news():
                    yield event
                await asyncio.sleep(PAUSE)
                quiet = not (await asyncio.wait(changes, timeout=SIGN_OF_LIFE,
                                                return_when=asyncio.FIRST_COMPLETED))[0]
            finally:
                for change in changes:
                    change.cancel()
            if quiet:
                self._told.pop("stage", None)

    def _news(self) -> list[str]:
        stage = stage_json(self._stage.view())
        news = [self._if_new("stage", "stage", stage, {**stage, "now": None})]
        for number, person in list(self._telegram.people.items()):
            phone = phone_json(person, self._roles.get(number), self._telegram)
            news.append(self._if_new(f"phone {number}", "phone", phone, phone))
        return [event for event in news if event]

    def _if_new(self, key: str, event: str, data: dict[str, Any], compared: dict[str, Any]) -> str:
        """Empty when it has been told. The clock alone is no news."""
        form = json.dumps(compared, ensure_ascii=False)
        if self._told.get(key) == form:
            return ""
        self._told[key] = form
        return f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
