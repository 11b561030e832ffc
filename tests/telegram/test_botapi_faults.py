"""Scripted misbehaviour, as a bot meets it: by status, by page, by silence, by lateness, by a closed door."""

import asyncio
import socket
import time

import httpx
import pytest
import telegram as ptb
from telegram import error
from telegram.request import HTTPXRequest

from netwatch.demo.botapi.faults import BlackHole, Fault, Late, Page, Refusal
from netwatch.demo.botapi.server import BotApiServer
from netwatch.demo.botapi.telegram import Telegram
from tests.ports import free_port
from tests.telegram.botapi_stage import TOKEN, Stage, stage

PATIENCE = 60.0
"""Seconds for what takes a moment on a machine that has nothing else to do."""


def bot_of(on: Stage, read_timeout: float = 5) -> ptb.Bot:
    return ptb.Bot(TOKEN, base_url=on.server.base_url, request=HTTPXRequest(read_timeout=read_timeout))


# PTB announces that retry_after will be a timedelta
pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")

ANSWERS: list[tuple[str, Fault, int, type[error.TelegramError]]] = [
    ("401", Refusal(401), 401, error.InvalidToken),
    ("404", Refusal(404), 404, error.InvalidToken),
    ("409", Refusal(409), 409, error.Conflict),
    ("429", Refusal(429, retry_after=7), 429, error.RetryAfter),
    ("500", Refusal(500), 500, error.NetworkError),
    ("502", Refusal(502), 502, error.NetworkError),
    ("a captive portal with status 200", Page(), 200, error.TelegramError),
    ("a proxy's own 502", Page("<h1>502 Bad Gateway</h1>", 502), 502, error.NetworkError),
]


@pytest.mark.parametrize(("fault", "code", "raised"), [r[1:] for r in ANSWERS], ids=[r[0] for r in ANSWERS])
async def test_answers_that_process_nothing(
    fault: Fault, code: int, raised: type[error.TelegramError]
) -> None:
    async with stage() as on:
        rina = on.telegram.add_user(1, "Rina", started=True)
        on.telegram.faults.script(fault, times=2)
        assert (await on.http.post("sendMessage", json={"chat_id": 1, "text": "x"})).status_code == code
        bot = bot_of(on)
        with pytest.raises(raised):
            await bot.send_message(1, "x")
        assert rina.screen() == []
        assert len(on.telegram.log) == 0
        assert (await on.api("sendMessage", chat_id=1, text="x"))["ok"]
        await bot.shutdown()


async def test_a_fault_may_be_for_one_method_only_until_it_is_lifted() -> None:
    async with stage() as on:
        on.telegram.add_user(1, "Rina", started=True)
        scripted = on.telegram.faults.script(Refusal(502), method="sendMessage")
        for _ in range(3):
            assert not (await on.api("sendMessage", chat_id=1, text="x"))["ok"]
            assert (await on.api("getMe"))["ok"]
        assert scripted.hits == 3
        scripted.lift()
        assert (await on.api("sendMessage", chat_id=1, text="x"))["ok"]


async def test_a_reply_that_is_late_was_processed_all_the_same() -> None:
    async with stage() as on:
        rina = on.telegram.add_user(1, "Rina", started=True)
        on.telegram.faults.script(Late(), method="sendMessage", times=1)
        bot = bot_of(on, read_timeout=0.3)
        with pytest.raises(error.TimedOut):
            await bot.send_message(1, "x")
        await on.telegram.wait_for(rina.screen, PATIENCE)
        assert [shown.text for shown in rina.screen()] == ["x"]
        await bot.shutdown()


@pytest.mark.parametrize("by_time", [True, False], ids=["after its seconds", "when lifted"])
async def test_a_late_reply_comes(by_time: bool) -> None:
    async with stage() as on:
        scripted = on.telegram.faults.script(Late(0.3 if by_time else None), times=1)
        started = time.monotonic()
        asking = asyncio.create_task(on.api("getMe"))
        await on.telegram.wait_for(lambda: len(on.telegram.log), PATIENCE)
        assert not asking.done()
        if not by_time:
            scripted.lift()
        assert (await asking)["ok"]
        assert not by_time or time.monotonic() - started >= 0.3


async def test_a_black_hole_swallows_requests_of_those_who_give_up() -> None:
    async with stage() as on:
        rina = on.telegram.add_user(1, "Rina", started=True)
        hole = on.telegram.faults.script(BlackHole())
        bot = bot_of(on, read_timeout=0.3)
        with pytest.raises(error.TimedOut):
            await bot.send_message(1, "x")
        await bot.shutdown()
        await on.telegram.wait_for(lambda: hole.hits and not hole.held, PATIENCE)
        hole.lift()
        assert (await on.api("getMe"))["ok"]
        assert rina.screen() == []


async def test_what_still_waits_when_the_black_hole_ends_is_processed() -> None:
    async with stage() as on:
        rina = on.telegram.add_user(1, "Rina", started=True)
        hole = on.telegram.faults.script(BlackHole())
        asking = asyncio.create_task(on.api("sendMessage", chat_id=1, text="x"))
        await on.telegram.wait_for(lambda: hole.held, PATIENCE)
        assert rina.screen() == []
        hole.lift()
        assert (await asking)["ok"]
        assert [shown.text for shown in rina.screen()] == ["x"]


async def test_connections_are_refused_and_accepted_again_on_the_same_port() -> None:
    async with stage() as on:
        bot = bot_of(on)
        await bot.get_me()
        url = on.server.url
        for _ in range(2):
            await on.server.refuse()
            with pytest.raises(error.NetworkError, match="ConnectError"):
                await bot.get_me()
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection(on.server.host, on.server.port)
            await on.server.accept()
            assert on.server.url == url
            assert (await bot.get_me()).is_bot
        await bot.shutdown()


async def test_refusing_ends_a_poll_that_waits() -> None:
    async with stage() as on:
        poll = asyncio.create_task(on.api("getUpdates", timeout=30))
        await on.telegram.wait_for(lambda: on.telegram.world.updates.polled, PATIENCE)
        await on.server.refuse()
        with pytest.raises(httpx.TransportError):
            await poll
        await on.server.accept()
        assert (await on.api("getUpdates"))["result"] == []


async def test_state_outlives_a_cut() -> None:
    async with stage() as on:
        rina = on.telegram.add_user(1, "Rina", started=True)
        await on.server.refuse()
        rina.say("halo")
        await on.server.accept()
        assert (await on.api("getUpdates"))["result"][0]["message"]["text"] == "halo"


async def test_a_socket_of_ones_own_can_be_served() -> None:
    port = free_port()
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    async with BotApiServer(Telegram(), listener=listener) as server, httpx.AsyncClient() as http:
        assert server.port == port
        assert (await http.get(f"{server.base_url}{TOKEN}/getMe")).json()["ok"]


def test_a_port_that_is_taken_is_named_with_a_remedy() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(OSError, match=rf"cannot bind 127\.0\.0\.1 port {port}: .*; choose a free port"):
            BotApiServer(Telegram(), port=port)


def test_the_token_is_in_no_repr() -> None:
    telegram = Telegram()
    secret = TOKEN.partition(":")[2]
    assert secret not in repr(telegram) + repr(telegram.world) + repr(telegram.bot) + repr(telegram.log)


def test_a_429_without_its_seconds_is_refused_when_scripted() -> None:
    with pytest.raises(ValueError, match="needs retry_after"):
        Telegram().faults.script(Refusal(429))
