"""What is stored of a device that is not asked, by what is known of it."""

from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.city import City
from netwatch.core.policy import Policy
from netwatch.core.state import ConditionState, State
from netwatch.core.status import DeviceStatus
from netwatch.core.statuses import statuses
from tests.sim.world import inventory_of

WHY = "the name a.example does not resolve: no answer within 5 s"
START = datetime(2026, 11, 24, tzinfo=UTC)


def status(state: State, unasked: dict[str, str]) -> DeviceStatus:
    city = City(inventory_of({"a": ()}), Policy())
    city.restore("a", state, 0.0, "as it was")
    (found,) = statuses(
        city, {}, {}, ["a"], 10.0, lambda at: START + timedelta(seconds=at), unasked=unasked
    )
    return found


@pytest.mark.parametrize(
    ("state", "reason", "ping"),
    [
        pytest.param(State.UNKNOWN, WHY, (ConditionState.UNKNOWN, WHY), id="nothing is known: that is why"),
        pytest.param(State.UP, "as it was", (ConditionState.UNKNOWN, WHY), id="up: it may be so no more"),
        pytest.param(State.DOWN, "as it was", (ConditionState.PROBLEM, "as it was"), id="down: it stays a problem"),
    ],
)
def test_a_device_that_is_not_asked(state: State, reason: str, ping: tuple[ConditionState, str]) -> None:
    found = status(state, {"a": WHY})
    (condition,) = found.conditions
    assert (found.state, found.reason) == (state, reason)
    assert (condition.state, condition.detail) == ping


def test_a_device_that_is_asked_is_what_its_health_is() -> None:
    found = status(State.UP, {"b": WHY})
    assert (found.reason, found.conditions[0].state, found.conditions[0].detail) == (
        "as it was", ConditionState.OK, "as it was"
    )
