"""What Kasi and the team do to a ticket besides the SOP's steps: menus, reasons, other teams, closing by hand."""

import pytest

from tests.telegram.play import IN_A_GROUP, head, labels, playing


@pytest.fixture
async def play(tmp_path):
    async with playing(tmp_path) as opened:
        yield opened


def last(play, name, group=None):
    """The bot's latest message in the chat."""
    screen = group.screen() if group is not None else play.people[name].screen()
    return [shown for shown in screen if shown.from_bot][-1]


async def test_kasi_sets_a_priority_in_a_menu_that_leaves_one_line_behind(play):
    await play.cut()
    play.new("Dedi")
    await play.presses("Dedi", "⚙️ Lainnya…")
    (menu,) = play.new("Dedi")
    assert labels(menu) == ["🔺 Ubah prioritas…", "⏸ Tunda…", "☑️ Tutup tiket…", "☑️ Bukan gangguan…", "Batal"]
    await play.presses("Dedi", "🔺 Ubah prioritas…")
    assert labels(last(play, "Dedi")) == ["🔴 Kritis", "🔴 Tinggi", "🟠 Sedang", "🟡 Rendah", "Batal"]
    assert await play.presses("Dedi", "🟡 Rendah") == "Prioritas tiket #1 sekarang rendah."
    assert play.new("Dedi") == [], "the menu was edited all the way"
    assert last(play, "Dedi").text == "Prioritas tiket #1 sekarang rendah."
    assert "prioritas rendah" in play.card("Dedi").text
    assert (await play.ticket())["priority"] == "low"


async def test_the_team_is_held_up_for_a_usual_reason_and_goes_on(play):
    await play.cut()
    await play.presses("Agus", "✅ Terima")
    assert await play.presses("Agus", "🔧 Mulai perbaikan") == "Perbaikan tiket #1 dimulai. Selamat bekerja."
    play.new("Dedi")
    await play.presses("Agus", "⏸ Tunda…")
    await play.presses("Agus", "Menunggu suku cadang")
    (told,) = play.new("Dedi")
    assert head(told) == "⏸ DITUNDA: Router Kejaksan mati — Kec. Kejaksan"
    assert "menunggu suku cadang" in told.text
    assert "Ditunda sejak" in play.card("Joko").text
    assert labels(play.card("Joko")) == ["▶️ Lanjutkan", "📝 Laporan perbaikan"]
    await play.presses("Joko", "▶️ Lanjutkan")
    assert play.new("Dedi") == [], "that it goes on is on the card"
    ticket = await play.ticket()
    assert [e["event"] for e in ticket["history"]][-3:] == ["started", "held", "resumed"]
    assert ticket["hold"] is None


async def test_a_reason_may_be_written_and_commands_in_between_do_not_disturb_it(play):
    await play.cut()
    await play.presses("Agus", "✅ Terima")
    await play.presses("Agus", "⏸ Tunda…")
    await play.says("Agus", "/tiket")
    await play.stop()
    play.start()
    (answer,) = await play.says("Agus", "jembatan <putus>\nmenunggu perahu")
    assert answer == "Tiket #1 ditunda. Batas waktu SOP tetap berjalan."
    assert (await play.ticket())["hold"]["reason"] == "jembatan <putus> menunggu perahu"
    assert "jembatan <putus> menunggu perahu" in play.card("Dedi").text


async def test_a_reason_that_is_written_in_a_menu_takes_the_menus_buttons_away(play):
    await play.cut()
    await play.presses("Dedi", "⚙️ Lainnya…")
    await play.presses("Dedi", "☑️ Tutup tiket…")
    menu = last(play, "Dedi").message_id
    assert await play.says("Dedi", "kabel diganti pagi ini") == ["Tiket #1 ditutup."]
    assert labels(next(shown for shown in play.dedi.screen() if shown.message_id == menu)) == []
    assert head(play.card("Agus")).startswith("☑️ DITUTUP: Router Kejaksan")
    assert "Ditutup oleh Dedi: kabel diganti pagi ini" in play.card("Agus").text


