"""When messages that wait are worth a word."""

from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.backlog import PATIENCE, Backlog, held_up

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("waited", "why", "told"),
    [
        pytest.param(timedelta(seconds=1), None, False, id="it only waits for its turn"),
        pytest.param(timedelta(seconds=1), "NetworkError", True, id="a try has failed"),
        pytest.param(PATIENCE + timedelta(seconds=1), None, True, id="nobody has tried for long"),
    ],
)
def test_what_waits_is_told(waited: timedelta, why: str | None, told: bool):
    backlog = Backlog("telegram", 2, NOW - waited, why)
    assert held_up([backlog], NOW) == ([backlog] if told else [])
