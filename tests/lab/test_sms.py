"""The second channel, whole: the daemon, Telegram in a black hole, and Debian's gammu-smsd with a dummy phone."""

from __future__ import annotations

import pytest

from netwatch.demo.botapi.faults import BlackHole
from tests.integration.smsd_process import Smsd
from tests.lab.lab import DEDI, laboratory
from tests.needs_lab import needs_lab

pytestmark = [pytest.mark.lab, pytest.mark.long, needs_lab]
PHONE = "+628110000003"


async def test_the_alarm_comes_by_sms_while_telegram_is_away_and_so_does_the_end(tmp_path):
    smsd = Smsd(tmp_path / "gammu")
    smsd.start()
    try:
        async with laboratory(tmp_path, more_settings=f"sms: {{spool: {smsd.spool}, after: 3s}}\n") as lab:
            hole = lab.telegram.faults.script(BlackHole())
            lab.net.cut("rt-kejaksan", "core")
            await lab.until_ticket("opened", lambda t: True)

            async def texts(count: int) -> list[str]:
                sent = smsd.texts()
                assert {number for number, _ in sent} <= {PHONE}
                return [text for _, text in sent] if len(sent) >= count else []

            (alarm,) = await lab.until("the alarm by SMS", lambda: texts(1))
            assert alarm.startswith("GANGGUAN: Router Kejaksan mati - Kec. Kejaksan")
            await lab.until_ticket("Gammu's answer is known", lambda t: sms_of(t)[0]["sent_at"] is not None)
            lab.kill()
            lab.start()
            hole.lift()
            await lab.sees(DEDI, "Kejaksan")
            lab.net.mend("rt-kejaksan", "core")
            ends = await lab.until("the end by SMS", lambda: texts(2))
            assert [text.partition(":")[0] for text in ends] == ["GANGGUAN", "SELESAI"]
            ticket = await lab.until_ticket("all told", lambda t: all(n["sent_at"] for n in sms_of(t)))
            assert [(n["to"]["person"], n["kind"], n["error"]) for n in sms_of(ticket)] == [
                ("Dedi", "opened", None), ("Dedi", "closed", None),
            ]
            assert len(await texts(2)) == 2
            assert PHONE.lstrip("+") not in lab.log
    finally:
        smsd.stop()


def sms_of(ticket):
    return [n for n in ticket["notifications"] if n["to"]["channel"] == "sms"]
