"""Which port of a parent leads to a device is found by LLDP, and named as the probable cause of a real cut."""

from __future__ import annotations

import shutil

import pytest

from tests.lab.lab import DEDI, Lab, laboratory
from tests.needs_lab import needs_lab

pytestmark = [
    pytest.mark.lab,
    pytest.mark.long,
    needs_lab,
    pytest.mark.skipif(shutil.which("lldpd") is None, reason="lldpd is not installed: apt install lldpd"),
]


async def until_neighbours_known(lab: Lab) -> None:
    """Each agent was surveyed once, and has seen its neighbours by then."""

    async def surveyed() -> bool:
        lines = [line for line in lab.log.splitlines() if "surveyed" in line]
        return any("core" in line and "neighbours=3" in line for line in lines)

    await lab.until("the core's three neighbours", surveyed)


async def test_the_port_of_a_cut_cable_is_named_though_nobody_has_listed_or_described_it(tmp_path):
    async with laboratory(tmp_path, lldp=True) as lab:
        await until_neighbours_known(lab)
        port = lab.net.port_towards("core", "rt-kejaksan")
        lab.net.cut("rt-kejaksan", "core")
        ticket = await lab.until_ticket("a cause", lambda t: t["probable_cause"])
        assert ticket["root_cause"]["device"] == "rt-kejaksan"
        assert f"port {port} di Router Balaikota mati" in ticket["probable_cause"]
        said = [e["detail"] for e in ticket["history"] if e["event"] == "probable_cause"]
        assert len(said) == 1, "named once, and right at once"
        assert said[0].startswith(f"link: core {port} (LLDP at core {port} shows the ")
        await lab.sees(DEDI, f"port {port}")
        status = next(d for d in (await lab.cli("status"))["devices"] if d["id"] == "core")
        assert not any(c["key"].startswith("if:") for c in status["conditions"]), "the port is no condition of its own"
        lab.net.mend("rt-kejaksan", "core")
        await lab.until_ticket("closed", lambda t: t["status"] == "closed")


async def test_a_device_that_hangs_behind_a_port_that_is_up_is_told_from_a_cut(tmp_path):
    async with laboratory(tmp_path, lldp=True) as lab:
        await until_neighbours_known(lab)
        port = lab.net.port_towards("core", "rt-kesambi")
        lab.net.mute("rt-kesambi")
        ticket = await lab.until_ticket("a cause", lambda t: t["probable_cause"])
        assert f"port {port} di Router Balaikota menyala" in ticket["probable_cause"]
        said = [e["detail"] for e in ticket["history"] if e["event"] == "probable_cause"]
        assert len(said) == 1
        lab.net.unmute("rt-kesambi")
        await lab.until_ticket("closed", lambda t: t["status"] == "closed")
