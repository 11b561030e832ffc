"""Is it us: what is concluded from who answers and who does not. Each id is the claim."""

import pytest

from netwatch.core.detect import MissRun
from netwatch.core.uplink import Line, Tally, Uplink, fresh, judge_uplink

RUN = MissRun(99.0, 100.0, 6, 103.0, 102.5)
SILENT = Line("gateway", 80.0, 95.0)
ASLEEP = Line("sentinel", 90.0, None)
AWAKE = Line("sentinel", 103.0, None, 60.0)
BACK = Line("sentinel", 103.0, None, 103.0)
SLIPPED = Line("sentinel", 101.0, None, 101.0)
AGAIN = Line("sentinel", 101.0, 101.5, 101.0)
STEADY = Line("sentinel", 103.0, None, 101.9)
NOBODY = Tally(0, 0)


@pytest.mark.parametrize(
    ("lines", "tally", "uplink", "ask"),
    [
        pytest.param((SILENT, AWAKE), NOBODY, Uplink.WHOLE, (), id="one that has answered since is enough"),
        pytest.param((SILENT, BACK), NOBODY, Uplink.PENDING, (), id="one that answers again speaks only for now"),
        pytest.param((SILENT, SLIPPED), NOBODY, Uplink.PENDING, (), id="one answer may have slipped through"),
        pytest.param((SILENT, STEADY), NOBODY, Uplink.WHOLE, (), id="one that lost a probe and has answered since"),
        pytest.param((SILENT, AGAIN), Tally(0, 7), Uplink.LOST, (), id="one answered meanwhile and is silent again"),
        pytest.param((SILENT, ASLEEP), NOBODY, Uplink.PENDING, ("sentinel",), id="who was not heard since is asked"),
        pytest.param((SILENT,), Tally(0, 7), Uplink.LOST, (), id="all silent and so is every device"),
        pytest.param((SILENT,), NOBODY, Uplink.LOST, (), id="all silent and no device was asked since"),
        pytest.param((SILENT,), Tally(2, 5), Uplink.LOST, (), id="a few on the same wire still answer"),
        pytest.param((SILENT,), Tally(5, 2), Uplink.WHOLE, (), id="most devices answer: the gateway itself is silent"),
        pytest.param((SILENT,), Tally(3, 3), Uplink.WHOLE, (), id="as many answer as are silent"),
        pytest.param((), Tally(0, 9), Uplink.WHOLE, (), id="nobody can tell, so it is not said to be us"),
    ],
)
def test_the_uplink_is_judged_by_who_answers(lines, tally, uplink, ask):
    finding = judge_uplink(lines, RUN, tally)
    assert (finding.uplink, finding.ask) == (uplink, ask)
    assert finding.reason


def test_a_pending_finding_asks_a_few_and_not_the_whole_city():
    lines = [Line(f"d{n}", 50.0, None) for n in range(2_800)]
    assert len(judge_uplink(lines, RUN, NOBODY).ask) == 5


def test_the_reason_names_a_few_and_counts_the_rest():
    lines = [Line(f"d{n}", 50.0, 99.0) for n in range(2_800)]
    reason = judge_uplink(lines, RUN, Tally(0, 2_800)).reason
    assert reason == "no answer from d0, d1, d2, d3, d4 and others; 2800 of 2800 devices are silent as well"


def test_who_has_been_silent_while_others_answered_testifies_no_more():
    """A gateway that drops pings since last week's update says nothing about tonight."""
    dropped, fell_now = Line("gateway", 10.0, 20.0), Line("core", 95.0, 99.0)
    assert fresh((dropped, fell_now, ASLEEP), 100.0, 26.0) == (fell_now, ASLEEP)
