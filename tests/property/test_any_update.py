"""Whatever comes from Telegram: the real receiver, desk and store take it without an exception, and go on to the next.

What they say of it is Telegram's own HTML within its limits, and names no citizen to a stranger.
"""

import asyncio
import itertools
import json
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from structlog.testing import capture_logs

from netwatch.core.directory import Directory, Person, Team
from netwatch.core.policy import Policy
from netwatch.core.second_channel import SMS, Rule
from netwatch.desk.desk import Desk
from netwatch.desk.setting import Setting
from netwatch.inventory.find import PlaceFinder
from netwatch.store.migrate import upgrade
from netwatch.store.schema import outbox
from netwatch.store.store import Store
from netwatch.telegram import receiver
from netwatch.telegram.client import TelegramClient
from netwatch.telegram.receiver import Receiver
from netwatch.text.html import LIMIT, length
from netwatch.text.office import Office
from sop.role import Role
from tests.property.updates import BOT, contents, spoiled
from tests.unit.test_text_hostile import invalid
from tests.unit.text_sample import BY_CITIZEN, NOW, OFFICE, WITH_REPORTS

TOKEN = "7000001:AAE-test_token_of-no_worth-00000001"
PEOPLE = (
    Person("Rina", Role.CALL_TAKER, 2001),
    Person("Sari", Role.SPV_OPINI_PUBLIK, 2002),
    Person("Dedi", Role.KASI_INFRASTRUKTUR, 2003, "+628110000003"),
    Person("Agus", Role.TIM_LAPANGAN, 2004, team="utara"),
    Person("Nia", Role.ADMIN, 2009),
)
TEAMS = (Team("utara", "Tim Utara", -200, ("kejaksan",)), Team("selatan", "Tim Selatan", default=True))


class OneTelegram:
    """Gives the updates from the asked-for number on, and says when all of them were confirmed."""

    def __init__(self, updates: list[dict[str, Any]]) -> None:
        self.updates = updates
        self.done = asyncio.Event()

    async def serve(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rsplit("/", 1)[-1]
        if method == "getMe":
            return httpx.Response(200, json={"ok": True, "result": BOT})
        if method != "getUpdates":
            return httpx.Response(200, json={"ok": True, "result": True})
        offset = int(dict(httpx.QueryParams(request.content.decode())).get("offset", 0))
        left = [update for update in self.updates if update["update_id"] >= offset]
        if not left:
            self.done.set()
            await asyncio.Event().wait()
        # Escaped, as Telegram sends it: half a pair of surrogates gets through like that, and not as UTF-8.
        return httpx.Response(200, text=json.dumps({"ok": True, "result": left}))


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two open tickets, of a probe's and of a citizen's."""
    path = tmp_path_factory.mktemp("pattern") / "netwatch.db"

    async def make() -> None:
        await upgrade(f"sqlite:///{path}")
        store = await Store.open(f"sqlite:///{path}")
        async with store.begin() as tx:
            for ticket in (WITH_REPORTS, BY_CITIZEN):
                await tx.tickets.add(replace(ticket, id=0))
        await store.close()

    asyncio.run(make())
    return path


def office() -> Setting:
    opened = Office(OFFICE.inventory, Directory(PEOPLE, TEAMS), OFFICE.sop, OFFICE.zone)
    rule = Rule("telegram", SMS, timedelta(minutes=2))
    return Setting(opened, PlaceFinder(opened.inventory), Policy(), "telegram", "{seq}/{month}/{year}", rule)


async def receive(url: str, updates: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """What was left to be said: chat and HTML."""
    store = await Store.open(url)
    telegram = OneTelegram(updates)
    client = TelegramClient(TOKEN, "http://telegram.test/bot", "http://telegram.test/file/bot",
                            lambda: httpx.MockTransport(telegram.serve))
    ticks = itertools.count()
    desk = Desk(store, office(), lambda: NOW + timedelta(seconds=next(ticks)), lambda: None)
    receiving = asyncio.create_task(Receiver(client, desk, lambda: NOW).run())
    try:
        async with asyncio.timeout(60):
            await telegram.done.wait()
        assert await desk.next_update_id() == updates[-1]["update_id"] + 1
        async with store.read() as tx:
            assert await tx.history.audit() is None
            found = await tx.connection.execute(select(outbox))
            return [(row.chat_id, row.html) for row in found.all()]
    finally:
        receiving.cancel()
        await asyncio.gather(receiving, return_exceptions=True)
        await client.aclose()
        await store.close()


class Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def without_a_warning() -> Iterator[None]:
    """Neither of ours nor of a library's."""
    listener = Listener()
    logging.getLogger().addHandler(listener)
    try:
        with capture_logs() as logs:
            yield
    finally:
        logging.getLogger().removeHandler(listener)
    assert [entry for entry in logs if entry["log_level"] in ("warning", "error", "critical")] == []
    assert listener.heard == []


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(contents(), min_size=1, max_size=25))
def test_any_update_is_taken_without_an_exception_and_the_next_one_after_it(
    pattern: Path, tmp_path: Path, given_contents: list[dict[str, Any]]
) -> None:
    updates = [{"update_id": 5000 + number, **content} for number, content in enumerate(given_contents)]
    url = f"sqlite:///{shutil.copy(pattern, tmp_path / 'netwatch.db')}"
    known = {person.telegram_id for person in PEOPLE}
    with without_a_warning():
        said = asyncio.run(receive(url, updates))
    for chat_id, html in said:
        assert invalid(html) is None, html
        assert 0 < length(html) <= LIMIT
        if chat_id > 0 and chat_id not in known:
            assert "belum terdaftar" in html
            assert "Kejaksan" not in html


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(spoiled(), min_size=1, max_size=10))
def test_what_is_no_update_at_all_is_left_behind_and_quotes_nothing_in_the_log(
    pattern: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given_contents: list[dict[str, Any]]
) -> None:
    monkeypatch.setattr(receiver, "backoff", lambda failures, cap: 0.0)
    updates = [{"update_id": 5000 + number, **content} for number, content in enumerate(given_contents)]
    url = f"sqlite:///{shutil.copy(pattern, tmp_path / 'netwatch.db')}"
    with capture_logs() as logs:
        asyncio.run(receive(url, updates))
    assert {entry["event"] for entry in logs} <= {
        "update cannot be read", "update cannot be handled", "update is skipped", "press was not answered",
    }
    assert {key for entry in logs for key in entry} <= {"event", "log_level", "update_id", "error", "attempt"}
