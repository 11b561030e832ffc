"""How much a path has lost lately."""

from math import sqrt

QUICK = 1 / 16
SLOW = 1 / 128
"""Weights of the newest probe in the two exponential averages: about 3 and 20 minutes at 10 s a probe."""

ONE_SIDED_95 = 1.645


class Loss:
    """Two exponentially weighted averages of "was lost" (0 or 1), one quick and one slow.

    The quick one notices within a few probes that a path has turned bad; the slow one gives the level of a path
    that has been bad for long. Probes of a run of misses count only once the run was broken by an answer:
    silence of a dead device is not loss of its path.
    """

    __slots__ = ("quick", "slow")

    def __init__(self) -> None:
        self.quick = 0.0
        self.slow = 0.0

    def restore(self, level: float) -> None:
        """Takes up what was known before a restart, a fraction 0 to 1: a path does not mend by that."""
        self.slow = level

    def answered(self) -> None:
        self.quick -= self.quick * QUICK
        self.slow -= self.slow * SLOW

    def lost(self, probes: int) -> None:
        for _ in range(probes):
            self.quick += (1.0 - self.quick) * QUICK
            self.slow += (1.0 - self.slow) * SLOW

    def cautious(self) -> float:
        """Fraction 0 to 1 to reckon with: the worse of the quick average and the slow one's upper 95 % bound.

        The slow average weighs like 2/SLOW - 1 independent probes (variance of an EWMA, Roberts 1959).
        """
        bound = self.slow + ONE_SIDED_95 * sqrt(self.slow * (1.0 - self.slow) * SLOW / 2.0)
        return min(1.0, max(self.quick, bound))
