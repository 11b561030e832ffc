"""Silences too short for a verdict: which of them are a change of state for flapping, and how to see more of them.

Pure. A way that breaks every few seconds is met by a regular probe now and then, and mended before that probe's silence
is proven. Such a *blink* is followed by a close watch, in which the next ones are seen whole. How long a blink has to
be is measured in lost probes, so that a path that merely loses packets does not pass for one that flaps.
"""

from netwatch.core.detect import MissRun
from netwatch.core.policy import Policy

DROP = 4
"""So many probes lost in a row are a change of state for flapping, though too few for a verdict. On a path that loses
every fifth one it happens by chance once in 600 probes, far from the six samples of twenty that make flapping."""

BLINK = 3
"""After so many probes lost in a row a device is watched closely."""

WATCHED_CLOSELY = 15.0
"""Seconds of quick probes after a blink, prolonged by each that is WHOLE."""

WHOLE = 6
"""So many probes lost in a row while a device is watched closely are a change of state: every one of them is asked for,
so that many more chances are taken than with DROP."""


def probes_lost(run: MissRun, answered_at: float, quick_after: float, policy: Policy) -> int:
    """How many probes were sent in vain before the answered one; the last of them are still on their way.

    `answered_at`: when the answered one was sent. `quick_after`: seconds from the first missed one to the first of the
    quick ones, 0 where that was one of them.
    """
    waited = answered_at - run.first_sent_at - quick_after
    return max(run.misses, round(waited / policy.confirm_spacing) + (quick_after > 0.0))


def is_blink(lost: int, is_watched: bool) -> bool:
    """Whether to watch the device closely for a while from now on."""
    return lost >= (WHOLE if is_watched else BLINK)


def is_change(lost: int, is_watched: bool) -> bool:
    """Whether it counts for flapping."""
    return lost >= (WHOLE if is_watched else DROP)
