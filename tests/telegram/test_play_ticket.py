"""One cut, one evening: what each person sees and hears of it, and what their presses do."""

import asyncio

import pytest

from tests.telegram.play import head, labels, playing


@pytest.fixture
async def play(tmp_path):
    async with playing(tmp_path) as opened:
        yield opened


async def test_an_evening_with_one_cut_as_each_person_hears_it(play):
    await play.cut()
    await play.presses("Dedi", "✅ Terima")
    await play.presses("Dedi", "Instruksikan Tim Utara")
    await play.presses("Agus", "✅ Terima")
    await play.mend()
    instructed = "📋 INSTRUKSI: Router Kejaksan mati — Kec. Kejaksan, 2 perangkat ikut terdampak"
    closed = "✅ SELESAI: Router Kejaksan — Kec. Kejaksan, 1 menit"
    # the first message of each is the card, which says by now that all is over
    assert {name: play.heads(name) for name in play.people} == {
        "Rina": [],
        "Wati": [],
        "Sari": [f"({closed})", f"({closed})"],
        "Dedi": [closed, "🔧 DITANGANI: Router Kejaksan mati — Kec. Kejaksan", closed],
        "Agus": [closed, instructed, closed],
        "Joko": [closed, instructed, closed],
        "Bayu": [],
    }
    assert play.telegram.log.refused() == []


async def test_each_card_offers_what_its_reader_can_do_now(play):
    await play.cut()
    cards = {name: labels(play.card(name)) for name in ("Sari", "Dedi", "Agus", "Joko")}
    assert cards == {
        "Sari": [],
        "Dedi": ["✅ Terima", "Instruksikan Tim Utara", "Instruksikan Tim Selatan", "⚙️ Lainnya…"],
        "Agus": ["✅ Terima"],
        "Joko": ["✅ Terima"],
    }
    await play.presses("Agus", "✅ Terima")
    at_work = ["🔧 Mulai perbaikan", "⏸ Tunda…", "📝 Laporan perbaikan"]
    assert [labels(play.card(name)) for name in cards] == [[], ["⚙️ Lainnya…"], at_work, at_work]


async def test_of_two_who_press_at_once_the_second_hears_who_was_first(play):
    await play.cut()
    first, second = await asyncio.gather(play.presses("Agus", "✅ Terima"), play.presses("Joko", "✅ Terima"))
    winner, loser = (first, second) if "Selamat bekerja" in first else (second, first)
    assert "Selamat bekerja" in winner
    assert "sudah diterima oleh" in loser
    ticket = await play.ticket()
    assert [entry["event"] for entry in ticket["history"]].count("accepted") == 1


async def test_an_impatient_thumb_is_counted_once(play):
    await play.cut()
    for _ in range(6):
        play.agus.tap("✅ Terima")
    await play.settles()
    ticket = await play.ticket()
    assert [entry["event"] for entry in ticket["history"]].count("accepted") == 1
    assert [head for head in play.heads("Dedi") if "DITANGANI" in head] == [
        "🔧 DITANGANI: Router Kejaksan mati — Kec. Kejaksan"
    ]


async def test_a_press_on_a_closed_ticket_says_when_it_ended(play):
    await play.cut()
    await play.presses("Dedi", "Instruksikan Tim Utara")
    await play.mend()
    assert "sudah selesai pukul" in await play.presses("Agus", "✅ Terima")
    assert not labels(play.card("Agus"))


FORGED = [
    ("t:1:ack", "Agus", "hanya untuk Kasi"),
    ("t:1:accept", "Dedi", "hanya untuk Tim Lapangan"),
    ("t:1:receive", "Dedi", "hanya untuk SPV"),
    ("t:1:repaired", "Agus", "tidak berlaku lagi"),
    ("t:1:instruct:nirwana", "Dedi", "tidak ada lagi di pengaturan"),
    ("t:77:ack", "Dedi", "#77 tidak ditemukan"),
    ("t:1:close", "Agus", "hanya untuk Kasi"),
    ("t:1:more", "Agus", "hanya untuk Kasi"),
    ("o:1:hold:part", "Sari", "hanya untuk Tim Lapangan dan Kasi"),
    ("t:1:hold", "Agus", "Belum gilirannya"),
    ("t:1:delete", "Dedi", "tidak berlaku lagi"),
    ("t:0:ack", "Dedi", "tidak berlaku lagi"),
    ("t:1:ack:x", "Dedi", "tidak berlaku lagi"),
    ("t:99999999999999999999:ack", "Dedi", "tidak berlaku lagi"),
    ("<b>", "Dedi", "tidak berlaku lagi"),
    ("r:1:new:kejaksan", "Dedi", "hanya untuk Call Taker"),
]


async def test_forged_and_foreign_presses_get_a_clear_answer_and_change_nothing(play):
    await play.cut()
    before = await play.tickets()
    seen = [len(phone.screen()) for phone in play.people.values()]
    for data, name, words in FORGED:
        assert words in await play.forges(name, data), data
    assert [len(phone.screen()) for phone in play.people.values()] == seen
    assert await play.tickets() == before


