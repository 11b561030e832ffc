"""Agus is sent out, or goes by himself: what he needs on the way stands on his phone, and on nobody else's."""

from dataclasses import replace

import pytest

from netwatch.core.agent import AgentState
from netwatch.core.state import ConditionState
from netwatch.core.status import ConditionStatus
from netwatch.inventory.model import Contact, Device, DeviceKind, Inventory, Point
from probes.snmp.reading import AdminStatus, InterfaceReading, OperStatus, SnmpReading
from tests.telegram.play import head, labels, playing, small_city

KEJAKSAN = {
    "address": "Jl. Siliwangi No. 84",
    "point": Point(-6.7075, 108.5585),
    "contact": Contact("Ibu Ratna, bagian umum", "+628110000021"),
}
WAY = (
    "📍 Alamat: Jl. Siliwangi No. 84 — buka peta",
    "☎️ Kontak di lokasi: Ibu Ratna, bagian umum, 0811-0000-021",
    "🔩 Tipe perangkat: RB4011iGS+, nomor seri E4A20B11C7D3",
)
HISTORY = "• 24 Nov 2026, Router Kejaksan: Kabel fiber putus → Fiber disambung ulang"
PORT = "Dugaan penyebab: sambungan putus: port ether3 di Core Balaikota mati"


def city(behind: int = 0) -> Inventory:
    """The small one, with Kejaksan described, and so many access points with long names behind its switch."""
    small = small_city()
    sites = {**small.sites, "kejaksan": replace(small.sites["kejaksan"], **KEJAKSAN)}
    more = {
        f"ap-{n:02}": Device(
            f"ap-{n:02}", f"Wi-Fi Kejaksan {'lantai atas sebelah timur ' * 3}{n}", DeviceKind.AP, f"127.0.1.{n + 1}",
            "kejaksan", ("sw-kejaksan",),
        )
        for n in range(behind)
    }
    return Inventory(sites, {**small.devices, **more})


@pytest.fixture
async def play(tmp_path):
    async with playing(tmp_path, inventory=city(behind=38)) as opened:
        opened.agents["rt-kejaksan"] = AgentState(model="RB4011iGS+", serial="E4A20B11C7D3")
        await opened.passes(1.0)
        yield opened


def port_falls(play):
    """The core's agent is read and says that the port to Kejaksan is down."""
    port = InterfaceReading("ether3", "ke Router Kejaksan", 3, AdminStatus.UP, OperStatus.DOWN, 0, 0, 64, None)
    reading = SnmpReading("core", play.world.now, 1, None, None, None, None, (port,), ())
    play.agents["core"] = AgentState(
        (ConditionStatus("if:ether3", ConditionState.PROBLEM, play.now()),), last=reading
    )


async def repaired(play):
    """An earlier outage, which Agus has reported on."""
    await play.cut()
    ticket = (await play.tickets())[-1].id
    await play.presses("Agus", "✅ Terima")
    await play.mend()
    await play.says("Agus", f"/perbaikan {ticket}")
    for button in (
        "Kabel fiber putus", "Fiber disambung ulang", "Tidak ada", "Lanjut ke foto sesudah", "Lanjut",
        "📨 Kirim ke Kasi",
    ):
        await play.presses("Agus", button)
    await play.passes(3600.0, looking_every=120.0)
    await play.settles()


async def test_the_instruction_carries_all_that_agus_needs(play, capfd):
    await repaired(play)
    play.world.cut("rt-kejaksan", "core")
    await play.passes(15.0)
    port_falls(play)
    await play.passes(25.0)
    await play.settles()
    await play.says("Rina", "/lapor kejaksan internet mati a.n. Budi 081234567890")
    await play.presses("Rina", "Gabungkan ke #2")
    for name in play.people:
        play.new(name)
    await play.presses("Dedi", "Instruksikan Tim Utara")

    (told,) = play.new("Agus")
    lines = told.text.splitlines()
    assert lines[0] == "📋 INSTRUKSI: Router Kejaksan mati — Kec. Kejaksan, 40 perangkat ikut terdampak"
    assert PORT in lines
    assert "Laporan warga: 1" in lines
    assert [line for line in lines if line in WAY] == list(WAY)
    (port,) = [line for line in lines if line.startswith("🔌")]
    assert port.startswith("🔌 Port ether3 di Core Balaikota: mati sejak 24 Nov 2026, ")
    assert lines[-2:] == ["Riwayat lokasi ini", HISTORY]
    (link,) = [entity for entity in told.entities if entity.type == "text_link"]
    assert link.url == "https://www.google.com/maps/search/?api=1&query=-6.707500%2C108.558500"
    assert labels(told) == ["✅ Terima"]

    card = next(shown for shown in play.people["Agus"].screen() if "\nTiket #2 · " in shown.text)
    assert [line for line in card.text.splitlines() if line in (*WAY, HISTORY)] == [*WAY, HISTORY]
    for name in ("Dedi", "Sari", "Rina", "Wati", "Bayu"):
        assert not any("Ibu Ratna" in shown.text for shown in play.people[name].screen()), name
    logged = "".join(capfd.readouterr())
    assert not any(word in logged for word in ("Ratna", "628110000021", "0811-0000-021"))


async def test_who_accepts_at_once_finds_it_on_the_card(play):
    await play.cut()
    assert not any("Ibu Ratna" in shown.text for shown in play.people["Agus"].screen())
    await play.presses("Agus", "✅ Terima")
    for name in ("Agus", "Joko"):
        lines = play.card(name).text.splitlines()
        assert [line for line in lines if line in WAY] == list(WAY), name
        assert "Riwayat lokasi ini" not in lines
    assert "Ibu Ratna" in (await play.says("Agus", "/tiket 1"))[0]
    assert "Ibu Ratna" not in (await play.says("Dedi", "/tiket 1"))[0]


async def test_another_team_gets_it_with_its_instruction_and_the_first_has_it_no_more(play):
    await play.cut()
    await play.presses("Dedi", "Instruksikan Tim Utara")
    await play.presses("Dedi", "⚙️ Lainnya…")
    await play.presses("Dedi", "↪️ Alihkan ke tim lain…")
    await play.presses("Dedi", "Tim Selatan")
    (told,) = [shown for shown in play.new("Bayu") if head(shown).startswith("📋 INSTRUKSI")]
    assert [line for line in told.text.splitlines() if line in WAY] == list(WAY)
    await play.passes(5.0)
    await play.settles()
    assert "Ibu Ratna" not in play.card("Agus").text
