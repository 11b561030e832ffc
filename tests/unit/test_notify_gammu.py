"""The spool folder of Gammu's SMS daemon; the daemon's part is played by hand here."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from netwatch.core.message import Kind, Message, Notification, Recipient, Refused, Retry, Sent
from netwatch.core.second_channel import SMS
from netwatch.notify.gammu import FOLDERS, GammuChannel, spool_problems

PHONE = "628110000003"
ROW = Notification(
    id=17, to=Recipient(SMS, int(PHONE), "Dedi"), kind=Kind.OPENED, message=Message("GANGGUAN: a &amp; b\nmati"),
    ticket_id=42, card=False, attempts=1, card_message_id=None,
)  # fmt: skip


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    for folder in FOLDERS:
        (tmp_path / folder).mkdir()
    return tmp_path


@pytest.fixture
def channel(spool: Path) -> GammuChannel:
    return GammuChannel(spool)


def files(spool: Path, folder: str = "outbox") -> list[Path]:
    """What the daemon would see there: it leaves out names that begin with a dot."""
    return sorted(path for path in (spool / folder).iterdir() if not path.name.startswith("."))


def take(spool: Path, folder: str | None) -> None:
    """The daemon has dealt with the message; None: and keeps no copy of it."""
    (path,) = files(spool)
    if folder is None:
        path.unlink()
    else:
        path.rename(spool / folder / path.name)


async def test_a_message_is_handed_in_and_counts_as_sent_when_gammu_has_sent_it(
    channel: GammuChannel, spool: Path
) -> None:
    assert isinstance(await channel.send(ROW), Retry)
    (path,) = files(spool)
    assert path.name.startswith(f"OUTA_+{PHONE}_netwatch")
    assert path.suffix == ".txt"
    assert path.read_bytes().decode("utf-16") == "GANGGUAN: a & b\nmati"
    assert path.stat().st_mode & 0o777 == 0o644
    waiting = await channel.send(ROW)
    assert isinstance(waiting, Retry)
    assert "modem" in waiting.error
    assert not waiting.whole_channel
    assert files(spool) == [path], "asked again, and not handed in again"
    take(spool, "sent")
    assert await channel.send(ROW) == Sent()
    assert await channel.send(ROW) == Sent(), "after a crash it is asked once more"
    assert files(spool) == []


async def test_what_gammu_could_not_send_is_refused(channel: GammuChannel, spool: Path) -> None:
    await channel.send(ROW)
    take(spool, "error")
    answer = await channel.send(ROW)
    assert isinstance(answer, Refused)
    assert PHONE not in answer.error
    assert files(spool) == []


async def test_what_is_gone_without_a_trace_is_not_handed_in_again(channel: GammuChannel, spool: Path) -> None:
    await channel.send(ROW)
    take(spool, None)
    answer = await channel.send(ROW)
    assert isinstance(answer, Refused)
    assert "sentsmspath" in answer.error
    assert files(spool) == []


async def test_a_message_that_waits_for_more_than_an_hour_is_taken_back(channel: GammuChannel, spool: Path) -> None:
    await channel.send(ROW)
    (path,) = files(spool)
    long_ago = time.time() - 3700
    os.utime(path, (long_ago, long_ago))
    assert isinstance(await channel.send(ROW), Refused)
    assert files(spool) == []
    assert isinstance(await channel.send(ROW), Refused), "nor is it handed in again"
    assert files(spool) == []


async def test_a_crash_while_writing_leaves_nothing_that_is_sent_and_the_next_try_is_whole(
    channel: GammuChannel, spool: Path
) -> None:
    await channel.send(ROW)
    (path,) = files(spool)
    path.unlink()
    for note in (spool / "outbox").iterdir():
        note.unlink()
    (spool / "outbox" / f".new-{path.name}").write_bytes(b"half")
    await channel.send(ROW)
    assert files(spool) == [path]
    assert path.read_bytes().decode("utf-16").endswith("mati")


async def test_alarms_go_before_closings_and_rows_of_another_database_are_other_messages(
    channel: GammuChannel, spool: Path
) -> None:
    await channel.send(replace(ROW, kind=Kind.CLOSED, to=replace(ROW.to, chat_id=628100000000)))
    await channel.send(ROW)
    await channel.send(replace(ROW, message=Message("GANGGUAN: b mati")))
    assert [path.name[:4] for path in files(spool)] == ["OUTA", "OUTA", "OUTC"]


async def test_old_notes_are_thrown_away(channel: GammuChannel, spool: Path) -> None:
    await channel.send(ROW)
    (note,) = (spool / "outbox").glob(".given-*")
    long_ago = time.time() - 8 * 86400
    os.utime(note, (long_ago, long_ago))
    await channel.send(replace(ROW, id=18))
    assert not note.exists()


async def test_a_spool_folder_that_cannot_be_used_stops_the_channel_and_is_named_without_the_phone(
    tmp_path: Path,
) -> None:
    answer = await GammuChannel(tmp_path / "nowhere").send(ROW)
    assert isinstance(answer, Retry)
    assert answer.whole_channel
    assert f"{tmp_path}/nowhere" in answer.error
    assert "sms.spool" in answer.error
    assert PHONE not in answer.error


def test_what_check_says_of_the_spool_folder(spool: Path) -> None:
    assert spool_problems(spool) == []
    (spool / "sent").rmdir()
    (problem,) = spool_problems(spool)
    assert "sent" in problem
    assert "install gammu-smsd" in problem


def test_that_this_user_may_not_write_there_is_said_with_the_users_name(
    spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netwatch.notify.gammu.own_user", lambda: "netwatch")
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert spool_problems(spool) == [
        f"sms.spool: {spool}/outbox may not be written to by the user netwatch; adduser netwatch gammu, then systemctl "
        "restart netwatch where it runs"
    ]