async def test_strangers_are_told_once_a_day_how_to_register(play):
    stranger = play.telegram.add_user(7777, "<b>Orang</b>\u202e")
    for text in ("/start", "halo", "/lapor kejaksan mati", "/tiket"):
        stranger.say(text)
        await play.settles()
    answers = [shown.text for shown in stranger.screen() if shown.from_bot]
    assert len(answers) == 1
    assert answers[0].endswith("7777")
    play.world.now += 86_400
    stranger.say("halo")
    await play.settles()
    assert len([shown for shown in stranger.screen() if shown.from_bot]) == 2


async def test_a_strangers_press_is_answered_and_changes_nothing(play):
    await play.cut()
    before = await play.tickets()
    stranger = play.telegram.add_user(7777, "Orang")
    play.people["Orang"] = stranger
    play.group.join(stranger)
    await play.says("Agus", "/tiket@netwatch_demo_bot 1", play.group)
    for data in ("t:1:accept", "anything"):
        assert "belum terdaftar" in await play.forges("Orang", data, play.group)
    assert [shown for shown in stranger.screen() if shown.from_bot] == []
    assert await play.tickets() == before


UNREADABLE = [
    ("/tiket@lain_bot", None),
    ("/tiket 99999999999", "tidak saya kenali"),
    ("/apaini <b>", "“/apaini <b>” tidak saya kenali"),
    ("halo", "tidak saya kenali"),
    ("/tiket 5", "#5 tidak ditemukan"),
    ("/status antahberantah", "tidak ditemukan"),
    ("/bantuan@NETWATCH_demo_bot", "Halo, Dedi"),
    ("/status@netwatch_demo_bot kejaksan", "3 dari 3 perangkat normal"),
    ("!" * 4096, "belum dapat saya baca"),
    ("x" * 4096, "tidak saya kenali"),
]


async def test_whatever_is_written_is_answered_with_the_way_on(play):
    for text, words in UNREADABLE:
        answers = await play.says("Dedi", text)
        if words is None:
            assert answers == [], text
        else:
            (answer,) = answers
            assert words in answer, text
    assert play.telegram.log.refused() == []


async def test_pictures_and_stickers_without_words_are_not_taken_for_a_text(play):
    play.rina.send_photo()
    await play.settles()
    (answer,) = play.new("Rina")
    assert answer.text == "Maaf, pesan seperti ini belum dapat saya baca. Kirim /bantuan untuk melihat perintah."


async def test_a_citizens_report_goes_from_hand_to_hand_until_the_team_reports_that_it_is_done(play):
    await play.says("Rina", "/lapor harjamukti wifi lambat a.n. Tuti 0812-3456-7899")
    await play.presses("Rina", "Buat tiket baru")
    play.new("Rina")
    assert play.heads("Sari") == ["🟠 GANGGUAN: Kec. Harjamukti — laporan warga"]
    assert play.heads("Dedi") == ["(🟠 GANGGUAN: Kec. Harjamukti — laporan warga)"]
    await play.presses("Sari", "✅ Terima")
    assert labels(play.card("Sari")) == ["📨 Teruskan ke Kasi Infrastruktur"]
    await play.presses("Sari", "📨 Teruskan ke Kasi Infrastruktur")
    assert play.heads("Dedi") == ["📨 DITERUSKAN: Kec. Harjamukti — laporan warga"]
    await play.presses("Dedi", "✅ Terima")
    await play.presses("Dedi", "Instruksikan Tim Selatan")
    assert play.heads("Bayu")[1:] == ["📋 INSTRUKSI: Kec. Harjamukti — laporan warga"]
    await play.presses("Bayu", "✅ Terima")
    assert play.heads("Dedi") == ["🔧 DITANGANI: Kec. Harjamukti — laporan warga"]
    for button in ("📝 Laporan perbaikan", "Perangkat macet", "Perangkat dinyalakan ulang", "Tidak ada"):
        await play.presses("Bayu", button)
    for button in ("Lanjut ke foto sesudah", "Lanjut"):
        await play.presses("Bayu", button)
    play.new("Bayu")
    assert "tiket ditutup" in await play.presses("Bayu", "📨 Kirim dan tutup tiket")
    assert "Tuti, 0812-3456-7899" in play.new("Rina")[-1].text
    assert play.heads("Dedi") == ["📝 LAPORAN PERBAIKAN: Kec. Harjamukti — laporan warga"], "and no closing besides"
    assert play.heads("Bayu") == [], "who has just closed it is not told"
    ticket = await play.ticket()
    assert [step["done_by"] for step in ticket["steps"]] == [
        "Rina", "Sari", "Sari", "Dedi", "Dedi", "Bayu", "Bayu", "Bayu",
    ]
    assert ticket["breaches"] == 0


async def test_somebody_who_blocked_the_bot_is_seen_in_the_ticket_and_keeps_nobody_else_from_hearing(play):
    play.dedi.block()
    play.telegram.people[2002].private.started = False
    await play.cut()
    assert head(play.card("Agus")).startswith("🔴 GANGGUAN")
    errors = {n["to"]["person"]: n["error"] for n in (await play.ticket())["notifications"]}
    assert "blocked by the user" in errors["Dedi"]
    assert "initiate conversation" in errors["Sari"]
    assert errors["Agus"] is None
    play.dedi.unblock()
    await play.mend()
    assert [head[:9] for head in play.heads("Dedi")] == ["✅ SELESAI"]
