"""Hostile and clumsy people: each gets a clear answer, or leaves a trouble that is seen, and nothing breaks.

Beside what stands in the other plays: forged and foreign presses, double presses, two at once, strangers
(`test_play_ticket`); reports that are markup or too long, somebody else's, settled or cancelled (`test_play_reports`);
groups that move (`test_play_group`); blocked, never started, put out (`test_play_unreachable`).
"""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from netwatch.core.directory import Directory, Person, Team
from netwatch.core.trouble import of_today
from netwatch.inventory.model import Inventory, Site
from sop.role import Role
from tests.telegram.play import IN_A_GROUP, IN_PRIVATE, Play, head, labels, playing, small_city

NAMES = ("<b>Dedi</b>", "A&us </i>", "R\u202einа", "S🅰️ri 👩🏽\u200d🔧")
FORUM = -1000000000300


@pytest.fixture
async def play(tmp_path) -> AsyncIterator[Play]:
    with capture_logs() as logs:
        async with playing(tmp_path) as opened:
            yield opened
    assert [entry for entry in logs if entry["log_level"] in ("error", "critical") or "exc_info" in entry] == []
    assert opened.telegram.log.refused() == []


def hostile_office() -> Directory:
    dedi, agus, rina, sari = NAMES
    people = (
        Person(dedi, Role.KASI_INFRASTRUKTUR, 2003), Person(agus, Role.TIM_LAPANGAN, 2004, team="utara"),
        Person(rina, Role.CALL_TAKER, 2001), Person(sari, Role.SPV_OPINI_PUBLIK, 2002),
    )  # fmt: skip
    return Directory(people, (Team("utara", "Tim <u>Utara</u> & Co", default=True),))


def hostile_city() -> Inventory:
    city = small_city()
    sites = city.sites | {"kejaksan": Site("kejaksan", "Kec. <s>Kejaksan</s> & “Alun²”", ("kejaksan",))}
    devices = {
        key: replace(device, name=f"<a href='x'>{device.name}</a> {{0}} %s 🔥") for key, device in city.devices.items()
    }
    return replace(city, sites=sites, devices=devices)


async def test_names_that_are_markup_are_shown_as_they_are_written(tmp_path):
    dedi, agus, rina, _ = NAMES
    async with playing(tmp_path, hostile_office(), inventory=hostile_city()) as play:
        await play.cut()
        assert "<a href='x'>Router Kejaksan</a> {0} %s 🔥" in play.card(dedi).text
        assert "Kec. <s>Kejaksan</s> & “Alun²”" in play.card(dedi).text
        assert "Instruksikan Tim <u>Utara</u> & Co" in labels(play.card(dedi))
        await play.presses(dedi, "Instruksikan Tim <u>Utara</u> & Co")
        assert f"{dedi} menugaskan Tim <u>Utara</u> & Co" in play.new(agus)[-1].text
        await play.presses(agus, "✅ Terima")
        assert agus in play.new(dedi)[-1].text
        assert "\u202e" not in (await play.says(rina, "/bantuan"))[0]
        (offer,) = await play.says(rina, "/lapor kejaksan <pre>mati</pre> a.n. Budi 0812-3456-7890")
        assert "Kec. <s>Kejaksan</s>" in offer
        await play.presses(rina, next(label for label in labels(play.new(rina)[-1]) if "#1" in label))
        assert all(entry for entry in await play.says(dedi, "/tiket 1"))
        await play.mend()
        assert "Budi" in play.new(rina)[-1].text
        assert play.telegram.log.refused() == []


async def test_five_thousand_characters_come_as_two_messages_are_both_answered_and_one_complaint(play):
    """Telegram's apps cut a text at 4,096."""
    text = "/lapor kejaksan " + "lambat sekali, " * 333
    assert len(text) > 5000
    (offer,) = await play.says("Rina", text[:4096])
    assert "lambat sekali" in offer
    (answer,) = await play.says("Rina", text[4096:])
    assert answer == "Lanjutan keluhan ini sudah ikut dicatat."
    await play.presses("Rina", "Buat tiket baru")
    ((report,),) = (ticket.citizen_reports for ticket in await play.tickets())
    assert len(report.text) > 4_900
    assert report.name is None
    assert play.telegram.log.refused() == []


async def test_emoji_are_words_like_others(play):
    assert "tidak saya kenali" in (await play.says("Rina", "👍🏽 ok"))[0]
    assert "belum dapat saya baca" in (await play.says("Rina", "🙏🙏🙏"))[0]
    (offer,) = await play.says("Rina", "/lapor 🏫 kejaksan mati 📶❌😡 " + "👩‍👩‍👧‍👦" * 300)
    assert "📶❌😡" in offer
    await play.presses("Rina", "Buat tiket baru")
    assert "📶❌😡" in play.card("Sari").text
    assert "Kantor Kecamatan Kejaksan" in (await play.says("Dedi", "/status 📍kejaksan"))[0]


