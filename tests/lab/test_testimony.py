"""What a router says about a device that is cut off is evidence on its ticket."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.lab import laboratory
from tests.needs_lab import needs_lab

pytestmark = [pytest.mark.lab, pytest.mark.long, needs_lab]


async def test_the_router_that_looked_for_the_camera_in_vain_is_quoted_on_its_ticket(tmp_path: Path):
    async with laboratory(tmp_path) as lab:
        lab.net.cut("cctv-kejaksan", "sw-kejaksan")
        # The router would believe in its neighbour for half a minute more.
        lab.net.run("rt-kejaksan", "ip neigh flush all")
        ticket = await lab.until_ticket("the evidence", lambda t: t["evidence"])
        assert ticket["root_cause"]["device"] == "cctv-kejaksan"
        words = "destination host unreachable from 10.99.1.2"
        assert [(e["source"], e["summary"]) for e in ticket["evidence"]] == [("icmp", words)]
        assert [e["detail"] for e in ticket["history"] if e["event"] == "evidence"] == [f"icmp: {words}"]
        lab.net.mend("cctv-kejaksan", "sw-kejaksan")
        await lab.until_ticket("closed", lambda t: t["status"] == "closed")
