"""The team comes back and tells what it did: with a thumb, in pieces, over days, and with pictures."""

import hashlib

import pytest

from netwatch.demo.botapi.picture import sample_png
from tests.telegram.play import IN_A_GROUP, IN_PRIVATE, head, labels, playing

PICTURE = sample_png(90, 60)
OTHER = sample_png(40, 30)
THIRD = sample_png(20, 30)


@pytest.fixture
async def play(tmp_path):
    async with playing(tmp_path, IN_PRIVATE) as opened:
        yield opened


@pytest.fixture
async def in_group(tmp_path):
    async with playing(tmp_path, IN_A_GROUP) as opened:
        yield opened


async def at_work(play):
    await play.cut()
    await play.presses("Agus", "✅ Terima")
    for name in play.people:
        play.new(name)


async def closed(play):
    await at_work(play)
    await play.mend()


async def written(play, name="Agus"):
    """A complete report without pictures, shown to its writer."""
    await play.presses(name, "📝 Laporan perbaikan")
    await play.presses(name, "Kabel fiber putus")
    await play.presses(name, "Fiber disambung ulang")
    await play.presses(name, "Tidak ada")
    await play.presses(name, "Lanjut ke foto sesudah")
    await play.presses(name, "Lanjut")


async def report(play, ticket=1):
    return (await play.ticket(ticket))["repair_reports"][-1]


async def test_the_closing_asks_the_team_and_a_report_is_written_with_a_thumb_and_judged(play):
    await closed(play)
    closing = play.new("Agus")[-1]
    assert head(closing).startswith("✅ SELESAI")
    assert labels(closing) == ["📝 Laporan perbaikan"]
    assert labels(play.new("Dedi")[-1]) == []
    assert (await play.ticket())["repair_report"] == "outstanding"

    await play.presses("Agus", "📝 Laporan perbaikan")
    await play.says("Agus", "Kabel putus kena <truk> & bambu")
    await play.presses("Agus", "Fiber disambung ulang")
    (asked,) = await play.says("Agus", "Pigtail 2, splice 4")
    assert "Kirim foto sebelum perbaikan" in asked
    assert "Foto sebelum perbaikan #1 diterima (1)" in (await play.sends("Agus", PICTURE))[0]
    await play.presses("Agus", "Lanjut")
    (album,) = await play.sends("Agus", OTHER, THIRD)
    assert "Album foto sesudah" in album
    await play.presses("Agus", "Lanjut")
    assert "Foto: 1 sebelum, 2 sesudah" in play.last("Agus").text
    assert play.new("Dedi") == [], "Kasi hears of it when it is complete"
    assert await play.presses("Agus", "📨 Kirim ke Kasi") == "Laporan perbaikan dikirim ke Kasi."
    ticket = await play.ticket()
    assert ticket["repair_report"] == "filed"

    (told,) = play.new("Dedi")
    assert "Penyebab: Kabel putus kena <truk> & bambu" in told.text
    assert labels(told) == ["✅ Terima laporan", "↩️ Minta revisi", "🖼 Lihat foto"]
    await play.presses("Dedi", "🖼 Lihat foto")
    assert [(shown.media, shown.text) for shown in play.new("Dedi")] == [
        ("photo", "Foto sebelum perbaikan, tiket #1"),
        ("photo", "Foto sesudah perbaikan, tiket #1"),
        ("photo", ""),
    ]
    assert await play.presses("Dedi", "✅ Terima laporan") == "Laporan perbaikan Anda terima."
    assert "diterima Dedi" in play.card("Agus").text
    found = await report(play)
    assert (found["state"], found["judged_by"]) == ("accepted", "Dedi")
    assert (found["cause"], found["action"], found["material"]) == (
        "Kabel putus kena <truk> & bambu", "Fiber disambung ulang", "Pigtail 2, splice 4",
    )
    assert "sudah diterima Dedi" in await play.presses("Agus", "Lihat atau ubah")
    assert "sudah diterima oleh Dedi" in await play.presses("Dedi", "↩️ Minta revisi")
    assert play.telegram.log.refused() == []


