"""Telegram is away, or refuses somebody: the alarm comes by SMS, once, and the end of it too.

The spool folder is a real one; Gammu's part is played here, and by the real daemon in `tests/integration`.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from netwatch.core.directory import Directory, Person
from netwatch.core.message import Notification, Receipt, Retry
from netwatch.core.second_channel import SMS, Rule
from netwatch.demo.botapi.faults import BlackHole
from netwatch.desk.second_channel import SecondChannel
from netwatch.notify.gammu import FOLDERS, GammuChannel
from netwatch.notify.pace import UNLIMITED, Pace
from netwatch.notify.worker import Worker
from netwatch.store.schema import WAITING, outbox
from sop.role import Role
from tests.telegram.play import IN_A_GROUP, IN_PRIVATE, PATIENCE, Play, playing

PHONES = {"Dedi": "+628110000003", "Agus": "+628110000004", "Joko": "+628110000005"}
NAMES = {phone: name for name, phone in PHONES.items()}


def with_phones(directory: Directory) -> Directory:
    return replace(directory, people=tuple(replace(p, phone=PHONES.get(p.name)) for p in directory.people))


class PatientGammu(GammuChannel):
    """Gammu sends what it is given before it is asked again."""

    async def send(self, notification: Notification) -> Receipt:
        receipt = await super().send(notification)
        if not isinstance(receipt, Retry):
            return receipt
        for path in self._outbox.glob("OUT*.txt"):
            path.rename(self._sent / path.name)
        return await super().send(notification)


class Office:
    """A play with a second channel, and what came through it."""

    def __init__(self, play: Play, spool: Path) -> None:
        self.play = play
        self._spool = spool
        play.setting = replace(play.setting, second=Rule("telegram", SMS, timedelta(minutes=2)))
        self.worker = Worker(play.store.outbox, PatientGammu(spool), play.now, Pace(UNLIMITED))
        self.second = SecondChannel(play.store, play.setting, play.now, self.worker.nudge)
        self._read: set[str] = set()

    async def passes(self, seconds: float) -> None:
        """So much time, with a look at the tickets and for what Telegram has not told at its end."""
        self.play.world.run(self.play.world.now + seconds - 1.0)
        await self.play.passes(1.0)
        await self.second.look()

    async def texts(self, expected: int) -> dict[str, list[str]]:
        """The first lines of the SMS that have come since this was asked last, by person."""

        def found() -> list[Path]:
            return [path for path in sorted((self._spool / "sent").iterdir()) if path.name not in self._read]

        async with asyncio.timeout(PATIENCE):
            # A folder has no event to wait for.
            while len(found()) < expected:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        came: dict[str, list[str]] = {}
        for path in found():
            self._read.add(path.name)
            name = NAMES[path.name.split("_")[1]]
            came.setdefault(name, []).append(path.read_bytes().decode("utf-16").partition("\n")[0])
        return came


@contextlib.asynccontextmanager
async def office_with_sms(folder: Path, directory: Directory = IN_PRIVATE) -> AsyncIterator[Office]:
    for name in FOLDERS:
        (folder / name).mkdir()
    async with playing(folder, with_phones(directory)) as play:
        office = Office(play, folder)
        sending = asyncio.create_task(office.worker.run())
        try:
            yield office
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


@pytest.fixture
async def office(tmp_path):
    async with office_with_sms(tmp_path) as opened:
        yield opened


ALARM = "GANGGUAN: Router Kejaksan mati - Kec. Kejaksan, 2 perangkat ikut terdampak."
END = "SELESAI: Router Kejaksan - Kec. Kejaksan, "


async def test_while_telegram_is_away_the_first_alarm_and_the_end_come_by_sms(office):
    play = office.play
    hole = play.telegram.faults.script(BlackHole())
    play.world.cut("rt-kejaksan", "core")
    await play.passes(40.0)
    await office.passes(60.0)
    assert await office.texts(0) == {}, "Telegram has two minutes"
    await office.passes(60.0)
    assert await office.texts(3) == {"Dedi": [ALARM], "Agus": [ALARM], "Joko": [ALARM]}
    await office.passes(600.0)
    assert await office.texts(0) == {}, "limits that pass meanwhile are no first alarm"

    hole.lift()
    await play.settles()
    await office.passes(10.0)
    opened = [shown for shown in play.new("Dedi") if shown.text.startswith("🔴 GANGGUAN")]
    assert len(opened) == 1, "what waited is said in Telegram too, once: it has the buttons"
    assert await office.texts(0) == {}

    await play.mend()
    await office.passes(1.0)
    ends = await office.texts(3)
    assert set(ends) == {"Dedi", "Agus", "Joko"}
    assert all(len(each) == 1 and each[0].startswith(END) for each in ends.values())
    await office.passes(600.0)
    assert await office.texts(0) == {}

    await play.settles()
    ticket = await play.ticket()
    by_sms = [n for n in ticket["notifications"] if n["to"]["channel"] == SMS]
    assert [(n["to"]["person"], n["kind"]) for n in by_sms] == [
        (name, kind) for kind in ("opened", "closed") for name in ("Dedi", "Agus", "Joko")
    ]
    assert all(n["sent_at"] and n["error"] is None and n["to"]["chat_id"] is None for n in by_sms)
    reasons = [e["detail"] for e in ticket["history"] if e["event"] == "told_by_sms"]
    assert reasons[0] == "Dedi, opened: the first channel has not accepted the alarm in time"
    assert not any(phone.lstrip("+") in str(ticket) for phone in PHONES.values())


async def test_nobody_gets_an_sms_for_what_telegram_has_told_them(office):
    await office.play.cut()
    await office.passes(600.0)
    await office.play.mend()
    await office.passes(10.0)
    assert await office.texts(0) == {}
    assert {n["to"]["channel"] for n in (await office.play.ticket())["notifications"]} == {"telegram"}


async def test_who_cannot_be_written_to_gets_the_sms_at_once_and_nobody_else(office):
    office.play.dedi.block()
    office.play.telegram.people[2005].private.started = False
    await office.play.cut()
    await office.passes(1.0)
    assert await office.texts(2) == {"Dedi": [ALARM], "Joko": [ALARM]}
    await office.play.mend()
    await office.passes(1.0)
    assert set(await office.texts(2)) == {"Dedi", "Joko"}


async def test_of_a_group_that_put_the_bot_out_each_member_is_told(tmp_path):
    async with office_with_sms(tmp_path, IN_A_GROUP) as office:
        office.play.group.kick_bot()
        await office.play.cut()
        await office.passes(1.0)
        assert await office.texts(2) == {"Agus": [ALARM], "Joko": [ALARM]}


async def test_who_has_no_telegram_at_all_works_by_sms(tmp_path):
    people = (Person("Dedi", Role.KASI_INFRASTRUKTUR), *(p for p in IN_PRIVATE.people if p.name != "Dedi"))
    async with office_with_sms(tmp_path, replace(IN_PRIVATE, people=people)) as office:
        await office.play.cut()
        await office.passes(1.0)
        assert await office.texts(1) == {"Dedi": [ALARM]}


async def test_a_daemon_that_is_killed_between_its_looks_says_nothing_twice(office):
    play = office.play
    play.dedi.block()
    await play.cut()
    await office.passes(1.0)
    assert await office.texts(1) == {"Dedi": [ALARM]}
    again = SecondChannel(play.store, play.setting, play.now, office.worker.nudge)
    assert await again.look() == 0
    async with play.store.begin() as tx:
        await tx.connection.execute(update(outbox).where(outbox.c.channel == SMS).values(state=WAITING))
    office.worker.nudge()
    await play.settles()
    assert await office.texts(0) == {}, "the row that was not written down as sent is asked after, not sent again"


async def test_a_storm_is_three_messages_at_most(office):
    play = office.play
    play.dedi.block()
    for place in ("kejaksan", "sukapura", "sukasari", "harjamukti"):
        play.world.cut(f"rt-{place}", "core")
        await play.passes(60.0, always=True)  # more than two within a minute would be one digest
        await play.settles()
        await office.second.look()
    told = (await office.texts(3))["Dedi"]
    assert len(told) == 3
    assert sum(text.startswith("GANGGUAN: Router") for text in told) >= 2
    await office.passes(60.0)
    assert await office.texts(0) == {}, "the fourth waits until ten minutes are over"
    await office.passes(600.0)
    late = (await office.texts(1))["Dedi"]
    assert len(late) == 1
