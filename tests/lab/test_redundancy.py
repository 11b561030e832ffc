"""A site with two ways to it: the loss of one is nobody's business, the loss of both is one ticket."""

import asyncio
import time
from datetime import datetime

import pytest

from tests.lab.lab import DEDI, WAWAN, laboratory
from tests.lab.net import FAILOVER
from tests.needs_lab import needs_lab

pytestmark = [pytest.mark.lab, pytest.mark.long, needs_lab]
SITE, FIRST, SECOND = "sw-lemahwungkuk", "sw-barat", "sw-timur"
LONG_ENOUGH = 30.0
"""Seconds within which a silence would have been seen, confirmed, waited out for `failover`, and told."""

TICKET_WITHIN = 35.0
"""Seconds from the second cut: one interval, one probe's timeout, the confirmation, and `failover`."""


async def test_a_dual_homed_site_that_loses_one_link_and_then_the_other(tmp_path):
    async with laboratory(tmp_path, ring=True) as lab:
        lab.net.cut(SITE, FIRST)
        await asyncio.sleep(FAILOVER + LONG_ENOUGH)
        assert set((await lab.states()).values()) == {"up"}
        assert await lab.cli("ticket", "list", "--all") == []

        lab.net.cut(SITE, SECOND)
        cut_at = time.time()
        await lab.sees(WAWAN, "Lemahwungkuk")
        ticket = await lab.until_ticket(
            "what lies behind it on the ticket", lambda t: t["impacted"] == ["ap-lemahwungkuk"]
        )
        assert datetime.fromisoformat(ticket["opened_at"]).timestamp() - cut_at < TICKET_WITHIN
        assert ticket["root_cause"] == {"device": SITE, "condition": "ping"}
        states = await lab.states()
        assert states[SITE] == "down"
        assert states[FIRST] == states[SECOND] == "up"

        lab.net.mend(SITE, FIRST)
        await lab.until_ticket("closed", lambda t: t["status"] == "closed")
        await lab.until_all_up()
        assert await lab.stories() == [(SITE, ["opened", "closed"])]
        await lab.sees(DEDI, "SELESAI", reply=True)
        assert len(lab.texts(DEDI)) == 2, "one message for the outage, one for its end"