async def test_pictures_lie_in_the_data_folder_and_their_digest_in_the_ticket(play):
    await at_work(play)
    await play.sends("Agus", PICTURE, caption="tiang 14")
    play.agus.send_document(OTHER, "IMG_1.png", "image/png")
    await play.settles()
    await play.fetched()
    photos = (await report(play))["photos"]
    assert [photo["sha256"] for photo in photos] == [hashlib.sha256(data).hexdigest() for data in (PICTURE, OTHER)]
    assert [(play.folder / photo["file"]).read_bytes() for photo in photos] == [PICTURE, OTHER]
    assert photos[0]["caption"] == "tiang 14"
    history = [entry["detail"] for entry in (await play.ticket())["history"] if entry["event"] == "repair_photo_kept"]
    assert [photo["sha256"] in detail for photo, detail in zip(photos, history, strict=True)] == [True, True]


async def test_nothing_is_lost_by_a_dead_battery_a_restart_or_a_colleague_who_goes_on_the_next_day(play):
    await closed(play)
    await play.presses("Agus", "📝 Laporan perbaikan")
    await play.presses("Agus", "Perangkat rusak")
    await play.stop()
    play.start()
    await play.a_day_passes()
    assert head(play.new("Joko")[-1]).startswith("📝 BELUM DILAPORKAN")
    (list_,) = await play.says("Joko", "/perbaikan")
    assert "tiket yang mana" in list_
    await play.presses("Joko", "#1 Router Kejaksan — Kec. Kejaksan")
    assert "Apa tindakannya?" in play.last("Joko").text, "the cause is there already"
    (asked,) = await play.says("Joko", "router diganti")
    assert "Material" in asked
    await play.says("Agus", "masih saya")
    assert (await report(play))["action"] == "masih saya", "who was asked before is still heard"


async def test_a_team_that_reported_is_not_reminded_and_one_that_has_not_once(play):
    await closed(play)
    await written(play)
    await play.presses("Agus", "📨 Kirim ke Kasi")
    await play.a_day_passes()
    assert not [head for head in play.heads("Joko") if "BELUM" in head]
    await play.cut("sukapura")
    await play.presses("Agus", "✅ Terima")
    await play.mend("sukapura")
    await play.a_day_passes()
    await play.a_day_passes()
    assert [head for head in play.heads("Joko") if "BELUM" in head] == [
        "📝 BELUM DILAPORKAN: Router Sukapura — Kel. Sukapura"
    ]


async def test_kasi_wants_it_mended_and_the_team_mends_it(play):
    await closed(play)
    await written(play)
    await play.presses("Agus", "📨 Kirim ke Kasi")
    play.new("Agus")
    await play.presses("Dedi", "↩️ Minta revisi")
    assert "Apa yang perlu diperbaiki dalam laporan ini?" in play.last("Dedi").text
    assert await play.says("Dedi", "foto <b>sesudah</b>?") == ["Permintaan revisi laporan #1 dikirim ke tim."]
    (returned,) = play.new("Agus")
    assert head(returned).startswith("↩️ PERBAIKI LAPORAN")
    assert "foto <b>sesudah</b>?" in returned.text
    assert (await play.ticket())["repair_report"] == "outstanding"
    assert "sedang diubah tim" in await play.presses("Dedi", "✅ Terima laporan")
    await play.presses("Agus", "📝 Laporan perbaikan", message=returned.message_id)
    await play.sends("Agus", PICTURE)
    await play.presses("Agus", "Lanjut")
    await play.presses("Agus", "📨 Kirim ke Kasi")
    again = play.new("Dedi")[-1]
    assert "sudah direvisi" in again.text
    old = next(shown for shown in play.dedi.screen() if head(shown).startswith("📝 LAPORAN PERBAIKAN"))
    assert "sedang diubah" in await play.presses("Dedi", "✅ Terima laporan", message=old.message_id)
    assert "Anda terima" in await play.presses("Dedi", "✅ Terima laporan", message=again.message_id)


