"""Agus's evening, Tim Lapangan: outdoors, with one thumb, and a battery that dies before the report is done."""

from hashlib import sha256

from netwatch.demo.botapi.picture import sample_png
from tests.telegram.evening import after, deeds, limits, nobody_else_sees, read_by_all, sees, steps
from tests.telegram.play import IN_PRIVATE, playing

CUT = "Router Kejaksan mati — Kec. Kejaksan"
PICTURE = sample_png(90, 60)


async def test_the_evening_of_a_team_whose_repair_takes_until_the_next_day(tmp_path):
    async with playing(tmp_path, IN_PRIVATE) as play:
        # The card rings for the team of that place, and for no other.
        await play.cut()
        for name in ("Agus", "Joko"):
            assert sees(play, name) == [f"🔴 GANGGUAN: {CUT}, 2 perangkat ikut terdampak [✅ Terima]"]
        assert sees(play, "Bayu") == []

        # They are not told twice what to do: Kasi's instruction is one message.
        await play.presses("Dedi", "Instruksikan Tim Utara")
        for name in ("Agus", "Joko"):
            assert sees(play, name) == [f"📋 INSTRUKSI: {CUT}, 2 perangkat ikut terdampak [✅ Terima]"]
        read_by_all(play)

        # Both are looking for the key of the car, and have a minute left.
        await after(play, minutes=5.0)
        for name in ("Agus", "Joko"):
            assert sees(play, name) == [f"⏳ PENGINGAT: {CUT} [✅ Terima]"]
        assert nobody_else_sees(play)

        # Joko is quicker. Agus has the old screen before him still: the press says who has it.
        assert await play.presses("Joko", "✅ Terima") == "Tiket #1 Anda terima. Selamat bekerja, hati-hati di jalan."
        assert "sudah diterima oleh Joko" in await play.forges("Agus", "t:1:accept")
        assert sees(play, "Dedi") == [f"🔧 DITANGANI: {CUT}"]
        assert nobody_else_sees(play)

        # There, and the spare part is in another town: the reason is a press.
        assert await play.presses("Agus", "🔧 Mulai perbaikan") == "Perbaikan tiket #1 dimulai. Selamat bekerja."
        await play.presses("Agus", "⏸ Tunda…")
        assert sees(play, "Agus") == [
            f"Tiket #1: {CUT} [Menunggu suku cadang] [Menunggu listrik PLN] [Lokasi belum dapat dimasuki] "
            "[Cuaca buruk] [Menunggu penyedia layanan] [Batal]"
        ]
        await play.presses("Agus", "Menunggu suku cadang")
        assert sees(play, "Dedi") == [f"⏸ DITUNDA: {CUT} [⚙️ Lainnya…]"]

        # The day that the SOP gives does not wait with them. After 12 and 20 hours the team is reminded, nobody else.
        for hours in (12.2, 20.2):
            await after(play, hours=hours)
            for name in ("Agus", "Joko"):
                assert sees(play, name) == [
                    f"⏳ PENGINGAT: {CUT} [▶️ Lanjutkan] [📝 Laporan perbaikan] [🔕 Jangan ingatkan lagi]"
                ]
            assert nobody_else_sees(play)

        # In the morning it goes on. One answer of the report, and the battery is dead.
        await play.presses("Joko", "▶️ Lanjutkan")
        await play.presses("Joko", "📝 Laporan perbaikan")
        await play.presses("Joko", "Perangkat rusak")
        sees(play, "Joko")

        # Agus goes on with it on his own phone, where Joko stopped.
        (asked,) = await play.says("Agus", "/perbaikan 1")
        assert asked.endswith("Apa tindakannya? Pilih, atau tulis sendiri.")
        await play.presses("Agus", "Perangkat diganti")
        await play.says("Agus", "Router RB4011")
        assert "Foto sebelum perbaikan #1 diterima (1)" in (await play.sends("Agus", PICTURE))[0]
        await play.presses("Agus", "Lanjut")
        await play.presses("Agus", "Lanjut")
        assert play.last("Agus").text.partition("\n")[2] == (
            "Penyebab: Perangkat rusak\nTindakan: Perangkat diganti\nMaterial: Router RB4011\n"
            "Foto: 1 sebelum, belum ada sesudah\n\nBelum dikirim. Periksa, lalu kirim."
        )
        sees(play, "Agus")

        # The new router answers, and the ticket closes by itself; the report may come when it is done.
        await play.mend()
        for name in ("Agus", "Joko"):
            (closing,) = sees(play, name)
            assert closing.startswith("✅ SELESAI: Router Kejaksan — Kec. Kejaksan, 20 jam")
            assert closing.endswith("[📝 Laporan perbaikan]")
        assert await play.presses("Agus", "📨 Kirim ke Kasi") == "Laporan perbaikan dikirim ke Kasi."
        sees(play, "Agus")
        sees(play, "Dedi")

        # Kasi wants to know more; only who wrote it is asked.
        await play.presses("Dedi", "↩️ Minta revisi")
        await play.says("Dedi", "tulis nomor seri router baru")
        assert sees(play, "Agus") == ["↩️ PERBAIKI LAPORAN: Router Kejaksan — Kec. Kejaksan [📝 Laporan perbaikan]"]
        assert nobody_else_sees(play, "Dedi", "Sari")
        await play.presses("Agus", "📝 Laporan perbaikan")
        await play.presses("Agus", "Ubah material")
        await play.says("Agus", "Router RB4011, SN HEX123")
        await play.presses("Agus", "📨 Kirim ke Kasi")
        await play.presses("Dedi", "✅ Terima laporan")

        await play.fetched()
        ticket = await play.ticket()
        assert steps(ticket)[3:] == [
            "4 Dedi, not needed", "5 Dedi", "6 Joko", "7 netwatch, not needed", "8 netwatch",
        ]
        assert limits(ticket)[7] == 24 * 60
        assert deeds(ticket, "accepted", "started", "held", "resumed", "reminded") == [
            "netwatch reminded", "Joko accepted", "Agus started", "Agus held", "netwatch reminded", "netwatch reminded",
            "Joko resumed",
        ]
        assert deeds(ticket, "repair_filed", "repair_returned", "repair_accepted") == [
            "Agus repair_filed", "Dedi repair_returned", "Agus repair_filed", "Dedi repair_accepted",
        ]
        (report,) = ticket["repair_reports"]
        assert (report["cause"], report["action"], report["material"]) == (
            "Perangkat rusak", "Perangkat diganti", "Router RB4011, SN HEX123",
        )
        assert [(photo["stage"], photo["by"], photo["sha256"]) for photo in report["photos"]] == [
            ("before", "Agus", sha256(PICTURE).hexdigest())
        ]
        assert (report["by"], report["state"], report["judged_by"]) == ("Agus", "accepted", "Dedi")
        assert play.refused() == []
