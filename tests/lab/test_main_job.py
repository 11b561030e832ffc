"""The main job, whole, on real links: a cable is cut, a ticket opens, people are told, and it closes by itself."""

from __future__ import annotations

import itertools
import time
from datetime import datetime
from typing import Any

import pytest

from netwatch.demo.botapi.person import PRESSER_WAITS
from tests.lab.lab import AGUS, DEDI, RINA, SARI, WAWAN, Lab, laboratory, unix_socket_url
from tests.needs_lab import needs_lab

pytestmark = [pytest.mark.lab, needs_lab]
NUMBERS = itertools.count(1)
TICKET_WITHIN = 25.0
"""Seconds from the cut."""

BEHIND_KEJAKSAN = {"sw-kejaksan", "ap-kejaksan", "cctv-kejaksan"}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.long])])
def database(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return "sqlite:///netwatch.db"
    server = request.getfixturevalue("postgres")
    name = f"lab_{next(NUMBERS)}"
    server.create_database(name)
    return unix_socket_url(server.socket_folder, server.port, name)


def event_names(ticket) -> list[str]:
    return [entry["event"] for entry in ticket["history"]]


def told_at(ticket, person: str) -> str | None:
    """When Telegram had accepted the person's first message of the ticket, as far as that is written down."""
    return next((n["sent_at"] for n in ticket["notifications"] if n["to"]["person"] == person), None)


def was_in_time(name: str, cut_at: float, ticket) -> None:
    """One interval, one probe's timeout and the confirmation, which on a clean path takes 3 s."""
    opened = datetime.fromisoformat(ticket["opened_at"]).timestamp()
    told = datetime.fromisoformat(told_at(ticket, "Dedi") or "").timestamp()
    print(f"\n{name}: cut to ticket {opened - cut_at:.1f} s, cut to Kasi's chat {told - cut_at:.1f} s")
    assert opened - cut_at < TICKET_WITHIN


async def verify_history(lab: Lab) -> None:
    code, out, err = await lab.command("audit", "verify")
    assert code == 0, err
    assert "the chain is whole" in out


async def test_a_cut_access_link_from_the_first_lost_packet_to_the_last_call_back(tmp_path, database):
    async with laboratory(tmp_path, database) as lab:
        assert await lab.cli("ticket", "list", "--all") == []
        assert {d["state"] for d in (await lab.cli("status"))["devices"]} == {"up"}
        assert lab.texts(DEDI) == []

        lab.net.cut("rt-kejaksan", "core")
        cut_at = time.time()
        card = await lab.sees(DEDI, "Kejaksan")
        ticket = await lab.until_ticket(
            "everything behind the cut on the ticket",
            lambda t: set(t["impacted"]) == BEHIND_KEJAKSAN and told_at(t, "Dedi"),
        )
        was_in_time("access link", cut_at, ticket)
        assert ticket["root_cause"] == {"device": "rt-kejaksan", "condition": "ping"}
        assert ticket["source"] == "probe"
        assert ticket["site"] == "kejaksan"
        assert ticket["priority"] == "high"
        assert ticket["step"] == 4
        assert ticket["number"].startswith("001/PGD-TIK/")
        assert [step["done_by"] for step in ticket["steps"][:3]] == ["netwatch"] * 3

        # who heard of it, and how loud
        assert not card.silent
        assert not (await lab.sees(AGUS, "Kejaksan")).silent
        assert (await lab.sees(SARI, "Kejaksan")).silent
        assert lab.texts(RINA) == []
        assert lab.texts(WAWAN) == []
        expected = dict.fromkeys(lab.net.addresses, "up") | dict.fromkeys(BEHIND_KEJAKSAN, "unreachable")
        expected["rt-kejaksan"] = "down"

        async def as_expected() -> bool:
            return await lab.states() == expected

        await lab.until("one device down, three unreachable behind it", as_expected)

        # the team takes it
        agus = lab.people[AGUS]
        first = agus.tap("✅ Terima")
        second = await agus.press("✅ Terima")
        answer = await lab.telegram.wait_for(lambda: first.answer, PRESSER_WAITS)
        assert "#1" in answer.text
        assert second is not None
        assert "sudah diterima oleh Agus" in second.text
        ticket = await lab.until_ticket("step 7", lambda t: t["step"] == 7)
        assert [s["skipped"] for s in ticket["steps"]] == [False, False, False, True, True, False, False, False]
        assert ticket["steps"][5]["done_by"] == "Agus"
        await lab.sees(DEDI, "Agus")

        # a citizen phones
        rina = lab.people[RINA]
        rina.say("/lapor kejaksan internet mati sejak pagi a.n. Budi 0812-3456-7890")
        offer = await lab.sees(RINA, "#1")
        join = next(label for row in offer.buttons for label in row if "#1" in label)
        assert (await rina.press(join)) is not None
        ticket = await lab.until_ticket("the report on the ticket", lambda t: t["reports"] == 1)
        assert "7890" in ticket["citizen_reports"][0]["phone"]
        assert "081234" not in str(ticket)
        assert "Budi" not in str(ticket)

        # the link is mended
        lab.net.mend("rt-kejaksan", "core")
        ticket = await lab.until_ticket("closed", lambda t: t["status"] == "closed")
        for person in (DEDI, AGUS, SARI):
            closing = await lab.sees(person, "SELESAI", reply=True)
            assert closing.reply_to == lab.people[person].screen()[0].message_id, "a reply to the card"
        call_back = await lab.sees(RINA, "TELEPON BALIK")
        assert "Budi" in call_back.text
        assert ticket["repair_report"] == "outstanding"
        assert ticket["step"] == 8
        assert event_names(ticket)[0] == "opened"
        assert event_names(ticket)[-1] == "closed"
        assert {"passed_over", "accepted", "report_joined"} <= set(event_names(ticket))
        named = " ".join(e["detail"] for e in ticket["history"] if e["event"] in ("opened", "impacted"))
        assert all(device in named for device in BEHIND_KEJAKSAN)
        await lab.until_ticket(
            "all sent", lambda t: all(n["sent_at"] and not n["error"] for n in t["notifications"])
        )
        assert len(await lab.cli("ticket", "list", "--all")) == 1

        async def shown_as_it_is() -> Any:
            shown = await lab.cli("ticket", "show", "1")
            return shown if {**shown, "conditions": []} == {**await lab.ticket(), "maintenance": []} else None

        shown = await lab.until("the command shows the ticket as it is", shown_as_it_is)
        assert {c["key"] for c in shown["conditions"]} >= {"ping", "snmp"}
        await verify_history(lab)
        assert "Budi" not in lab.log
        assert "7890" not in lab.log

        told = {c["key"] for d in (await lab.cli("status"))["devices"] for c in d["conditions"]}
        assert {"ping", "loss", "snmp", "if:br0", "traffic:br0"} <= told


async def test_a_cut_core_link_is_one_ticket_for_the_whole_subtree(tmp_path, database):
    async with laboratory(tmp_path, database) as lab:
        lab.net.cut("core", "gw")
        cut_at = time.time()
        await lab.sees(DEDI, "Balaikota")
        ticket = await lab.until_ticket(
            "12 devices behind it", lambda t: len(t["impacted"]) == 12 and told_at(t, "Dedi")
        )
        was_in_time("core link", cut_at, ticket)
        assert ticket["root_cause"]["device"] == "core"
        assert ticket["priority"] == "critical"
        assert len(lab.texts(DEDI)) == 1, "one message for one cut"
        lab.net.mend("core", "gw")
        await lab.until_ticket("closed", lambda t: t["status"] == "closed")
        await lab.until_all_up()
        assert await lab.stories() == [("core", ["opened", "closed"])]
        await verify_history(lab)


@pytest.mark.long
async def test_a_device_that_hangs_is_down_alone_while_it_still_forwards(tmp_path):
    async with laboratory(tmp_path) as lab:
        lab.net.mute("rt-kesambi")
        ticket = await lab.until_ticket("opened", lambda t: True)
        assert ticket["root_cause"]["device"] == "rt-kesambi"
        await lab.sees(WAWAN, "Kesambi")
        states = await lab.states()
        assert states["sw-kesambi"] == states["ap-kesambi"] == "up"
        assert (await lab.ticket())["impacted"] == []
        lab.net.unmute("rt-kesambi")
        await lab.until_ticket("closed", lambda t: t["status"] == "closed")
