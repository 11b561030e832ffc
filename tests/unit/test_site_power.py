"""Which causes at one site are its power."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from netwatch.core.policy import Policy
from netwatch.core.site_power import gather_power
from netwatch.core.situation import Cause
from netwatch.core.ticket import Impact, Priority, RootCause, Source, Status, Ticket

POLICY = Policy()
POWER = RootCause(None, "power")


def down(device: str, fell_ago: float, site: str = "kejaksan", behind: tuple[str, ...] = ()) -> Cause:
    impacted = tuple(Impact(each, True) for each in behind)
    return Cause(RootCause(device, "ping"), site, (device,), fell_ago, "6 probes missed", impacted)


def ticket(*devices: str) -> Ticket:
    impacted = tuple(Impact(device, True) for device in devices)
    opened = datetime(2026, 11, 25, tzinfo=UTC)
    return Ticket(7, "007", Status.OPEN, opened, Source.PROBE, Priority.HIGH, POWER, "kejaksan", impacted=impacted)


@pytest.mark.parametrize(
    ("causes", "tickets", "found"),
    [
        pytest.param([down("a", 5)], [], ["a"], id="one device alone is that device"),
        pytest.param([down("a", 5), down("b", 12)], [], ["a b"], id="two of one site within the window"),
        pytest.param([down("a", 5), down("b", 17)], [], ["a", "b"], id="two of one site, the one long after the other"),
        pytest.param([down("a", 5), down("b", 5, "kesambi")], [], ["a", "b"], id="two sites fail each for itself"),
        pytest.param(
            [down("a", 5), down("b", 15), down("c", 25)], [], ["a b c"], id="a row of failures holds together"
        ),
        pytest.param([down("a", 5), down("b", 8), down("c", 900)], [], ["a b", "c"], id="what was down is apart"),
        pytest.param(
            [replace(down("a", 5), calm_in=60.0), down("b", 5)], [], ["a", "b"], id="what flaps has its power"
        ),
        pytest.param([down("b", 900)], [ticket("a", "b")], ["b"], id="the last of a power ticket stays with it"),
        pytest.param([down("c", 5)], [ticket("a", "b")], ["c"], id="another one later is apart"),
        pytest.param(
            [down("b", 900), down("c", 5), down("d", 6)], [ticket("a", "b")], ["b c d"],
            id="more that fall together at a site without power are of the same ticket",
        ),
    ],
)
def test_devices_of_one_site_that_fall_together_are_its_power(causes, tickets, found):
    gathered = gather_power(causes, tickets, POLICY)
    assert sorted(" ".join(sorted(cause.devices)) for cause in gathered) == found


def test_the_last_of_a_power_ticket_is_still_the_powers():
    (cause,) = gather_power([down("b", 900)], [ticket("a", "b")], POLICY)
    assert cause.root == POWER
    assert cause.reason == "b is still silent"


def test_the_power_has_everything_impacted_that_its_devices_have_and_the_devices_themselves():
    (cause,) = gather_power([down("a", 5, behind=("x",)), down("b", 8, behind=("y", "z"))], [], POLICY)
    assert {impact.device for impact in cause.impacted} == {"a", "b", "x", "y", "z"}
    assert cause.fell_ago == 8
    assert "within 3 s" in cause.reason
