"""What a team is told of the last times at a site, chosen from the repair reports of its tickets."""

from dataclasses import replace
from datetime import timedelta

import pytest

from netwatch.core.briefing import is_theirs
from netwatch.core.site_history import PastRepair, site_history
from netwatch.core.ticket import RepairReport, RepairReportStatus, RepairState
from tests.unit.text_sample import ACCEPTED, CLOSED, INSTRUCTED, NOW, OUTAGE

DAY = timedelta(days=1)


def repair(ticket: int, days_ago: float, cause: str = "kabel", place: int = 0, **changes: object) -> PastRepair:
    """Handed in and its ticket closed so many days ago."""
    at = NOW - days_ago * DAY
    past = PastRepair(ticket, place, "rt-kejaksan", at, at, cause, "disambung", RepairState.ACCEPTED)
    return replace(past, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("repairs", "told"),
    [
        pytest.param([], [], id="nothing was ever wrong here"),
        pytest.param([repair(1, 9, "a"), repair(2, 1, "b"), repair(3, 5, "c")], ["b", "c", "a"], id="newest first"),
        pytest.param([repair(n, n, str(n)) for n in range(1, 9)], ["1", "2", "3"], id="of many the last three"),
        pytest.param([repair(1, 1, state=RepairState.FILED)], ["kabel"], id="not yet read by Kasi counts"),
        pytest.param([repair(1, 1, state=RepairState.DRAFT)], [], id="still being written does not"),
        pytest.param([repair(1, 1, state=RepairState.RETURNED)], [], id="sent back to be mended does not"),
        pytest.param([repair(1, 1, "")], [], id="without a cause it says nothing"),
        pytest.param(
            [repair(1, 3, "first"), repair(1, 2, "second", 1)], ["second"], id="of a ticket's two the later one"
        ),
        pytest.param(
            [repair(1, 3, "first"), repair(1, 2, "second", 1, state=RepairState.RETURNED)], ["first"],
            id="of a ticket's two the earlier one, where the later was sent back",
        ),
        pytest.param([repair(7, 1, closed_at=None)], [], id="of another open ticket nothing is known yet"),
        pytest.param([repair(42, 1, closed_at=None)], [], id="its own report is no history"),
    ],
)
def test_the_last_times(repairs: list[PastRepair], told: list[str]) -> None:
    assert [each.cause for each in site_history(ACCEPTED, repairs)] == told


OWN = RepairReport(NOW - DAY, "Agus", "kabel", "disambung", state=RepairState.ACCEPTED, filings=1)


@pytest.mark.parametrize(
    ("reports", "status", "told"),
    [
        pytest.param((OWN,), RepairReportStatus.NONE, ["kabel"], id="the repair that did not last is told"),
        pytest.param(
            (replace(OWN, state=RepairState.FILED),), RepairReportStatus.FILED, [], id="the one of this time is not"
        ),
    ],
)
def test_of_a_ticket_that_was_opened_again(
    reports: tuple[RepairReport, ...], status: RepairReportStatus, told: list[str]
) -> None:
    again = replace(ACCEPTED, reopened=1, repair_reports=reports, repair_report=status)
    past = [repair(42, 1, closed_at=None, state=reports[0].state)]
    assert [each.cause for each in site_history(again, past)] == told


@pytest.mark.parametrize(
    ("ticket", "team", "theirs"),
    [
        pytest.param(OUTAGE, "utara", False, id="nobody leaves yet"),
        pytest.param(INSTRUCTED, "utara", True, id="the team that was instructed"),
        pytest.param(INSTRUCTED, "selatan", False, id="another team"),
        pytest.param(INSTRUCTED, None, False, id="who is in no team, while a team has it"),
        pytest.param(replace(ACCEPTED, team=None), None, True, id="who accepted without a team"),
        pytest.param(CLOSED, "utara", False, id="it is over"),
    ],
)
def test_who_leaves(ticket, team, theirs) -> None:
    assert is_theirs(ticket, team) is theirs
