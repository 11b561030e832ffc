"""Pictures of a repair on their way from Telegram to the disk, while the way is bad."""

import asyncio

import pytest

from netwatch.demo.botapi.faults import BlackHole, Page, Refusal
from netwatch.demo.botapi.picture import sample_png
from tests.telegram.play import PATIENCE, playing

PICTURE = sample_png()


@pytest.fixture
async def play(tmp_path):
    async with playing(tmp_path) as opened:
        await opened.cut()
        await opened.presses("Agus", "✅ Terima")
        yield opened


async def photo(play):
    (found,) = (await play.ticket())["repair_reports"][0]["photos"]
    return found


async def was_met(fault):
    """Until the fetcher has met the fault."""
    async with asyncio.timeout(PATIENCE):
        # A fault has nobody to tell that it was met.
        while not fault.hits:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


TROUBLES = [
    pytest.param("getFile", Refusal(502), id="Telegram has trouble of its own"),
    pytest.param("getFile", Refusal(429, retry_after=1), id="Telegram wants us to wait"),
    pytest.param("getFile", Refusal(401), id="the token is refused for a while"),
    pytest.param("getFile", Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
                 id="the file is away for a while"),
    pytest.param("getFile", Page(), id="a captive portal answers in Telegram's place"),
    pytest.param("download", Page(), id="a captive portal gives its own page for the picture"),
    pytest.param("download", Refusal(404), id="the path is not known"),
    pytest.param("download", Refusal(502), id="the file server has trouble"),
]


@pytest.mark.parametrize(("method", "fault"), TROUBLES)
async def test_a_picture_comes_when_the_way_is_good_again(play, method, fault):
    trouble = play.telegram.faults.script(fault, method=method)
    await play.sends("Agus", PICTURE)
    await was_met(trouble)
    assert (await photo(play))["file"] is None
    trouble.lift()
    play.nudge()
    await play.fetched()
    assert (play.folder / (await photo(play))["file"]).read_bytes() == PICTURE


async def test_a_picture_that_was_not_fetched_before_a_restart_is_fetched_after_it(play):
    hole = play.telegram.faults.script(BlackHole(), method="getFile")
    await play.sends("Agus", PICTURE)
    await play.until(lambda: hole.held)
    await play.stop()
    hole.lift()
    play.start()
    await play.fetched()
    assert (await photo(play))["problem"] is None


async def test_a_full_disk_loses_nothing(play):
    (play.folder / "photos").write_text("in the way")
    await play.sends("Agus", PICTURE)
    (play.folder / "photos").unlink()
    play.nudge()
    await play.fetched()
    assert (await photo(play))["sha256"] is not None


GONE = [
    pytest.param("Bad Request: file is too big", 0.0, id="too large: at once"),
    pytest.param("Bad Request: wrong file_id or the file is temporarily unavailable", 86_400.0, id="gone: in time"),
]


@pytest.mark.parametrize(("refusal", "later"), GONE)
async def test_what_never_comes_is_seen_in_the_ticket_and_told_to_whoever_sent_it(play, refusal, later):
    play.telegram.faults.script(Refusal(400, refusal), method="getFile")
    await play.sends("Agus", PICTURE)
    play.world.now += later
    play.nudge()
    await play.fetched()
    await play.settles()
    assert "tidak dapat diambil dari Telegram" in play.new("Agus")[-1].text
    assert refusal.removeprefix("Bad Request: ") in (await photo(play))["problem"].lower()
    events = [entry["event"] for entry in (await play.ticket())["history"]]
    assert events.count("repair_photo_lost") == 1


async def test_what_is_no_picture_is_not_kept(play):
    play.agus.send_document(b"%PDF-1.7 " * 9, "bon.jpg", "image/jpeg")
    await play.settles()
    play.world.now += 86_400.0
    play.nudge()
    await play.fetched()
    assert "no picture" in (await photo(play))["problem"]
    assert not (play.folder / "photos").exists()