async def test_stickers_and_voice_in_place_of_words_are_answered_and_the_question_stays(play):
    for send in (lambda: play.rina.send_sticker("👍"), lambda: play.rina.send_voice(7),
                 lambda: play.rina.send_location(-6.7, 108.5), lambda: play.rina.send_photo()):
        send()
        await play.settles()
        (answer,) = play.new("Rina")
        assert "belum dapat saya baca" in answer.text
    await play.says("Rina", "/lapor")
    play.new("Rina")
    for send in (lambda: play.rina.send_sticker("👍"), lambda: play.rina.send_voice(7)):
        send()
        await play.settles()
        (answer,) = play.new("Rina")
        assert "hanya dapat saya baca sebagai teks" in answer.text
    assert "Kejaksan" in (await play.says("Rina", "kejaksan internet mati"))[0]


async def test_an_edited_command_is_not_carried_out_and_its_writer_is_told(play):
    typo = play.dedi.say("/statsu kejaksan")
    await play.settles()
    play.new("Dedi")
    play.dedi.edit(typo.id, "/status kejaksan")
    await play.settles()
    (answer,) = play.new("Dedi")
    assert "Kirim yang benar sebagai pesan baru" in answer.text
    chat = play.agus.say("halo semua", play.group)
    play.agus.edit(chat.id, "halo semuanya", play.group)
    await play.settles()
    assert [shown for shown in play.group.screen() if shown.from_bot] == []


ORDER = [
    ("Bayu", "f:1:write", "Tekan dahulu Terima pada tiket #1"),
    ("Dedi", "t:1:ack", "Belum gilirannya"),
    ("Dedi", "t:1:instruct:selatan", "Belum gilirannya"),
]


async def test_steps_out_of_order_are_refused_with_the_reason_and_change_nothing(play):
    await play.says("Rina", "/lapor harjamukti wifi lambat a.n. Tuti 0812-3456-7899")
    await play.presses("Rina", "Buat tiket baru")
    await play.says("Bayu", "/tiket 1")
    before = await play.ticket()
    for name, data, words in ORDER:
        assert words in await play.forges(name, data), data
    after = await play.ticket()
    assert (after["step"], after["history"]) == (before["step"], before["history"])


async def test_commands_in_no_order_at_all_are_each_answered(play):
    for text, words in [
        ("/batal", "Tidak ada yang sedang ditanyakan"),
        ("/tiket", "Tidak ada"),
        ("/lapor", "Laporan warga: di mana"),
        ("/lapor", "Laporan warga: di mana"),
        ("/start", "Halo, Rina"),
        ("/tiket 7", "#7 tidak ditemukan"),
        ("kejaksan mati", "Kejaksan"),
        ("/batal", "tidak saya tanyakan lagi"),
        ("/batal", "Tidak ada yang sedang ditanyakan"),
    ]:
        (answer,) = await play.says("Rina", text)
        assert words in answer, text
    assert "Laporan dibatalkan" in await play.presses("Rina", "Batal")
    assert "sudah diproses" in await play.forges("Rina", "r:1:new:kejaksan")
    assert await play.tickets() == []


async def test_a_topic_that_was_deleted_sends_the_alarm_to_the_general_one_and_somebody_hears_of_it(tmp_path):
    async with playing(tmp_path, IN_PRIVATE) as play:
        forum = play.telegram.add_group(FORUM, "Tim Utara", [play.agus, play.joko], topics=True)
        topic, other = forum.add_topic("Gangguan"), forum.add_topic("Obrolan")
        office = play.setting.office
        utara, *others = office.directory.teams
        directory = replace(office.directory, teams=(replace(utara, chat_id=FORUM, topic=topic), *others))
        play.setting = replace(play.setting, office=replace(office, directory=directory))
        play.desk.setting = play.incidents.setting = play.setting

        await play.cut()
        (card,) = [shown for shown in forum.screen(topic) if shown.from_bot]
        assert head(card).startswith("🔴 GANGGUAN")
        assert "Selamat bekerja" in await play.presses("Joko", "✅ Terima", forum)
        play.agus.say("/tiket@netwatch_demo_bot", forum, thread_id=other)
        await play.settles()
        (answer,) = [shown for shown in forum.screen(other) if shown.from_bot]
        assert "#1" in answer.text, "an answer stands where it was asked"
        await play.mend()
        assert [head(shown)[:9] for shown in forum.screen(topic) if shown.from_bot] == ["✅ SELESAI", "✅ SELESAI"]

        forum.delete_topic(topic)
        await play.cut("sukapura")
        in_general = [shown for shown in forum.screen() if shown.from_bot and shown.thread_id is None]
        assert [head(shown).split(":")[0] for shown in in_general] == ["🔴 GANGGUAN"]
        async with play.store.read() as tx:
            (trouble,) = of_today(await tx.troubles.all(), directory)
        assert (trouble.chat_id, trouble.why) == (FORUM, "no_topic")


async def test_a_whole_team_that_nobody_reaches_keeps_nobody_else_from_hearing(tmp_path):
    async with playing(tmp_path, IN_A_GROUP) as play:
        play.group.kick_bot()
        play.dedi.block()
        await play.cut()
        assert play.heads("Sari") == ["(🔴 GANGGUAN: Router Kejaksan mati — Kec. Kejaksan, 2 perangkat ikut terdampak)"]
        refused = {n["to"]["chat_id"] for n in (await play.ticket())["notifications"] if n["error"]}
        assert refused == {2003, -200}
