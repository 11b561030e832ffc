"""Chats that take nothing: seen in the ticket and in `status`, told to the admin once, and forgotten when mended."""

from dataclasses import replace

import pytest

from netwatch.core.directory import Person
from netwatch.core.trouble import of_today
from netwatch.desk.troubles import Troubles
from netwatch.show.tables import SHUT
from netwatch.show.trouble_json import trouble_json
from sop.role import Role
from tests.telegram.play import IN_A_GROUP, IN_PRIVATE, ZONE, Play, playing

NIA = Person("Nia", Role.ADMIN, 2009)


@pytest.fixture
async def play(tmp_path):
    async with playing(tmp_path, replace(IN_PRIVATE, people=(*IN_PRIVATE.people, NIA))) as opened:
        yield opened


@pytest.fixture
async def in_a_group(tmp_path):
    async with playing(tmp_path, replace(IN_A_GROUP, people=(*IN_A_GROUP.people, NIA))) as opened:
        yield opened


async def look(play: Play) -> None:
    await Troubles(play.store, play.setting, play.now, play.worker.nudge).look()
    await play.settles()


async def status(play: Play) -> dict[str, str]:
    """Name and reason of each, as `status --json` has them."""
    async with play.store.read() as tx:
        directory = await tx.chats.follow(play.setting.office.directory)
        shown = [trouble_json(each, directory, ZONE) for each in of_today(await tx.troubles.all(), directory)]
    assert all(each["why"] in SHUT for each in shown)
    return {each["name"]: each["why"] for each in shown}


async def test_somebody_who_blocks_the_bot_is_known_before_anything_is_sent_and_the_admin_hears_of_it_once(play):
    play.dedi.block()
    await play.settles()
    await look(play)
    assert await status(play) == {"Dedi": "blocked"}
    assert play.heads("Nia") == ["⚠️ TIDAK TERHUBUNG: Dedi"]
    await play.cut()
    await look(play)
    assert play.heads("Nia") == [], "once"
    play.dedi.unblock()
    await play.settles()
    assert await status(play) == {}
    play.dedi.block()
    await play.settles()
    await look(play)
    assert play.heads("Nia") == ["⚠️ TIDAK TERHUBUNG: Dedi"], "a new trouble is a new one"


async def test_who_never_started_is_found_out_when_something_is_to_be_said(play):
    play.telegram.people[2003].private.started = False
    play.telegram.people[2004].user = replace(play.telegram.people[2004].user, known=False)
    await look(play)
    assert play.new("Nia") == []
    await play.cut()
    await look(play)
    assert (await status(play))["Dedi"] == "never_started"
    (told,) = play.new("Nia")
    assert "belum pernah menekan Mulai" in told.text
    play.dedi.start()
    await play.mend()
    assert "Dedi" not in await status(play), "what goes through ends the trouble"


async def test_a_group_that_puts_the_bot_out_and_takes_it_in_again(in_a_group):
    play = in_a_group
    play.group.kick_bot()
    await play.settles()
    await look(play)
    assert await status(play) == {"Tim Utara": "not_in_group"}
    assert play.heads("Nia") == ["⚠️ TIDAK TERHUBUNG: grup Tim Utara"]
    play.group.add_bot()
    await play.settles()
    assert await status(play) == {}
    await play.cut()
    assert play.group.screen()[-1].text.startswith("🔴 GANGGUAN")


async def test_a_group_that_has_moved_and_then_puts_the_bot_out_is_known_by_its_new_id(in_a_group):
    play = in_a_group
    new = play.group.migrate()
    await play.settles()
    new.kick_bot()
    await play.cut()
    await look(play)
    assert await status(play) == {"Tim Utara": "not_in_group"}
    assert play.heads("Nia") == ["⚠️ TIDAK TERHUBUNG: grup Tim Utara"]


async def test_a_stranger_who_blocks_the_bot_is_nobodys_trouble(play):
    stranger = play.telegram.add_user(7777, "Orang", started=True)
    stranger.say("halo")
    await play.settles()
    stranger.block()
    await play.settles()
    await look(play)
    assert await status(play) == {}
    assert play.new("Nia") == []
