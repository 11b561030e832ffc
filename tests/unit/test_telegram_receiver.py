"""The receiver before a Telegram that answers as it is told to, in time that passes only as it is waited for."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from netwatch.core.request import Answer, Incoming, ListTickets, Report
from netwatch.core.unavailable import Unavailable
from netwatch.telegram.client import ALLOWED_UPDATES, POLL_SECONDS, TelegramClient
from netwatch.telegram.receiver import Command, Receiver

pytestmark = pytest.mark.looptime

START = datetime(2026, 11, 1, tzinfo=UTC)
TOKEN = "7000001:AAE-test_token_of-no_worth-00000001"


def time() -> float:
    return asyncio.get_running_loop().time()


def said(update_id: int, text: str = "/tiket") -> dict[str, Any]:
    person = {"id": 2001, "is_bot": False, "first_name": "Rina"}
    chat = {"id": 2001, "type": "private"}
    return {"update_id": update_id, "message": {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": text}}


def pressed(update_id: int, query_id: str = "q1") -> dict[str, Any]:
    person = {"id": 2001, "is_bot": False, "first_name": "Rina"}
    query = {"id": query_id, "from": person, "chat_instance": "1", "data": "t:42:ack"}
    return {"update_id": update_id, "callback_query": query}


class FakeTelegram:
    """Keeps updates until they are confirmed. `trouble` may answer a method in its place."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.calls: list[tuple[float, str, dict[str, str]]] = []
        self.trouble: Callable[[str], httpx.Response | None] = lambda method: None
        self.client = TelegramClient(
            TOKEN, "http://telegram.test/bot", "http://telegram.test/f/bot", lambda: httpx.MockTransport(self._serve)
        )

    async def _serve(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rsplit("/", 1)[-1]
        form = dict(httpx.QueryParams(request.content.decode()))
        self.calls.append((time(), method, form))
        trouble = self.trouble(method)
        if trouble is not None:
            return trouble
        result: Any = True
        if method == "getMe":
            result = {"id": 7000001, "is_bot": True, "first_name": "n", "username": "netwatch_bot"}
        if method == "getUpdates":
            result = await self._wait_for_updates(int(form["offset"]) if "offset" in form else 0)
        return httpx.Response(200, json={"ok": True, "result": result})

    async def _wait_for_updates(self, offset: int) -> list[dict[str, Any]]:
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        for _ in range(POLL_SECONDS):
            if self.updates:
                break
            await asyncio.sleep(1)
        return list(self.updates)

    def times(self, method: str) -> list[float]:
        return [at for at, called, _ in self.calls if called == method]

    def forms(self, method: str) -> list[dict[str, str]]:
        return [form for _, called, form in self.calls if called == method]


class FakeDesk:
    """Keeps ids as the real one does; `raises` may spoil a call."""

    def __init__(self) -> None:
        self.kept: list[int] = []
        self.handled: list[Incoming] = []
        self.tries = 0
        self.answer = Answer("sudah")
        self.raises: Callable[[Incoming], Exception | None] = lambda incoming: None
        self.away = False

    def _check(self) -> None:
        if self.away:
            raise Unavailable

    async def handle(self, incoming: Incoming) -> Answer:
        self._check()
        self.tries += 1
        error = self.raises(incoming)
        if error is not None:
            raise error
        if incoming.update_id not in self.kept:
            self.handled.append(incoming)
            self.kept.append(incoming.update_id)
        return self.answer

    async def ignore(self, update_id: int) -> None:
        self._check()
        self.kept.append(update_id)

    async def next_update_id(self) -> int | None:
        self._check()
        return self.kept[-1] + 1 if self.kept else None

    @property
    def ids(self) -> list[int]:
        return [incoming.update_id for incoming in self.handled]


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    telegram = FakeTelegram()
    yield telegram
    await telegram.client.aclose()


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


MENU = (Command("lapor", "catat laporan warga"), Command("tiket", "tiket yang terbuka"))


@asynccontextmanager
async def receiving(telegram: FakeTelegram, desk: FakeDesk) -> AsyncIterator[Receiver]:
    receiver = Receiver(telegram.client, desk, lambda: START + timedelta(seconds=time()), MENU)
    task = asyncio.create_task(receiver.run())
    try:
        yield receiver
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


def refusal(code: int, description: str = "") -> httpx.Response:
    return httpx.Response(code, json={"ok": False, "error_code": code, "description": description})


def failing_until(end: float, response: Callable[[], httpx.Response]) -> Callable[[str], httpx.Response | None]:
    return lambda method: response() if time() < end else None


def unreachable() -> httpx.Response:
    raise httpx.ConnectError(f"cannot reach http://telegram.test/bot{TOKEN}")


def silent() -> httpx.Response:
    raise httpx.ReadTimeout("")


async def test_updates_are_handled_in_order_and_confirmed_only_by_what_the_desk_has_kept(
    telegram: FakeTelegram, desk: FakeDesk
) -> None:
    telegram.updates = [said(5), said(6)]
    async with receiving(telegram, desk):
        await asyncio.sleep(1)
    assert desk.ids == [5, 6]
    first, second = telegram.forms("getUpdates")
    assert "offset" not in first
    assert second["offset"] == "7"
    assert json.loads(first["allowed_updates"]) == list(ALLOWED_UPDATES)


async def test_an_update_handled_before_a_kill_and_not_confirmed_is_not_handled_again(
    telegram: FakeTelegram, desk: FakeDesk
) -> None:
    telegram.updates = [said(5)]
    await desk.handle(Incoming(5, 2001, 2001, "Rina", True, ListTickets()))
    async with receiving(telegram, desk):
        await asyncio.sleep(1)
    assert telegram.forms("getUpdates")[0]["offset"] == "6"
    assert desk.ids == [5]


async def test_an_update_that_comes_twice_is_handled_once(telegram: FakeTelegram, desk: FakeDesk) -> None:
    telegram.updates = [said(5), said(5), said(6)]
    async with receiving(telegram, desk):
        await asyncio.sleep(1)
    assert desk.ids == [5, 6]


async def test_what_is_not_for_us_is_kept_and_does_not_come_again(telegram: FakeTelegram, desk: FakeDesk) -> None:
    telegram.updates = [{"update_id": 5, "something_new": {}}, said(6)]
    async with receiving(telegram, desk):
        await asyncio.sleep(1)
    assert desk.kept == [5, 6]
    assert desk.ids == [6]


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(lambda: refusal(401, "Unauthorized"), id="401"),
        pytest.param(lambda: refusal(404, "Not Found"), id="404"),
        pytest.param(lambda: refusal(409, "Conflict: terminated by other getUpdates request"), id="409"),
        pytest.param(lambda: refusal(502, "Bad Gateway"), id="502"),
        pytest.param(lambda: httpx.Response(200, text="<html>Log in</html>"), id="a captive portal"),
        pytest.param(lambda: httpx.Response(200, json={"ok": True, "result": [7]}), id="nonsense"),
        pytest.param(lambda: httpx.Response(200, json=[]), id="JSON of another shape"),
        pytest.param(unreachable, id="no connection"),
        pytest.param(silent, id="no answer"),
    ],
)
async def test_no_trouble_ends_the_polling(
    telegram: FakeTelegram, desk: FakeDesk, response: Callable[[], httpx.Response]
) -> None:
    telegram.updates = [said(5)]
    telegram.trouble = failing_until(1000.0, response)
    with capture_logs() as logs:
        async with receiving(telegram, desk) as receiver:
            await asyncio.sleep(999)
            assert receiver.last_good_poll is None
            await asyncio.sleep(31)
            assert receiver.last_good_poll is not None
            assert receiver.last_good_poll >= START + timedelta(seconds=1000)
    assert desk.ids == [5]
    tries = [at for at, _, _ in telegram.calls if at < 1000]
    assert tries[:5] == [0.0, 1.0, 3.0, 7.0, 15.0]
    assert max(later - earlier for earlier, later in pairwise(tries)) <= 30.0
    assert "telegram connections are made anew" in [entry["event"] for entry in logs]
    assert TOKEN.split(":")[1] not in str(logs)


