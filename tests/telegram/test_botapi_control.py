"""The server as a process of its own, its people scripted over /control."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.telegram.botapi_stage import TOKEN

REPO = Path(__file__).resolve().parents[2]


class Process:
    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def control(self, order: str, /, **what: Any) -> Any:
        response = await self.http.post(f"/control/{order}", json=what)
        assert response.status_code == 200, response.text
        return response.json()

    async def api(self, method: str, **params: Any) -> Any:
        body = (await self.http.post(f"/bot{TOKEN}/{method}", json=params)).json()
        assert body["ok"], body
        return body["result"]


@pytest.fixture
async def process() -> AsyncIterator[Process]:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "netwatch.demo.botapi", "--port", "0", cwd=REPO,
        env=os.environ | {"PYTHONPATH": str(REPO)}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    try:
        async with asyncio.timeout(60):
            url = (await child.stdout.readline()).decode().strip()
        async with httpx.AsyncClient(base_url=url, timeout=60) as http:
            yield Process(http)
        child.send_signal(signal.SIGTERM)
        async with asyncio.timeout(60):
            assert await child.wait() == 0
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def test_people_act_and_screens_are_read_from_another_process(process: Process) -> None:
    await process.control("user", id=2003, first_name="Dedi")
    await process.control("start", user=2003)
    (start,) = await process.api("getUpdates", timeout=30)
    assert start["message"]["text"] == "/start"
    keyboard = {"inline_keyboard": [[{"text": "Terima", "callback_data": "a"}]]}
    waiting = asyncio.create_task(process.control("wait", user=2003, contains="42", timeout=30))
    await process.api("sendMessage", chat_id=2003, text="Tiket 42", reply_markup=keyboard)
    message_id = (await waiting)["message_id"]
    press = asyncio.create_task(process.control("press", user=2003, button="Terima"))
    (update,) = await process.api("getUpdates", offset=start["update_id"] + 1, timeout=30)
    await process.api("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="ok")
    assert (await press)["answer"] == {"text": "ok", "alert": False, "url": ""}
    await process.control("photo", user=2003, caption="tiang", reply_to=message_id)
    screen = await process.control("screen", user=2003)
    assert [(shown["text"], shown["media"]) for shown in screen] == [
        ("/start", ""), ("Tiket 42", ""), ("tiang", "photo"),
    ]  # fmt: skip
    sends = await process.control("log", methods=["sendMessage"])
    assert [call["params"]["text"] for call in sends] == ["Tiket 42"]
    assert TOKEN not in str(sends)


async def test_groups_topics_migration_blocks_and_kicks(process: Process) -> None:
    await process.control("user", id=2004, first_name="Agus", started=True)
    await process.control("group", id=-200, title="Tim", members=[2004])
    await process.control("group", id=-1001, title="Forum", members=[2004], topics=True)
    topic = (await process.control("topic", chat=-1001, name="Utara"))["thread_id"]
    await process.api("sendMessage", chat_id=-1001, text="x", message_thread_id=topic)
    assert (await process.control("screen", chat=-1001, thread_id=topic))[-1]["text"] == "x"
    await process.control("say", user=2004, chat=-200, text="/tiket@netwatch_demo_bot")
    new = (await process.control("migrate", chat=-200))["id"]
    await process.api("sendMessage", chat_id=new, text="x")
    await process.control("kick", chat=new)
    await process.control("block", user=2004)
    for chat_id in (2004, new):
        message = {"chat_id": chat_id, "text": "x"}
        response = await process.http.post(f"/bot{TOKEN}/sendMessage", json=message)
        assert response.status_code == 403
    await process.control("unblock", user=2004)
    await process.control("add_bot", chat=new)
    await process.api("sendMessage", chat_id=2004, text="x")


async def reachable(process: Process) -> bool:
    try:
        await process.api("getMe")
    except httpx.TransportError:
        return False
    return True


async def test_faults_come_and_go(process: Process) -> None:
    await process.control("fault", kind="refusal", code=502, method="getMe")
    assert (await process.http.get(f"/bot{TOKEN}/getMe")).status_code == 502
    await process.control("lift")
    await process.api("getMe")
    base = process.http.base_url
    reader, writer = await asyncio.open_connection(base.host, base.port)
    # long enough for a test that has to wait for its turn to be refused within
    await process.control("refuse", seconds=5)
    async with asyncio.timeout(60):
        assert await reader.read() == b""
    assert not await reachable(process)
    async with asyncio.timeout(60):
        while not await reachable(process):  # noqa: ASYNC110 - another process opens the port
            await asyncio.sleep(0.02)
    writer.close()


@pytest.mark.parametrize(
    ("order", "what", "status", "error"),
    [
        ("say", {"user": 9, "text": "x"}, 400, "no such key, person, group or message: 9"),
        ("fault", {"kind": "flood"}, 400,
         "unknown kind of fault 'flood'; one of refusal, page, black_hole, late"),
        ("user", {"id": 1, "first_name": "A", "age": 5}, 400, "age"),
        ("group", {"id": 5, "title": "A"}, 400, "the id of a group is negative, not 5"),
        ("wait", {"user": 1, "contains": "x", "timeout": 0.05}, 408, "within the timeout"),
    ],
    ids=["unknown person", "unknown fault", "unknown field", "positive group id", "nothing happens"],
)  # fmt: skip
async def test_a_mistaken_order_says_what_is_wrong(
    process: Process, order: str, what: dict[str, Any], status: int, error: str
) -> None:
    await process.control("user", id=1, first_name="Rina")
    response = await process.http.post(f"/control/{order}", json=what)
    assert response.status_code == status
    assert error in response.json()["error"]


async def test_a_taken_port_ends_the_process_with_2_and_the_remedy(process: Process) -> None:
    port = process.http.base_url.port
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "netwatch.demo.botapi", "--port", str(port), cwd=REPO,
        env=os.environ | {"PYTHONPATH": str(REPO)}, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, stderr = await child.communicate()
    assert child.returncode == 2
    assert stderr.decode().endswith("choose a free port\n")
    assert b"Traceback" not in stderr
