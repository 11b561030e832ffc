"""Dedi's evening, Kepala Seksi Infrastruktur TIK: at dinner when the cable to Kejaksan is cut."""

from tests.telegram.evening import after, deeds, nobody_else_sees, read_by_all, sees, steps
from tests.telegram.play import IN_PRIVATE, playing

CUT = "Router Kejaksan mati — Kec. Kejaksan"


async def test_the_evening_of_a_kasi_who_is_late_chooses_the_wrong_team_and_sees_it_mended(tmp_path):
    async with playing(tmp_path, IN_PRIVATE) as play:
        # The phone rings: what, where, how bad, and what he can do about it.
        await play.cut()
        assert sees(play, "Dedi") == [
            f"🔴 GANGGUAN: {CUT}, 2 perangkat ikut terdampak "
            "[✅ Terima] [Instruksikan Tim Utara] [Instruksikan Tim Selatan] [⚙️ Lainnya…]"
        ]
        read_by_all(play)

        # It lies in the other room. After four of his five minutes it rings once more, and for nobody else.
        await after(play, minutes=4.5)
        assert sees(play, "Dedi") == [
            f"⏳ PENGINGAT: {CUT} [✅ Terima] [Instruksikan Tim Utara] [Instruksikan Tim Selatan] [⚙️ Lainnya…]"
        ]
        assert nobody_else_sees(play)

        # After five the SPV hears that he is late; he himself was reminded a moment ago.
        await after(play, minutes=5.5)
        assert sees(play, "Sari") == [f"⏰ TERLAMBAT: {CUT}"]
        assert nobody_else_sees(play)

        # He takes it, late. Nobody is told what he does himself.
        assert await play.presses("Dedi", "✅ Terima") == "Tiket #1 Anda terima. Berikutnya: instruksikan tim."
        assert nobody_else_sees(play)

        # The wrong team, in a hurry.
        assert "Tim Selatan diinstruksikan" in await play.presses("Dedi", "Instruksikan Tim Selatan")
        assert sees(play, "Bayu") == [
            f"(🔴 GANGGUAN: {CUT}, 2 perangkat ikut terdampak [✅ Terima])",
            f"📋 INSTRUKSI: {CUT}, 2 perangkat ikut terdampak [✅ Terima]",
        ]

        # So another one: who had it is told that they need not go, who has it now that they must.
        await play.presses("Dedi", "⚙️ Lainnya…")
        assert sees(play, "Dedi") == [
            f"Tiket #1: {CUT} [↪️ Alihkan ke tim lain…] [🔺 Ubah prioritas…] [⏸ Tunda…] [☑️ Tutup tiket…] "
            "[☑️ Bukan gangguan…] [Batal]"
        ]
        await play.presses("Dedi", "↪️ Alihkan ke tim lain…")
        await play.presses("Dedi", "Tim Utara")
        assert sees(play, "Bayu") == [f"↪️ DIALIHKAN: {CUT}"]
        for name in ("Agus", "Joko"):
            assert sees(play, name) == [f"📋 INSTRUKSI: {CUT}, 2 perangkat ikut terdampak [✅ Terima]"]
        assert nobody_else_sees(play), "what he did himself stands where he did it"
        assert "dialihkan ke Tim Utara" in play.last("Dedi").text

        # He wants it done first.
        await play.presses("Dedi", "⚙️ Lainnya…")
        await play.presses("Dedi", "🔺 Ubah prioritas…")
        await play.presses("Dedi", "🔴 Kritis")
        assert nobody_else_sees(play, "Dedi")
        sees(play, "Dedi")

        # Somebody is on the way: that is what he waited for.
        await play.presses("Agus", "✅ Terima")
        assert sees(play, "Dedi") == [f"🔧 DITANGANI: {CUT}"]

        # The team has to wait for the electricity: he hears why, and that the clock runs on.
        await play.presses("Agus", "⏸ Tunda…")
        sees(play, "Agus")
        await play.presses("Agus", "Menunggu listrik PLN")
        assert sees(play, "Dedi") == [f"⏸ DITUNDA: {CUT} [⚙️ Lainnya…]"]
        assert "menunggu listrik PLN" in play.last("Dedi").text
        await play.presses("Agus", "▶️ Lanjutkan")
        assert nobody_else_sees(play, "Agus")

        # The lights of the router are green again before anybody has written a word.
        await play.mend()
        (closing,) = sees(play, "Dedi")
        assert closing.startswith("✅ SELESAI: Router Kejaksan — Kec. Kejaksan, ")

        # The report comes without a sound: nothing depends on it any more. He reads it and takes it.
        await play.presses("Agus", "📝 Laporan perbaikan")
        for answer in ("Kabel fiber putus", "Fiber disambung ulang", "Tidak ada", "Lanjut ke foto sesudah", "Lanjut"):
            await play.presses("Agus", answer)
        await play.presses("Agus", "📨 Kirim ke Kasi")
        assert sees(play, "Dedi") == [
            "(📝 LAPORAN PERBAIKAN: Router Kejaksan — Kec. Kejaksan [✅ Terima laporan] [↩️ Minta revisi])"
        ]
        assert await play.presses("Dedi", "✅ Terima laporan") == "Laporan perbaikan Anda terima."

        ticket = await play.ticket()
        assert (ticket["status"], ticket["priority"], ticket["breaches"]) == ("closed", "critical", 1)
        assert (ticket["team"], ticket["repair_report"]) == ("utara", "filed")
        assert steps(ticket) == [
            "1 netwatch", "2 netwatch", "3 netwatch", "4 Dedi, late", "5 Dedi", "6 Agus", "7 netwatch, not needed",
            "8 netwatch",
        ]
        assert deeds(ticket)[:12] == [
            "netwatch opened", "netwatch reminded", "netwatch breached", "Dedi acknowledged", "Dedi instructed",
            "Dedi reassigned", "Dedi priority", "Agus accepted", "Agus held", "Agus resumed", "netwatch closed",
            "Agus repair_begun",
        ]
        assert deeds(ticket)[-2:] == ["Agus repair_filed", "Dedi repair_accepted"]
        assert play.refused() == []
