"""A team that works in a Telegram group."""

import pytest

from tests.telegram.play import IN_A_GROUP, head, labels, playing


@pytest.fixture
async def play(tmp_path):
    async with playing(tmp_path, IN_A_GROUP) as opened:
        yield opened


def told(group):
    return [shown for shown in group.screen() if shown.from_bot]


async def test_the_group_has_one_card_and_its_members_press_there(play):
    await play.cut()
    (card,) = told(play.group)
    assert head(card).startswith("🔴 GANGGUAN")
    assert not card.silent
    assert play.new("Agus") == []
    assert "Selamat bekerja" in await play.presses("Joko", "✅ Terima", play.group)
    assert "sudah diterima oleh Joko" in await play.forges("Agus", "t:1:accept", play.group)
    await play.mend()
    card, closing = told(play.group)
    assert labels(card) == labels(closing) == ["📝 Laporan perbaikan"]
    assert closing.reply_to == card.message_id
    assert (await play.ticket())["steps"][5]["done_by"] == "Joko"


async def test_a_member_of_another_part_or_of_none_changes_nothing_in_the_group(play):
    await play.cut()
    stranger = play.people["Orang"] = play.telegram.add_user(7777, "Orang")
    for phone in (play.dedi, stranger):
        play.group.join(phone)
    assert "hanya untuk Tim Lapangan" in await play.presses("Dedi", "✅ Terima", play.group)
    assert "belum terdaftar" in await play.presses("Orang", "✅ Terima", play.group)
    assert (await play.ticket())["step"] == 4


async def test_only_registered_people_are_answered_in_the_group_and_only_when_we_are_meant(play):
    stranger = play.people["Orang"] = play.telegram.add_user(7777, "Orang")
    play.group.join(stranger)
    sayings = [
        ("Orang", "/tiket@netwatch_demo_bot"), ("Agus", "/tiket@lain_bot"), ("Agus", "halo"), ("Agus", "/tiket"),
    ]
    for name, text in sayings:
        assert await play.says(name, text, play.group) == [], text
    assert len(await play.says("Agus", "/tiket@netwatch_demo_bot", play.group)) == 1


async def test_a_group_that_becomes_a_supergroup_goes_on_with_the_ticket(play):
    await play.cut()
    new = play.group.migrate()
    await play.settles()
    await play.presses("Dedi", "Instruksikan Tim Utara")
    card, instructed = told(new)
    assert head(instructed).startswith("📋 INSTRUKSI")
    assert card.silent, "the group has been told before"
    assert instructed.reply_to == card.message_id
    await play.presses("Agus", "✅ Terima", new)
    await play.mend()
    assert [head(shown).split(":")[0] for shown in told(new)] == ["✅ SELESAI", "📋 INSTRUKSI", "✅ SELESAI"]
    assert len(told(play.group)) == 1


async def test_a_group_that_moved_without_our_hearing_of_it_is_followed(play):
    await play.cut()
    allowed, play.telegram.world.updates.allowed = play.telegram.world.updates.allowed, frozenset()
    new = play.group.migrate()
    play.telegram.world.updates.allowed = allowed
    await play.presses("Dedi", "Instruksikan Tim Utara")
    assert [head(shown).split(":")[0] for shown in told(new)] == ["🔴 GANGGUAN", "📋 INSTRUKSI"]


async def test_a_group_that_put_us_out_is_seen_in_the_ticket_and_the_others_are_told(play):
    play.group.kick_bot()
    await play.cut()
    assert head(play.card("Dedi")).startswith("🔴 GANGGUAN")
    errors = {n["to"]["chat_id"]: n["error"] for n in (await play.ticket())["notifications"]}
    assert "kicked" in errors[-200]
    assert errors[2003] is None
