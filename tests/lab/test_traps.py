"""Traps reach the running daemon: it asks at once, writes down what was said, and opens no ticket because of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpV3
from tests.integration.snmptrap_command import LINK_DOWN, needs_snmptrap, snmptrap, third_version
from tests.lab.lab import COMMUNITY, Lab, laboratory
from tests.needs_lab import needs_lab

pytestmark = [pytest.mark.lab, pytest.mark.long, needs_lab, needs_snmptrap]

MONITOR = "10.99.0.1"
KOTA = SnmpV3(
    "kota", Authentication(AuthProtocol.SHA256, "auth-of-the-lab"), Privacy(PrivProtocol.AES, "priv-of-the-lab")
)
STRANGER = SnmpV3("kota", Authentication(AuthProtocol.SHA256, "a-guess-of-somebody"), KOTA.priv)
PROFILE = (
    "kota: {version: 3, user: kota, auth: {protocol: SHA256, key: auth-of-the-lab}, "
    "priv: {protocol: AES, key: priv-of-the-lab}}"
)
COLD_START = ("", "1.3.6.1.6.3.1.1.5.1")
AUTHENTICATION_FAILURE = ("1.3.6.1.4.1.9", "", "4", "0", "")
PLAIN = ("-v2c", "-c", COMMUNITY)
SNMPD = """\
trap2sink {monitor} {community}
createUser internal SHA "internal-of-the-lab"
rouser internal
iquerySecName internal
notificationEvent linkDownTrap .1.3.6.1.6.3.1.1.5.3 .1.3.6.1.2.1.2.2.1.1 .1.3.6.1.2.1.2.2.1.7 .1.3.6.1.2.1.2.2.1.8
monitor -r 1 -e linkDownTrap "a port is down" .1.3.6.1.2.1.2.2.1.8 == 2
"""


async def send(lab: Lab, host: str, *options: str, command: str = "snmptrap", trap: tuple[str, ...] = LINK_DOWN) -> int:
    """net-snmp's command in the device's namespace, to the monitor's standard port."""
    within = ("ip", "netns", "exec", lab.net.ns(host))
    return await snmptrap(162, *options, command=command, host=MONITOR, trap=trap, within=within)


async def until_event(lab: Lab, detail: str) -> None:
    async def told() -> bool:
        return any(detail in event["detail"] for event in await lab.cli("events"))

    await lab.until(detail, told)


async def counts(lab: Lab) -> Any:
    return (await lab.cli("status"))["monitor"]["traps"]


async def ask_no_more_by_the_clock(lab: Lab) -> None:
    """From now on only a trap leads to a probe within the test's life; and there is a user of version 3."""
    settings = lab.config.read_text()
    settings = settings.replace("detection: {", "detection: {ping: {interval: 2h}, ")
    lab.config.write_text(settings.replace("interval: 5s, profiles: {", f"interval: 2h, profiles: {{{PROFILE}, "))
    lab.hang_up()

    async def reloaded() -> bool:
        return "reloaded" in lab.log

    await lab.until("the reload", reloaded)


async def test_a_trap_leads_to_a_probe_at_once_and_to_an_entry_but_to_no_ticket(tmp_path: Path):
    async with laboratory(tmp_path) as lab:
        await ask_no_more_by_the_clock(lab)
        assert await send(lab, "sw-kesambi", *third_version(KOTA), trap=COLD_START) == 0
        assert await send(lab, "sw-kesambi", *third_version(KOTA), command="snmpinform") == 0
        await until_event(lab, "sw-kesambi: cold_start")
        await until_event(lab, "sw-kesambi: link_down ether3")
        assert await lab.cli("ticket", "list", "--all") == []

        # The switch's agent is dead, and nobody would look for hours: its traps make netwatch look. What it says
        # within two seconds of a look leads to one more, however often it says it; so it goes on saying it.
        lab.net.end_snmpd("sw-kesambi")

        async def agent_is_silent() -> bool:
            assert await send(lab, "sw-kesambi", "-v1", "-c", COMMUNITY, trap=AUTHENTICATION_FAILURE) == 0
            devices = {device["id"]: device for device in (await lab.cli("status"))["devices"]}
            return any(c["key"] == "snmp" and c["state"] == "problem" for c in devices["sw-kesambi"]["conditions"])

        await lab.until("the silent agent", agent_is_silent)
        await until_event(lab, "sw-kesambi: authentication_failure")

        # The same with a camera behind the switch that is cut off: the ticket is opened by the pings.
        assert [t for t in await lab.cli("ticket", "list", "--all") if t["root_cause"]["condition"] == "ping"] == []
        lab.net.cut("cctv-kesambi", "sw-kesambi")
        assert await send(lab, "sw-kesambi", *PLAIN) == 0
        ticket = await lab.until_ticket("opened", lambda t: t["root_cause"]["device"] == "cctv-kesambi")
        assert ticket["history"][0]["event"] == "opened"

        # And what the device of an open ticket says is written into its history.
        lab.net.mend("cctv-kesambi", "sw-kesambi")
        assert await send(lab, "cctv-kesambi", *PLAIN, trap=COLD_START) == 0
        ticket = await lab.until_ticket(
            "the trap in its history", lambda t: "trap" in {entry["event"] for entry in t["history"]}
        )
        assert [e["detail"] for e in ticket["history"] if e["event"] == "trap"] == ["cctv-kesambi: cold_start"]
        await lab.until_ticket("closed", lambda t: t["status"] == "closed")


async def test_strangers_and_wrong_keys_are_counted_and_lead_to_nothing(tmp_path: Path):
    async with laboratory(tmp_path) as lab:
        await ask_no_more_by_the_clock(lab)
        # The core's address towards the site is not the one by which it is known.
        assert await send(lab, "core", *PLAIN, "--clientaddr=10.99.2.1") == 0
        assert await send(lab, "core", "-v2c", "-c", "a-guess-of-somebody", command="snmpinform") != 0
        assert await send(lab, "core", *third_version(STRANGER), command="snmpinform") != 0

        async def counted() -> bool:
            seen = await counts(lab)
            return (seen["unknown_sender"], seen["wrong_access"], seen["heard"]) == (1, 2, 0)

        await lab.until("the counters", counted)
        assert await lab.cli("events") == []
        assert await lab.cli("ticket", "list", "--all") == []
        assert "guess" not in lab.log
        assert "of-the-lab" not in lab.log


async def test_the_link_down_trap_of_a_real_agent_is_heard(tmp_path: Path):
    async with laboratory(tmp_path) as lab:
        lab.net.run("ap-kesambi", "ip link add port9 type veth peer name far9")
        for port in ("far9", "port9"):
            lab.net.run("ap-kesambi", f"ip link set {port} up")
        index = lab.net.run("ap-kesambi", "cat /sys/class/net/port9/ifindex").strip()
        lab.net.snmpd("ap-kesambi", tmp_path, COMMUNITY, SNMPD.format(monitor=MONITOR, community=COMMUNITY))
        await until_event(lab, "ap-kesambi: cold_start")
        lab.net.run("ap-kesambi", "ip link set port9 down")
        await until_event(lab, f"ap-kesambi: link_down ifIndex {index}")
        assert await lab.cli("ticket", "list", "--all") == []
