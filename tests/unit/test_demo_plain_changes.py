"""What the plain demo tells of the city and of netwatch, from one moment to the next."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from netwatch.demo.plain_changes import changes, troubles
from netwatch.demo.stage import DeviceView, LinkView, SiteView, StageView, TicketView

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DEVICES = tuple(
    DeviceView(f"d{number}", f"Device {number}", "router", "office", (), True, True, "up", None) for number in range(6)
)
TICKET = TicketView(1, "Router mati", True, 4, NOW)
WELL = StageView(
    now=NOW, pace=1, is_watching=True, playing=False, chapter=None,
    sites=[SiteView("office", "Office", "Kejaksan", True)], devices=DEVICES,
    links=[LinkView("d1", "d0", False)], tickets=[],
)


def devices(**changed: str) -> tuple[DeviceView, ...]:
    return tuple(replace(device, state=changed.get(device.id, device.state)) for device in DEVICES)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        pytest.param(WELL, [], id="nothing"),
        pytest.param(
            replace(WELL, links=[LinkView("d1", "d0", True)]), ["city: the cable d1 – d0 is cut"], id="a cable is cut"
        ),
        pytest.param(
            replace(WELL, devices=(replace(DEVICES[0], is_on=False), *DEVICES[1:])), ["city: d0 is switched off"],
            id="a device is switched off",
        ),
        pytest.param(
            replace(WELL, sites=[SiteView("office", "Office", "Kejaksan", False)]), ["city: office loses its power"],
            id="a site loses its power",
        ),
        pytest.param(
            replace(WELL, devices=devices(d0="down", d1="unreachable", d2="unreachable")),
            ["netwatch: d0 is down", "netwatch: d1, d2 are unreachable"],
            id="states, one line each",
        ),
        pytest.param(
            replace(WELL, devices=devices(**{f"d{number}": "down" for number in range(6)})),
            ["netwatch: d0, d1, d2, d3 and 2 more are down"],
            id="many devices, four of them named",
        ),
        pytest.param(
            replace(WELL, tickets=[TICKET]), ["netwatch: ticket #1 is opened: Router mati"], id="a ticket is opened"
        ),
        pytest.param(
            replace(WELL, tickets=[replace(TICKET, is_open=False)]),
            ["netwatch: ticket #1 is opened: Router mati", "netwatch: ticket #1 is closed"],
            id="a ticket is opened and closed in one moment",
        ),
        pytest.param(replace(WELL, pace=60), ["clock: the SOP's clock goes 60x"], id="the clock"),
        pytest.param(replace(WELL, playing=True), ["story: it goes on"], id="the story"),
    ],
)
def test_from_a_well_city_is_told(after: StageView, told: list[str]) -> None:
    assert list(changes(WELL, after)) == told


def test_a_ticket_is_closed_once() -> None:
    opened, closed = replace(WELL, tickets=[TICKET]), replace(WELL, tickets=[replace(TICKET, is_open=False)])
    assert list(changes(opened, closed)) == ["netwatch: ticket #1 is closed"]
    assert list(changes(closed, closed)) == []


def test_troubles_name_the_truth_first() -> None:
    broken = replace(
        WELL, links=[LinkView("d1", "d0", True)], devices=(*DEVICES[:5], replace(DEVICES[5], state="down", ticket=1)),
        tickets=[TICKET],
    )
    assert list(troubles(broken)) == [
        "city: the cable d1 – d0 is cut", "netwatch: d5 is down, ticket #1", "netwatch: ticket #1, step 4: Router mati",
    ]
    assert list(troubles(WELL)) == []