async def test_kasi_may_send_it_back_without_a_word(play):
    await closed(play)
    await written(play)
    await play.presses("Agus", "📨 Kirim ke Kasi")
    await play.presses("Dedi", "↩️ Minta revisi")
    assert await play.presses("Dedi", "Tanpa catatan") == "Permintaan revisi laporan #1 dikirim ke tim."
    assert "tidak saya kenali" in (await play.says("Dedi", "foto?"))[0], "nothing is asked any more"


async def test_a_citizens_ticket_is_closed_by_the_report(play):
    await play.says("Rina", "/lapor harjamukti wifi lambat a.n. Tuti 0812-3456-7899")
    await play.presses("Rina", "Buat tiket baru")
    await play.presses("Sari", "📨 Teruskan ke Kasi Infrastruktur")
    await play.presses("Dedi", "Instruksikan Tim Selatan")
    await play.presses("Bayu", "✅ Terima")
    await written(play, "Bayu")
    assert "tiket ditutup" in await play.presses("Bayu", "📨 Kirim dan tutup tiket")
    ticket = await play.ticket()
    assert (ticket["status"], ticket["repair_report"]) == ("closed", "filed")
    assert ticket["steps"][6]["done_by"] == "Bayu"
    assert "Tuti, 0812-3456-7899" in play.new("Rina")[-1].text


async def test_whoever_is_not_of_the_team_writes_nothing(play):
    await at_work(play)
    for name, words in (("Bayu", "ditangani Tim Utara"), ("Dedi", "ditulis oleh Tim Lapangan")):
        assert words in (await play.says(name, "/perbaikan 1"))[0]
    assert "Hanya Tim Lapangan" in (await play.says("Rina", "/perbaikan"))[0]
    assert "#7 tidak ditemukan" in (await play.says("Agus", "/perbaikan 7"))[0]
    assert "Tidak ada laporan" in (await play.says("Bayu", "/perbaikan"))[0]
    await play.says("Dedi", "/tiket 1")
    assert "ditulis oleh Tim Lapangan" in await play.forges("Dedi", "f:1:choose:cause.fiber")
    assert (await play.ticket())["repair_reports"] == []


FORGED = ["f:1:choose:cause.bom", "f:1:choose:x.y", "f:1:choose:cause", "f:1:ask:pin", "f:1:photos:during"]


@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_button_changes_nothing(play, data):
    await at_work(play)
    assert "tidak berlaku lagi" in await play.forges("Agus", data)
    assert "tidak mempunyai foto" in await play.forges("Agus", "f:1:view:9")
    assert "Isi dahulu penyebab dan tindakan" in await play.forges("Agus", "f:1:file")
    assert "Tidak ada foto" in await play.forges("Agus", "f:1:drop")


async def test_a_wrong_picture_is_taken_back_and_leaves_the_disk(play):
    await at_work(play)
    await play.sends("Agus", PICTURE)
    await play.fetched()
    (kept,) = (play.folder / "photos" / "1").iterdir()
    assert kept.read_bytes() == PICTURE
    assert await play.presses("Agus", "Hapus foto terakhir") == "Foto terakhir dihapus dari laporan."
    await play.fetched()
    assert not kept.exists()
    assert (await report(play))["photos"] == []


async def test_words_below_a_picture_answer_what_was_asked(play):
    await at_work(play)
    await play.presses("Agus", "📝 Laporan perbaikan")
    (asked,) = await play.sends("Agus", PICTURE, caption="kabel digigit tikus")
    assert "Apa tindakannya?" in asked
    found = await report(play)
    assert (found["cause"], found["photos"][0]["stage"]) == ("kabel digigit tikus", "before")


