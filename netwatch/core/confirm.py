"""How many misses in a row are no accident any more.

A sequential test in Wald's sense (A. Wald, Sequential Analysis, 1947) with one simple hypothesis, "the device is
alive and its path loses a fraction p": the run of misses goes on until its likelihood under that hypothesis,
p^n, falls below the budget for one run. A run can start with any regular probe, so the budget of a
year is shared among a year's probes.
"""

from math import ceil, log

from netwatch.core.policy import SECONDS_PER_YEAR, Policy


def misses_needed(loss: float, policy: Policy) -> int:
    """The length of a run of misses that is proof enough at this loss (fraction 0 to 1).

    Never fewer than the first miss and `confirm_probes` quick ones, whatever the path looks like.
    """
    least = 1 + policy.confirm_probes
    if loss <= 0.0:
        return least
    if loss >= 1.0:
        return NEVER
    probes_a_year = SECONDS_PER_YEAR / policy.interval
    budget = policy.false_alarms_per_device_year / probes_a_year
    return max(least, ceil(log(budget) / log(loss)))


NEVER = 1 << 30
"""More misses than `confirm_max` has room for: only the time limit ends the test."""
