"""The demo's screen over HTTP, without a browser: orders, the stream, and who may act."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from netwatch.demo.botapi.picture import sample_png
from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.stage import TicketView
from netwatch.demo.web.app import create_app
from netwatch.demo.web.stage_json import stage_json
from netwatch.demo.web.stream import Stream
from tests.demo_page.fake_stage import NOW, ROLES, Bot, FakeStage, office

URL = "http://127.0.0.1:8113"
KASI = 2003


@pytest.fixture
def telegram() -> Telegram:
    return office()


@pytest.fixture
def stage() -> FakeStage:
    return FakeStage()


@pytest.fixture
async def page(stage: FakeStage, telegram: Telegram) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(stage, telegram, ROLES))
    async with httpx.AsyncClient(transport=transport, base_url=URL) as client:
        yield client


ORDERS: dict[str, tuple[dict[str, Any], Any]] = {
    "a cable is cut": ({"do": "cut", "child": "rt-kejaksan", "parent": "core"},
                       lambda stage: stage.cuts == {("rt-kejaksan", "core")}),
    "a device is switched off": ({"do": "switch", "device": "core", "on": False}, lambda stage: stage.off == {"core"}),
    "a site loses its power": ({"do": "power", "site": "dkis", "on": False}, lambda stage: stage.dark == {"dkis"}),
    "the clock runs sixty times as fast": ({"do": "pace", "pace": 60}, lambda stage: stage.pace == 60),
    "the story is played": ({"do": "play", "playing": True}, lambda stage: stage.playing),
    "a chapter is begun": ({"do": "begin", "chapter": "core"}, lambda stage: stage.chapter == "core"),
}


@pytest.mark.parametrize(("order", "holds"), ORDERS.values(), ids=ORDERS)
async def test_an_order_is_followed_so_that(order, holds, page, stage):
    response = await page.post("/act", json=order)
    assert (response.status_code, response.json()) == (200, {})
    assert holds(stage)


async def test_all_is_mended_at_once(page, stage):
    stage.cut("rt-kejaksan", "core")
    stage.switch("core", False)
    await page.post("/act", json={"do": "mend_all"})
    assert (stage.cuts, stage.off) == (set(), set())


MISTAKES: dict[str, tuple[Any, int, str]] = {
    "an unknown order names those there are": ({"do": "explode"}, 400, '"do" is one of cut, mend'),
    "a list is no order": ([], 400, "an order is a JSON object"),
    "a device that is not in the city": ({"do": "switch", "device": "x", "on": True}, 404, "the city has no x"),
    "a cable that is not in the city": ({"do": "cut", "child": "core", "parent": "core-2"}, 404, "core to core-2"),
    "a pace that is not offered": ({"do": "pace", "pace": 7}, 400, "the pace is one of 1, 60, not 7"),
    "a chapter that is not told": ({"do": "begin", "chapter": "x"}, 404, "the city has no x"),
    "something missing": ({"do": "cut", "child": "core"}, 400, '"parent" must be a text'),
    "a number for a truth": ({"do": "play", "playing": 1}, 400, '"playing" must be true or false'),
    "a truth for a number": ({"do": "pace", "pace": True}, 400, '"pace" must be a whole number'),
    "a phone that nobody has": ({"do": "say", "person": 1, "chat": 1, "text": "x"}, 404, "nobody here has the phone 1"),
    "somebody else's chat": ({"do": "say", "person": KASI, "chat": 2004, "text": "x"}, 404, "Dedi has no chat 2004"),
    "an empty message": ({"do": "say", "person": KASI, "chat": KASI, "text": " "}, 400, "1 to 4096 characters"),
    "no picture": (
        {"do": "photo", "person": KASI, "chat": KASI, "base64": base64.b64encode(b"<svg/>").decode()},
        400, "no JPEG or PNG",
    ),
    "half a character": (
        {"do": "say", "person": KASI, "chat": KASI, "text": "\ud83d"}, 400, "half a character"
    ),
    "no base64": ({"do": "photo", "person": KASI, "chat": KASI, "base64": "?"}, 400, "no base64"),
    "a message that is not there": (
        {"do": "press", "person": KASI, "chat": KASI, "message": 99, "data": "x"}, 404, "has been deleted"
    ),
}


@pytest.mark.parametrize(("order", "status", "told"), MISTAKES.values(), ids=MISTAKES)
async def test_a_mistake_is_told_in_a_sentence(order, status, told, page):
    response = await page.post("/act", content=json.dumps(order), headers={"content-type": "application/json"})
    assert response.status_code == status
    assert told in response.json()["error"]


async def test_what_is_no_json_is_told_so(page):
    response = await page.post("/act", content="{", headers={"content-type": "application/json"})
    assert (response.status_code, response.json()) == (400, {"error": "the order is no JSON"})


async def test_a_body_larger_than_any_picture_is_refused(page):
    response = await page.post("/act", content=b" " * 16_000_000, headers={"content-type": "application/json"})
    assert response.status_code == 413


@pytest.mark.parametrize("aspect", ["nan", "inf", "wide", ""])
async def test_what_is_no_aspect_is_told_so(aspect, page):
    response = await page.get(f"/plan?aspect={aspect}")
    assert response.status_code == 400
    assert response.json()["error"] == f"aspect is a number such as 1.2, not '{aspect}'"


async def test_each_demo_has_a_name_of_its_own(page, stage, telegram):
    other = create_app(stage, telegram, ROLES)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(other), base_url=URL) as another:
        assert (await another.get("/")).text != (await page.get("/")).text
        assert (await page.get("/")).text == (await page.get("/")).text


async def test_a_form_is_no_order(page, stage):
    response = await page.post("/act", data={"do": "mend_all"})
    assert response.status_code == 415


async def test_an_unknown_address_is_answered_in_json(page):
    response = await page.get("/nothing")
    assert (response.status_code, response.json()) == (404, {"error": "Not Found"})


FOREIGN = {
    "another page": {"origin": "http://evil.example"},
    "another port of this machine": {"origin": "http://127.0.0.1:9999"},
    "a sandboxed frame": {"origin": "null"},
    "a page that hides its origin": {"sec-fetch-site": "cross-site"},
    "another page of the same site": {"sec-fetch-site": "same-site"},
    "a name that points here": {"host": "evil.example:8113", "origin": "http://evil.example:8113"},
    "a name that ends in a number": {"host": "127.0.0.1.evil.example"},
    "no name at all": {"host": ""},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
async def test_no_order_is_taken_from(headers, page, stage):
    response = await page.post("/act", json={"do": "power", "site": "dkis", "on": False}, headers=headers)
    assert response.status_code == 403
    assert "error" in response.json()
    assert stage.dark == set()


OWN = {
    "the page": {"origin": URL, "sec-fetch-site": "same-origin"},
    "the page under another name": {"host": "localhost:8113", "origin": "http://localhost:8113"},
    "the page by IPv6": {"host": "[::1]:8113", "origin": "http://[::1]:8113"},
    "a script of the engineer's": {},
}


@pytest.mark.parametrize("headers", OWN.values(), ids=OWN)
async def test_orders_are_taken_from(headers, page, stage):
    response = await page.post("/act", json={"do": "power", "site": "dkis", "on": False}, headers=headers)
    assert (response.status_code, stage.dark) == (200, {"dkis"})


async def test_a_name_that_points_here_reads_nothing_either(page):
    for path in ("/", "/plan", "/events", "/static/page.css"):
        assert (await page.get(path, headers={"host": "evil.example"})).status_code == 403


async def test_the_page_may_load_nothing_from_elsewhere(page):
    response = await page.get("/")
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"


LANGUAGES = {"": "id", "en-GB,en;q=0.9": "en", "id-ID,id;q=0.9,en;q=0.8": "id", "fr,en;q=0.3": "en", "fr": "id",
             "en;q=0, id;q=0.1": "id", "en;q=x,id": "id"}


@pytest.mark.parametrize(("accepted", "language"), LANGUAGES.items())
async def test_the_page_is_in_the_language_that_is_wanted(accepted, language, page):
    response = await page.get("/", headers={"accept-language": accepted})
    assert f'<html lang="{language}">' in response.text


async def test_a_language_that_is_chosen_is_kept(page):
    await page.get("/?lang=en")
    assert '<html lang="en">' in (await page.get("/", headers={"accept-language": "id"})).text


async def test_a_picture_that_was_sent_is_shown_and_only_a_picture(page, telegram):
    person = telegram.people[KASI]
    sent = {"do": "photo", "person": KASI, "chat": KASI, "base64": base64.b64encode(sample_png()).decode()}
    assert (await page.post("/act", json=sent)).status_code == 200
    stored = next(reversed(person.private.messages.values())).photo
    shown = await page.get(f"/file/{stored.file_id}")
    assert (shown.headers["content-type"], shown.content) == ("image/png", sample_png())
    page_of_a_stranger = person.send_document(b"<script>", "x.html", "text/html").document
    saved = await page.get(f"/file/{page_of_a_stranger.file_id}")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == "attachment"
    assert (await page.get("/file/none")).status_code == 404


async def test_a_press_gives_the_answer_that_the_phone_shows(page, telegram):
    bot = Bot(telegram)
    buttons = {"inline_keyboard": [[{"text": "Terima", "callback_data": "a1"}]]}
    message = await bot.send(KASI, "Kartu", reply_markup=buttons)
    serving = asyncio.create_task(bot.serve())
    pressed = {"do": "press", "person": KASI, "chat": KASI, "message": message, "data": "a1"}
    response = await page.post("/act", json=pressed)
    serving.cancel()
    assert response.json() == {"answer": {"text": "Tercatat: a1", "alert": False, "url": ""}}


async def test_a_group_is_a_chat_of_each_member(page, telegram):
    telegram.add_group(-200, "Tim Utara", [telegram.people[2004]])
    said = {"do": "say", "chat": -200, "text": "siap"}
    assert (await page.post("/act", json={**said, "person": 2004})).status_code == 200
    assert (await page.post("/act", json={**said, "person": KASI})).status_code == 400
    told = [phone async for phone in first(Stream(FakeStage(), telegram, ROLES, "run"), 6) if phone[0] == "phone"]
    chats = {data["name"]: [chat["title"] for chat in data["chats"]] for _, data in told}
    assert chats["Agus"] == ["netwatch", "Tim Utara"]
    assert chats["Dedi"] == ["netwatch"]


async def first(stream: Stream, count: int) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Its first events, by name and data."""
    events = stream.events()
    try:
        async for text in events:
            head, data = text.strip().split("\n")[-2:]
            if head != "event: run":
                yield head.removeprefix("event: "), json.loads(data.removeprefix("data: "))
                count -= 1
                if not count:
                    return
    finally:
        await events.aclose()


