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
    assert question.startswith("Laporan warga: di mana gangguannya?")
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


async def report_of(play, ticket_id=1):
    """The only report of a ticket, as it is stored."""
    (report,) = (await play.tickets())[ticket_id - 1].citizen_reports
    return report


async def test_step_by_step_each_question_is_answered_and_a_restart_loses_none(play):
    await play.says("Rina", "/lapor")
    (question,) = await play.says("Rina", "kec harjamukti")
    assert question == "Laporan dari Kantor Kecamatan Harjamukti\nApa keluhannya? Tulis, atau tekan Lewati."
    await play.stop()
    play.start()
    (question,) = await play.says("Rina", "wifi lemot sejak kemarin")
    assert "nama dan nomor telepon pelapor" in question
    (question,) = await play.says("Rina", "bu Tuti 0812 3456 7899")
    assert "lewat apa" in question
    await play.presses("Rina", "WA")
    offer = play.last("Rina")
    assert "“wifi lemot sejak kemarin” (bu Tuti, 0812-3456-7899, lewat WA)" in offer.text
    await play.presses("Rina", "Buat tiket baru")
    report = await report_of(play)
    assert (report.text, report.name, report.phone, report.channel) == (
        "wifi lemot sejak kemarin", "bu Tuti", "+6281234567899", "wa",
    )
    assert "tidak saya kenali" in (await play.says("Rina", "halo"))[0], "nothing is asked any more"


async def test_step_by_step_each_question_may_be_skipped(play):
    await play.says("Rina", "/lapor harjamukti")
    for _ in range(2):
        await play.presses("Rina", "Lewati")
    await play.presses("Rina", "SMS")
    await play.presses("Rina", "Buat tiket baru")
    report = await report_of(play)
    assert (report.text, report.name, report.phone, report.channel) == ("", None, None, "sms")
    assert labels(play.last("Rina")) == [], "what was skipped is not asked again"


async def test_what_is_open_at_the_place_comes_before_all_questions(play):
    await play.cut()
    (offer,) = await play.says("Rina", "/lapor kejaksan")
    assert head(play.last("Rina")) == "Ada gangguan yang sudah tercatat di Kantor Kecamatan Kejaksan."
    assert "Sampaikan kepada warga" in offer
    await play.presses("Rina", "Gabungkan ke #1")
    asked = play.last("Rina")
    assert "Sampaikan kepada warga" in asked.text
    assert labels(asked) == ["Lewati"]
    (question,) = await play.says("Rina", "081234567890")
    assert "lewat apa" in question
    await play.presses("Rina", "Telepon")
    assert "lengkap: nama tidak dicatat, 0812-3456-7890" in play.last("Rina").text
    assert (await report_of(play)).phone == "+6281234567890"


async def test_something_else_than_what_is_open_is_asked_about_and_gets_a_ticket(play):
    await play.cut()
    await play.says("Rina", "/lapor kejaksan")
    await play.presses("Rina", "Gangguan lain")
    await play.says("Rina", "tiang roboh")
    await play.presses("Rina", "Lewati")
    await play.presses("Rina", "Telepon")
    assert "🆕 Tiket #2" in head(play.last("Rina"))
    assert (await report_of(play, 2)).text == "tiang roboh"


async def test_a_number_that_comes_after_the_press_is_kept_and_phoned_back(play):
    await play.cut()
    await play.says("Rina", "/lapor kejaksan internet mati")
    await play.presses("Rina", "Gabungkan ke #1")
    (answer,) = await play.says("Rina", "Budi 0812 34")
    assert "bukan nomor telepon" in answer
    (answer,) = await play.says("Rina", "sukapura internet mati juga")
    assert "bukan nama" in answer
    (answer,) = await play.says("Rina", "a.n. Budi 0812-3456-7890")
    assert "lengkap: Budi, 0812-3456-7890" in answer
    await play.mend()
    assert "Budi, 0812-3456-7890" in play.last("Rina").text


async def test_a_number_that_turns_out_to_have_reported_before_is_counted_once(play):
    await play.cut()
    await play.says("Wati", f"/lapor kejaksan internet mati {BUDI}")
    await play.presses("Wati", "Gabungkan ke #1")
    await play.says("Rina", "/lapor kejaksan internet mati")
    await play.presses("Rina", "Gabungkan ke #1")
    assert (await play.ticket())["reports"] == 2
    (answer,) = await play.says("Rina", "0812-3456-7890")
    assert "Sudah tercatat di #1" in answer
    ticket = await play.ticket()
    assert (ticket["reports"], [report["repeats"] for report in ticket["citizen_reports"]]) == (1, [False, True])
    await play.mend()
    assert "TELEPON BALIK" in play.last("Wati").text
    assert "TELEPON BALIK" not in play.last("Rina").text


