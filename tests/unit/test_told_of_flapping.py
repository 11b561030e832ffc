"""Who has just been told that it is down again is not told besides that it comes and goes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.lifecycle import close, open_for, reopen, update
from netwatch.core.news import FlappingStarted, Reopened
from netwatch.core.situation import Cause
from netwatch.core.ticket import RootCause
from sop.document import load_shipped
from tests.sim.world import inventory_of

SOP = load_shipped()
NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
INVENTORY = inventory_of({"core": (), "rt": ("core",)})
DOWN = Cause(RootCause("rt", "ping"), "s", ("rt",), 5.0, "6 probes missed")
FLAPS = replace(DOWN, calm_in=300.0, reason="up and down in turns")


def _reopened(cause=DOWN):
    ticket = open_for(DOWN, "1", INVENTORY, SOP, NOW - timedelta(hours=1)).ticket
    closed = close(ticket, SOP, NOW - timedelta(minutes=2), "netwatch", "steady").ticket
    return reopen(closed, cause, INVENTORY, SOP, NOW)


def test_a_ticket_that_has_never_closed_tells_that_it_flaps():
    ticket = open_for(DOWN, "1", INVENTORY, SOP, NOW).ticket
    assert update(ticket, FLAPS, INVENTORY, NOW + timedelta(minutes=3)).news == (FlappingStarted(),)


@pytest.mark.parametrize(
    ("minutes", "news"),
    [
        pytest.param(2, (), id="two minutes after it was opened again"),
        pytest.param(11, (FlappingStarted(),), id="when that was longer ago than flapping looks back"),
    ],
)
def test_a_ticket_that_was_opened_again(minutes, news):
    change = update(_reopened().ticket, FLAPS, INVENTORY, NOW + timedelta(minutes=minutes))
    assert change.ticket.flapping
    assert [entry.event for entry in change.entries] == ["flapping"]
    assert change.news == news


def test_what_is_opened_again_because_it_flaps_is_told_once():
    change = _reopened(FLAPS)
    assert change.ticket.flapping
    assert change.news == (Reopened(),)
