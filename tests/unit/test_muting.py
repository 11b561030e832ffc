"""Which causes maintenance keeps from the tickets."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.lifecycle import open_for
from netwatch.core.maintenance import Window
from netwatch.core.muting import Work, affecting, mute, suspect_work, work_at
from netwatch.core.probable_cause import ProbableCause, Proof
from netwatch.core.situation import Cause, Situation, Standing
from netwatch.core.state import State
from netwatch.core.ticket import RootCause
from sop.document import load_shipped
from tests.sim.world import inventory_of

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CITY = inventory_of({"core": (), "sw": ("core",), "ap": ("sw",), "rt": ("core",), "dual": ("sw", "rt")})
UP, DOWN = State.UP, State.DOWN


def around(start: float, end: float, *devices: str) -> Work:
    """One window, in seconds from NOW."""
    span = (NOW + timedelta(seconds=seconds) for seconds in (start, end))
    return work_at([Window("7", *span, devices, reason="ganti UPS", by="Dedi")], CITY, NOW)


def situation(*causes: Cause, **standing: Standing) -> Situation:
    return Situation(causes, standing)


def cause(device: str, fell_ago: float) -> Cause:
    return Cause(RootCause(device, "ping"), "s", (device,), fell_ago, "6 probes missed")


def ticket(device: str, condition: str = "ping"):
    opened = open_for(cause(device, 100), "001", CITY, load_shipped(), NOW).ticket
    return replace(opened, root=RootCause(device, condition))


ON_SW = around(-600, 600, "sw")


@pytest.mark.parametrize(
    ("given", "tickets", "left"),
    [
        pytest.param(situation(cause("sw", 60), sw=Standing(DOWN)), [], [], id="in maintenance: nothing opens"),
        pytest.param(
            situation(cause("rt", 60), sw=Standing(UP, None, 900, 900)), [], ["rt"], id="another device: as ever"
        ),
        pytest.param(
            situation(cause("sw", 60), sw=Standing(DOWN)), [ticket("sw")], ["sw"], id="its open ticket goes on"
        ),
        pytest.param(
            situation(cause("sw", 60), sw=Standing(DOWN)), [ticket("sw", "snmp")], [],
            id="an open ticket about something else opens no door",
        ),
        pytest.param(
            situation(cause("ap", 60), sw=Standing(UP, None, 30, 30)), [], [],
            id="fallen with the switch and not back since: the work's",
        ),
        pytest.param(
            situation(cause("ap", 60), sw=Standing(UP, None, None, 30)), [], [],
            id="the same while the switch has a miss itself",
        ),
        pytest.param(
            situation(cause("ap", 60), sw=Standing(UP, None, 90, 90)), [], ["ap"],
            id="fallen after the switch was back: for another reason",
        ),
        pytest.param(
            situation(cause("ap", 60), sw=Standing(DOWN, None, None, 30)), [], ["ap"],
            id="called down by itself while the switch is down: not decided here",
        ),
        pytest.param(
            situation(cause("dual", 60), sw=Standing(UP, None, 30, 30)), [], ["dual"],
            id="a device with another way does not hang on the switch",
        ),
    ],
)
def test_which_causes_are_left(given, tickets, left):
    muted = mute(given, ON_SW, tickets)
    assert [each.device for each in muted.causes] == left
    assert muted.maintenance == {"sw"}


@pytest.mark.parametrize(
    ("work", "fell_ago", "outlasted"),
    [
        pytest.param(around(-600, -1, "sw"), 300, True, id="fallen in the window, down at its end"),
        pytest.param(around(-600, 0, "sw"), 300, True, id="at the very end of the window"),
        pytest.param(around(-600, -60, "sw"), 30, False, id="fallen after it"),
        pytest.param(around(-600, -60, "sw"), 900, False, id="down before the work began"),
        pytest.param(around(-600, -60, "rt"), 300, False, id="the work was elsewhere"),
    ],
)
def test_a_silence_that_outlasts_the_work_names_it_in_the_reason_and_as_what_is_suspected(work, fell_ago, outlasted):
    muted = mute(situation(cause("sw", fell_ago)), work, [])
    (left,) = muted.causes
    assert ("still down after maintenance 7 (ganti UPS)" in left.reason) is outlasted
    suspected = suspect_work(None, ticket("sw"), muted, work)
    assert (suspected is not None and suspected.proof is Proof.SILENT_SINCE_WORK) is outlasted


@pytest.mark.parametrize(
    ("proof", "stands"),
    [
        pytest.param(Proof.PORT_DOWN, True, id="what a port says is more than that there was work"),
        pytest.param(Proof.SITE_VANISHED, False, id="that all fell at once is less"),
    ],
)
def test_what_was_seen_and_what_was_worked_on(proof, stands):
    work = around(-600, -1, "sw")
    seen = ProbableCause(proof, "seen")
    said = suspect_work(seen, ticket("sw"), mute(situation(cause("sw", 300)), work, []), work)
    assert (said == seen) is stands


def test_a_ticket_about_something_else_than_silence_is_not_laid_on_the_work():
    work = around(-600, -1, "sw")
    muted = mute(situation(cause("sw", 300)), work, [])
    assert suspect_work(None, ticket("sw", "snmp"), muted, work) is None
    assert suspect_work(None, ticket("rt"), muted, work) is None


@pytest.mark.parametrize(
    ("site", "roots", "felt"),
    [
        pytest.param("here", {}, True, id="a device there is worked on"),
        pytest.param("there", {"rt": "sw"}, True, id="what is there is silent because of the work elsewhere"),
        pytest.param("there", {"rt": "core"}, False, id="silent because of something else"),
        pytest.param("there", {}, False, id="not touched by it"),
        pytest.param("nowhere", {}, False, id="a place without devices"),
    ],
)
def test_where_work_is_felt(site, roots, felt):
    city = inventory_of({"core": (), "sw": ("core",), "rt": ("core",)}, sites={"sw": "here", "rt": "there"})
    work = replace(ON_SW, inventory=city)
    assert (affecting(site, roots, work) is not None) is felt