async def test_a_number_that_comes_after_the_closing_is_told_to_be_used_at_once(play):
    await play.cut()
    await play.says("Rina", "/lapor kejaksan internet mati")
    await play.presses("Rina", "Gabungkan ke #1")
    await play.mend()
    said = await play.says("Rina", "0812-3456-7890")
    assert "sudah teratasi sejak pukul" in said[0]
    assert (await report_of(play)).phone == "+6281234567890"


async def test_a_number_known_already_that_comes_after_the_closing_strikes_the_citizen_off_the_list_they_are_on(play):
    await play.cut()
    await play.says("Wati", f"/lapor kejaksan internet mati {BUDI}")
    await play.presses("Wati", "Gabungkan ke #1")
    await play.says("Rina", "/lapor kejaksan internet mati")
    await play.presses("Rina", "Gabungkan ke #1")
    await play.mend()
    (said,) = await play.says("Rina", "0812-3456-7890")
    assert "Tiket #1 sudah selesai" in said
    assert "sudah teratasi sejak pukul" in said
    assert "Tercatat" in await play.presses("Rina", "☎️ Sudah disampaikan")
    assert "ditelepon balik" not in (await play.says("Sari", "/tiket"))[0], "nobody waits any more"
    reports = (await play.ticket())["citizen_reports"]
    assert [(each["repeats"], bool(each["called_back_at"])) for each in reports] == [(False, True), (True, False)]


async def test_a_name_written_before_the_press_is_taken_with_it(play):
    await play.cut()
    await play.says("Rina", "/lapor kejaksan internet mati")
    (offer,) = await play.says("Rina", "pak Budi 081234567890 (WA)")
    assert "(pak Budi, 0812-3456-7890)" in offer
    await play.presses("Rina", "Gabungkan ke #1")
    assert (await report_of(play)).name == "pak Budi"
    assert labels(play.last("Rina")) == []


async def test_a_place_that_was_not_recognised_is_asked_for_again_and_the_rest_is_not(play):
    await play.says("Rina", f"/lapor gedung entah internet mati via wa {BUDI}")
    assert "Tempatnya belum dikenali" in play.last("Rina").text
    assert "belum dikenali" in (await play.says("Rina", "rumah pak RT"))[0]
    (offer,) = await play.says("Rina", "kelurahan sukapura")
    assert "internet mati” (Budi, 0812-3456-7890, lewat WA)" in offer
    await play.presses("Rina", "Buat tiket baru")
    assert (await report_of(play)).channel == "wa"


async def test_a_new_report_takes_the_place_of_the_questions_about_the_one_before(play):
    await play.says("Rina", "/lapor harjamukti")
    old = play.last("Rina")
    await play.says("Rina", "/lapor sukapura")
    await play.says("Rina", "cctv mati")
    await play.presses("Rina", "Lewati")
    await play.presses("Rina", "Telepon")
    await play.presses("Rina", "Buat tiket baru")
    assert [(t.site, t.citizen_reports[0].text) for t in await play.tickets()] == [("sukapura", "cctv mati")]
    await play.presses("Rina", "Lewati", message=old.message_id)
    assert "Harjamukti" in play.last("Rina").text, "the one before can still be gone on with"


async def test_call_takers_are_asked_at_the_same_time_and_not_mixed_up(play):
    for name, place in (("Rina", "harjamukti"), ("Wati", "sukapura")):
        await play.says(name, f"/lapor {place}")
    for name, words in (("Wati", "cctv mati"), ("Rina", "wifi mati")):
        await play.says(name, words)
        await play.presses(name, "Lewati")
        await play.presses(name, "Telepon")
        await play.presses(name, "Buat tiket baru")
    assert [(t.site, t.citizen_reports[0].text) for t in await play.tickets()] == [
        ("sukapura", "cctv mati"), ("harjamukti", "wifi mati"),
    ]


