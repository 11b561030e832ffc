"""The channel `sms` with the real gammu-smsd behind it."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from netwatch.core.message import Kind, Message, Notification, Receipt, Recipient, Retry, Sent
from netwatch.core.second_channel import SMS
from netwatch.notify.gammu import GammuChannel
from tests.integration.smsd_process import Smsd

PHONE = "+628110000003"
LONG = "GANGGUAN: Router Kejaksan mati - Kec. Kejaksan, 6 perangkat ikut terdampak. " * 3


@pytest.fixture
def smsd(tmp_path: Path) -> Iterator[Smsd]:
    process = Smsd(tmp_path)
    yield process
    process.stop()


def row(number: int, text: str) -> Notification:
    to = Recipient(SMS, int(PHONE.lstrip("+")), "Dedi")
    return Notification(number, to, Kind.OPENED, Message(text), 42, False, 1, None)


async def settled(channel: GammuChannel, notification: Notification, within: float = 120.0) -> Receipt:
    """Asks as the worker does, only sooner, until Gammu has an answer."""
    give_up_at = time.monotonic() + within
    # Another process moves a file: there is no event to wait for.
    while isinstance(receipt := await channel.send(notification), Retry) and time.monotonic() < give_up_at:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    return receipt


async def test_gammu_sends_what_is_handed_in_and_that_is_how_we_know(smsd: Smsd) -> None:
    channel = GammuChannel(smsd.spool)
    smsd.start()
    assert await settled(channel, row(1, "SELESAI: Router Kejaksan")) == Sent()
    assert await settled(channel, row(2, LONG)) == Sent()
    assert smsd.texts() == [(PHONE, "SELESAI: Router Kejaksan"), (PHONE, LONG)]
    # the dummy phone has been given one SMS for the first, two for the second, and not a word twice
    assert smsd.log.count("Transmitted OUTA_") == 3
    assert await settled(channel, row(1, "SELESAI: Router Kejaksan")) == Sent()
    assert smsd.texts("outbox") == []


async def test_while_gammu_is_away_the_message_waits_and_goes_out_once_when_it_is_back(smsd: Smsd) -> None:
    channel = GammuChannel(smsd.spool)
    assert isinstance(await settled(channel, row(1, "GANGGUAN"), within=0.5), Retry)
    assert smsd.texts("outbox") == [(PHONE, "GANGGUAN")]
    smsd.start()
    assert await settled(channel, row(1, "GANGGUAN")) == Sent()
    assert smsd.texts() == [(PHONE, "GANGGUAN")]
    assert smsd.log.count("Transmitted OUTA_") == 1
