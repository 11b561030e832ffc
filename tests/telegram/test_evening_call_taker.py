"""Rina's evening, Call Taker at Cirebon Siaga 112: a phone that rings, and always something to say into it."""

from tests.telegram.evening import deeds, sees, steps
from tests.telegram.play import IN_PRIVATE, playing

CUT = "Router Kejaksan mati — Kec. Kejaksan"
KNOWN = "Ada gangguan yang sudah tercatat di Kantor Kecamatan Kejaksan."
FOR_OFFER = "[Gabungkan ke #1] [Gangguan lain] [Batal]"


async def test_the_evening_of_a_call_taker_from_the_first_ring_to_the_last_call_back(tmp_path):
    async with playing(tmp_path, IN_PRIVATE) as play:
        # The phone rings: the place first, as it is heard, and the rest is asked for.
        await play.says("Rina", "/lapor kec kjaksan")
        assert play.last("Rina").text == (
            "Laporan dari Kantor Kecamatan Kejaksan\nApa keluhannya? Tulis, atau tekan Lewati."
        )
        assert sees(play, "Rina") == ["Laporan dari Kantor Kecamatan Kejaksan [Lewati] [Batal]"]

        # While she listens, netwatch has found it: what is open there comes before all other questions.
        await play.cut()
        assert sees(play, "Rina") == [], "a call taker's phone is not rung by outages"
        (offer,) = await play.says("Rina", "wifi mati sejak tadi")
        assert sees(play, "Rina") == [f"{KNOWN} {FOR_OFFER}"]
        assert "Gangguan jaringan di Kantor Kecamatan Kejaksan sudah kami ketahui sejak pukul" in offer

        # One press, and what to say stands above what is still missing.
        assert await play.presses("Rina", "Gabungkan ke #1") == "Laporan digabungkan."
        assert sees(play, "Rina") == [f"✅ Digabungkan ke #1: {CUT} [Lewati]"]
        assert play.last("Rina").text.endswith(
            "Siapa nama dan nomor telepon pelapor? Tulis salah satu atau keduanya, atau tekan Lewati."
        )
        await play.says("Rina", "bu Siti 0812 3456 7890")
        assert sees(play, "Rina") == ["Laporannya masuk lewat apa? [Telepon] [WA] [SMS]"]
        await play.presses("Rina", "WA")
        (complete,) = sees(play, "Rina")
        assert complete.startswith("✅ Laporan pada tiket #1 lengkap: bu Siti, 0812-3456-7890, lewat WA.")

        # The next citizen says it in one breath, and she writes it in one line.
        await play.says("Rina", "/lapor kejaksan internet mati a.n. Budi 0813-9999-8888")
        await play.presses("Rina", "Gabungkan ke #1")
        assert sees(play, "Rina") == [f"{KNOWN} {FOR_OFFER}", f"✅ Digabungkan ke #1: {CUT}"]

        # Bu Siti phones again and gets Wati: she is counted once.
        await play.says("Wati", "/lapor kejaksan kapan selesai 081234567890")
        await play.presses("Wati", "Gabungkan ke #1")
        assert sees(play, "Wati")[-1].startswith("ℹ️ Sudah tercatat di #1")

        # "When will it be mended?" Who works on it stands in one answer.
        await play.presses("Dedi", "Instruksikan Tim Utara")
        await play.presses("Agus", "✅ Terima")
        (said,) = await play.says("Rina", "/tiket 1")
        assert "Tim Utara sedang menanganinya. Perbaikan ditargetkan selesai paling lambat" in said
        assert sees(play, "Rina") == [f"🔴 GANGGUAN: {CUT}, 2 perangkat ikut terdampak"]

        # It is over: whom to phone, their numbers, what to say. Wati has nobody.
        await play.mend()
        assert sees(play, "Rina") == [
            "📞 TELEPON BALIK: Router Kejaksan — Kec. Kejaksan sudah normal "
            "[☎️ 1. bu Siti: sudah dihubungi] [☎️ 2. Budi: sudah dihubungi]"
        ]
        assert sees(play, "Wati") == []
        to_call = play.last("Rina").text
        assert "1. bu Siti, 0812-3456-7890" in to_call
        assert "Gangguan jaringan yang Bapak/Ibu laporkan sudah teratasi sejak pukul" in to_call

        # Each press strikes one off, in the same message.
        for citizen in ("1. bu Siti", "2. Budi"):
            assert "Tercatat" in await play.presses("Rina", f"☎️ {citizen}: sudah dihubungi")
        assert sees(play, "Rina") == []
        assert "semua sudah dihubungi. Terima kasih." in play.last("Rina").text

        # None of the others has seen a citizen's name or number.
        seen = [shown.text for name in ("Dedi", "Agus", "Joko", "Bayu") for shown in play.people[name].screen()]
        assert not [text for text in seen if "Siti" in text or "7890" in text or "8888" in text]

        ticket = await play.ticket()
        assert (ticket["reports"], ticket["status"], ticket["breaches"]) == (2, "closed", 0)
        assert steps(ticket)[3:] == [
            "4 Dedi, not needed", "5 Dedi", "6 Agus", "7 netwatch, not needed", "8 netwatch",
        ]
        assert deeds(ticket, "report_joined", "called_back") == [
            "Rina report_joined", "Rina report_joined", "Rina called_back", "Rina called_back",
        ]
        assert [(each["name"], each["phone"], each["channel"]) for each in ticket["citizen_reports"]] == [
            ("b*** S***", "+62 812-****-7890", "wa"), ("B***", "+62 813-****-8888", "telepon"),
        ]
        assert all(each["called_back_at"] for each in ticket["citizen_reports"])
        assert play.refused() == []