@pytest.mark.parametrize("how", ["Batal", "/batal"])
async def test_who_thinks_better_of_it_changes_nothing_and_is_asked_no_more(play, how):
    await play.cut()
    before = await play.tickets()
    await play.presses("Dedi", "⚙️ Lainnya…")
    await play.presses("Dedi", "☑️ Bukan gangguan…")
    if how == "Batal":
        await play.presses("Dedi", "Batal")
        assert last(play, "Dedi").text == "Tidak ada yang diubah."
    else:
        await play.says("Dedi", "/batal")
    assert "tidak saya kenali" in (await play.says("Dedi", "uji coba"))[0]
    assert await play.tickets() == before


async def test_a_reason_written_an_hour_later_is_chatter(play):
    await play.cut()
    await play.presses("Dedi", "⚙️ Lainnya…")
    await play.presses("Dedi", "☑️ Tutup tiket…")
    play.world.now += 3700.0
    assert "tidak saya kenali" in (await play.says("Dedi", "selamat pagi"))[0]
    assert (await play.tickets())[0].is_open


async def test_another_team_gets_it_and_the_one_before_hears_that_it_need_not_go_on(play):
    await play.cut()
    await play.presses("Dedi", "Instruksikan Tim Utara")
    await play.presses("Agus", "✅ Terima")
    for name in ("Agus", "Joko", "Bayu"):
        play.new(name)
    await play.presses("Dedi", "⚙️ Lainnya…")
    await play.presses("Dedi", "↪️ Alihkan ke tim lain…")
    await play.presses("Dedi", "Tim Selatan")
    assert play.heads("Agus") == ["↪️ DIALIHKAN: Router Kejaksan mati — Kec. Kejaksan"]
    assert [text.split(":")[0] for text in play.heads("Bayu")] == ["(🔴 GANGGUAN", "📋 INSTRUKSI"]
    assert labels(play.card("Agus")) == []
    assert "ditugaskan kepada Tim Selatan" in await play.forges("Agus", "t:1:accept")
    await play.presses("Bayu", "✅ Terima")
    ticket = await play.ticket()
    assert (ticket["team"], ticket["accepted_by"], ticket["step"]) == ("selatan", "Bayu", 7)


async def test_a_menu_of_a_ticket_that_closed_meanwhile_says_so_and_is_gone(play):
    await play.cut()
    await play.presses("Dedi", "⚙️ Lainnya…")
    await play.presses("Dedi", "☑️ Tutup tiket…")
    await play.mend()
    menu = next(shown for shown in play.dedi.screen() if "Mengapa" in shown.text).message_id
    assert "sudah selesai" in await play.presses("Dedi", "Sudah diperbaiki", message=menu)
    shown = next(shown for shown in play.dedi.screen() if shown.message_id == menu)
    assert "sudah selesai" in shown.text
    assert labels(shown) == []


async def test_buttons_below_an_instruction_go_with_what_was_done(play):
    await play.cut()
    await play.presses("Dedi", "Instruksikan Tim Utara")
    instruction = last(play, "Agus")
    assert labels(instruction) == ["✅ Terima"]
    await play.presses("Agus", "✅ Terima", message=instruction.message_id)
    shown = next(each for each in play.agus.screen() if each.message_id == instruction.message_id)
    assert labels(shown) == ["🔧 Mulai perbaikan", "⏸ Tunda…", "📝 Laporan perbaikan"]
    assert shown.text == instruction.text


async def test_in_a_group_the_one_who_pressed_is_asked_and_answers_by_a_reply(tmp_path):
    async with playing(tmp_path, IN_A_GROUP) as play:
        await play.cut()
        await play.presses("Agus", "✅ Terima", play.group)
        await play.presses("Joko", "⏸ Tunda…", play.group)
        question = last(play, "Joko", play.group)
        assert question.text.startswith("Joko: Tiket #1")
        play.agus.say("kami makan dulu", play.group)
        play.joko.say("menunggu kunci gardu", play.group, reply_to=question.message_id)
        await play.settles()
        assert (await play.ticket())["hold"]["reason"] == "menunggu kunci gardu"
        assert (await play.ticket())["hold"]["by"] == "Joko"
        assert play.telegram.log.refused() == []
