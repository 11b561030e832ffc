"""A card has exactly the buttons that would work for its reader."""

from dataclasses import replace

import pytest

from netwatch.core.directory import Directory, Team
from netwatch.core.request import Action
from netwatch.core.ticket import Hold, Mark, RepairReportStatus, Ticket
from netwatch.text import ticket_menu
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
AT_WORK = replace(ACCEPTED, repair_began=Mark("Agus", NOW))
HELD = replace(AT_WORK, hold=Hold("Agus", NOW, "menunggu suku cadang"))
IN_REPAIR = replace(BY_CITIZEN, steps=steps(7, minutes(9)), accepted_by="Budi", team="selatan")


def pressable(ticket: Ticket, viewer: Role, office: Office = OFFICE) -> list[str]:
    return [button.data for row in buttons(ticket, viewer, office, NOW) for button in row]


@pytest.mark.parametrize(
    ("ticket", "viewer", "expected"),
    [
        pytest.param(
            OUTAGE,
            KASI,
            ["t:42:ack", "t:42:instruct:utara", "t:42:instruct:selatan", "t:42:more"],
            id="kasi at the opening: receive, or instruct at once, the site's team first",
        ),
        pytest.param(OUTAGE, TIM, ["t:42:accept"], id="the team may accept before it is instructed"),
        pytest.param(OUTAGE, SPV, [], id="spv has nothing to do where a probe saw it"),
        pytest.param(OUTAGE, TAKER, [], id="a call taker has no buttons"),
        pytest.param(
            LATE,
            KASI,
            ["t:42:ack", "t:42:instruct:utara", "t:42:instruct:selatan", "t:42:more"],
            id="kasi may still receive after the limit",
        ),
        pytest.param(INSTRUCTED, KASI, ["t:42:more"], id="a team is instructed: kasi may change that"),
        pytest.param(INSTRUCTED, TIM, ["t:42:accept"], id="the instructed team accepts"),
        pytest.param(OVERRUN, TIM, ["t:42:accept"], id="a team that overslept may still accept"),
        pytest.param(ACCEPTED, KASI, ["t:42:more"], id="once a team has accepted, kasi's late buttons are gone"),
        pytest.param(
            ACCEPTED, TIM, ["t:42:start", "t:42:hold", "f:42:write"], id="a team that is at work may write its report"
        ),
        pytest.param(BY_CITIZEN, SPV, ["t:43:receive", "t:43:forward"], id="spv receives, or forwards at once"),
        pytest.param(
            replace(BY_CITIZEN, steps=steps(3, NOW)), SPV, ["t:43:forward"], id="having received, spv forwards"
        ),
        pytest.param(
            IN_REPAIR, TIM, ["t:43:start", "t:43:hold", "f:43:write"], id="what no probe watches the report closes"
        ),
        pytest.param(
            replace(ACCEPTED, repair_report=RepairReportStatus.FILED),
            TIM,
            ["t:42:start", "t:42:hold"],
            id="a report that is filed is done with",
        ),
        pytest.param(AT_WORK, TIM, ["t:42:hold", "f:42:write"], id="who has begun may be held up"),
        pytest.param(HELD, TIM, ["t:42:resume", "f:42:write"], id="what is held goes on"),
        pytest.param(CLOSED, KASI, [], id="a closed ticket has none"),
        pytest.param(ISOLATED, KASI, [], id="the monitor's own incident has none"),
    ],
)
def test_buttons(ticket: Ticket, viewer: Role, expected: list[str]) -> None:
    assert pressable(ticket, viewer) == expected


def test_at_most_four_teams_are_offered() -> None:
    many = Directory(teams=tuple(Team(f"t{i}", f"Tim {i}") for i in range(9)))
    assert pressable(OUTAGE, KASI, replace(OFFICE, directory=many)) == [
        "t:42:ack", *(f"t:42:instruct:t{i}" for i in range(4)), "t:42:instruct", "t:42:more"
    ]


def test_a_team_that_does_not_have_the_ticket_has_no_buttons_on_it() -> None:
    def shown(ticket: Ticket, team: str | None) -> list[str]:
        return [button.data for row in buttons(ticket, TIM, OFFICE, NOW, team) for button in row]

    assert shown(OUTAGE, "selatan") == ["t:42:accept"]
    assert shown(INSTRUCTED, "utara") == ["t:42:accept"]
    assert shown(INSTRUCTED, "selatan") == []
    assert shown(ACCEPTED, "selatan") == []


MENUS = [
    pytest.param(OUTAGE, KASI, ["prio", "hold", "close", "nofault"], id="before a team is instructed"),
    pytest.param(INSTRUCTED, KASI, ["reassign", "prio", "hold", "close", "nofault"], id="another team can have it"),
    pytest.param(HELD, KASI, ["reassign", "prio", "resume", "close", "nofault"], id="what is held can go on"),
    pytest.param(BY_CITIZEN, KASI, ["prio", "hold", "close", "nofault"], id="a citizen's report"),
    pytest.param(OUTAGE, TIM, None, id="the team has all on its card"),
    pytest.param(OUTAGE, SPV, None, id="spv has nothing more"),
    pytest.param(CLOSED, KASI, None, id="a closed ticket has nothing more"),
    pytest.param(ISOLATED, KASI, None, id="the monitor's own incident closes by itself"),
]


@pytest.mark.parametrize(("ticket", "viewer", "expected"), MENUS)
def test_the_menu_offers_what_can_be_done_besides(
    ticket: Ticket, viewer: Role, expected: list[str] | None
) -> None:
    menu = ticket_menu.more(ticket, viewer, OFFICE, NOW)
    offered = None if menu is None else [button.data.split(":")[2] for row in menu.buttons for button in row]
    assert offered == (None if expected is None else [*expected, "leave"])


def test_another_team_is_chosen_from_those_that_do_not_have_it() -> None:
    rows = ticket_menu.choices(INSTRUCTED, Action.REASSIGN, OFFICE).buttons
    assert [button.data for row in rows for button in row] == ["o:42:reassign:selatan", "o:42:leave"]
