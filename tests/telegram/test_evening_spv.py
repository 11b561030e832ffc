"""Sari's evening, SPV / Kasi Pengelolaan Opini Publik: hears of what is late from netwatch, not from the press."""

from netwatch.text.toast import CALLED_BACK
from tests.telegram.evening import after, deeds, limits, nobody_else_sees, read_by_all, sees, steps
from tests.telegram.play import IN_PRIVATE, playing

REPORTED = "Kec. Harjamukti — laporan warga"
FOR_KASI = "[✅ Terima] [Instruksikan Tim Selatan] [Instruksikan Tim Utara] [⚙️ Lainnya…]"


async def test_the_evening_of_an_spv_who_forwards_a_citizens_report_and_sees_that_nobody_is_forgotten(tmp_path):
    async with playing(tmp_path, IN_PRIVATE) as play:
        # What netwatch finds by itself comes without a sound, and says that she need not do anything.
        await play.cut()
        assert sees(play, "Sari") == [
            "(🔴 GANGGUAN: Router Kejaksan mati — Kec. Kejaksan, 2 perangkat ikut terdampak)"
        ]
        assert "tidak ada yang perlu Anda lakukan" in play.last("Sari").text
        await play.presses("Agus", "✅ Terima")
        await play.mend()
        (closing,) = sees(play, "Sari")
        assert closing.startswith("(✅ SELESAI: Router Kejaksan")
        read_by_all(play)

        # What a citizen tells is hers: it rings, with two buttons.
        await play.says("Rina", "/lapor harjamukti wifi mati a.n. Budi 081234567890")
        await play.presses("Rina", "Buat tiket baru")
        assert sees(play, "Sari") == [f"🟠 GANGGUAN: {REPORTED} [✅ Terima] [📨 Teruskan ke Kasi Infrastruktur]"]
        read_by_all(play)

        # She is driving: reminded after four minutes, late after five, and the SOP goes on by itself.
        await after(play, minutes=4.5)
        assert sees(play, "Sari") == [f"⏳ PENGINGAT: {REPORTED} [✅ Terima] [📨 Teruskan ke Kasi Infrastruktur]"]
        await after(play, minutes=5.5)
        assert sees(play, "Sari") == [f"⏰ TERLAMBAT: {REPORTED} [✅ Terima] [📨 Teruskan ke Kasi Infrastruktur]"]
        assert nobody_else_sees(play)

        # One press is enough: who forwards it has received it.
        await play.presses("Sari", "📨 Teruskan ke Kasi Infrastruktur")
        assert sees(play, "Dedi") == [f"📨 DITERUSKAN: {REPORTED} {FOR_KASI}"]
        assert nobody_else_sees(play)

        # Kasi sleeps. He is reminded, she hears each time that his minutes are over, and at last it is the team's.
        await after(play, minutes=11.5)
        assert sees(play, "Dedi") == [f"⏳ PENGINGAT: {REPORTED} {FOR_KASI}"]
        assert sees(play, "Sari") == [f"⏰ TERLAMBAT: {REPORTED}"]
        assert nobody_else_sees(play)
        await after(play, minutes=16.5)
        assert sees(play, "Dedi") == [f"⏳ PENGINGAT: {REPORTED} {FOR_KASI}"]
        assert sees(play, "Sari") == [f"⏰ TERLAMBAT: {REPORTED}"]
        assert sees(play, "Bayu") == [f"⏰ TERLAMBAT: {REPORTED} [✅ Terima]"]
        assert nobody_else_sees(play)

        # The team goes, repairs, and its report closes what no probe sees. She hears of the end without a sound.
        await play.presses("Bayu", "✅ Terima")
        assert sees(play, "Dedi") == [f"🔧 DITANGANI: {REPORTED}"]
        assert nobody_else_sees(play)
        await play.presses("Bayu", "📝 Laporan perbaikan")
        for answer in ("Kabel LAN/konektor", "Kabel/konektor diganti", "Tidak ada", "Lanjut ke foto sesudah", "Lanjut"):
            await play.presses("Bayu", answer)
        await play.presses("Bayu", "📨 Kirim dan tutup tiket")
        (closing,) = sees(play, "Sari")
        assert closing.startswith(f"(✅ SELESAI: {REPORTED}, ")
        assert sees(play, "Dedi") == [f"📝 LAPORAN PERBAIKAN: {REPORTED} [✅ Terima laporan] [↩️ Minta revisi]"]
        assert sees(play, "Rina") == [f"📞 TELEPON BALIK: {REPORTED} sudah normal [☎️ 1. Budi: sudah dihubungi]"]

        # Rina's shift is over and nobody has phoned Budi. /tiket says so, with his number, and Sari does it herself.
        (listed,) = await play.says("Sari", "/tiket")
        assert listed.endswith("📞 Warga yang belum ditelepon balik\n/tiket_2 1 warga, dicatat Rina")
        _, to_call = await play.says("Sari", "/tiket_2")
        assert "Tiket #2, 1 warga yang melapor kepada Rina:\n1. Budi, 0812-3456-7890" in to_call
        assert await play.presses("Sari", "☎️ 1. Budi: sudah dihubungi") == CALLED_BACK
        assert "belum ditelepon" not in (await play.says("Sari", "/tiket"))[0]

        ticket = await play.ticket(2)
        assert steps(ticket) == [
            "1 Rina", "2 limit, late, not needed", "3 Sari", "4 limit, late, not needed", "5 limit, late, not needed",
            "6 Bayu", "7 Bayu", "8 Bayu",
        ]
        assert limits(ticket) == {1: 5, 2: 5, 3: 5, 4: 5, 5: 5, 6: 5, 7: 24 * 60}
        assert deeds(ticket, "opened", "forwarded", "breached", "accepted", "closed", "called_back") == [
            "Rina opened", "netwatch breached", "Sari forwarded", "netwatch breached", "netwatch breached",
            "Bayu accepted", "Bayu closed", "Sari called_back",
        ]
        (report,) = ticket["citizen_reports"]
        assert (report["name"], report["phone"], report["taken_by"]) == ("B***", "+62 812-****-7890", "Rina")
        assert report["called_back_at"] is not None
        assert play.refused() == []
