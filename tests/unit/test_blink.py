"""Short silences: which are watched, and which count for flapping. Each id is the claim."""

import pytest

from netwatch.core.blink import is_blink, is_change, probes_lost
from netwatch.core.detect import MissRun
from netwatch.core.policy import Policy

RUN = MissRun(first_sent_at=100.0, noticed_at=101.0, misses=1, last_sent_at=100.0)


@pytest.mark.parametrize(
    ("answered_at", "quick_after", "lost", "blink", "change"),
    [
        pytest.param(101.0, 1.0, 1, False, False, id="one regular probe was lost and the first quick one answered"),
        pytest.param(101.5, 1.0, 2, False, False, id="two in a row are chance"),
        pytest.param(102.0, 1.0, 3, True, False, id="three in a row are looked at closely"),
        pytest.param(102.5, 1.0, 4, True, True, id="four in a row are a change of state"),
        pytest.param(101.6, 0.1, 4, True, True, id="an overdue answer has made the probes quick a second sooner"),
        pytest.param(102.5, 0.0, 5, False, False, id="five of the quick ones are not, as so many are asked for"),
        pytest.param(103.0, 0.0, 6, True, True, id="three seconds of the quick ones are a change of state"),
    ],
)
def test_a_silence_that_ended_before_it_was_proven(answered_at, quick_after, lost, blink, change):
    found, is_watched = probes_lost(RUN, answered_at, quick_after, Policy()), quick_after == 0.0
    assert (found, is_blink(found, is_watched), is_change(found, is_watched)) == (lost, blink, change)