async def test_a_webhook_that_somebody_set_is_removed_without_dropping_what_waits(
    telegram: FakeTelegram, desk: FakeDesk
) -> None:
    def webhook(method: str) -> httpx.Response | None:
        hooked = not telegram.times("deleteWebhook")
        description = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
        return refusal(409, description) if method == "getUpdates" and hooked else None

    telegram.updates, telegram.trouble = [said(5)], webhook
    async with receiving(telegram, desk):
        await asyncio.sleep(5)
    assert desk.ids == [5]
    assert [form.get("drop_pending_updates", "false") for form in telegram.forms("deleteWebhook")] == ["false"]


async def test_another_instance_s_poll_is_no_reason_to_touch_the_webhook(
    telegram: FakeTelegram, desk: FakeDesk
) -> None:
    telegram.trouble = failing_until(20, lambda: refusal(409, "Conflict: terminated by other getUpdates request"))
    async with receiving(telegram, desk):
        await asyncio.sleep(30)
    assert telegram.times("deleteWebhook") == []


async def test_a_poison_update_is_tried_three_times_and_then_blocks_nobody(
    telegram: FakeTelegram, desk: FakeDesk
) -> None:
    telegram.updates = [said(5, "/lapor Budi 08111"), said(6)]
    desk.raises = lambda incoming: ValueError("Budi 08111") if incoming.update_id == 5 else None
    with capture_logs() as logs:
        async with receiving(telegram, desk):
            await asyncio.sleep(10)
    assert desk.tries == 4
    assert desk.kept == [5, 6]
    assert desk.ids == [6]
    assert "update is skipped" in [entry["event"] for entry in logs]
    assert "Budi" not in str(logs)
    assert "08111" not in str(logs)


