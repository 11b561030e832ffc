"""The demo's story, played to people who have a scripted bot: it waits, passes over what is done, and gives way."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.city import City
from netwatch.demo.player import Player
from netwatch.demo.story import SCRIPT, Cut, Mend, Rests, Sees, Step, Taps
from netwatch.inventory.model import Device, DeviceKind, Inventory, Site

pytestmark = pytest.mark.looptime

AGUS = 2004
STORY: Sequence[Step] = (Cut("rt", "core"), Sees("agus", "GANGGUAN"), Taps("agus", "✅ Terima"), Rests(5.0), Mend())


@dataclass
class Play:
    city: City
    telegram: Telegram
    player: Player
    settled: asyncio.Event
    changes: list[str | None] = field(default_factory=list)

    async def send(self, text: str, *labels: str) -> int:
        rows = [[{"text": label, "callback_data": f"{text[:20]} {label}"}] for label in labels]
        markup = {"reply_markup": json.dumps({"inline_keyboard": rows})} if labels else {}
        reply = await self.telegram.call("sendMessage", Params({"chat_id": str(AGUS), "text": text, **markup}))
        number: int = reply.body["result"]["message_id"]
        return number

    async def take_away(self, message: int) -> None:
        where = {"chat_id": str(AGUS), "message_id": str(message)}
        await self.telegram.call("editMessageReplyMarkup", Params(where))

    def pressed(self) -> list[str]:
        return [u.payload["data"] for u in self.telegram.world.updates.pending() if u.kind == "callback_query"]

    async def until_whole(self, whole: bool, within: float) -> None:
        async with asyncio.timeout(within):
            while self.city.is_whole() is not whole:  # noqa: ASYNC110 - the city has no event to wait for
                await asyncio.sleep(0.1)


@asynccontextmanager
async def playing(story: Sequence[Step] = STORY, *, by_itself: bool = True) -> AsyncIterator[Play]:
    core = Device("core", "Core", DeviceKind.ROUTER, "127.10.0.1", "office")
    router = Device("rt", "Router", DeviceKind.ROUTER, "127.10.0.2", "office", ("core",))
    city = City(Inventory({"office": Site("office", "Office")}, {"core": core, "rt": router}), 0.0)
    telegram = Telegram()
    changes: list[str | None] = []
    settled = asyncio.Event()
    settled.set()

    async def wait() -> None:
        await settled.wait()

    player = Player(
        city, telegram, {"agus": telegram.add_user(AGUS, "Agus", started=True)}, wait,
        lambda: changes.append(player.chapter), by_itself, {"one": story},
    )
    task = asyncio.create_task(player.run())
    try:
        yield Play(city, telegram, player, settled, changes)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_it_breaks_waits_for_the_message_presses_and_mends() -> None:
    async with playing() as play:
        await play.until_whole(False, 5.0)
        assert play.player.chapter == "one"
        await asyncio.sleep(20.0)
        assert play.pressed() == [], "nothing has come yet"
        await play.send("🔴 GANGGUAN: Router mati\nTiket #1", "✅ Terima")
        await play.until_whole(True, 20.0)
        assert play.pressed() == ["🔴 GANGGUAN: Router m ✅ Terima"]
        await asyncio.sleep(20.0)
        assert (play.player.playing, play.player.chapter) == (False, None), "after the last chapter it holds"


async def test_a_button_that_somebody_has_pressed_is_passed_over() -> None:
    async with playing() as play:
        await play.until_whole(False, 5.0)
        message = await play.send("🔴 GANGGUAN: Router mati\nTiket #1", "✅ Terima")
        await asyncio.sleep(1.0)
        await play.take_away(message)
        await play.until_whole(True, 15.0)
        assert play.pressed() == []


async def test_another_ticket_s_button_is_left_alone() -> None:
    async with playing() as play:
        await play.until_whole(False, 5.0)
        await play.send("🔴 GANGGUAN: Router mati\nTiket #1")
        await asyncio.sleep(1.0)
        await play.send("🔴 GANGGUAN: CCTV mati\nTiket #2", "✅ Terima")
        await asyncio.sleep(10.0)
        assert play.pressed() == []
        await play.send("📋 INSTRUKSI: Router mati\nTiket #1: Dedi menugaskan Tim Utara.", "✅ Terima")
        await asyncio.sleep(10.0)
        assert play.pressed() == ["📋 INSTRUKSI: Router  ✅ Terima"]


async def test_a_chapter_that_nobody_hears_of_is_given_up_and_mended() -> None:
    async with playing() as play:
        await play.until_whole(False, 5.0)
        await play.until_whole(True, 70.0)
        assert play.pressed() == []


async def test_what_somebody_mends_before_it_is_noticed_is_not_waited_for() -> None:
    async with playing() as play:
        await play.until_whole(False, 5.0)
        play.city.mend("rt", "core", 1.0)
        await asyncio.sleep(10.0)
        assert play.player.chapter is None


async def test_held_it_does_nothing_and_goes_on_where_it_was() -> None:
    async with playing() as play:
        await play.until_whole(False, 5.0)
        play.player.play(False)
        await play.send("🔴 GANGGUAN: Router mati\nTiket #1", "✅ Terima")
        await asyncio.sleep(100.0)
        assert play.pressed() == []
        assert not play.city.is_whole()
        play.player.play(True)
        await play.until_whole(True, 20.0)
        assert len(play.pressed()) == 1


async def test_a_chapter_begun_by_hand_is_played_alone() -> None:
    async with playing(by_itself=False) as play:
        await asyncio.sleep(30.0)
        assert play.city.is_whole()
        play.player.begin("one")
        await play.until_whole(False, 5.0)
        await play.send("🔴 GANGGUAN: Router mati\nTiket #1", "✅ Terima")
        await play.until_whole(True, 20.0)
        await asyncio.sleep(60.0)
        assert not play.player.playing
        assert play.city.is_whole()


async def test_a_chapter_begun_anew_mends_what_the_last_one_broke() -> None:
    async with playing() as play:
        await play.until_whole(False, 5.0)
        play.player.begin("one")
        await asyncio.sleep(0.2)
        assert play.changes.count("one") >= 2
        assert play.changes.count(None) >= 1
        await play.until_whole(False, 5.0)


async def test_a_chapter_waits_until_what_was_before_is_over() -> None:
    async with playing(by_itself=False) as play:
        play.settled.clear()
        play.player.begin("one")
        await asyncio.sleep(30.0)
        assert play.player.chapter == "one"
        assert play.city.is_whole()
        play.settled.set()
        await play.until_whole(False, 5.0)


async def test_a_chapter_that_is_not_there_is_refused() -> None:
    async with playing() as play:
        with pytest.raises(KeyError):
            play.player.begin("two")


def test_every_chapter_mends_what_it_breaks() -> None:
    for steps in SCRIPT.values():
        assert steps[0] not in (Mend(),)
        assert Mend() in steps