async def test_a_cancelled_report_asks_no_more(play):
    await play.says("Rina", "/lapor harjamukti")
    assert await play.presses("Rina", "Batal") == "Laporan dibatalkan."
    assert "tidak saya kenali" in (await play.says("Rina", "wifi mati"))[0]
    assert "sudah diproses" in await play.forges("Rina", "r:1:skip:complaint")


FORGED = ["r:1:via:merpati", "r:1:skip:everything", "r:9:skip:reporter", "b:1:called", "b:9:called"]


@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_step_changes_nothing(play, data):
    await play.says("Rina", "/lapor harjamukti")
    assert "tidak berlaku lagi" in await play.forges("Rina", data)
    assert await play.tickets() == []


async def test_each_citizen_is_struck_off_the_list_when_phoned(play):
    await play.cut()
    for name, phone in (("Budi", "081234567890"), ("Siti", "0231-204567")):
        await play.says("Rina", f"/lapor kejaksan internet mati a.n. {name} {phone}")
        await play.presses("Rina", "Gabungkan ke #1")
    await play.mend()
    calls = play.last("Rina")
    assert labels(calls) == ["☎️ 1. Budi: sudah dihubungi", "☎️ 2. Siti: sudah dihubungi"]
    assert "Tercatat" in await play.presses("Rina", "☎️ 1. Budi: sudah dihubungi")
    assert labels(play.last("Rina")) == ["☎️ 2. Siti: sudah dihubungi"]
    assert "✓ 1. Budi" in play.last("Rina").text
    assert "Sudah tercatat: warga ini dihubungi pukul" in await play.forges("Rina", "b:1:called")
    assert "hanya untuk Call Taker" in await play.forges("Dedi", "b:2:called")
    await play.presses("Rina", "☎️ 2. Siti: sudah dihubungi")
    assert play.last("Rina").message_id == calls.message_id
    assert "semua sudah dihubungi" in play.last("Rina").text
    assert all(report["called_back_at"] for report in (await play.ticket())["citizen_reports"])


async def test_who_was_phoned_is_not_phoned_again_when_the_ticket_closes_once_more(play):
    await play.cut()
    for name, phone in (("Budi", "081234567890"), ("Siti", "0231-204567")):
        await play.says("Rina", f"/lapor kejaksan internet mati a.n. {name} {phone}")
        await play.presses("Rina", "Gabungkan ke #1")
    await play.mend()
    await play.presses("Rina", "☎️ 1. Budi: sudah dihubungi")
    await play.cut()
    await play.mend()
    assert (await play.ticket())["reopened"] == 1
    assert labels(play.last("Rina")) == ["☎️ 2. Siti: sudah dihubungi"]


async def test_the_citizens_of_a_call_taker_who_is_away_are_phoned_by_a_colleague_and_not_forgotten(play):
    await play.cut()
    for name, phone in (("Budi", "081234567890"), ("Siti", "0231-204567")):
        await play.says("Rina", f"/lapor kejaksan internet mati a.n. {name} {phone}")
        await play.presses("Rina", "Gabungkan ke #1")
    await play.says("Rina", "/absen besok")
    await play.presses("Rina", "✅ Catat")
    await play.a_day_passes()
    play.new("Rina")
    await play.mend()
    assert not [each for each in play.new("Rina") if "TELEPON BALIK" in each.text]
    calls = play.last("Wati")
    assert "Tiket #1, 2 warga yang melapor kepada Rina:" in calls.text
    await play.presses("Wati", "☎️ 1. Budi: sudah dihubungi")
    assert labels(play.last("Wati")) == ["☎️ 2. Siti: sudah dihubungi"]
    assert "/tiket_1 1 warga, dicatat Rina" in (await play.says("Sari", "/tiket"))[0], "the SPV sees who still waits"
    assert "ditelepon balik" not in (await play.says("Dedi", "/tiket"))[0]
    _, still = await play.says("Sari", "/tiket_1")
    assert "2. Siti, (0231) 204567" in still
    await play.presses("Sari", "☎️ 2. Siti: sudah dihubungi")
    assert "semua sudah dihubungi" in play.last("Sari").text
    assert "ditelepon balik" not in (await play.says("Sari", "/tiket"))[0]
    assert len(await play.says("Sari", "/tiket_1")) == 1
    history = (await play.ticket())["history"]
    assert [(each["actor"], each["detail"]) for each in history if each["event"] == "called_back"] == [
        ("Wati", "report 1"), ("Sari", "report 2"),
    ]
