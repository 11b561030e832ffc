"""How the commands show conditions: all of them in the JSON, the problems at a terminal."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from netwatch.core.state import ConditionState, State
from netwatch.core.status import ConditionStatus, DeviceStatus, Reading
from netwatch.core.ticket import Priority, RootCause, Source, Status, Ticket
from netwatch.inventory.model import Device, DeviceKind, Inventory, Site
from netwatch.show.status_json import status_json
from netwatch.show.tables import print_status, print_ticket
from netwatch.show.ticket_json import ticket_detail_json

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CITY = Inventory({"s": Site("s", "Kantor")}, {"rt": Device("rt", "Router", DeviceKind.ROUTER, "10.0.0.1", "s")})
ILL = DeviceStatus(
    "rt",
    State.DEGRADED,
    NOW,
    reason="cpu: 97 % busy, limit 90 %",
    conditions=(
        ConditionStatus("ping", ConditionState.OK, NOW, "answers"),
        ConditionStatus("cpu", ConditionState.PROBLEM, NOW - timedelta(minutes=5), "97 % busy, limit 90 %"),
        ConditionStatus("temp:rak", ConditionState.OK, NOW, "41 °C, limit 75 °C"),
        ConditionStatus("if:ether1", ConditionState.UNKNOWN, None, "not polled yet"),
    ),
)
OF_CPU = Ticket(
    1, "001", Status.OPEN, NOW, Source.PROBE, Priority.LOW, RootCause("rt", "cpu"), "s",
    symptom="beban CPU 97%, batas 90%",
)


def test_status_lists_every_condition_with_its_reason_and_the_table_those_that_are_ill():
    shown = status_json(CITY, {"rt": ILL}, None, {}, [], [], WIB, NOW)
    (device,) = shown["devices"]
    assert [(c["key"], c["state"], c["detail"]) for c in device["conditions"]] == [
        ("ping", "ok", "answers"),
        ("cpu", "problem", "97 % busy, limit 90 %"),
        ("temp:rak", "ok", "41 °C, limit 75 °C"),
        ("if:ether1", "unknown", "not polled yet"),
    ]
    console = Console(width=120, record=True, file=StringIO())
    print_status({**shown, "unreachable": [], "waiting": []}, WIB, console)
    told = console.export_text()
    assert "degraded" in told
    assert [line.split() for line in told.splitlines() if line.startswith("rt") and "09:55:00" in line] == [
        ["rt", "cpu", "09:55:00", "97", "%", "busy,", "limit", "90", "%"]
    ]
    assert "41 °C" not in told
    assert told.count("since (WIB)") == 2, "over the devices and over their conditions"


def test_a_ticket_is_shown_with_the_conditions_of_its_device_now():
    shown = {**ticket_detail_json(OF_CPU, [], [], WIB, ILL), "maintenance": []}
    assert shown["symptom"] == "beban CPU 97%, batas 90%"
    assert [c["key"] for c in shown["conditions"]] == ["ping", "cpu", "temp:rak", "if:ether1"]
    console = Console(width=120, record=True, file=StringIO())
    print_ticket(shown, CITY, WIB, console)
    told = console.export_text()
    assert "opened    2026-11-24 10:00:00, not closed (all times: WIB)" in told
    assert "condition cpu problem: 97 % busy, limit 90 %" in told
    assert "condition temp:rak ok: 41 °C, limit 75 °C" in told
    assert ticket_detail_json(OF_CPU, [], [], WIB)["conditions"] == []


def test_a_device_that_was_up_and_is_not_asked_any_more_says_why():
    ping = ConditionStatus("ping", ConditionState.UNKNOWN, NOW, "no such name")
    unasked = DeviceStatus("rt", State.UP, NOW, "answers", conditions=(ping,))
    console = Console(width=120, record=True, file=StringIO())
    shown = status_json(CITY, {"rt": unasked}, None, {}, [], [], WIB, NOW)
    print_status({**shown, "unreachable": [], "waiting": []}, WIB, console)
    assert "not asked any more: no such name" in console.export_text()


@pytest.mark.parametrize(
    ("state", "rtt_and_loss"),
    [
        (State.UP, ["12.0", "25%"]),
        (State.DEGRADED, ["12.0", "25%"]),
        (State.DOWN, ["-", "-"]),
        (State.UNREACHABLE, ["-", "-"]),
        (State.UNKNOWN, ["-", "-"]),
    ],
    ids=lambda value: value.value if isinstance(value, State) else " ".join(value),
)
def test_what_was_measured_before_is_not_shown_of_a_device_that_does_not_answer(state: State, rtt_and_loss: list[str]):
    console = Console(width=120, record=True, file=StringIO())
    reading = Reading("rt", NOW, 12.0, 0.25)
    shown = status_json(CITY, {"rt": DeviceStatus("rt", state, NOW)}, None, {"rt": reading}, [], [], WIB, NOW)
    print_status({**shown, "unreachable": [], "waiting": []}, WIB, console)
    (row,) = [line for line in console.export_text().splitlines() if line.startswith("rt")]
    assert row.split()[-2:] == rtt_and_loss
