"""Citizens phone: what call takers do with /lapor, clumsily and two at a time."""

import pytest

from tests.telegram.play import IN_PRIVATE, head, labels, playing

BUDI = "a.n. Budi 0812-3456-7890"


@pytest.fixture
async def play(tmp_path):
    async with playing(tmp_path, IN_PRIVATE) as opened:
        yield opened


async def test_a_report_joins_what_is_open_and_its_taker_is_told_whom_to_phone_back(play):
    await play.cut()
    await play.says("Rina", f"/lapor kejaksan internet mati {BUDI}")
    assert labels(play.new("Rina")[-1]) == ["Gabungkan ke #1", "Gangguan lain", "Batal"]
    assert await play.presses("Rina", "Gabungkan ke #1") == "Laporan digabungkan."
    assert play.heads("Rina") == ["✅ Digabungkan ke #1: Router Kejaksan mati — Kec. Kejaksan"]
    await play.mend()
    (call_back,) = play.new("Rina")
    assert "Budi, 0812-3456-7890" in call_back.text
    assert not call_back.silent
    assert play.new("Wati") == []
    others = [each.text for name in ("Sari", "Dedi", "Agus") for each in play.people[name].screen()]
    assert not [text for text in others if "Budi" in text or "7890" in text]


async def test_a_ticket_that_opens_while_the_call_taker_reads_is_offered_before_another_is_made(play):
    await play.says("Rina", f"/lapor kejaksan internet mati {BUDI}")
    await play.cut()
    await play.presses("Rina", "Buat tiket baru")
    assert len(await play.tickets()) == 1
    offer = play.new("Rina")[-1]
    assert head(offer) == "Ada gangguan yang sudah tercatat di Kantor Kecamatan Kejaksan."
    await play.presses("Rina", "Gabungkan ke #1")
    assert (await play.ticket())["reports"] == 1


async def test_two_call_takers_at_once_make_one_ticket(play):
    for name, phone in (("Rina", "081234567890"), ("Wati", "081234567891")):
        await play.says(name, f"/lapor harjamukti wifi lambat {phone}")
    play.rina.tap("Buat tiket baru")
    play.wati.tap("Buat tiket baru")
    await play.settles()
    assert len(await play.tickets()) == 1
    await play.presses("Wati", "Gabungkan ke #1")
    assert (await play.ticket())["reports"] == 2


async def test_what_is_something_else_gets_a_ticket_of_its_own(play):
    await play.cut()
    await play.says("Rina", f"/lapor kejaksan kabel di jalan putus {BUDI}")
    await play.presses("Rina", "Gangguan lain")
    assert [ticket.source.value for ticket in await play.tickets()] == ["probe", "citizen"]


async def test_the_same_phone_is_counted_once_whoever_answers_it(play):
    await play.cut()
    for name in ("Rina", "Wati"):
        await play.says(name, f"/lapor kejaksan internet mati {BUDI}")
        await play.presses(name, "Gabungkan ke #1")
    assert head(play.new("Wati")[-1]).startswith("ℹ️ Sudah tercatat di #1")
    assert (await play.ticket())["reports"] == 1


async def test_a_second_press_on_a_settled_report_changes_nothing(play):
    await play.cut()
    await play.says("Rina", f"/lapor kejaksan internet mati {BUDI}")
    offer = play.new("Rina")[-1].message_id
    await play.presses("Rina", "Gabungkan ke #1")
    for button in ("Gabungkan ke #1", "Gangguan lain", "Batal"):
        assert "sudah diproses" in await play.presses("Rina", button, message=offer)
    assert (await play.ticket())["reports"] == 1
    assert len(await play.tickets()) == 1


async def test_a_ticket_that_closed_meanwhile_takes_no_report_and_says_what_to_ask(play):
    await play.cut()
    await play.says("Rina", f"/lapor kejaksan internet mati {BUDI}")
    await play.mend()
    await play.presses("Rina", "Gabungkan ke #1")
    assert "sudah selesai" in head(play.new("Rina")[-1])
    assert (await play.ticket())["reports"] == 0


async def test_a_cancelled_report_leaves_nothing(play):
    await play.says("Rina", f"/lapor kejaksan internet mati {BUDI}")
    assert await play.presses("Rina", "Batal") == "Laporan dibatalkan."
    assert await play.tickets() == []


async def test_a_citizens_open_ticket_is_offered_to_the_next_caller(play):
    await play.says("Rina", f"/lapor harjamukti wifi lambat {BUDI}")
    await play.presses("Rina", "Buat tiket baru")
    await play.says("Wati", "/lapor harjamukti lambat 081399998888")
    assert "Gabungkan ke #1" in labels(play.new("Wati")[-1])


async def test_a_text_that_fits_two_places_asks_which_one(play):
    await play.says("Rina", "/lapor sukapura sukasari mati")
    question = play.new("Rina")[-1]
    assert labels(question) == ["Kel. Sukapura", "Kel. Sukasari", "Batal"]
    await play.presses("Rina", "Kel. Sukasari")
    assert "Kantor Kelurahan Sukasari" in head(play.new("Rina")[-1])
    await play.presses("Rina", "Kel. Sukapura", message=question.message_id)
    assert "Kantor Kelurahan Sukapura" in head(play.new("Rina")[-1])
    await play.presses("Rina", "Buat tiket baru")
    assert [ticket.site for ticket in await play.tickets()] == ["sukapura"]