async def test_a_sticker_or_a_voice_is_not_taken_for_an_answer_and_the_question_stays(play):
    await at_work(play)
    await play.presses("Agus", "📝 Laporan perbaikan")
    play.agus.send_document(b"OggS", "suara.ogg", "audio/ogg")
    await play.settles()
    assert "hanya dapat saya baca sebagai teks" in play.last("Agus").text
    await play.says("Agus", "kabel putus")
    assert (await report(play))["cause"] == "kabel putus"


async def test_what_an_app_cut_in_two_is_one_answer(play):
    await at_work(play)
    await play.presses("Agus", "📝 Laporan perbaikan")
    long = "kabel putus di banyak tempat " * 173
    play.agus.say(long[:4096])
    play.agus.say(long[4096:])
    await play.settles()
    assert (await report(play))["cause"].replace(" ", "") == long.replace(" ", "")
    assert "Apa tindakannya?" in play.last("Agus").text
    assert play.telegram.log.refused() == []


async def test_a_picture_that_may_be_of_several_tickets_asks_which(play):
    await at_work(play)
    await play.cut("sukapura")
    await play.presses("Agus", "✅ Terima")
    (asked,) = await play.sends("Agus", PICTURE, OTHER)
    assert "tiket yang mana" in asked
    assert [len(ticket.photos) for ticket in await play.tickets()] == [0, 0]


async def test_a_picture_of_nobodys_repair_is_no_ones(play):
    await at_work(play)
    for name in ("Bayu", "Rina", "Dedi"):
        assert "belum dapat saya baca" in (await play.sends(name, PICTURE, OTHER))[0]
    assert (await play.ticket())["repair_reports"] == []


async def test_a_file_that_telegram_does_not_hand_out_is_said_at_once(play):
    await at_work(play)
    play.agus.send_document(b"\xff\xd8\xff" + bytes(20 * 1024 * 1024), "IMG.jpg", "image/jpeg")
    await play.settles()
    assert "lebih besar dari 20 MB" in play.last("Agus").text
    assert "Telegram hands out at most" in (await report(play))["photos"][0]["problem"]


async def test_two_colleagues_who_file_at_once_file_once(play):
    await closed(play)
    await written(play)
    await play.says("Joko", "/perbaikan 1")
    play.agus.tap("📨 Kirim ke Kasi")
    play.joko.tap("📨 Kirim ke Kasi")
    await play.settles()
    assert len([shown for shown in play.new("Dedi") if "LAPORAN PERBAIKAN" in shown.text]) == 1


async def test_from_the_group_the_way_leads_into_the_private_chat(in_group):
    play = in_group
    play.telegram.people[2004].private.started = False
    await play.cut()
    await play.presses("Agus", "✅ Terima", play.group)
    await play.mend()
    before = len(play.group.screen())
    (asked,) = await play.follows("Agus", "📝 Laporan perbaikan", play.group)
    assert "Apa penyebabnya?" in asked
    await play.says("Agus", "listrik padam")
    assert (await report(play))["cause"] == "listrik padam"
    assert len(play.group.screen()) == before, "the group is left in peace"


async def test_the_group_hears_that_its_report_is_to_be_mended(in_group):
    play = in_group
    await play.cut()
    await play.presses("Agus", "✅ Terima", play.group)
    await play.mend()
    await play.follows("Joko", "📝 Laporan perbaikan", play.group)
    for button in ("Perangkat macet", "Perangkat dinyalakan ulang", "Tidak ada", "Lanjut ke foto sesudah", "Lanjut"):
        await play.presses("Joko", button)
    await play.presses("Joko", "📨 Kirim ke Kasi")
    await play.presses("Dedi", "↩️ Minta revisi")
    await play.says("Dedi", "foto?")
    assert head(play.group.screen()[-1]).startswith("↩️ PERBAIKI LAPORAN")
    assert head(play.new("Joko")[-1]).startswith("↩️ PERBAIKI LAPORAN")
