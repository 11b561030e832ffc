"""A link that goes down and up every 3 s: one message when that starts, none for each time."""

import asyncio
import contextlib

import pytest

from tests.lab.lab import DEDI, Lab, laboratory
from tests.needs_lab import needs_lab

pytestmark = [pytest.mark.lab, pytest.mark.long, needs_lab]
NOTICED_WITHIN = 900.0
"""Seconds: of the twenty samples of half a minute each that flapping is judged by, more than six have to change, and
about every second one does: a probe every 10 s does not see each break."""


async def flap(lab: Lab) -> None:
    try:
        while True:
            lab.net.cut("rt-kejaksan", "core")
            await asyncio.sleep(3.0)
            lab.net.mend("rt-kejaksan", "core")
            await asyncio.sleep(3.0)
    finally:
        lab.net.mend("rt-kejaksan", "core")


async def test_a_link_that_flaps_every_three_seconds_is_told_once(tmp_path):
    async with laboratory(tmp_path) as lab:
        flapping = asyncio.create_task(flap(lab))
        try:
            await watch(lab)
        finally:
            flapping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await flapping


async def watch(lab: Lab) -> None:
    await lab.sees(DEDI, "putus-sambung", NOTICED_WITHIN)
    before = len(lab.texts(DEDI))
    await asyncio.sleep(60.0)
    assert len(lab.texts(DEDI)) == before, "nothing more while it goes on"
    (ticket,) = await lab.cli("ticket", "list", "--all")
    assert ticket["root_cause"]["device"] == "rt-kejaksan"
    assert ticket["status"] == "open"
    status = {d["id"]: d for d in (await lab.cli("status"))["devices"]}
    assert status["rt-kejaksan"]["flapping"]
