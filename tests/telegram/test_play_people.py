"""Who belongs to the office and who is there: invitations, turns of duty, absence and deputies."""

import re
from dataclasses import replace

import pytest

from netwatch.core.directory import Person
from netwatch.core.duty import Shift
from sop.role import Role
from tests.telegram.play import IN_PRIVATE, PEOPLE, head, labels, playing

WITH_ADMIN = replace(IN_PRIVATE, people=(*PEOPLE, Person("Nia", Role.ADMIN, 2009)))


@pytest.fixture
async def play(tmp_path):
    async with playing(tmp_path, WITH_ADMIN) as opened:
        yield opened


def newcomer(play, telegram_id=3001, name="Tono 🔧"):
    phone = play.people[name.split()[0]] = play.telegram.add_user(telegram_id, name)
    return phone


async def invitation(play, inviter="Dedi", button="Tim Lapangan: Tim Utara"):
    """The word that the link sends back."""
    await play.says(inviter, "/undang")
    await play.presses(inviter, button)
    link = play.people[inviter].screen()[-1].text
    (word,) = re.findall(r"https://t\.me/netwatch_demo_bot\?start=(u-[\w-]+)", link)
    return word


async def test_from_the_invitation_to_the_first_ticket_and_to_the_farewell(play):
    word = await invitation(play)
    newcomer(play)
    (welcome,) = await play.says("Tono", f"/start {word}")
    assert welcome.startswith("Selamat bergabung, Tono 🔧\nAnda terdaftar sebagai Tim Lapangan (Tim Utara), diundang")
    for name in ("Dedi", "Nia"):
        told = play.people[name].screen()[-1]
        assert told.silent
        assert told.text.startswith("👤 Tono 🔧 bergabung sebagai Tim Lapangan (Tim Utara)"), name
    await play.presses("Tono", "✏️ Ubah nama")
    (renamed,) = await play.says("Tono", "Tono Wijaya")
    assert renamed == "Baik, nama Anda di tiket dan laporan: Tono Wijaya."
    play.new("Tono")
    await play.cut()
    assert play.heads("Tono") == ["🔴 GANGGUAN: Router Kejaksan mati — Kec. Kejaksan, 2 perangkat ikut terdampak"]
    assert "Selamat bekerja" in await play.presses("Tono", "✅ Terima")
    assert (await play.ticket())["steps"][5]["done_by"] == "Tono Wijaya"
    await play.says("Dedi", "/orang")
    await play.presses("Dedi", "Keluarkan Tono Wijaya")
    assert await play.presses("Dedi", "Ya, keluarkan") == "Dikeluarkan."
    assert "sudah dikeluarkan" in await play.presses("Dedi", "Ya, keluarkan")
    assert play.heads("Tono")[-1].startswith("Anda dikeluarkan dari netwatch oleh Dedi")
    assert "Anda tidak lagi terdaftar: dikeluarkan oleh Dedi" in await play.forges("Tono", "t:1:accept")
    await play.mend()
    assert play.new("Tono") == []


async def test_an_invitation_serves_one_person_once(play):
    word = await invitation(play, "Sari", "Call Taker")
    newcomer(play)
    newcomer(play, 3002, "Umar")
    await play.says("Tono", f"/start {word}")
    for name, text, said in (
        ("Umar", f"/start {word}", "Undangan ini sudah dipakai"),
        ("Umar", f"/start {word}", None),
        ("Umar", "/start u-ngarang", "Undangan ini tidak dikenal"),
        ("Rina", f"/start {await invitation(play, 'Sari', 'Call Taker')}", "Anda sudah terdaftar melalui pengaturan"),
    ):
        answers = await play.says(name, text)
        assert [answer.startswith(said) for answer in answers] == ([True] if said else []), text
    late = await invitation(play)
    play.world.now += 3 * 86_400
    (answer,) = await play.says("Umar", f"/start {late}")
    assert answer.startswith("Undangan ini sudah tidak berlaku")


async def test_each_head_invites_their_own_people_and_nobody_else_does(play):
    assert (await play.says("Rina", "/undang"))[0].startswith("Hanya atasan yang mengundang")
    await play.says("Dedi", "/undang")
    assert labels(play.dedi.screen()[-1]) == ["Tim Lapangan: Tim Utara", "Tim Lapangan: Tim Selatan"]
    await play.says("Nia", "/undang")
    assert len(labels(play.nia.screen()[-1])) == 6
    for name, data in (("Dedi", "i:as:admin"), ("Agus", "i:as:tim_lapangan:utara"), ("Rina", "i:as:call_taker")):
        await play.says(name, "/saya")
        assert "hanya dibuat oleh atasannya" in await play.forges(name, data), name
    assert "tidak berlaku lagi" in await play.forges("Dedi", "i:as:tim_lapangan:nirwana")
    word = await invitation(play, "Sari", "Call Taker")
    newcomer(play)
    await play.says("Tono", f"/start {word}")
    assert "hanya atasannya atau admin" in await play.forges("Dedi", "p:1:remove")
    assert "30 menit" in await play.forges("Dedi", "p:1:name")
    assert (await play.says("Agus", "/orang"))[0].startswith("Daftar orang dilihat oleh")


