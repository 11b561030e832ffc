"""A card has exactly the buttons that would work for its reader."""

from dataclasses import replace

import pytest

from netwatch.core.directory import Directory, Team
from netwatch.core.ticket import Ticket
from netwatch.text.buttons import buttons
from netwatch.text.office import Office
from sop.role import Role
from tests.unit.text_sample import (
    ACCEPTED,
    BY_CITIZEN,
    CLOSED,
    INSTRUCTED,
    ISOLATED,
    LATE,
    NOW,
    OFFICE,
    OUTAGE,
    minutes,
    steps,
)

KASI, TIM, SPV, TAKER = Role.KASI_INFRASTRUKTUR, Role.TIM_LAPANGAN, Role.SPV_OPINI_PUBLIK, Role.CALL_TAKER
OVERRUN = replace(OUTAGE, steps=steps(7, minutes(15), passed_over=(4, 5, 6), breached=(4, 5, 6)))
IN_REPAIR = replace(BY_CITIZEN, steps=steps(7, minutes(9)), accepted_by="Budi", team="selatan")


def pressable(ticket: Ticket, viewer: Role, office: Office = OFFICE) -> list[str]:
    return [button.data for row in buttons(ticket, viewer, office, NOW) for button in row]


@pytest.mark.parametrize(
    ("ticket", "viewer", "expected"),
    [
        pytest.param(
            OUTAGE,
            KASI,
            ["t:42:ack", "t:42:instruct:utara", "t:42:instruct:selatan"],
            id="kasi at the opening: receive, or instruct at once, the site's team first",
        ),
        pytest.param(OUTAGE, TIM, ["t:42:accept"], id="the team may accept before it is instructed"),
        pytest.param(OUTAGE, SPV, [], id="spv has nothing to do where a probe saw it"),
        pytest.param(OUTAGE, TAKER, [], id="a call taker has no buttons"),
        pytest.param(
            LATE,
            KASI,
            ["t:42:ack", "t:42:instruct:utara", "t:42:instruct:selatan"],
            id="kasi may still receive after the limit",
        ),
        pytest.param(INSTRUCTED, KASI, [], id="kasi is done once a team is instructed"),
        pytest.param(INSTRUCTED, TIM, ["t:42:accept"], id="the instructed team accepts"),
        pytest.param(OVERRUN, TIM, ["t:42:accept"], id="a team that overslept may still accept"),
        pytest.param(ACCEPTED, KASI, [], id="once a team has accepted, kasi's late buttons are gone"),
        pytest.param(ACCEPTED, TIM, [], id="what probes watch closes by itself"),
        pytest.param(BY_CITIZEN, SPV, ["t:43:receive", "t:43:forward"], id="spv receives, or forwards at once"),
        pytest.param(
            replace(BY_CITIZEN, steps=steps(3, NOW)), SPV, ["t:43:forward"], id="having received, spv forwards"
        ),
        pytest.param(IN_REPAIR, TIM, ["t:43:repaired"], id="what no probe watches is closed by the team"),
        pytest.param(CLOSED, KASI, [], id="a closed ticket has none"),
        pytest.param(ISOLATED, KASI, [], id="the monitor's own incident has none"),
    ],
)
def test_buttons(ticket: Ticket, viewer: Role, expected: list[str]) -> None:
    assert pressable(ticket, viewer) == expected


def test_at_most_four_teams_are_offered() -> None:
    many = Directory(teams=tuple(Team(f"t{i}", f"Tim {i}") for i in range(9)))
    assert len(pressable(OUTAGE, KASI, replace(OFFICE, directory=many))) == 1 + 4
