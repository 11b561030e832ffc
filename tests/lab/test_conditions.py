"""Conditions on real links and real agents: a port that falls, an agent that dies, a cut that the port tells of too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lab.lab import COMMUNITY, DEDI, Lab, laboratory
from tests.needs_lab import needs_lab

pytestmark = [pytest.mark.lab, needs_lab]


async def device(lab: Lab, name: str) -> Any:
    """As `status --json` shows it."""
    return next(each for each in (await lab.cli("status"))["devices"] if each["id"] == name)


async def condition(lab: Lab, name: str, key: str) -> Any:
    return next((each for each in (await device(lab, name))["conditions"] if each["key"] == key), None)


async def until_condition(lab: Lab, name: str, key: str, state: str) -> Any:
    async def holds() -> Any:
        found = await condition(lab, name, key)
        return found if found is not None and found["state"] == state else None

    return await lab.until(f"{key} of {name} is {state}", holds)


async def watch_a_port(lab: Lab, name: str, port: str) -> None:
    """From now on this port of the device is watched."""
    file = lab.folder / "inventory.yaml"
    lines = file.read_text().splitlines()
    at = next(n for n, line in enumerate(lines) if f"{{id: {name}," in line)
    lines[at] = lines[at].replace("snmp: {}", f"snmp: {{interfaces: [{port}]}}")
    file.write_text("\n".join(lines) + "\n")
    lab.hang_up()
    await until_condition(lab, name, f"if:{port}", "ok")


@pytest.mark.long
async def test_an_interface_set_down_on_a_device_that_answers_by_another_one_has_a_ticket(tmp_path: Path):
    async with laboratory(tmp_path) as lab:
        for command in ("ip link add spare type veth peer name far", "ip link set far up", "ip link set spare up"):
            lab.net.run("rt-kesambi", command)
        await watch_a_port(lab, "rt-kesambi", "far")
        assert (await device(lab, "rt-kesambi"))["state"] == "up"
        # The other end goes: `far` stays switched on and has no carrier any more.
        lab.net.run("rt-kesambi", "ip link set spare down")
        ill = await until_condition(lab, "rt-kesambi", "if:far", "problem")
        assert "operationally" in ill["detail"]
        assert (await device(lab, "rt-kesambi"))["state"] == "degraded"
        ticket = await lab.until_ticket("opened", lambda t: True)
        assert ticket["root_cause"] == {"device": "rt-kesambi", "condition": "if:far"}
        assert ticket["priority"] == "normal"
        assert ticket["symptom"] == "port far putus padahal diaktifkan"
        card = await lab.sees(DEDI, "port far putus")
        assert not card.silent
        lab.net.run("rt-kesambi", "ip link set spare up")
        await until_condition(lab, "rt-kesambi", "if:far", "ok")
        await lab.until_ticket("closed", lambda t: t["status"] == "closed")
        await lab.sees(DEDI, "port far pulih")
        # One that somebody switches off is no problem.
        lab.net.run("rt-kesambi", "ip link set far down")

        async def switched_off() -> bool:
            return bool((await condition(lab, "rt-kesambi", "if:far"))["detail"] == "administratively down")

        await lab.until("switched off", switched_off)
        assert (await device(lab, "rt-kesambi"))["state"] == "up"
        assert await lab.stories() == [("rt-kesambi", ["opened", "closed"])]


@pytest.mark.long
async def test_an_agent_that_is_killed_degrades_its_device_and_opens_no_ticket(tmp_path: Path):
    async with laboratory(tmp_path) as lab:
        lab.net.end_snmpd("sw-kesambi")
        ill = await until_condition(lab, "sw-kesambi", "snmp", "problem")
        assert ill["detail"]
        shown = await device(lab, "sw-kesambi")
        assert (shown["state"], shown["ticket"]) == ("degraded", None)
        assert shown["reason"].startswith("snmp: ")
        lab.net.snmpd("sw-kesambi", lab.folder / "again", COMMUNITY)
        await until_condition(lab, "sw-kesambi", "snmp", "ok")
        assert (await device(lab, "sw-kesambi"))["state"] == "up"
        assert await lab.cli("ticket", "list", "--all") == []
        assert lab.texts(DEDI) == []


@pytest.mark.long
async def test_a_cut_whose_port_the_parent_tells_of_is_one_ticket_from_beginning_to_end(tmp_path: Path):
    async with laboratory(tmp_path) as lab:
        port = lab.net.port("core", "rt-kesambi")
        await watch_a_port(lab, "core", port)
        lab.net.cut("rt-kesambi", "core")
        await until_condition(lab, "core", f"if:{port}", "problem")
        ticket = await lab.until_ticket("the cause", lambda t: t["probable_cause"] is not None)
        assert ticket["root_cause"] == {"device": "rt-kesambi", "condition": "ping"}
        assert ticket["probable_cause"] == f"sambungan putus: port {port} di Router Balaikota mati"
        lab.net.mend("rt-kesambi", "core")
        await lab.until_ticket("closed", lambda t: t["status"] == "closed")
        await until_condition(lab, "core", f"if:{port}", "ok")
        await lab.until_all_up()
        await lab.sees(DEDI, "SELESAI", reply=True)
        assert len(await lab.cli("ticket", "list", "--all")) == 1
        assert sum("GANGGUAN" in text or "SELESAI" in text for text in lab.texts(DEDI)) == 2