async def test_a_place_nobody_knows_is_not_recorded(play):
    (answer,) = await play.says("Rina", "/lapor entah di mana mati")
    assert "belum dikenali" in answer
    assert await play.tickets() == []


async def test_markup_and_turned_letters_are_shown_as_they_were_typed_and_break_nothing(play):
    await play.says("Rina", "/lapor kejaksan <b>mati</b> & </code> \u202egnay\u202c a.n. Budi 081234567890")
    assert "<b>mati</b> & </code>" in play.new("Rina")[-1].text
    await play.presses("Rina", "Buat tiket baru")
    card = play.card("Sari").text
    assert "<b>mati</b> & </code>" in card
    assert "\u202e" not in card
    assert play.telegram.log.refused() == []


async def test_what_is_too_long_is_cut_for_the_eye_and_kept(play):
    await play.says("Rina", "/lapor kejaksan " + "sangat lambat " * 290)
    await play.presses("Rina", "Buat tiket baru")
    assert len((await play.tickets())[0].citizen_reports[0].text) > 4000
    assert play.telegram.log.refused() == []


async def test_somebody_who_is_call_taker_no_more_settles_no_old_report(play):
    await play.says("Rina", f"/lapor kejaksan internet mati {BUDI}")
    play.relieve("Rina")
    assert "hanya untuk Call Taker" in await play.presses("Rina", "Buat tiket baru")
    assert await play.tickets() == []


@pytest.mark.parametrize("data", ["r:1:new:kejaksan", "r:1:join:1", "r:1:cancel"])
async def test_nobody_settles_somebody_elses_report(play, data):
    await play.cut()
    await play.says("Rina", f"/lapor kejaksan internet mati {BUDI}")
    await play.says("Wati", "/lapor sukasari internet mati")
    answer = await play.forges("Wati", data)
    assert "tidak berlaku lagi" in answer
    assert (await play.ticket())["reports"] == 0
    assert len(await play.tickets()) == 1


async def test_lapor_alone_asks_for_the_line_and_takes_the_next_words_for_it(play):
    (question,) = await play.says("Rina", "/lapor")
    assert question.startswith("Laporan warga: di mana, dan apa gangguannya?")
    await play.stop()
    play.start()
    play.rina.send_document(b"OggS", "suara.ogg", "audio/ogg")
    await play.settles()
    assert "hanya dapat saya baca sebagai teks" in play.new("Rina")[-1].text
    await play.says("Rina", f"harjamukti internet mati {BUDI}")
    await play.presses("Rina", "Buat tiket baru")
    (ticket,) = await play.tickets()
    assert (ticket.site, ticket.citizen_reports[0].phone) == ("harjamukti", "+6281234567890")
    (answer,) = await play.says("Rina", "harjamukti internet mati")
    assert "tidak saya kenali" in answer, "nothing is asked any more"


async def test_what_was_asked_may_be_left_unanswered(play):
    await play.says("Rina", "/lapor")
    await play.says("Wati", "/lapor")
    assert "tidak saya tanyakan lagi" in (await play.says("Rina", "/batal"))[0]
    assert "Tidak ada yang sedang ditanyakan" in (await play.says("Rina", "/batal"))[0]
    assert "tidak saya kenali" in (await play.says("Rina", "harjamukti mati"))[0]
    assert "normal" in (await play.says("Wati", "/status"))[0], "a command is a command, the question stays"
    assert "Harjamukti" in (await play.says("Wati", "harjamukti mati"))[0]
    assert await play.tickets() == []


async def test_a_question_is_no_call_takers_any_more_once_they_are_relieved(play):
    await play.says("Rina", "/lapor")
    play.relieve("Rina")
    assert "Hanya Call Taker" in (await play.says("Rina", "harjamukti mati"))[0]


async def test_only_call_takers_report(play):
    for name in ("Sari", "Dedi", "Agus"):
        assert "Hanya Call Taker" in (await play.says(name, f"/lapor kejaksan mati {BUDI}"))[0]
    assert await play.tickets() == []


async def test_a_caption_is_as_good_as_a_text_and_an_edit_is_not_carried_out(play):
    first = play.rina.send_photo(caption=f"/lapor kejaksan tiang roboh {BUDI}")
    await play.settles()
    assert "tiang roboh" in play.new("Rina")[-1].text
    second = play.rina.say("/lapor sukasari mati")
    await play.settles()
    play.new("Rina")
    play.rina.edit(second.id, "/lapor harjamukti mati")
    await play.settles()
    (answer,) = play.new("Rina")
    assert "Kirim yang benar sebagai pesan baru" in answer.text
    assert first.id < second.id


async def test_in_a_group_no_citizen_is_named(play):
    play.group.join(play.rina)
    (answer,) = await play.says("Rina", f"/lapor@netwatch_demo_bot kejaksan mati {BUDI}", play.group)
    assert "obrolan pribadi" in answer
    assert "Budi" not in answer
    assert "7890" not in answer