async def test_an_update_that_cannot_even_be_read_blocks_nobody(telegram: FakeTelegram, desk: FakeDesk) -> None:
    telegram.updates = [{"update_id": 5, "message": {"message_id": "?", "chat": 3}}, said(6)]
    async with receiving(telegram, desk):
        await asyncio.sleep(10)
    assert desk.kept == [5, 6]


async def test_an_update_that_fails_twice_for_a_passing_reason_is_not_lost(
    telegram: FakeTelegram, desk: FakeDesk
) -> None:
    telegram.updates = [said(5, "/lapor mati")]
    desk.raises = lambda incoming: RuntimeError() if desk.tries < 3 else None
    async with receiving(telegram, desk):
        await asyncio.sleep(10)
    assert [incoming.request for incoming in desk.handled] == [Report("mati")]


async def test_while_the_database_is_away_an_update_waits_however_long(telegram: FakeTelegram, desk: FakeDesk) -> None:
    async with receiving(telegram, desk):
        await asyncio.sleep(1)
        telegram.updates = [said(5)]
        desk.away = True
        await asyncio.sleep(3600)
        assert desk.kept == []
        desk.away = False
        await asyncio.sleep(31)
    assert desk.ids == [5]


async def test_a_press_is_answered_with_the_desk_s_words(telegram: FakeTelegram, desk: FakeDesk) -> None:
    telegram.updates = [pressed(5)]
    desk.answer = Answer("x" * 300, alert=True)
    async with receiving(telegram, desk):
        await asyncio.sleep(1)
    [form] = telegram.forms("answerCallbackQuery")
    assert form == {"callback_query_id": "q1", "text": "x" * 200, "show_alert": "true"}


async def test_an_answer_that_comes_too_late_harms_nobody(telegram: FakeTelegram, desk: FakeDesk) -> None:
    telegram.updates = [pressed(5), said(6)]
    telegram.trouble = lambda method: (
        refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if method == "answerCallbackQuery" else None
    )
    async with receiving(telegram, desk):
        await asyncio.sleep(1)
    assert desk.ids == [5, 6]


async def test_the_menu_is_offered_once(telegram: FakeTelegram, desk: FakeDesk) -> None:
    async with receiving(telegram, desk):
        await asyncio.sleep(120)
    [form] = telegram.forms("setMyCommands")
    assert [command["command"] for command in json.loads(form["commands"])] == ["lapor", "tiket"]


async def test_an_update_that_the_desk_does_not_keep_is_not_asked_for_in_a_hot_loop(
    telegram: FakeTelegram, desk: FakeDesk
) -> None:
    async def forget(update_id: int) -> None:
        return None

    desk.ignore = forget  # type: ignore[method-assign]
    telegram.updates = [{"update_id": 5, "something_new": {}}]
    async with receiving(telegram, desk):
        await asyncio.sleep(10)
    assert len(telegram.times("getUpdates")) <= 11