async def test_who_is_on_duty_hears_it_and_the_others_see_it(play):
    roster = (Shift(("Agus",), start=0, end=720), Shift(("Joko",), start=720, end=1440))
    play.setting = play.desk.setting = play.incidents.setting = replace(play.setting, roster=roster)
    await play.cut()
    gone = {name: play.card(name).silent for name in ("Agus", "Joko", "Dedi")}
    assert gone == {"Agus": False, "Joko": True, "Dedi": False}, "it is 08.02"
    (shown,) = await play.says("Dedi", "/jaga")
    assert "Tim Lapangan (Tim Utara)\nAgus sampai 12.00 WIB\nBerikutnya 12.00 WIB: Joko" in shown
    await play.presses("Dedi", "🔁 Ganti jaga")
    await play.presses("Dedi", "Selasa, 24 November")
    await play.presses("Dedi", "Agus")
    assert await play.presses("Dedi", "Joko") == "Pergantian jaga dicatat."
    said = "🔁 Jaga Selasa, 24 November: Joko menggantikan Agus"
    assert [play.heads(name)[-1] for name in ("Agus", "Joko", "Dedi")] == [said, said, said]
    await play.presses("Dedi", "Instruksikan Tim Utara")
    assert play.heads("Joko") == ["📋 INSTRUKSI: Router Kejaksan mati — Kec. Kejaksan, 2 perangkat ikut terdampak"]
    assert play.heads("Agus") == ["(📋 INSTRUKSI: Router Kejaksan mati — Kec. Kejaksan, 2 perangkat ikut terdampak)"]
    await play.says("Joko", "/jaga")
    assert await play.presses("Joko", "Batalkan: Joko ganti Agus") == "Pergantian jaga dibatalkan."
    assert "sudah dibatalkan oleh Joko" in await play.presses("Joko", "Batalkan: Joko ganti Agus")
    await play.says("Rina", "/jaga")
    assert "Jaga ini diatur oleh" in await play.forges("Rina", "d:undo:1")
    assert "tidak berjaga pada hari itu" in await play.forges("Rina", "d:20261124:2004")
    assert "sudah lewat" in await play.forges("Rina", "d:20261101:who")
    (shown,) = await play.says("Agus", "/saya")
    assert "Sedang berjaga sampai 12.00 WIB" in shown


async def test_while_kasi_is_away_the_deputy_hears_and_signs_for_them(play):
    (asked,) = await play.says("Dedi", "/absen 3 hari diwakili Bayu")
    assert asked.startswith("Absen Dedi, sampai Jum, 27 Nov, 00.00 WIB, diwakili Bayu?")
    assert await play.presses("Dedi", "✅ Catat") == "Absen dicatat."
    assert "Absen ini sudah dicatat oleh Dedi, diwakili Bayu" in await play.presses("Dedi", "✅ Catat")
    assert play.heads("Bayu") == ["👤 Anda mewakili Dedi, Kasi Infrastruktur TIK, sampai Jum, 27 Nov, 00.00 WIB."]
    play.new("Dedi")
    await play.cut()
    assert play.new("Dedi") == []
    assert labels(play.bayu.screen()[-1])[:2] == ["✅ Terima", "Instruksikan Tim Utara"]
    assert "Anda terima" in await play.presses("Bayu", "✅ Terima")
    await play.presses("Bayu", "Instruksikan Tim Utara")
    ticket = await play.ticket()
    assert [step["done_by"] for step in ticket["steps"][3:5]] == ["Bayu a.n. Dedi", "Bayu a.n. Dedi"]
    assert "Bayu a.n. Dedi menugaskan Tim Utara" in play.agus.screen()[-1].text
    play.new("Bayu")
    await play.presses("Agus", "✅ Terima")
    assert play.heads("Bayu") == ["🔧 DITANGANI: Router Kejaksan mati — Kec. Kejaksan"]
    assert "hanya untuk Kasi" in await play.forges("Joko", "t:1:ack")
    await play.says("Dedi", "/absen")
    assert await play.presses("Dedi", "Saya sudah kembali") == "Selamat datang kembali."
    assert play.heads("Dedi")[-1] == "1 tiket terbuka"
    assert "sudah berakhir oleh Dedi" in await play.presses("Dedi", "Saya sudah kembali")
    assert "hanya untuk Kasi" in await play.forges("Bayu", "t:1:ack")
    await play.mend()
    assert [name for name in ("Dedi", "Bayu") if any("✅ SELESAI" in each for each in play.heads(name))] == ["Dedi"]


async def test_absence_step_by_step_and_who_may_write_it_down(play):
    await play.says("Dedi", "/absen")
    (again,) = await play.says("Dedi", "kapan-kapan")
    assert "belum saya pahami" in again
    await play.presses("Dedi", "Besok")
    offered = labels(play.dedi.screen()[-1])
    assert offered[0].startswith("Sari, SPV")
    assert offered[-1] == "Tanpa wakil"
    await play.presses("Dedi", "Tanpa wakil")
    (shown,) = await play.says("Dedi", "/saya")
    assert "Absen mulai Rab, 25 Nov, 00.00 WIB sampai Kam, 26 Nov, 00.00 WIB: /absen" in shown
    (asked,) = await play.says("Rina", "/absen besok")
    assert asked.startswith("Absen Rina, Rab, 25 Nov, 00.00 WIB sampai Kam, 26 Nov, 00.00 WIB?"), "no deputy is needed"
    (asked,) = await play.says("Nia", "/absen Wati hari ini")
    assert asked.startswith("Absen Wati, sampai Rab, 25 Nov, 00.00 WIB?")
    await play.presses("Nia", "✅ Catat")
    assert head(play.wati.screen()[-1]).startswith("Absen Wati, sampai Rab, 25 Nov")
    own = next(row for row in play.dedi.screen() if row.text.startswith("Absen Dedi: kapan?"))
    assert own.buttons
    assert "yang bersangkutan atau admin" in await play.forges("Rina", "a:back:1")
    assert "yang bersangkutan atau admin" in await play.forges("Rina", "a:29932620:29934060:2003:0")
    assert "sudah lewat" in await play.forges("Rina", "a:29000000:29000060:2001:0")