async def test_the_stream_tells_all_at_first_and_then_what_has_changed(stage, telegram):
    seen = []
    async with asyncio.timeout(60):
        async for name, data in first(Stream(stage, telegram, ROLES, "run"), 8):
            seen.append((name, data.get("name")))
            if len(seen) == 6:
                stage.cut("rt-kejaksan", "core")
            if len(seen) == 7:
                assert data["cut"] == [["rt-kejaksan", "core"]]
                telegram.people[KASI].say("/tiket")
    assert seen == [("stage", None), *(("phone", name) for name in ("Rina", "Sari", "Dedi", "Agus", "Wawan")),
                    ("stage", None), ("phone", "Dedi")]


async def test_the_clock_alone_is_no_news(stage, telegram):
    """A change that leaves all as it was wakes the stream, which then has nothing to say but the next change."""
    names = []
    async with asyncio.timeout(60):
        async for name, _ in first(Stream(stage, telegram, ROLES, "run"), 7):
            names.append(name)
            if len(names) == 6:
                stage.changed.fire()
                asyncio.get_running_loop().call_later(0.4, telegram.people[KASI].say, "halo")
    assert names[-1] == "phone"


async def test_a_phone_tells_what_telegram_shows(telegram):
    bot = Bot(telegram)
    card = await bot.send(KASI, "<b>Router</b> mati", disable_notification=True,
                          reply_markup={"inline_keyboard": [[{"text": "Peta", "url": "https://example.org/"}]]})
    await bot.edit(KASI, card, "<b>Router</b> hidup")
    await bot.send(KASI, "Selesai", reply_parameters={"message_id": card})
    await bot.send(KASI, "Bagaimana?", reply_markup={"keyboard": [["Ya", {"text": "Tidak"}]]})
    events = [data async for _, data in first(Stream(FakeStage(), telegram, ROLES, "run"), 6)]
    phone = next(data for data in events if data.get("name") == "Dedi")
    chat = phone["chats"][0]
    first_message, second, third = chat["messages"]
    assert (phone["role"], phone["rings"]) == ("kasi_infrastruktur", 2)
    assert (first_message["text"], first_message["silent"], first_message["edited"]) == ("Router hidup", True, True)
    assert first_message["entities"] == [{"offset": 0, "length": 6, "type": "bold"}]
    assert second["reply_to"] == {"id": card, "from": "netwatch", "text": "Router hidup"}
    assert chat["keyboard"] == [["Ya", "Tidak"]]
    assert third["mine"] is False


def test_the_monitors_own_incident_is_told_as_isolation(stage):
    view = replace(stage.view(), tickets=[TicketView(3, "Pemantau terputus", True, None, NOW)])
    assert stage_json(view)["isolated"] is True
    assert stage_json(stage.view())["isolated"] is False
