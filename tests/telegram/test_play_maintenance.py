"""Planned work, from the line that announces it to the ticket of what has not come back."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from netwatch.inventory.model import PlannedMaintenance
from tests.telegram.play import IN_A_GROUP, head, labels, playing


@pytest.fixture
async def play(tmp_path):
    async with playing(tmp_path) as opened:
        yield opened


async def announce(play, name="Dedi", line="/pemeliharaan kejaksan 2j ganti UPS"):
    """Everybody has been told."""
    (asked,) = await play.says(name, line)
    answer = await play.presses(name, "▶️ Mulai")
    await play.passes(1.0)
    await play.settles()
    return asked, answer


async def test_a_planned_evening_as_each_person_hears_it(play):
    asked, answer = await announce(play)
    assert asked.startswith("🛠 Pemeliharaan Kec. Kejaksan, mulai sekarang, 2 jam?")
    assert "3 perangkat: Router Kejaksan, Switch Kejaksan, Ap Kejaksan" in asked
    assert answer == "Pemeliharaan dicatat."
    told = {name: play.heads(name) for name in play.people}
    until = head(play.agus.screen()[0]).removeprefix("🛠 PEMELIHARAAN: ")
    assert until.startswith("Kec. Kejaksan, sampai ")
    news = f"(🛠 PEMELIHARAAN: {until})"
    assert told["Dedi"][-1] == "🛠 Pemeliharaan #1 berjalan: Kec. Kejaksan"
    assert {name: each for name, each in told.items() if name != "Dedi"} == {
        "Rina": [news], "Wati": [news], "Sari": [], "Agus": [news], "Joko": [news], "Bayu": [],
    }
    await play.cut()
    assert await play.tickets() == []
    assert [play.heads(name) for name in play.people] == [[]] * len(play.people)
    await play.mend()
    assert await play.tickets() == []
    assert play.telegram.log.refused() == []


async def test_what_is_still_down_when_the_work_is_ended_becomes_a_ticket_that_says_so(play):
    await announce(play)
    await play.cut()
    assert "Perangkat yang masih mati kini dibuatkan tiket" in await play.presses("Agus", "Akhiri #1 Kec. Kejaksan")
    assert "sudah diakhiri oleh Agus pukul" in await play.presses("Dedi", "Akhiri #1 Kec. Kejaksan")
    assert "sudah diakhiri oleh Agus pukul" in await play.presses("Agus", "Akhiri #1 Kec. Kejaksan")
    await play.passes(1.0)
    await play.settles()
    ticket = await play.ticket()
    assert ticket["root_cause"] == {"device": "rt-kejaksan", "condition": "ping"}
    assert "belum pulih setelah pemeliharaan yang berakhir pukul" in play.card("Sari").text
    heads = play.heads("Wati")
    assert heads[-1] == "(✅ PEMELIHARAAN SELESAI: Kec. Kejaksan)"
    assert "(✅ PEMELIHARAAN SELESAI: Kec. Kejaksan)" in play.heads("Dedi")
    assert not any("SELESAI" in each for each in play.heads("Agus")), "who ended it knows"


async def test_a_call_taker_s_citizen_hears_of_the_work_and_needs_no_ticket(play):
    await announce(play)
    await play.cut()
    (answer,) = await play.says("Rina", "/lapor kejaksan internet mati a.n. Budi 0812-3456-7890")
    assert answer.startswith("🛠 Kantor Kecamatan Kejaksan dalam pemeliharaan sampai ")
    assert "Jaringan di Kantor Kecamatan Kejaksan sedang dalam pemeliharaan terencana sampai pukul" in answer
    await play.presses("Rina", "Selesai, tanpa tiket")
    assert await play.tickets() == []
    await play.says("Rina", "/lapor kejaksan CCTV dicuri")
    await play.presses("Rina", "Gangguan lain: buat tiket")
    assert [ticket.source.value for ticket in await play.tickets()] == ["citizen"]


async def test_a_place_behind_the_work_is_known_to_be_so(play):
    await announce(play, line="/pemeliharaan core balaikota 2 jam ganti router")
    play.world.kill("core")
    await play.passes(60.0)
    (answer,) = await play.says("Rina", "/lapor sukapura internet mati")
    assert answer.startswith("🛠 Kantor Kelurahan Sukapura dalam pemeliharaan sampai ")
    assert await play.tickets() == []


async def test_an_open_ticket_is_still_offered_with_the_work_named(play):
    await play.cut()
    await announce(play)
    (answer,) = await play.says("Rina", "/lapor kejaksan internet mati")
    assert answer.startswith("🛠 Kantor Kecamatan Kejaksan dalam pemeliharaan sampai ")
    assert "Gabungkan ke #1" in labels(play.rina.screen()[-1])


async def test_status_says_what_is_worked_on(play):
    await announce(play)
    for question in ("/status", "/status kejaksan", "/status router kejaksan"):
        (answer,) = await play.says("Sari", question)
        assert "🛠 Kec. Kejaksan dalam pemeliharaan sampai " in answer, question
    (answer,) = await play.says("Sari", "/status sukapura")
    assert "pemeliharaan" not in answer


async def test_step_by_step_from_nothing_to_the_confirmation(play):
    (empty,) = await play.says("Dedi", "/pemeliharaan")
    assert empty.startswith("Tidak ada pemeliharaan saat ini.")
    await play.presses("Dedi", "➕ Pemeliharaan baru")
    assert play.heads("Dedi")[-1] == "Pemeliharaan: di mana?"
    (answer,) = await play.says("Dedi", "antah berantah")
    assert answer.startswith("Tempatnya belum dikenali.")
    (answer,) = await play.says("Dedi", "kec kjaksan")
    assert answer.startswith("Pemeliharaan Kec. Kejaksan: kapan dan berapa lama?")
    (answer,) = await play.says("Dedi", "sampai beres")
    assert answer.startswith("Waktu “sampai beres” belum saya pahami.")
    (answer,) = await play.says("Dedi", "besok 22.00-02.00")
    assert answer.startswith("Pemeliharaan Kec. Kejaksan: pekerjaannya apa?")
    (answer,) = await play.says("Dedi", "ganti UPS")
    assert answer.startswith("🛠 Pemeliharaan Kec. Kejaksan, terjadwal, 4 jam?")
    assert "Rab, 25 Nov, 22.00 WIB sampai Kam, 26 Nov, 02.00 WIB" in answer
    await play.presses("Dedi", "📌 Jadwalkan")
    await play.passes(1.0)
    await play.settles()
    assert "akan menjalani pemeliharaan terencana mulai hari Rabu" in play.new("Rina")[-1].text
    await play.says("Joko", "/pemeliharaan")
    assert await play.presses("Joko", "Batalkan #1 Kec. Kejaksan") == "Pemeliharaan dibatalkan sebelum dimulai."
    assert "sudah dibatalkan oleh Joko" in await play.presses("Dedi", "Batalkan #1 Kec. Kejaksan")


async def test_buttons_instead_of_words(play):
    await play.says("Dedi", "/pemeliharaan kejaksan")
    await play.presses("Dedi", "2 jam")
    await play.presses("Dedi", "Tanpa keterangan")
    assert play.heads("Dedi")[-1] == "🛠 Pemeliharaan Kec. Kejaksan, mulai sekarang, 2 jam?"
    await play.presses("Dedi", "30 menit")
    assert play.heads("Dedi")[-1] == "🛠 Pemeliharaan Kec. Kejaksan, mulai sekarang, 30 menit?", "an older question"
    await play.presses("Dedi", "▶️ Mulai")
    async with play.store.read() as tx:
        (window,) = await tx.maintenance.all()
    assert (window.sites, window.reason, window.end - window.start) == (("kejaksan",), "", timedelta(minutes=30))


async def test_several_places_that_fit_are_offered_and_a_device_may_be_meant(play):
    await play.says("Dedi", "/pemeliharaan sukapura sukasari 1 jam ganti kabel")
    assert labels(play.dedi.screen()[-1]) == ["Kel. Sukapura (3 perangkat)", "Kel. Sukasari (3 perangkat)", "Batal"]
    await play.presses("Dedi", "Kel. Sukasari (3 perangkat)")
    assert play.heads("Dedi")[-1] == "🛠 Pemeliharaan Kel. Sukasari, mulai sekarang, 1 jam?"
    (asked,) = await play.says("Dedi", "/pemeliharaan router kejaksan 1 jam ganti kabel")
    assert "Mencakup 1 perangkat: Router Kejaksan" in asked


async def test_who_may_plan_what(play):
    (answer,) = await play.says("Rina", "/pemeliharaan kejaksan 2 jam ganti UPS")
    assert answer.startswith("Pemeliharaan dicatat oleh Kasi Infrastruktur TIK, Tim Lapangan atau admin.")
    (answer,) = await play.says("Agus", "/pemeliharaan kejaksan 9 jam ganti UPS")
    assert answer.startswith("Paling lama 8 jam untuk Tim Lapangan")
    await play.presses("Agus", "4 jam")
    await play.presses("Agus", "▶️ Mulai")
    await play.passes(1.0)
    await play.settles()
    assert play.heads("Dedi")[-1].startswith("(🛠 PEMELIHARAAN: Kec. Kejaksan, sampai ")
    await play.says("Rina", "/pemeliharaan")
    assert labels(play.rina.screen()[-1]) == []
    assert "hanya untuk Kasi" in await play.forges("Rina", "w:1:end")
    assert "hanya untuk Kasi" in await play.forges("Rina", "w:new:work")
    assert "hanya untuk Kasi" in await play.forges("Rina", "m:1:confirm")
    async with play.store.read() as tx:
        assert [window.ended_at for window in await tx.maintenance.all()] == [None]


async def test_times_that_cannot_be_are_asked_anew(play):
    (answer,) = await play.says("Dedi", "/pemeliharaan kejaksan 24/11/2026 06.00-07.00 ganti UPS")
    assert answer.startswith("Waktu itu sudah lewat.")
    (answer,) = await play.says("Dedi", "60 hari")
    assert answer.startswith("Paling lama 31 hari.")
    (answer,) = await play.says("Dedi", "2 jam")
    assert answer.startswith("🛠 Pemeliharaan Kec. Kejaksan, mulai sekarang, 2 jam?")


async def test_presses_twice_by_others_and_forged_change_nothing(play):
    await play.says("Dedi", "/pemeliharaan kejaksan 2j ganti UPS")
    first, second = await asyncio.gather(play.presses("Dedi", "▶️ Mulai"), play.presses("Dedi", "▶️ Mulai"))
    assert sorted((first, second))[0] == "Pemeliharaan dicatat."
    assert "sudah diproses sebelumnya" in sorted((first, second))[1]
    await play.passes(1.0)
    await play.settles()
    assert "Hanya yang mencatat" in await play.forges("Agus", "m:1:confirm")
    for data in ("m:77:confirm", "w:77:end", "w:i00000000:end", "m:1:forever", "m:1:site:bulan"):
        answer = await play.forges("Dedi", data)
        assert "tidak berlaku lagi" in answer or "sudah diproses" in answer, data
    async with play.store.read() as tx:
        (window,) = await tx.maintenance.all()
    assert (window.by, window.ended_at) == ("Dedi", None)


async def test_a_confirmation_that_is_pressed_late_begins_then(play):
    await play.says("Dedi", "/pemeliharaan kejaksan 2j ganti UPS")
    play.world.now += 3600.0
    await play.presses("Dedi", "▶️ Mulai")
    async with play.store.read() as tx:
        (window,) = await tx.maintenance.all()
    assert window.end - window.start == timedelta(hours=2)
    assert play.now() - window.start < timedelta(minutes=1)


async def test_a_team_plans_in_its_group_and_is_not_told_there_twice(tmp_path):
    async with playing(tmp_path, IN_A_GROUP) as play:
        line = "/pemeliharaan@netwatch_demo_bot kejaksan 2j ganti UPS"
        (asked,) = await play.says("Agus", line, play.group)
        assert asked.startswith("🛠 Pemeliharaan Kec. Kejaksan, mulai sekarang, 2 jam?")
        assert "Hanya yang mencatat" in await play.presses("Joko", "▶️ Mulai", play.group)
        await play.presses("Agus", "▶️ Mulai", play.group)
        await play.passes(1.0)
        await play.settles()
        assert play.heads("Dedi")[-1].startswith("(🛠 PEMELIHARAAN: Kec. Kejaksan, sampai ")
        assert play.new("Agus") == []


async def test_what_the_inventory_plans_is_told_once_when_it_begins_also_across_a_restart(play):
    begins = play.now() + timedelta(seconds=120)
    entry = PlannedMaintenance(("rt-kejaksan",), begins, begins + timedelta(hours=2), "ganti UPS")
    office = play.setting.office
    planned = replace(office, inventory=replace(office.inventory, maintenance=(entry,)))
    play.setting = play.desk.setting = play.incidents.setting = replace(play.setting, office=planned)
    await play.passes(1.0)
    await play.settles()
    assert play.new("Rina") == []
    await play.passes(130.0)
    await play.stop()
    play.start()
    await play.passes(1.0)
    await play.settles()
    assert [each.startswith("(🛠 PEMELIHARAAN: Router Kejaksan, sampai ") for each in play.heads("Rina")] == [True]
    await play.says("Dedi", "/pemeliharaan")
    assert "diakhiri" in await play.presses("Dedi", "Akhiri Router Kejaksan")
    assert "sudah diakhiri oleh Dedi" in await play.presses("Dedi", "Akhiri Router Kejaksan")
