"""A line that loses a fifth of all packets: no false alarm on it, and a cut behind it is still found."""

import asyncio

import pytest

from tests.lab.lab import DEDI, laboratory
from tests.needs_lab import needs_lab

pytestmark = [pytest.mark.lab, pytest.mark.long, needs_lab]
PERCENT = 20
LOSSY_FOR = 60.0
"""Seconds: about a hundred probes and as many quick ones, of which a fifth gets lost, now and then several in a row."""


async def test_a_fifth_of_all_packets_lost_is_no_ticket_and_hides_no_cut(tmp_path):
    async with laboratory(tmp_path) as lab:
        lab.net.lose("gw", PERCENT)
        await asyncio.sleep(LOSSY_FOR)
        assert lab.texts(DEDI) == []
        devices = (await lab.cli("status"))["devices"]
        assert {d["state"] for d in devices} <= {"up", "degraded"}
        assert sum(d["loss"] for d in devices) > 0.0, "the loss is real"

        lab.net.cut("rt-kejaksan", "core")
        await lab.sees(DEDI, "Kejaksan")
        # A probe that was lost just before the cut may have a device behind it called first: then the ticket moves up.
        root = {"device": "rt-kejaksan", "condition": "ping"}
        await lab.until_ticket("the router is the cause", lambda t: t["root_cause"] == root)
        lab.net.mend("rt-kejaksan", "core")
        lab.net.lose_no_more("gw")
        await lab.until_ticket("closed", lambda t: t["status"] == "closed")
        ((cause, events),) = await lab.stories()
        assert cause == "rt-kejaksan"
        assert [event for event in events if event != "moved_up"] == ["opened", "closed"]
