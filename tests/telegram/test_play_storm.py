"""Many cuts at once, as Kasi's phone shows them: two cards, one digest that is edited, and what can be done from it."""

import pytest

from netwatch.inventory.model import Device, DeviceKind, Importance, Inventory, Site
from tests.telegram.play import head, labels, playing

PLACES = [f"tempat-{number}" for number in range(1, 9)]


def wide_city() -> Inventory:
    """A core and eight places with a router each."""
    sites = {"balaikota": Site("balaikota", "Balaikota")} | {place: Site(place, place.title()) for place in PLACES}
    devices = {"core": Device("core", "Core Balaikota", DeviceKind.ROUTER, "127.0.0.1", "balaikota")}
    for number, place in enumerate(PLACES, start=2):
        devices[f"rt-{place}"] = Device(
            f"rt-{place}", f"Router {place.title()}", DeviceKind.ROUTER, f"127.0.0.{number}", place, ("core",),
            Importance.CRITICAL if number == 7 else Importance.NORMAL,
        )
    return Inventory(sites, devices)


@pytest.fixture
async def play(tmp_path):
    async with playing(tmp_path, inventory=wide_city()) as opened:
        for place in PLACES:
            opened.world.cut(f"rt-{place}", "core")
            await opened.passes(3.0)
        await opened.passes(30.0)
        await opened.settles()
        yield opened


def digest(play, name="Dedi"):
    return next(shown for shown in reversed(play.people[name].screen()) if "SEKALIGUS" in shown.text)


async def test_kasi_sees_all_in_one_message_the_most_urgent_first(play):
    assert [text.split(":")[0] for text in play.heads("Dedi")] == [
        "🟠 GANGGUAN", "🟠 GANGGUAN", "🔴 8 GANGGUAN SEKALIGUS",
    ]
    shown = digest(play)
    lines = [line for line in shown.text.splitlines() if "/tiket_" in line]
    assert len(lines) == 8
    assert "Tempat-6" in lines[0], "the critical one"
    assert labels(shown) == ["✅ Terima semua (8)", "📋 Instruksikan semua ke tim lokasinya (8)"]
    assert [text.startswith("(") for text in play.heads("Sari")] == [True] * 3, "SPV without a sound"


async def test_one_press_receives_all_and_one_instructs_each_sites_team(play):
    play.new("Dedi")
    play.new("Bayu")
    assert await play.presses("Dedi", "✅ Terima semua (8)") == "8 tiket Anda terima."
    await play.presses("Dedi", "📋 Instruksikan semua ke tim lokasinya (8)")
    assert {ticket.team for ticket in await play.tickets()} == {"selatan"}
    assert {ticket.step for ticket in await play.tickets()} == {6}
    await play.passes(5.0)
    await play.settles()
    assert play.new("Dedi") == [], "nobody is told what they just did"
    assert labels(digest(play)) == []
    assert "ditugaskan ke Tim Selatan" in digest(play, "Bayu").text


async def test_a_ticket_of_the_storm_is_opened_by_its_number_and_worked_on(play):
    await play.says("Bayu", "/tiket_5")
    assert await play.presses("Bayu", "✅ Terima") == "Tiket #5 Anda terima. Selamat bekerja, hati-hati di jalan."
    assert "ditangani Bayu" in digest(play).text
    card = play.people["Bayu"].screen()[-1]
    assert labels(card) == ["🔧 Mulai perbaikan", "⏸ Tunda…", "📝 Laporan perbaikan"]


async def test_its_end_is_one_message(play):
    await play.presses("Dedi", "✅ Terima semua (8)")
    await play.presses("Dedi", "📋 Instruksikan semua ke tim lokasinya (8)")
    play.new("Dedi")
    for place in PLACES[:7]:
        play.world.mend(f"rt-{place}", "core")
    await play.passes(120.0)
    await play.settles()
    assert play.heads("Dedi") == []
    assert "7 selesai" in digest(play).text
    play.world.mend(f"rt-{PLACES[7]}", "core")
    await play.passes(120.0)
    await play.settles()
    assert play.heads("Dedi") == ["✅ SELESAI SEMUA: 8 gangguan yang terjadi bersamaan"]
    assert play.refused() == []


async def test_a_digest_that_somebody_deleted_is_sent_anew(play):
    shown = digest(play)
    del play.dedi.private.messages[shown.message_id]
    await play.presses("Bayu", "✅ Terima")
    await play.passes(5.0)
    await play.settles()
    assert digest(play).message_id > shown.message_id
    assert head(digest(play)).startswith("🔴 8 GANGGUAN SEKALIGUS")
